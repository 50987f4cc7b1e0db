package org.prorata.web.runs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.prorata.db.run.ClaimedRequests;
import org.prorata.run.NightlyRun;

/**
 * Measures how fast the present run is. Counting what is left of a large run costs the
 * database something: however many people watch, it is counted once in a while, and the
 * more rarely the longer it takes.
 */
final class RunWatch {

    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(4);

    private static final int SHARE = 20;

    /**
     * How far a run has come with its requests.
     *
     * @param claimed how many it took
     * @param left how many of those are still to be worked out
     * @param perSecond how many it works out in a second; 0 while that is not known
     * @param remaining how long the rest takes at that rate; {@code null} while that is
     * not known
     */
    public record Progress(long claimed, long left, long perSecond, @Nullable Duration remaining) {

        public long done() {
            return this.claimed - this.left;
        }

        public long percent() {
            return (this.claimed == 0) ? 0 : done() * 100 / this.claimed;
        }

    }

    private record Seen(long runId, int attempt, Instant firstAt, long firstLeft, Instant at, long left,
            Duration took) {
    }

    private final ClaimedRequests requests;

    private final Clock clock;

    private @Nullable Seen last;

    RunWatch(ClaimedRequests requests, Clock clock) {
        this.requests = requests;
        this.clock = clock;
    }

    /** Returns how far the run has come, as it was a few seconds ago at the earliest. */
    synchronized Progress progressOf(NightlyRun run) {
        Seen seen = look(run);
        Duration watched = Duration.between(seen.firstAt(), seen.at());
        long done = seen.firstLeft() - seen.left();
        if (done == 0 && run.attempts() == 1) {
            watched = Duration.between(run.startedAt(), seen.at());
            done = run.counts().claimed() - seen.left();
        }
        long perSecond = watched.isPositive() ? done * 1000 / watched.toMillis() : 0;
        return new Progress(run.counts().claimed(), seen.left(), perSecond,
                (perSecond > 0) ? Duration.ofSeconds(seen.left() / perSecond) : null);
    }

    private Seen look(NightlyRun run) {
        Seen before = this.last;
        Instant now = this.clock.instant();
        boolean known = before != null && before.runId() == run.id() && before.attempt() == run.attempts();
        if (known && before != null && Duration.between(before.at(), now).compareTo(pause(before)) < 0) {
            return before;
        }
        long left = this.requests.left(run.id());
        Duration took = Duration.between(now, this.clock.instant());
        Seen seen = (known && before != null)
                ? new Seen(run.id(), run.attempts(), before.firstAt(), before.firstLeft(), now, left, took)
                : new Seen(run.id(), run.attempts(), now, left, now, left, took);
        this.last = seen;
        return seen;
    }

    private static Duration pause(Seen seen) {
        Duration fair = seen.took().multipliedBy(SHARE);
        return (fair.compareTo(BETWEEN_COUNTS) > 0) ? fair : BETWEEN_COUNTS;
    }

}
