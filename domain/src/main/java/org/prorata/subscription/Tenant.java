package org.prorata.subscription;

import java.time.ZoneId;

import org.joda.money.CurrencyUnit;
import org.prorata.billing.BillingDay;

/**
 * The organisation that subscribes.
 *
 * @param id its name in the billing system
 * @param name what people call it
 * @param country ISO 3166-1 alpha-2
 * @param locale BCP 47 tag of the language its people read
 * @param timeZone its days begin at this zone's midnight
 * @param currency what it is billed in
 * @param billingDay the day its billing cycles start
 */
public record Tenant(TenantId id, String name, String country, String locale, ZoneId timeZone, CurrencyUnit currency,
        BillingDay billingDay) {
}
