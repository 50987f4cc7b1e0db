package org.prorata.db.run;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.StoredRequest;
import org.prorata.charge.Charge;
import org.prorata.credit.RefusalCode;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;

/**
 * A request that a run has claimed, with all that its settlement is worked out from.
 *
 * @param requestNo its key in the books
 * @param place its place in the run, which numbers its credit
 * @param request what was asked and decided
 * @param tenant who subscribes; {@code null} when that cannot be read
 * @param subscription what is cancelled
 * @param charges the charge lines that may give something back
 * @param chargeNos their keys in the books, in the same order
 * @param unreadable what makes no sense as it stands; {@code null} when all does
 */
public record ClaimedRequest(long requestNo, int place, StoredRequest request, @Nullable Tenant tenant,
        Subscription subscription, List<Charge> charges, List<Long> chargeNos, @Nullable Unreadable unreadable) {

    /**
     * A row that makes no sense: somebody has changed it by hand.
     *
     * @param code of what kind it is
     * @param message the row, what was found, and why that makes no sense
     */
    public record Unreadable(RefusalCode code, String message) {
    }

    public ClaimedRequest(long requestNo, int place, StoredRequest request, Tenant tenant, Subscription subscription,
            List<Charge> charges, List<Long> chargeNos) {
        this(requestNo, place, request, tenant, subscription, charges, chargeNos, null);
    }

}
