package org.prorata.cancellation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import org.prorata.approval.ApprovalRules;
import org.prorata.approval.Figures;
import org.prorata.charge.Charge;
import org.prorata.credit.CreditCalculation;
import org.prorata.credit.Settlement;
import org.prorata.policy.Policies;
import org.prorata.policy.Policy;
import org.prorata.policy.PolicyVersion;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Subscriptions;
import org.prorata.subscription.TenantAccount;

/** Works out what an approver sees of a request, as of now. */
final class Workings {

    /** What came out. */
    record Worked(TenantAccount account, Subscription subscription, GateAnswer answer, Settlement settlement,
            Figures figures) {

        BigDecimal refund() {
            return Figures.gross(this.settlement);
        }

        ApprovalCases.Shown shown(ApprovalRules rules) {
            return new ApprovalCases.Shown(this.figures, refund(),
                    rules.needed(this.answer.countedLicences(), refund(), this.account.tenant().currency().getCode()));
        }

    }

    private final Gate gate;

    private final Policies policies;

    private final Subscriptions subscriptions;

    Workings(Gate gate, Policies policies, Subscriptions subscriptions) {
        this.gate = gate;
        this.policies = policies;
        this.subscriptions = subscriptions;
    }

    Worked of(StoredRequest request, TenantAccount account) {
        return of(request.cancellation(), request.policy(), request.requestedOn(), account,
                this.subscriptions.chargesOf(request.cancellation().subscription()));
    }

    Worked of(Cancellation cancellation, PolicyVersion version, LocalDate requestedOn, TenantAccount account,
            List<Charge> charges) {
        Subscription subscription = account.subscription(cancellation.subscription());
        Policy policy = this.policies.find(version)
            .orElseThrow(() -> new RefusedException(
                    "the policy version " + version + " is not in the policies file any more"));
        Settlement settlement = CreditCalculation.settle(cancellation, account.tenant(), subscription, policy, charges);
        GateAnswer answer = this.gate.ask(subscription, account.subscriptions(), requestedOn);
        return new Worked(account, subscription, answer, settlement, Figures.of(subscription.id(),
                cancellation.effectiveDate(), policy.version(), answer.countedLicences(), settlement));
    }

}
