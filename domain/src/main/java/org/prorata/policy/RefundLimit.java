package org.prorata.policy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** How long after the window's start a kind of refund is given. */
public sealed interface RefundLimit {

    /**
     * Tells whether a cancellation at the given local time, counted from the given day's
     * midnight, still is within.
     */
    boolean covers(LocalDate windowStart, LocalDateTime cancelledAt);

    /** This kind of refund is not given. */
    record Never() implements RefundLimit {
        @Override
        public boolean covers(LocalDate windowStart, LocalDateTime cancelledAt) {
            return false;
        }
    }

    /** This kind of refund is given at any time. */
    record Always() implements RefundLimit {
        @Override
        public boolean covers(LocalDate windowStart, LocalDateTime cancelledAt) {
            return true;
        }
    }

    /**
     * Counted in calendar days of the tenant: seven days from the 1st end with the 8th.
     *
     * @param days the last day that is within, as days after the start
     */
    record Days(int days) implements RefundLimit {
        @Override
        public boolean covers(LocalDate windowStart, LocalDateTime cancelledAt) {
            return !cancelledAt.toLocalDate().isAfter(windowStart.plusDays(this.days));
        }
    }

    /**
     * Counted on the tenant's clock from its midnight: 24 hours end with the day, also on
     * the day of 23 or 25 hours on which the clock changes.
     *
     * @param length the last moment that is within, after the start
     */
    record Elapsed(Duration length) implements RefundLimit {
        @Override
        public boolean covers(LocalDate windowStart, LocalDateTime cancelledAt) {
            return !cancelledAt.isAfter(windowStart.atStartOfDay().plus(this.length));
        }
    }

}
