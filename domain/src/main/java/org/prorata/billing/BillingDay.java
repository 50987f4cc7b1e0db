package org.prorata.billing;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * The day of the month on which a tenant's billing cycles start. In a month without that
 * day the cycle starts on the month's last day; the next longer month has the day again.
 *
 * @param dayOfMonth 1 to 31
 */
public record BillingDay(int dayOfMonth) {

    public BillingDay {
        if (dayOfMonth < 1 || dayOfMonth > 31) {
            throw new IllegalArgumentException("billing day " + dayOfMonth + ", accepted: 1 to 31");
        }
    }

    public static BillingDay of(int dayOfMonth) {
        return new BillingDay(dayOfMonth);
    }

    /** Returns the cycle that starts in the given month. */
    public BillingCycle cycleStartingIn(YearMonth month) {
        return new BillingCycle(startIn(month), startIn(month.plusMonths(1)).minusDays(1));
    }

    /** Returns the cycle that holds the given day. */
    public BillingCycle cycleOf(LocalDate day) {
        YearMonth month = YearMonth.from(day);
        return cycleStartingIn(day.isBefore(startIn(month)) ? month.minusMonths(1) : month);
    }

    /** Returns the cycle after the one that holds the given day. */
    public BillingCycle cycleAfter(LocalDate day) {
        return cycleOf(cycleOf(day).last().plusDays(1));
    }

    private LocalDate startIn(YearMonth month) {
        return month.atDay(Math.min(this.dayOfMonth, month.lengthOfMonth()));
    }

}
