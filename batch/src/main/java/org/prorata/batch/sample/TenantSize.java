package org.prorata.batch.sample;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How many licences the subscriptions of a tenant have; the limit of 25 is always near.
 */
enum TenantSize {

    SMALL, MIXED,

    /** Every subscription is at the limit or above it. */
    LARGE;

    static Deck<TenantSize> deck(RandomGenerator random) {
        return new Deck<TenantSize>(random).with(5, SMALL).with(3, MIXED).with(2, LARGE);
    }

    Deck<Range> licences(RandomGenerator random) {
        Deck<Range> licences = new Deck<>(random);
        return switch (this) {
            case SMALL -> licences.with(2, Range.of(1, 9))
                .with(3, Range.of(10, 23))
                .with(2, Range.exactly(24))
                .with(1, Range.exactly(25));
            case MIXED -> licences.with(2, Range.of(3, 20))
                .with(List.of(Range.exactly(24), Range.exactly(25), Range.exactly(26), Range.exactly(31)))
                .with(1, Range.of(27, 39))
                .with(1, Range.of(40, 120));
            case LARGE -> licences.with(List.of(Range.exactly(25), Range.exactly(26)))
                .with(2, Range.exactly(31))
                .with(2, Range.of(40, 120))
                .with(2, Range.of(121, 300));
        };
    }

}
