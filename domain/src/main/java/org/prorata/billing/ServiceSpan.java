package org.prorata.billing;

import java.time.LocalDate;

/**
 * The days that one charge pays for, both ends included, in the tenant's time zone.
 *
 * @param from the first day
 * @param to the last day, not before the first
 */
public record ServiceSpan(LocalDate from, LocalDate to) {

    public ServiceSpan {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("span ends on " + to + ", before it starts on " + from);
        }
    }

    public static ServiceSpan of(LocalDate from, LocalDate to) {
        return new ServiceSpan(from, to);
    }

    /** Counts the days, leap days too; at least one. */
    public int days() {
        return Math.toIntExact(this.to.toEpochDay() - this.from.toEpochDay() + 1);
    }

    /**
     * Counts the days from the given first unused day on; none when the span is over by
     * then, all when it has not begun.
     */
    public int daysFrom(LocalDate firstUnusedDay) {
        long unused = this.to.toEpochDay() - firstUnusedDay.toEpochDay() + 1;
        return Math.clamp(unused, 0, days());
    }

    public boolean reachesPast(LocalDate firstUnusedDay) {
        return !this.to.isBefore(firstUnusedDay);
    }

}
