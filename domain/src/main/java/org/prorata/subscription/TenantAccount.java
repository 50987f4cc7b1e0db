package org.prorata.subscription;

import java.util.List;

/**
 * A tenant with everything it subscribes to.
 *
 * @param tenant who subscribes
 * @param subscriptions all its subscriptions
 * @param revision counts the changes of the tenant, its subscriptions and their charges
 */
public record TenantAccount(Tenant tenant, List<Subscription> subscriptions, long revision) {

    /**
     * Returns one of the subscriptions.
     * @throws IllegalArgumentException when the tenant has none of that name
     */
    public Subscription subscription(SubscriptionId id) {
        return this.subscriptions.stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(
                    () -> new IllegalArgumentException("tenant " + this.tenant.id() + " has no subscription " + id));
    }

}
