package org.prorata.cancellation;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;

/**
 * "Your products": what a tenant subscribes to, and what it may do about it.
 *
 * @param tenant who subscribes
 * @param diagnosis the gate's answer for the tenant as a whole
 * @param products its subscriptions
 */
public record TenantProducts(Tenant tenant, TenantDiagnosis diagnosis, List<Product> products) {

    /**
     * One of them.
     *
     * @param subscription what was bought, with its licences, its term and its state
     * @param renewsOn the first day of the next term; {@code null} when it is not renewed
     * @param gate what the gate answers today
     * @param changes what is scheduled
     */
    public record Product(Subscription subscription, @Nullable LocalDate renewsOn, GateAnswer gate,
            List<ScheduledChange> changes) {
    }

}
