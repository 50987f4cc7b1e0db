package org.prorata.cancellation;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;
import org.prorata.policy.PolicyVersion;

/**
 * A cancellation as it stands in the books.
 *
 * @param cancellation what was asked for
 * @param requestedOn the tenant's day on which it was asked
 * @param state where it stands
 * @param policy the rules its decision used
 * @param countedLicences the licences that were held against the limit
 * @param approvedFigures the hash of the figures it was approved for; {@code null} when
 * it was not
 */
public record StoredRequest(Cancellation cancellation, LocalDate requestedOn, RequestState state, PolicyVersion policy,
        long countedLicences, @Nullable String approvedFigures) {

    /**
     * Tells whether it can be taken back on a day of its tenant: while somebody still has
     * to decide, and before it takes effect.
     */
    public boolean canBeWithdrawnOn(LocalDate today) {
        return switch (this.state) {
            case PENDING_APPROVAL -> true;
            case QUEUED -> today.isBefore(this.cancellation.effectiveDate());
            case CLAIMED, CREDITED, CLOSED_WITHOUT_CREDIT, QUARANTINED, REJECTED, EXPIRED, WITHDRAWN -> false;
        };
    }

}
