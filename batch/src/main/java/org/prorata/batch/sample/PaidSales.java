package org.prorata.batch.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.random.RandomGenerator;

import org.prorata.billing.BillingFrequency;
import org.prorata.cancellation.Cancellation;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.SubscriptionState;

/** Sells what is paid for, directly, through a partner or with a product key. */
final class PaidSales {

    private final LocalDate businessDate;

    private final RandomGenerator random;

    private final Letters letters;

    private final Licences.Source licences;

    private final Billing billing;

    private final Deck<BillingFrequency> frequencies;

    private final Deck<Integer> monthlyTerms;

    private final Deck<PaymentMethod> paymentMethods;

    private final Deck<Integer> discounts;

    private final Deck<Integer> negotiated;

    private final Deck<Integer> seatChanges;

    PaidSales(LocalDate businessDate, RandomGenerator random, Letters letters, Licences.Source licences) {
        this.businessDate = businessDate;
        this.random = random;
        this.letters = letters;
        this.licences = licences;
        this.billing = new Billing(businessDate, random);
        this.frequencies = new Deck<BillingFrequency>(random).with(13, BillingFrequency.MONTHLY)
            .with(5, BillingFrequency.ANNUAL)
            .with(2, BillingFrequency.TRIENNIAL);
        this.monthlyTerms = new Deck<Integer>(random).with(6, 12).with(2, 1).with(2, 36);
        this.paymentMethods = new Deck<PaymentMethod>(random).with(8, PaymentMethod.CARD)
            .with(7, PaymentMethod.INVOICE)
            .with(5, PaymentMethod.BANK);
        this.discounts = new Deck<Integer>(random).with(15, 0).with(List.of(5, 10, 10, 15, 20));
        this.negotiated = new Deck<Integer>(random).with(17, 100).with(List.of(97, 95, 93));
        this.seatChanges = new Deck<Integer>(random).with(13, 0).with(4, 1).with(2, 2).with(1, 3);
    }

    SampleSubscription sell(SampleTenant tenant, int ordinal, SubscriptionId id, String product, Offer offer,
            Wish wish) {
        BillingFrequency frequency = frequency(offer);
        int months = termMonths(offer, frequency);
        Schedule schedule = Schedule.draw(wish, this.businessDate, months, offer.windowDays(),
                tenant.tenant().billingDay(), this.random);
        Term term = schedule.term();
        LocalDate effective = schedule.cancelledFrom();
        Licences bought = this.licences.draw(tenant.size(), offer.countsPurchasedLicences());
        PaymentMethod paymentMethod = (offer.channel() == Channel.DIRECT) ? this.paymentMethods.deal()
                : PaymentMethod.NONE;
        Subscription subscription = new Subscription(id, product, offer.kind(), offer.channel(), offer.policy(),
                paymentMethod, frequency, term.start(), term.start(), term.end(), bought.purchased(), bought.assigned(),
                offer.channel() != Channel.PRODUCT_KEY && this.random.nextInt(5) > 0, false, SubscriptionState.ACTIVE);
        Cancellation cancellation = (effective == null) ? null
                : this.letters.write(tenant, ordinal, id, term, effective);
        List<SampleCharge> charges = (offer == Offer.PARTNER) ? List.of()
                : this.billing.bill(new Sale(tenant, ordinal, term, months, frequency, this.random.nextBoolean(),
                        monthlyPrice(tenant, product), this.discounts.deal(), paymentMethod,
                        seats(offer, schedule, bought)));
        return new SampleSubscription(subscription, charges, cancellation);
    }

    private BillingFrequency frequency(Offer offer) {
        return (offer == Offer.PRODUCT_KEY) ? BillingFrequency.ANNUAL : this.frequencies.deal();
    }

    private int termMonths(Offer offer, BillingFrequency frequency) {
        return switch (frequency) {
            case MONTHLY -> (offer.windowDays() > 0) ? 12 : this.monthlyTerms.deal();
            case ANNUAL -> 12;
            case TRIENNIAL -> 36;
        };
    }

    private BigDecimal monthlyPrice(SampleTenant tenant, String product) {
        BigDecimal listed = PriceList.monthly(product, tenant.tenant().currency());
        return listed.multiply(BigDecimal.valueOf(this.negotiated.deal(), 2)).stripTrailingZeros();
    }

    private Seats seats(Offer offer, Schedule schedule, Licences bought) {
        LocalDate start = schedule.term().start();
        return (offer == Offer.PRODUCT_KEY) ? Seats.unchanged(start, bought.purchased())
                : Seats.leadingTo(bought.purchased(), start, schedule.lastUndisturbedDay(this.businessDate),
                        this.seatChanges.deal(), this.random);
    }

}
