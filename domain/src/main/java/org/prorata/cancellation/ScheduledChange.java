package org.prorata.cancellation;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * What is going to happen to a subscription.
 *
 * @param kind what
 * @param on the tenant's day from which it holds
 * @param request the request that makes it happen; {@code null} where none does
 */
public record ScheduledChange(Kind kind, LocalDate on, @Nullable StoredRequest request) {

    /** What is going to happen. */
    public enum Kind {

        /** A cancellation is queued or being worked on. */
        CANCELLATION,

        /** A cancellation waits for an approver. */
        CANCELLATION_IN_REVIEW,

        /** Recurring billing was stopped: it ends with its term. */
        ENDS_WITH_TERM,

        /** A trial becomes a paid subscription. */
        TRIAL_CONVERTS,

        /** A trial ends by itself. */
        TRIAL_ENDS

    }

}
