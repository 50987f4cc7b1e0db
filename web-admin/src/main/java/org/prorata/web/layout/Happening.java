package org.prorata.web.layout;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One step of the timeline that {@code layout/parts :: timeline} shows.
 *
 * @param state how far it is
 * @param key the key of the message that says what happened or will
 * @param arguments what the message is about
 * @param at when, if known
 * @param by who did it; empty for nobody
 * @param note what was said about it; empty for nothing
 */
public record Happening(State state, String key, List<Object> arguments, @Nullable Instant at, String by, String note) {

    /** How far a step is; the name is the end of the style and of the message's key. */
    public enum State {

        DONE, CURRENT, AHEAD, FAILED

    }

}
