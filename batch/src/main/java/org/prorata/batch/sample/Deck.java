package org.prorata.batch.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Deals its cards in random order and starts over when it is used up, so that every card
 * comes up in exactly its share.
 */
final class Deck<T> {

    private final RandomGenerator random;

    private final List<T> cards = new ArrayList<>();

    private int dealt;

    Deck(RandomGenerator random) {
        this.random = random;
    }

    Deck<T> with(int times, T card) {
        return with(Collections.nCopies(times, card));
    }

    Deck<T> with(List<T> more) {
        this.cards.addAll(more);
        this.dealt = this.cards.size();
        return this;
    }

    T deal() {
        if (this.dealt == this.cards.size()) {
            for (int last = this.cards.size() - 1; last > 0; last--) {
                Collections.swap(this.cards, last, this.random.nextInt(last + 1));
            }
            this.dealt = 0;
        }
        return this.cards.get(this.dealt++);
    }

}
