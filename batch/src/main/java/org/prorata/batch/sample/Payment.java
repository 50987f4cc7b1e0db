package org.prorata.batch.sample;

import java.math.RoundingMode;
import java.util.random.RandomGenerator;

import org.joda.money.Money;
import org.prorata.subscription.PaymentMethod;

/** How much of a charge line has been paid. */
enum Payment {

    IN_FULL, IN_PART, NOTHING;

    /** A payment on account, in percent of the line. */
    private static final int PART = 60;

    static Deck<Payment> deck(PaymentMethod method, RandomGenerator random) {
        Deck<Payment> deck = new Deck<>(random);
        return switch (method) {
            case NONE -> deck.with(1, IN_FULL);
            case CARD -> deck.with(19, IN_FULL).with(1, NOTHING);
            case INVOICE, BANK -> deck.with(13, IN_FULL).with(3, IN_PART).with(4, NOTHING);
        };
    }

    Money of(Money gross) {
        return switch (this) {
            case IN_FULL -> gross;
            case IN_PART -> gross.multipliedBy(PART).dividedBy(100, RoundingMode.DOWN);
            case NOTHING -> Money.zero(gross.getCurrencyUnit());
        };
    }

}
