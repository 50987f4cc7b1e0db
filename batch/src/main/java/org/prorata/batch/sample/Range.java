package org.prorata.batch.sample;

import java.util.random.RandomGenerator;

/**
 * Whole numbers to draw from.
 *
 * @param least the smallest, included
 * @param most the greatest, included
 */
record Range(int least, int most) {

    static Range of(int least, int most) {
        return new Range(least, most);
    }

    static Range exactly(int number) {
        return new Range(number, number);
    }

    int draw(RandomGenerator random) {
        return random.nextInt(this.least, this.most + 1);
    }

}
