package org.prorata.batch.nightly;

import java.util.Locale;

/** Where the buckets of a run are worked on. */
public enum Workers {

    /** By threads of the process that runs the job. */
    LOCAL,
    /** By worker processes, on as many machines as there are. */
    REMOTE;

    /**
     * Reads the setting {@code PRORATA_WORKERS}.
     * @throws IllegalArgumentException when it names neither
     */
    static Workers of(String setting) {
        return switch (setting.toLowerCase(Locale.ROOT)) {
            case "local" -> LOCAL;
            case "remote" -> REMOTE;
            default ->
                throw new IllegalArgumentException("PRORATA_WORKERS is \"" + setting + "\", accepted: local or remote");
        };
    }

}
