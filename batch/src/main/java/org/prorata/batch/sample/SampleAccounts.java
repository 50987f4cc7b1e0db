package org.prorata.batch.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.SubscriptionKind;

/** Makes up accounts one at a time, so that any number of them needs no more memory. */
final class SampleAccounts implements Iterator<SampleAccount> {

    private static final List<Integer> SUBSCRIPTIONS_A_TENANT = List.of(1, 2, 3, 3, 4, 5, 5, 6, 7, 14);

    private final RandomGenerator random;

    private final SampleTenants tenants;

    private final Deck<Integer> subscriptions;

    private final Deck<Offer> offers;

    private final Map<Offer, Deck<Wish>> wishes = new EnumMap<>(Offer.class);

    private final PaidSales paidSales;

    private final TrialSales trialSales;

    private int left;

    SampleAccounts(long seed, LocalDate businessDate, int tenants) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.tenants = new SampleTenants(this.random);
        this.subscriptions = new Deck<Integer>(this.random).with(SUBSCRIPTIONS_A_TENANT);
        this.offers = Offer.deck(this.random);
        for (Offer offer : Offer.values()) {
            this.wishes.put(offer, offer.wishes(this.random));
        }
        Letters letters = new Letters(businessDate, this.random);
        Licences.Source licences = new Licences.Source(this.random);
        this.paidSales = new PaidSales(businessDate, this.random, letters, licences);
        this.trialSales = new TrialSales(businessDate, this.random, letters, licences);
        this.left = tenants;
    }

    @Override
    public boolean hasNext() {
        return this.left > 0;
    }

    @Override
    public SampleAccount next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        this.left--;
        SampleTenant tenant = this.tenants.next();
        Deck<String> products = new Deck<String>(this.random).with(PriceList.products());
        List<SampleSubscription> sold = new ArrayList<>();
        int wanted = this.subscriptions.deal();
        for (int ordinal = 1; ordinal <= wanted; ordinal++) {
            sold.add(sell(tenant, ordinal, products.deal()));
        }
        return new SampleAccount(tenant.tenant(), sold);
    }

    private SampleSubscription sell(SampleTenant tenant, int ordinal, String product) {
        SubscriptionId id = SubscriptionId.of(tenant.id("SUB") + String.format(Locale.ROOT, "-%02d", ordinal));
        Offer offer = this.offers.deal();
        Wish wish = Objects.requireNonNull(this.wishes.get(offer)).deal();
        return (offer.kind() == SubscriptionKind.TRIAL)
                ? this.trialSales.sell(tenant, ordinal, id, product, offer, wish)
                : this.paidSales.sell(tenant, ordinal, id, product, offer, wish);
    }

}
