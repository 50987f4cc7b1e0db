package org.prorata.billing;

import java.time.LocalDate;

/**
 * One month of a tenant's billing, both days included, in the tenant's time zone.
 *
 * @param first the day the cycle starts
 * @param last the day before the next cycle starts
 */
public record BillingCycle(LocalDate first, LocalDate last) {
}
