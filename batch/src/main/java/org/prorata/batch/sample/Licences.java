package org.prorata.batch.sample;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The licences of a subscription.
 *
 * @param purchased what is paid for
 * @param assigned what users have; may exceed the purchased
 */
record Licences(int purchased, int assigned) {

    /** What every trial comes with. */
    static final int IN_A_TRIAL = 25;

    /** Draws licences so that those the limit is held against are near it. */
    static final class Source {

        private final RandomGenerator random;

        private final Map<TenantSize, Deck<Range>> counted = new EnumMap<>(TenantSize.class);

        private final Deck<Integer> spare;

        Source(RandomGenerator random) {
            this.random = random;
            for (TenantSize size : TenantSize.values()) {
                this.counted.put(size, size.licences(random));
            }
            this.spare = new Deck<Integer>(random).with(List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 5, 5, 8))
                .with(List.of(-1, -2));
        }

        Licences draw(TenantSize size, boolean purchasedCount) {
            int licences = Objects.requireNonNull(this.counted.get(size)).deal().draw(this.random);
            int unused = this.spare.deal();
            return purchasedCount ? new Licences(licences, Math.max(0, licences - unused))
                    : new Licences(Math.max(1, licences + unused), licences);
        }

        Licences trial() {
            return new Licences(IN_A_TRIAL, this.random.nextInt(1, IN_A_TRIAL + 1));
        }

    }

}
