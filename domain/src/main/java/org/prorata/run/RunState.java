package org.prorata.run;

import java.util.EnumSet;
import java.util.Set;

/** How far a nightly run has come. */
public enum RunState {

    /** It has been given its business date. */
    OPEN,

    /** It expires trials, lapses approvals and takes the due requests. */
    CLAIMING,

    /** It works out the credits. */
    CREDITING,

    /** It returns the credits whose time has come. */
    RETURNING,

    /** Its control totals agree with independent sums. */
    BALANCED,

    /** Its certificate is written; nothing changes any more. */
    CERTIFIED,

    /** It stopped before it was certified; starting it again goes on where it stopped. */
    FAILED;

    /** Returns the states that may follow this one. */
    public Set<RunState> next() {
        return switch (this) {
            case OPEN -> EnumSet.of(CLAIMING, FAILED);
            case CLAIMING -> EnumSet.of(CREDITING, FAILED);
            case CREDITING -> EnumSet.of(RETURNING, FAILED);
            case RETURNING -> EnumSet.of(BALANCED, FAILED);
            case BALANCED -> EnumSet.of(CERTIFIED, FAILED);
            case FAILED -> EnumSet.of(OPEN, CLAIMING, CREDITING, RETURNING, BALANCED);
            case CERTIFIED -> EnumSet.noneOf(RunState.class);
        };
    }

    /**
     * Moves on.
     * @throws IllegalStateException when the step is not one of {@link #next()}
     */
    public RunState to(RunState next) {
        if (!next().contains(next)) {
            throw new IllegalStateException(
                    "a run that is " + this + " cannot become " + next + ", accepted: " + next());
        }
        return next;
    }

}
