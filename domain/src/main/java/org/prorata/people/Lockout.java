package org.prorata.people;

import java.time.Duration;

/**
 * How long an account accepts no password after failures in a row. It grows, and it
 * always ends: a lock for ever would let anybody shut anybody out.
 */
public final class Lockout {

    /** Failures in a row before the first lock. */
    public static final int FAILURES = 5;

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private Lockout() {
    }

    /** Returns nothing for the first failures, then 1, 2, 4, 8 and 15 minutes. */
    public static Duration after(int failures) {
        if (failures < FAILURES) {
            return Duration.ZERO;
        }
        Duration delay = Duration.ofMinutes(1L << Math.min(failures - FAILURES, 4));
        return (delay.compareTo(LONGEST) > 0) ? LONGEST : delay;
    }

}
