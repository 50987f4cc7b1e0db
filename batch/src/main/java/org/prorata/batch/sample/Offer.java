package org.prorata.batch.sample;

import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.prorata.subscription.Channel;
import org.prorata.subscription.SubscriptionKind;

/** The ways in which subscriptions are sold, and how often each comes up. */
enum Offer {

    STANDARD(53, SubscriptionKind.PAID, Channel.DIRECT, null),

    STANDARD_BY_NAME(2, SubscriptionKind.PAID, Channel.DIRECT, "microsoft-2020"),

    MOSA(6, SubscriptionKind.PAID, Channel.DIRECT, "mosa-2022"),

    MCA(6, SubscriptionKind.PAID, Channel.DIRECT, "mca-2022"),

    CSP_LEGACY(5, SubscriptionKind.PAID, Channel.DIRECT, "csp-legacy"),

    CSP_NEW_COMMERCE(6, SubscriptionKind.PAID, Channel.DIRECT, "csp-nce"),

    TRIAL_WITH_CARD(8, SubscriptionKind.TRIAL, Channel.DIRECT, null),

    TRIAL_WITHOUT_PAYMENT_METHOD(4, SubscriptionKind.TRIAL, Channel.DIRECT, null),

    PARTNER(5, SubscriptionKind.PAID, Channel.PARTNER, null),

    PRODUCT_KEY(5, SubscriptionKind.PAID, Channel.PRODUCT_KEY, null);

    private final int share;

    private final SubscriptionKind kind;

    private final Channel channel;

    private final @Nullable String policy;

    Offer(int share, SubscriptionKind kind, Channel channel, @Nullable String policy) {
        this.share = share;
        this.kind = kind;
        this.channel = channel;
        this.policy = policy;
    }

    static Deck<Offer> deck(RandomGenerator random) {
        Deck<Offer> deck = new Deck<>(random);
        for (Offer offer : values()) {
            deck = deck.with(offer.share, offer);
        }
        return deck;
    }

    SubscriptionKind kind() {
        return this.kind;
    }

    Channel channel() {
        return this.channel;
    }

    @Nullable String policy() {
        return this.policy;
    }

    boolean countsPurchasedLicences() {
        return this == MOSA;
    }

    /**
     * Returns the length of the refund window in days from the start of the term; zero
     * where there is none.
     */
    int windowDays() {
        return switch (this) {
            case MCA, CSP_NEW_COMMERCE -> 7;
            case CSP_LEGACY -> 30;
            case STANDARD, STANDARD_BY_NAME, MOSA, TRIAL_WITH_CARD, TRIAL_WITHOUT_PAYMENT_METHOD, PARTNER,
                    PRODUCT_KEY ->
                0;
        };
    }

    /**
     * Returns what people with this kind of subscription wish, about 40 % of them to
     * cancel.
     */
    Deck<Wish> wishes(RandomGenerator random) {
        Deck<Wish> wishes = new Deck<>(random);
        return switch (this) {
            case STANDARD, MOSA ->
                wishes.with(24, Wish.KEEP).with(11, Wish.DUE).with(2, Wish.DUE_ON_BUSINESS_DATE).with(3, Wish.LATER);
            case MCA, CSP_LEGACY, CSP_NEW_COMMERCE ->
                wishes.with(5, Wish.KEEP).with(3, Wish.IN_WINDOW).with(2, Wish.AFTER_WINDOW);
            case STANDARD_BY_NAME, TRIAL_WITH_CARD, TRIAL_WITHOUT_PAYMENT_METHOD, PARTNER, PRODUCT_KEY ->
                wishes.with(6, Wish.KEEP).with(3, Wish.DUE).with(1, Wish.LATER);
        };
    }

}
