package org.prorata.cancellation;

/**
 * The gate's answers for all active subscriptions of a tenant, counted.
 *
 * @param paid active paid subscriptions
 * @param aboveSelfService those of them that need approval
 * @param trials active trials
 */
public record TenantDiagnosis(int paid, int aboveSelfService, int trials) {

    public boolean allAboveSelfService() {
        return this.paid > 0 && this.aboveSelfService == this.paid;
    }

    /** Says it for the tenant as a whole, in English. */
    public String text() {
        if (this.paid == 0) {
            return (this.trials == 0) ? "the tenant has no active subscription"
                    : "all active subscriptions of the tenant are trials: " + this.trials;
        }
        if (allAboveSelfService()) {
            return (this.paid == 1) ? "the only active paid subscription of the tenant is above the self-service limit"
                    : "all " + this.paid + " active paid subscriptions of the tenant are above the self-service limit";
        }
        return (this.aboveSelfService == 0) ? "every active paid subscription of the tenant can be cancelled online"
                : this.aboveSelfService + " of " + this.paid + " active paid subscriptions of the tenant need approval";
    }

}
