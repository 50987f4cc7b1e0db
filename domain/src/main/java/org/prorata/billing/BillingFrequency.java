package org.prorata.billing;

import java.time.LocalDate;

/** How long a billed term is. */
public enum BillingFrequency {

    MONTHLY(1), ANNUAL(12), TRIENNIAL(36);

    private final int months;

    BillingFrequency(int months) {
        this.months = months;
    }

    /**
     * Returns the last day of the term that starts on the given day: the day before the
     * same day of the month, or the month's last day where it has no such day.
     */
    public LocalDate lastDayOfTermStarting(LocalDate first) {
        return first.plusMonths(this.months).minusDays(1);
    }

}
