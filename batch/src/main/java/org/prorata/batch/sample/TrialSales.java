package org.prorata.batch.sample;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.prorata.billing.BillingFrequency;
import org.prorata.cancellation.Cancellation;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.SubscriptionState;

/** Gives trials of thirty days that end before, on and after the business date. */
final class TrialSales {

    private static final int DAYS = 30;

    private final LocalDate businessDate;

    private final RandomGenerator random;

    private final Letters letters;

    private final Licences.Source licences;

    private final Map<Offer, Deck<Range>> endings = new EnumMap<>(Offer.class);

    TrialSales(LocalDate businessDate, RandomGenerator random, Letters letters, Licences.Source licences) {
        this.businessDate = businessDate;
        this.random = random;
        this.letters = letters;
        this.licences = licences;
        for (Offer offer : Offer.values()) {
            this.endings.put(offer,
                    new Deck<Range>(random).with(2, Range.of(-20, -1))
                        .with(1, Range.exactly(0))
                        .with(3, Range.of(1, DAYS - 2)));
        }
    }

    SampleSubscription sell(SampleTenant tenant, int ordinal, SubscriptionId id, String product, Offer offer,
            Wish wish) {
        LocalDate end = this.businessDate
            .plusDays(Objects.requireNonNull(this.endings.get(offer)).deal().draw(this.random));
        Term term = new Term(end.minusDays(DAYS - 1L), end);
        boolean card = offer == Offer.TRIAL_WITH_CARD;
        Licences given = this.licences.trial();
        Subscription subscription = new Subscription(id, product, offer.kind(), offer.channel(), offer.policy(),
                card ? PaymentMethod.CARD : PaymentMethod.NONE,
                this.random.nextBoolean() ? BillingFrequency.MONTHLY : BillingFrequency.ANNUAL, term.start(),
                term.start(), term.end(), given.purchased(), given.assigned(), card && this.random.nextInt(4) > 0,
                false, SubscriptionState.ACTIVE);
        return new SampleSubscription(subscription, List.of(), cancellation(tenant, ordinal, id, term, wish));
    }

    private @Nullable Cancellation cancellation(SampleTenant tenant, int ordinal, SubscriptionId id, Term term,
            Wish wish) {
        if (wish == Wish.KEEP) {
            return null;
        }
        boolean later = wish == Wish.LATER && term.end().isAfter(this.businessDate);
        LocalDate first = later ? this.businessDate.plusDays(1) : term.start();
        LocalDate last = later ? term.end() : term.earlierOf(this.businessDate);
        LocalDate effective = first.plusDays(this.random.nextLong(ChronoUnit.DAYS.between(first, last) + 1));
        return this.letters.write(tenant, ordinal, id, term, effective);
    }

}
