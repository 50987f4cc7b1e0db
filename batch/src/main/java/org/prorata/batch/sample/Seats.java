package org.prorata.batch.sample;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

import org.prorata.billing.ServiceSpan;

/** How many licences were paid for from which day on. */
final class Seats {

    private static final int FEWEST_TO_CHANGE = 4;

    private static final Range DAYS_BETWEEN = Range.of(3, 20);

    private final TreeMap<LocalDate, Integer> quantities = new TreeMap<>();

    private Seats() {
    }

    /** Starts with a quantity that never changes. */
    static Seats unchanged(LocalDate start, int quantity) {
        Seats seats = new Seats();
        seats.quantities.put(start, quantity);
        return seats;
    }

    /**
     * Draws a history that leads to a quantity.
     * @param start the first day of the term
     * @param last the last day on which a change may take effect
     * @param changes how many changes there are, if there are days enough
     */
    static Seats leadingTo(int quantity, LocalDate start, LocalDate last, int changes, RandomGenerator random) {
        List<LocalDate> days = (quantity < FEWEST_TO_CHANGE) ? List.of() : changeDays(start, last, changes, random);
        Seats seats = new Seats();
        int licences = quantity;
        for (LocalDate day : days.reversed()) {
            seats.quantities.put(day, licences);
            licences = before(licences, random);
        }
        seats.quantities.put(start, licences);
        return seats;
    }

    private static List<LocalDate> changeDays(LocalDate start, LocalDate last, int changes, RandomGenerator random) {
        List<LocalDate> days = new ArrayList<>();
        if (changes > 0 && last.isAfter(start)) {
            long room = ChronoUnit.DAYS.between(start, last);
            long recent = random.nextBoolean() ? Math.min(room, 25L * changes) : room;
            LocalDate day = last.minusDays(random.nextLong(recent));
            while (days.size() < changes && !day.isAfter(last)) {
                days.add(day);
                day = day.plusDays(DAYS_BETWEEN.draw(random));
            }
        }
        return days;
    }

    private static int before(int licences, RandomGenerator random) {
        int change = random.nextInt(1, Math.max(3, licences / 4));
        return (random.nextInt(3) > 0) ? licences + change : Math.max(1, licences - change);
    }

    int on(LocalDate day) {
        return this.quantities.floorEntry(day).getValue();
    }

    /** Returns the changes within a span after its first day, by day. */
    SortedMap<LocalDate, Integer> changesWithin(ServiceSpan span) {
        NavigableMap<LocalDate, Integer> within = this.quantities.subMap(span.from(), false, span.to(), true);
        return within;
    }

}
