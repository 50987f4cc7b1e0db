package org.prorata.web.runs;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.run.NightlyRun;

/**
 * Everything that a run's page shows.
 *
 * @param run the run
 * @param phase how it stands
 * @param progress how far it is with its requests; {@code null} once it is certified
 * @param earlier runs of earlier days that a start finishes first
 * @param nights the run beside those before it
 * @param reasons what stopped it the last time, one difference a line
 */
public record RunPage(NightlyRun run, Phase phase, RunWatch.@Nullable Progress progress, List<NightlyRun> earlier,
        Nights nights, List<String> reasons) {

    /** How a run stands; the name is the end of the message's key. */
    public enum Phase {

        /** A process works on it. */
        RUNNING("busy"),

        /** It was begun, is not finished, and nobody works on it. */
        STANDING("bad"),

        /** It stopped and said why. */
        FAILED("bad"),

        /** It is done for ever. */
        CERTIFIED("good");

        private final String badge;

        Phase(String badge) {
            this.badge = badge;
        }

        /** Returns the kind of its badge. */
        public String badge() {
            return this.badge;
        }

        /** Tells how a run stands from what it says and whether somebody is at work. */
        static Phase of(NightlyRun run, boolean somebodyWorks) {
            return switch (run.state()) {
                case CERTIFIED -> CERTIFIED;
                // a new start takes the failure away before it moves the state
                case FAILED -> (somebodyWorks && run.failure() == null) ? RUNNING : FAILED;
                case OPEN, CLAIMING, CREDITING, RETURNING, BALANCED -> somebodyWorks ? RUNNING : STANDING;
            };
        }

    }

    public boolean isOver() {
        return this.phase != Phase.RUNNING;
    }

    public boolean canRestart() {
        return this.phase == Phase.STANDING || this.phase == Phase.FAILED;
    }

    /** Returns the run before this one, if any. */
    public @Nullable NightlyRun before() {
        List<Nights.Night> all = this.nights.nights();
        return (all.size() > 1) ? all.get(all.size() - 2).run() : null;
    }

}
