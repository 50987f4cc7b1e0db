package org.prorata.subscription;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;
import org.prorata.billing.BillingFrequency;
import org.prorata.policy.CountedLicences;

/**
 * What a tenant subscribes to.
 *
 * @param id its name in the billing system
 * @param product what was bought
 * @param kind paid or trial
 * @param channel how it was bought
 * @param policy the policy it was sold under; {@code null} for the default
 * @param paymentMethod how it is paid for
 * @param billingFrequency length of a term
 * @param firstTermStart first day of the first term that we know of
 * @param termStart first day of the current term
 * @param termEnd last day of the current term
 * @param purchasedLicences licences that are paid for
 * @param assignedLicences licences given to users; may exceed the purchased ones
 * @param autoRenew whether the billing system renews it
 * @param recurringBillingStopped whether a cancellation has stopped recurring billing
 * @param state how far it is through its life
 */
public record Subscription(SubscriptionId id, String product, SubscriptionKind kind, Channel channel,
        @Nullable String policy, PaymentMethod paymentMethod, BillingFrequency billingFrequency,
        LocalDate firstTermStart, LocalDate termStart, LocalDate termEnd, int purchasedLicences, int assignedLicences,
        boolean autoRenew, boolean recurringBillingStopped, SubscriptionState state) {

    public int licences(CountedLicences counted) {
        return switch (counted) {
            case ASSIGNED -> this.assignedLicences;
            case PURCHASED -> this.purchasedLicences;
        };
    }

    public boolean isTrial() {
        return this.kind == SubscriptionKind.TRIAL;
    }

    /** Tells whether its licences count towards its tenant's size. */
    public boolean isActiveAndPaid() {
        return this.state == SubscriptionState.ACTIVE && !isTrial();
    }

}
