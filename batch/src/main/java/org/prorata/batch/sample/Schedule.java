package org.prorata.batch.sample;

import java.time.LocalDate;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.prorata.billing.BillingDay;

/**
 * The term of a paid subscription and when it is to end early.
 *
 * @param term the current term, which holds the business date
 * @param cancelledFrom the first day without service; {@code null} to keep it
 */
record Schedule(Term term, @Nullable LocalDate cancelledFrom) {

    private static final Range DAYS_LATER = Range.of(1, 45);

    private static final int DAYS_AFTER_WINDOW = 180;

    /**
     * Draws a schedule.
     * @param months length of the term
     * @param window length of the refund window in days; zero where there is none
     */
    static Schedule draw(Wish wish, LocalDate businessDate, int months, int window, BillingDay billingDay,
            RandomGenerator random) {
        LocalDate due = businessDate.minusDays(random.nextInt(1, Wish.DAYS_BACK + 1));
        return switch (wish) {
            case IN_WINDOW -> {
                int days = random.nextBoolean() ? 0 : random.nextInt(window + 1);
                yield new Schedule(Term.starting(due.minusDays(days), months), due);
            }
            case AFTER_WINDOW -> {
                int days = window + 1 + random.nextInt(DAYS_AFTER_WINDOW);
                yield new Schedule(Term.starting(due.minusDays(days), months), due);
            }
            case KEEP, DUE, DUE_ON_BUSINESS_DATE, LATER -> {
                Term term = Term.holding(businessDate, months, billingDay, random);
                yield new Schedule(term, effective(wish, term, businessDate, due, random));
            }
        };
    }

    private static @Nullable LocalDate effective(Wish wish, Term term, LocalDate businessDate, LocalDate due,
            RandomGenerator random) {
        return switch (wish) {
            case KEEP -> null;
            case DUE_ON_BUSINESS_DATE -> businessDate;
            case LATER -> term.orDayAfterEnd(businessDate.plusDays(DAYS_LATER.draw(random)));
            case DUE, IN_WINDOW, AFTER_WINDOW -> term.notBeforeStart(due);
        };
    }

    /**
     * Returns the last day, up to the given one, on which there was nothing to end yet.
     */
    LocalDate lastUndisturbedDay(LocalDate day) {
        return (this.cancelledFrom == null || this.cancelledFrom.isAfter(day)) ? day : this.cancelledFrom.minusDays(1);
    }

}
