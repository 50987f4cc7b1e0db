package org.prorata.sample;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/**
 * Seeds for tests over generated cases: one that never changes, so that a build repeats
 * itself, and a fresh one, printed, so that the cases do not stay the same for ever.
 */
public final class Seeds {

    private static final long FIXED = 20240131;

    private static final long FRESH = System.nanoTime();

    static {
        System.out.println("generated cases: fixed seed " + FIXED + ", fresh seed " + FRESH);
    }

    private Seeds() {
    }

    public static LongStream fixedAndFresh() {
        return LongStream.of(FIXED, FRESH);
    }

    public static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

}
