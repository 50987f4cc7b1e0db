package org.prorata.cancellation;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;
import org.prorata.credit.Credit;
import org.prorata.credit.Settlement;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionState;
import org.prorata.subscription.Tenant;

/**
 * What a cancellation would do. All days are the tenant's.
 *
 * @param tenant whose it is
 * @param subscription what would be cancelled
 * @param gate who has to say yes, and what would change that
 * @param settlement what would come back; a credit explains itself line by line with
 * {@link org.prorata.credit.CreditExplanation}
 * @param effectiveDate the first day without service
 * @param serviceEndsOn the last day with service
 * @param dataDeletedOn the day on which its data are gone for good
 * @param undoUntil the last day on which it can be taken back; {@code null} when it would
 * take effect at once
 * @param returnOn the business date of the night on which it is returned; {@code null}
 * when nothing comes back
 * @param dueBy the last day of the promise; {@code null} when nothing comes back
 * @param approvalsNeeded how many people have to say yes; zero for self-service
 */
public record Preview(Tenant tenant, Subscription subscription, GateAnswer gate, Settlement settlement,
        LocalDate effectiveDate, LocalDate serviceEndsOn, LocalDate dataDeletedOn, @Nullable LocalDate undoUntil,
        @Nullable LocalDate returnOn, @Nullable LocalDate dueBy, int approvalsNeeded) {

    static Preview of(Tenant tenant, Subscription subscription, GateAnswer gate, Settlement settlement,
            LocalDate effectiveDate, LocalDate today, int needed) {
        boolean continues = gate.route() instanceof Route.TrialStopped
                || (settlement instanceof Settlement.NothingDue(var why) && why.serviceContinues());
        LocalDate end = continues ? subscription.termEnd() : effectiveDate.minusDays(1);
        LocalDate deleted = end.plusDays(1)
            .plusDays(continues ? SubscriptionState.DAYS_OF_GRACE : 0)
            .plusDays(SubscriptionState.DAYS_DISABLED);
        Credit credit = (settlement instanceof Settlement.Credited(Credit due)) ? due : null;
        return new Preview(tenant, subscription, gate, settlement, effectiveDate, end, deleted,
                today.isBefore(effectiveDate) ? effectiveDate.minusDays(1) : null,
                (credit != null) ? credit.returnOn() : null, (credit != null) ? credit.dueBy() : null,
                (gate.route() instanceof Route.Approval) ? needed : 0);
    }

}
