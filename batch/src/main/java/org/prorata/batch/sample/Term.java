package org.prorata.batch.sample;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

import org.prorata.billing.BillingDay;

/**
 * The current term of a subscription.
 *
 * @param start the first day
 * @param end the last day
 */
record Term(LocalDate start, LocalDate end) {

    static Term starting(LocalDate start, int months) {
        return new Term(start, start.plusMonths(months).minusDays(1));
    }

    /**
     * Draws a term that holds a day; every other one begins with a billing cycle if it
     * can.
     */
    static Term holding(LocalDate day, int months, BillingDay billingDay, RandomGenerator random) {
        LocalDate earliest = day.minusMonths(months).plusDays(1);
        while (starting(earliest, months).end().isBefore(day)) {
            earliest = earliest.plusDays(1);
        }
        LocalDate start = earliest.plusDays(random.nextLong(ChronoUnit.DAYS.between(earliest, day) + 1));
        LocalDate cycle = billingDay.cycleOf(start).first();
        return starting((random.nextBoolean() && !cycle.isBefore(earliest)) ? cycle : start, months);
    }

    LocalDate earlierOf(LocalDate day) {
        return day.isBefore(this.end) ? day : this.end;
    }

    LocalDate orDayAfterEnd(LocalDate day) {
        return day.isAfter(this.end) ? this.end.plusDays(1) : day;
    }

    LocalDate notBeforeStart(LocalDate day) {
        return day.isBefore(this.start) ? this.start : day;
    }

}
