package org.prorata.subscription;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.prorata.charge.Charge;

/**
 * The tenants' subscriptions and what was charged for them, as the billing system last
 * told us.
 */
public interface Subscriptions {

    /**
     * Returns the account of the tenant of each subscription; those that are not known
     * are left out.
     */
    Map<SubscriptionId, TenantAccount> accountsOf(Collection<SubscriptionId> ids);

    /**
     * Returns all charge lines of a subscription in the order of their first day and id.
     */
    List<Charge> chargesOf(SubscriptionId id);

    /** Notes that recurring billing stops; the subscription runs until its term ends. */
    void stopRecurringBilling(Collection<SubscriptionId> ids, LocalDate on);

}
