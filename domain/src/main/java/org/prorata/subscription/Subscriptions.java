package org.prorata.subscription;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** Returns the account of a tenant that has at least one subscription. */
    Optional<TenantAccount> account(TenantId id);

    /**
     * Returns all charge lines of a subscription in the order of their first day and id.
     */
    List<Charge> chargesOf(SubscriptionId id);

    /** Returns the charge lines of many subscriptions, each list as above. */
    Map<SubscriptionId, List<Charge>> chargesOf(Collection<SubscriptionId> ids);

    /** Notes that recurring billing stops; the subscription runs until its term ends. */
    void stopRecurringBilling(Collection<SubscriptionId> ids, LocalDate on);

    /**
     * Lowers the assigned licences of a subscription and notes that its tenant's account
     * has changed.
     * @param from how many there are now
     * @param to how many are left
     * @return whether there were as many as stated
     */
    boolean assign(SubscriptionId id, int from, int to);

}
