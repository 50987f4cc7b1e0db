package org.prorata.cancellation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * A request that somebody else has to say yes to, as it stands in the books.
 *
 * @param request the request
 * @param state where the case stands
 * @param version raised by each decision and each change of the figures
 * @param figures the hash of the figures that approvals count for; {@code null} where a
 * release before has not noted them
 * @param needed how many people have to say yes
 * @param given how many have
 * @param requestedBy who asked
 * @param country of the tenant
 * @param refund what comes back, gross
 * @param currency of the refund
 * @param openedAt when it began to wait
 * @param approveBy the last day to decide
 * @param decidedAt when it was decided; {@code null} while it waits
 */
public record ApprovalCase(RequestId request, State state, long version, @Nullable String figures, int needed,
        int given, String requestedBy, String country, BigDecimal refund, String currency, Instant openedAt,
        LocalDate approveBy, @Nullable Instant decidedAt) {

    /** Where a case stands. */
    public enum State {

        /** Approvals are missing. */
        WAITING,

        /** Enough people have said yes; no run has settled it yet. */
        APPROVED,

        /** A run has settled it. */
        SETTLED,

        /** Somebody has said no. */
        REJECTED,

        /** Nobody decided in time. */
        EXPIRED,

        /** Whoever asked has taken it back. */
        WITHDRAWN

    }

}
