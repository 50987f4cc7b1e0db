package org.prorata.reporting.summary;

import java.time.LocalDate;
import java.time.YearMonth;

import org.prorata.billing.BillingCycle;
import org.prorata.billing.BillingDay;
import org.prorata.reporting.summary.RefundSummary.View;

/**
 * A period: for each billing day the cycle that starts in the month, or the calendar
 * month for all. In SQL a calendar month is a cycle whose billing day is 1 at most.
 */
public record Period(View view, YearMonth month) {

    /**
     * The first day of a cycle by its billing day {@code %s}, with {@link #month} and
     * {@link #most}.
     */
    public static final String FIRST = "DATE_ADD(:month, INTERVAL LEAST(%s, :most, DAY(LAST_DAY(:month))) - 1 DAY)";

    /** The day after a cycle by its billing day {@code %s}. */
    public static final String NEXT = "DATE_ADD(:next, INTERVAL LEAST(%s, :most, DAY(LAST_DAY(:next))) - 1 DAY)";

    /**
     * The month, such as 202406, of the cycle that holds a business date, of a row
     * {@code f}.
     */
    static final String MONTH_OF = """
            EXTRACT(YEAR_MONTH FROM CASE WHEN DAY(f.business_date) < LEAST(f.billing_day, :most, DAY(LAST_DAY(f.business_date)))
                THEN DATE_SUB(f.business_date, INTERVAL 1 MONTH) ELSE f.business_date END)""";

    public BillingCycle of(int billingDay) {
        return BillingDay.of(Math.min(billingDay, most())).cycleStartingIn(this.month);
    }

    /** The largest billing day that counts. */
    public int most() {
        return switch (this.view) {
            case CYCLE -> 31;
            case MONTH -> 1;
        };
    }

    /** The first day of the earliest cycle that there can be. */
    public LocalDate first() {
        return this.month.atDay(1);
    }

    /** The last day of the latest cycle that there can be. */
    public LocalDate last() {
        return of(31).last();
    }

    Period next() {
        return new Period(this.view, this.month.plusMonths(1));
    }

}
