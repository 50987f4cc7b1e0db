package org.prorata.approval;

import java.time.LocalDate;

/**
 * An approver's scope in another approver's hands for some days. The person who decides
 * is the delegate, and is compared as such.
 *
 * @param number its name; zero for one that is not kept yet
 * @param from whose scope
 * @param to who uses it
 * @param fromDay the first day, UTC
 * @param toDay the last day, UTC
 */
public record Delegation(long number, String from, String to, LocalDate fromDay, LocalDate toDay) {

    public Delegation {
        if (Approver.samePerson(from, to)) {
            throw new IllegalArgumentException(from + " delegates to the same person, accepted: somebody else");
        }
        if (toDay.isBefore(fromDay)) {
            throw new IllegalArgumentException("a delegation from " + fromDay + " to " + toDay
                    + ", accepted: an end that is not before its start");
        }
    }

}
