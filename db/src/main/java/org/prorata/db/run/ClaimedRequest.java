package org.prorata.db.run;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.StoredRequest;
import org.prorata.charge.Charge;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;

/**
 * A request that a run has claimed, with all that its settlement is worked out from.
 *
 * @param requestNo its key in the books
 * @param place its place in the run, which numbers its credit
 * @param request what was asked and decided
 * @param tenant who subscribes
 * @param subscription what is cancelled
 * @param charges the charge lines that may give something back
 * @param chargeNos their keys in the books, in the same order
 * @param unreadable what is wrong with a charge that makes no sense as it stands;
 * {@code null} when all do
 */
public record ClaimedRequest(long requestNo, int place, StoredRequest request, Tenant tenant, Subscription subscription,
        List<Charge> charges, List<Long> chargeNos, @Nullable String unreadable) {

    public ClaimedRequest(long requestNo, int place, StoredRequest request, Tenant tenant, Subscription subscription,
            List<Charge> charges, List<Long> chargeNos) {
        this(requestNo, place, request, tenant, subscription, charges, chargeNos, null);
    }

}
