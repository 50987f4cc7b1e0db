package org.prorata.web.approvals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import org.prorata.cancellation.ApprovalCase;
import org.prorata.db.approval.ApprovalLists.Item;

/**
 * A row of the list.
 *
 * @param item what the books say
 * @param requestedBy what people call who asked
 * @param mine whether the reader asked
 * @param daysWaiting for how many whole days it waits, or waited
 * @param daysLeft how many days there are to decide; below zero when that was before
 */
public record Line(Item item, String requestedBy, boolean mine, long daysWaiting, long daysLeft) {

    private static final int SOON = 2;

    private static final int OLD = 7;

    static Line of(Item item, String requestedBy, boolean mine, Instant now) {
        Instant until = Objects.requireNonNullElse(item.decidedAt(), now);
        return new Line(item, requestedBy, mine, Math.max(0, ChronoUnit.DAYS.between(item.openedAt(), until)),
                ChronoUnit.DAYS.between(LocalDate.ofInstant(now, ZoneOffset.UTC), item.approveBy()));
    }

    public boolean isWaiting() {
        return this.item.state() == ApprovalCase.State.WAITING;
    }

    public String ageKind() {
        return (isWaiting() && this.daysWaiting >= OLD) ? "wait" : "off";
    }

    public String dueKind() {
        return (this.daysLeft <= 0) ? "bad" : (this.daysLeft <= SOON) ? "wait" : "off";
    }

    /** Returns what a tick box stands for: the request, as it was seen. */
    public String ticked() {
        return this.item.version() + ":" + this.item.figures() + ":" + this.item.request();
    }

    public String stateKind() {
        return kind(this.item.state());
    }

    static String kind(ApprovalCase.State state) {
        return switch (state) {
            case WAITING -> "wait";
            case APPROVED, SETTLED -> "good";
            case REJECTED, EXPIRED -> "bad";
            case WITHDRAWN -> "off";
        };
    }

}
