package org.prorata.sample;

import java.time.LocalDate;
import java.util.function.Consumer;

import org.prorata.billing.BillingFrequency;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.SubscriptionKind;
import org.prorata.subscription.SubscriptionState;

/**
 * A subscription in the making: ten licences, bought from us and paid by card, in its
 * first month, January 2024, under the default policy, unless a test says otherwise.
 * Every step gives a new one.
 */
public final class SampleSubscription implements Cloneable {

    private static final String DEFAULT_POLICY = "";

    private final SubscriptionKind kind;

    private String id = "S-1";

    private Channel channel = Channel.DIRECT;

    private String policy = DEFAULT_POLICY;

    private PaymentMethod payment = PaymentMethod.CARD;

    private LocalDate firstTermStart = LocalDate.of(2024, 1, 1);

    private LocalDate termStart = LocalDate.of(2024, 1, 1);

    private LocalDate termEnd = LocalDate.of(2024, 1, 31);

    private int purchased = 10;

    private int assigned = 10;

    private boolean stopped;

    private SubscriptionState state = SubscriptionState.ACTIVE;

    private SampleSubscription(SubscriptionKind kind) {
        this.kind = kind;
    }

    public static SampleSubscription paid() {
        return new SampleSubscription(SubscriptionKind.PAID);
    }

    public static SampleSubscription trial() {
        return new SampleSubscription(SubscriptionKind.TRIAL).id("T-1")
            .paidBy(PaymentMethod.NONE)
            .term("2024-01-01", "2024-01-30")
            .purchased(25)
            .assigned(25);
    }

    public SampleSubscription id(String id) {
        return with(s -> s.id = id);
    }

    public SampleSubscription boughtThrough(Channel channel) {
        return with(s -> s.channel = channel);
    }

    public SampleSubscription under(String policy) {
        return with(s -> s.policy = policy);
    }

    public SampleSubscription paidBy(PaymentMethod payment) {
        return with(s -> s.payment = payment);
    }

    /** Sets the current term, which is also the first one so far. */
    public SampleSubscription term(String first, String last) {
        return with(s -> {
            s.firstTermStart = LocalDate.parse(first);
            s.termStart = LocalDate.parse(first);
            s.termEnd = LocalDate.parse(last);
        });
    }

    public SampleSubscription renewedOn(String first, String last) {
        return with(s -> {
            s.termStart = LocalDate.parse(first);
            s.termEnd = LocalDate.parse(last);
        });
    }

    public SampleSubscription assigned(int licences) {
        return with(s -> s.assigned = licences);
    }

    public SampleSubscription purchased(int licences) {
        return with(s -> s.purchased = licences);
    }

    public SampleSubscription recurringBillingStopped() {
        return with(s -> s.stopped = true);
    }

    public SampleSubscription state(SubscriptionState state) {
        return with(s -> s.state = state);
    }

    public Subscription subscription() {
        return new Subscription(SubscriptionId.of(this.id), "Office", this.kind, this.channel,
                this.policy.equals(DEFAULT_POLICY) ? null : this.policy, this.payment, BillingFrequency.MONTHLY,
                this.firstTermStart, this.termStart, this.termEnd, this.purchased, this.assigned, !this.stopped,
                this.stopped, this.state);
    }

    private SampleSubscription with(Consumer<SampleSubscription> change) {
        try {
            SampleSubscription copy = (SampleSubscription) clone();
            change.accept(copy);
            return copy;
        }
        catch (CloneNotSupportedException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
