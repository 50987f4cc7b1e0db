package org.prorata.db.subscription;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.billing.BillingDay;
import org.prorata.billing.BillingFrequency;
import org.prorata.billing.ServiceSpan;
import org.prorata.charge.Charge;
import org.prorata.charge.ChargeId;
import org.prorata.db.Times;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.SubscriptionKind;
import org.prorata.subscription.SubscriptionState;
import org.prorata.subscription.Tenant;
import org.prorata.subscription.TenantId;

/**
 * Reads tenants, subscriptions and charges from rows; the column lists go with the
 * methods.
 */
public final class AccountRows {

    /** Columns for {@link #tenant}, of a tenant that the query calls {@code t}. */
    public static final String TENANT = "t.tenant_id, t.name, t.country, t.locale, t.time_zone, t.currency, t.billing_day";

    /**
     * Columns for {@link #subscription}, of a subscription that the query calls
     * {@code s}.
     */
    public static final String SUBSCRIPTION = """
            s.subscription_id, s.product, s.kind, s.channel, s.policy AS sold_under, s.payment_method, s.billing_frequency,
            s.first_term_start, s.term_start, s.term_end, s.purchased_licences, s.assigned_licences, s.auto_renew,
            s.billing_stopped_on, s.state AS subscription_state""";

    /** Columns for {@link #charge}, of a charge that the query calls {@code c}. */
    public static final String CHARGE = """
            c.charge_id, c.service_from, c.service_to, c.unit_price, c.quantity, c.net, c.tax, c.paid, c.currency,
            c.credited_net, c.credited_tax""";

    private AccountRows() {
    }

    public static Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(TenantId.of(row.getString("tenant_id")), row.getString("name"), row.getString("country"),
                row.getString("locale"), ZoneId.of(row.getString("time_zone")),
                CurrencyUnit.of(row.getString("currency")), BillingDay.of(row.getInt("billing_day")));
    }

    public static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(SubscriptionId.of(row.getString("subscription_id")), row.getString("product"),
                SubscriptionKind.valueOf(row.getString("kind")), Channel.valueOf(row.getString("channel")),
                row.getString("sold_under"), PaymentMethod.valueOf(row.getString("payment_method")),
                BillingFrequency.valueOf(row.getString("billing_frequency")), Times.date(row, "first_term_start"),
                Times.date(row, "term_start"), Times.date(row, "term_end"), row.getInt("purchased_licences"),
                row.getInt("assigned_licences"), row.getBoolean("auto_renew"),
                row.getObject("billing_stopped_on") != null,
                SubscriptionState.valueOf(row.getString("subscription_state")));
    }

    public static Charge charge(ResultSet row) throws SQLException {
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        return new Charge(ChargeId.of(row.getString("charge_id")),
                ServiceSpan.of(Times.date(row, "service_from"), Times.date(row, "service_to")),
                row.getBigDecimal("unit_price"), row.getInt("quantity"), money(currency, row, "net"),
                money(currency, row, "tax"), money(currency, row, "paid"), money(currency, row, "credited_net"),
                money(currency, row, "credited_tax"));
    }

    /**
     * Reads an amount; the column has four decimals, of which the currency uses the first
     * ones.
     */
    public static Money money(CurrencyUnit currency, ResultSet row, String column) throws SQLException {
        return Money.of(currency, row.getBigDecimal(column).setScale(currency.getDecimalPlaces()));
    }

}
