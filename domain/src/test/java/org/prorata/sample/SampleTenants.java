package org.prorata.sample;

import java.time.ZoneId;

import org.joda.money.CurrencyUnit;
import org.prorata.billing.BillingDay;
import org.prorata.subscription.Tenant;
import org.prorata.subscription.TenantId;

/** SampleTenants for tests. */
public final class SampleTenants {

    private SampleTenants() {
    }

    /** Billed in dollars on the first of each month, at universal time. */
    public static Tenant inDollars() {
        return billedIn("USD");
    }

    public static Tenant billedIn(String currency) {
        return of(currency, "UTC", 1);
    }

    public static Tenant in(String timeZone) {
        return of("USD", timeZone, 1);
    }

    public static Tenant billedOnDay(int dayOfMonth) {
        return of("USD", "UTC", dayOfMonth);
    }

    private static Tenant of(String currency, String timeZone, int billingDay) {
        return new Tenant(TenantId.of("T-1"), "Ozols un dēli", "LV", "lv", ZoneId.of(timeZone),
                CurrencyUnit.of(currency), BillingDay.of(billingDay));
    }

}
