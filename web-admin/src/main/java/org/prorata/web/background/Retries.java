package org.prorata.web.background;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When a delivery that failed is tried again: after growing pauses, for a day. */
public final class Retries {

    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(30), Duration.ofMinutes(2),
            Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(1),
            Duration.ofHours(2), Duration.ofHours(4), Duration.ofHours(8), Duration.ofHours(8));

    private Retries() {
    }

    /**
     * Returns when to try again.
     * @param attempt the one that has just failed, from 1
     * @return empty when it is to be given up
     */
    public static Optional<Instant> after(int attempt, Instant now) {
        return (attempt <= PAUSES.size()) ? Optional.of(now.plus(PAUSES.get(attempt - 1))) : Optional.empty();
    }

}
