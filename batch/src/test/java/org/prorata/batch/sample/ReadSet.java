package org.prorata.batch.sample;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.billing.BillingDay;
import org.prorata.billing.BillingFrequency;
import org.prorata.billing.ServiceSpan;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.RequestId;
import org.prorata.charge.Charge;
import org.prorata.charge.ChargeId;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.SubscriptionKind;
import org.prorata.subscription.SubscriptionState;
import org.prorata.subscription.Tenant;
import org.prorata.subscription.TenantId;
import org.prorata.table.Problems;
import org.prorata.table.Row;
import org.prorata.table.Table;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The four files as an import would read them, by the columns and types of the contract.
 */
final class ReadSet {

    private static final BigDecimal LARGEST = new BigDecimal("999999999999.9999");

    final Map<String, Tenant> tenants = new LinkedHashMap<>();

    final Map<String, SubscriptionRow> subscriptions = new LinkedHashMap<>();

    final Map<String, ChargeRow> charges = new LinkedHashMap<>();

    final Map<String, CancellationRow> cancellations = new LinkedHashMap<>();

    private final Path directory;

    private final Problems problems = new Problems();

    private ReadSet(Path directory) {
        this.directory = directory;
    }

    static ReadSet of(SampleData data, Path directory) throws IOException {
        data.writeTo(directory);
        ReadSet set = new ReadSet(directory);
        set.read("tenants.csv",
                Set.of("tenant_id", "name", "country", "locale", "time_zone", "currency", "billing_day"), set::tenant);
        set.read("subscriptions.csv",
                Set.of("subscription_id", "tenant_id", "product", "kind", "channel", "policy", "payment_method",
                        "billing_frequency", "term_start", "term_end", "purchased_licences", "assigned_licences",
                        "auto_renew"),
                set::subscription);
        set.read("charges.csv", Set.of("charge_id", "subscription_id", "invoice_number", "service_from", "service_to",
                "unit_price", "quantity", "net", "tax_rate", "tax", "paid", "currency"), set::charge);
        set.read("cancellations.csv",
                Set.of("request_id", "subscription_id", "requested_at", "requested_by", "effective_date", "reason"),
                set::cancellation);
        assertThat(set.problems.first()).isEmpty();
        return set;
    }

    List<Charge> chargesOf(Subscription subscription) {
        List<Charge> lines = new ArrayList<>();
        this.charges.values().forEach(each -> {
            if (each.subscription().subscription().equals(subscription)) {
                lines.add(each.charge());
            }
        });
        return lines;
    }

    List<Subscription> subscriptionsOf(Tenant tenant) {
        return this.subscriptions.values()
            .stream()
            .filter(each -> each.tenant().equals(tenant))
            .map(SubscriptionRow::subscription)
            .toList();
    }

    private void read(String file, Set<String> columns, Consumer<Row> consumer) throws IOException {
        Path path = this.directory.resolve(file);
        new Table(file, () -> Files.newInputStream(path), columns).read(this.problems, consumer);
    }

    private void tenant(Row row) {
        String id = row.id("tenant_id");
        Tenant tenant = new Tenant(TenantId.of(id), row.text("name", 1, 200), row.country("country"),
                row.locale("locale"), row.timeZone("time_zone"), row.currency("currency"),
                BillingDay.of((int) row.wholeNumber("billing_day", 1, 31)));
        assertThat(this.tenants.put(id, tenant)).as(id).isNull();
    }

    private void subscription(Row row) {
        String id = row.id("subscription_id");
        LocalDate start = row.date("term_start");
        String policy = row.raw("policy");
        Subscription subscription = new Subscription(SubscriptionId.of(id), row.text("product", 1, 100),
                row.choice("kind", SubscriptionKind.class), row.choice("channel", Channel.class),
                policy.isEmpty() ? null : row.id("policy"), row.choice("payment_method", PaymentMethod.class),
                row.choice("billing_frequency", BillingFrequency.class), start, start, row.date("term_end"),
                (int) row.wholeNumber("purchased_licences", 0, Integer.MAX_VALUE),
                (int) row.wholeNumber("assigned_licences", 0, Integer.MAX_VALUE), row.trueOrFalse("auto_renew"), false,
                SubscriptionState.ACTIVE);
        SubscriptionRow read = new SubscriptionRow(known(this.tenants, row.id("tenant_id")), subscription);
        assertThat(this.subscriptions.put(id, read)).as(id).isNull();
    }

    private void charge(Row row) {
        String id = row.id("charge_id");
        CurrencyUnit currency = row.currency("currency");
        Money zero = Money.zero(currency);
        Function<String, Money> money = column -> Money.of(currency,
                row.decimal(column, currency.getDecimalPlaces(), LARGEST.negate(), LARGEST));
        Charge charge = new Charge(ChargeId.of(id), ServiceSpan.of(row.date("service_from"), row.date("service_to")),
                row.decimal("unit_price", 6, BigDecimal.ZERO, LARGEST),
                row.wholeNumber("quantity", Integer.MIN_VALUE, Integer.MAX_VALUE), money.apply("net"),
                money.apply("tax"), money.apply("paid"), zero, zero);
        ChargeRow read = new ChargeRow(known(this.subscriptions, row.id("subscription_id")), charge,
                row.id("invoice_number"), row.decimal("tax_rate", 6, BigDecimal.ZERO, BigDecimal.ONE));
        assertThat(this.charges.put(id, read)).as(id).isNull();
    }

    private void cancellation(Row row) {
        String id = row.id("request_id");
        SubscriptionRow subscription = known(this.subscriptions, row.id("subscription_id"));
        Cancellation cancellation = new Cancellation(RequestId.of(id), subscription.subscription().id(),
                row.time("requested_at"), row.text("requested_by", 1, 200), row.date("effective_date"),
                row.prose("reason", 1000));
        CancellationRow read = new CancellationRow(subscription, cancellation,
                OffsetDateTime.parse(row.raw("requested_at")));
        assertThat(this.cancellations.put(id, read)).as(id).isNull();
    }

    private static <T> T known(Map<String, T> rows, String id) {
        T row = rows.get(id);
        if (row == null) {
            throw new AssertionError("no row " + id);
        }
        return row;
    }

    record SubscriptionRow(Tenant tenant, Subscription subscription) {
    }

    record ChargeRow(SubscriptionRow subscription, Charge charge, String invoice, BigDecimal taxRate) {
    }

    record CancellationRow(SubscriptionRow subscription, Cancellation cancellation, OffsetDateTime requestedAt) {
    }

}
