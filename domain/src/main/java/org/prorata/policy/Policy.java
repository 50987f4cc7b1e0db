package org.prorata.policy;

import java.time.LocalDate;
import java.time.LocalDateTime;

import org.jspecify.annotations.Nullable;

/**
 * A dated set of cancellation rules.
 *
 * @param version name and date of this set
 * @param countedLicences which licences count against the limit
 * @param selfServiceLimit the number of licences at which self-service ends; {@code null}
 * when there is no limit
 * @param limitIsSelfService whether exactly the limit still is self-service
 * @param scope whose licences count
 * @param fullRefund how long everything is given back
 * @param proratedRefund how long the unused part is given back
 * @param windowStart from when the two are counted
 * @param cancelDay whether the cancel day is given back
 * @param rounding how an unused part becomes an amount
 * @param returnTiming when a credit is returned
 */
public record Policy(PolicyVersion version, CountedLicences countedLicences, @Nullable Integer selfServiceLimit,
        boolean limitIsSelfService, PolicyScope scope, RefundLimit fullRefund, RefundLimit proratedRefund,
        WindowStart windowStart, CancelDay cancelDay, Rounding rounding, ReturnTiming returnTiming) {

    /** Tells whether this many licences can be cancelled without anybody's approval. */
    public boolean isSelfService(long licences) {
        return this.selfServiceLimit == null || licences < this.selfServiceLimit
                || (this.limitIsSelfService && licences == this.selfServiceLimit);
    }

    /**
     * Returns how many of these licences must go before self-service is open; zero when
     * it already is.
     */
    public long licencesAboveSelfService(long licences) {
        if (this.selfServiceLimit == null) {
            return 0;
        }
        long most = this.limitIsSelfService ? this.selfServiceLimit : this.selfServiceLimit - 1L;
        return Math.max(0, licences - most);
    }

    /**
     * Returns what a cancellation gives back.
     * @param firstTermStart first day of the subscription's first term
     * @param currentTermStart first day of its current term
     * @param cancelledAt local time of the cancellation in the tenant's time zone
     */
    public RefundShare refundShare(LocalDate firstTermStart, LocalDate currentTermStart, LocalDateTime cancelledAt) {
        LocalDate start = windowStartDay(firstTermStart, currentTermStart);
        if (this.fullRefund.covers(start, cancelledAt)) {
            return RefundShare.FULL;
        }
        return this.proratedRefund.covers(start, cancelledAt) ? RefundShare.PRORATED : RefundShare.NONE;
    }

    public LocalDate windowStartDay(LocalDate firstTermStart, LocalDate currentTermStart) {
        return switch (this.windowStart) {
            case TERM_START -> firstTermStart;
            case LAST_RENEWAL -> currentTermStart;
        };
    }

}
