package org.prorata.web.products;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * The clock of the promise that the money is back by a day.
 *
 * @param state how it stands; the name is the end of the message's key
 * @param dueBy the last day of the promise
 * @param days how many days are left, or how many it is late; zero once it is returned
 * @param returnedOn when it was returned; {@code null} until then
 */
public record Promise(State state, LocalDate dueBy, long days, @Nullable LocalDate returnedOn) {

    public enum State {

        /** Nothing is issued yet: it holds if the request goes through. */
        EXPECTED,
        /** It is issued and on its way. */
        RUNNING,
        /** It should be there and is not. */
        LATE,
        /** It was returned. */
        KEPT,
        /** It was returned after the day. */
        BROKEN

    }

    static Promise of(LocalDate dueBy, @Nullable LocalDate returnedOn, boolean issued, LocalDate today) {
        if (returnedOn != null) {
            return new Promise(returnedOn.isAfter(dueBy) ? State.BROKEN : State.KEPT, dueBy, 0, returnedOn);
        }
        long left = ChronoUnit.DAYS.between(today, dueBy);
        return (left < 0) ? new Promise(State.LATE, dueBy, -left, null)
                : new Promise(issued ? State.RUNNING : State.EXPECTED, dueBy, left, null);
    }

    /** Returns the kind of its badge. */
    public String kind() {
        return switch (this.state) {
            case EXPECTED -> "wait";
            case RUNNING -> "busy";
            case LATE, BROKEN -> "bad";
            case KEPT -> "good";
        };
    }

}
