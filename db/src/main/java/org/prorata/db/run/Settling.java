package org.prorata.db.run;

import java.util.Optional;

import org.prorata.approval.Figures;
import org.prorata.cancellation.StoredRequest;
import org.prorata.credit.CreditCalculation;
import org.prorata.credit.RefusalCode;
import org.prorata.credit.Settlement;
import org.prorata.policy.Policies;
import org.prorata.policy.Policy;
import org.prorata.subscription.Tenant;

/**
 * Settles a claimed request from nothing but the request itself; a bad one becomes an
 * outcome, never an error of the run.
 */
public final class Settling {

    private final Policies policies;

    public Settling(Policies policies) {
        this.policies = policies;
    }

    public SettledRequest settle(ClaimedRequest claimed) {
        try {
            return new SettledRequest(claimed, settlement(claimed));
        }
        catch (RuntimeException ex) {
            return new SettledRequest(claimed, new Settlement.Refused(RefusalCode.UNEXPECTED,
                    "request " + claimed.request().cancellation().id() + ": " + ex));
        }
    }

    private Settlement settlement(ClaimedRequest claimed) {
        StoredRequest request = claimed.request();
        Tenant tenant = claimed.tenant();
        if (claimed.unreadable() instanceof ClaimedRequest.Unreadable(RefusalCode code, String message)) {
            return new Settlement.Refused(code, "request " + request.cancellation().id() + ": " + message);
        }
        if (tenant == null) {
            throw new IllegalStateException("it has no tenant");
        }
        Optional<Policy> policy = this.policies.find(request.policy());
        if (policy.isEmpty()) {
            return new Settlement.Refused(RefusalCode.POLICY_VERSION_UNKNOWN, "request " + request.cancellation().id()
                    + " was decided by " + request.policy() + ", which is not in the policies file");
        }
        Settlement settlement = CreditCalculation.settle(request.cancellation(), tenant, claimed.subscription(),
                policy.get(), claimed.charges());
        if (request.approvedFigures() != null) {
            Figures figures = Figures.of(claimed.subscription().id(), request.cancellation().effectiveDate(),
                    request.policy(), request.countedLicences(), settlement);
            if (!figures.hash().equals(request.approvedFigures())) {
                return new Settlement.Refused(RefusalCode.APPROVAL_FIGURES_CHANGED, "request "
                        + request.cancellation().id() + " was approved for other figures than it has now: " + figures);
            }
        }
        return settlement;
    }

}
