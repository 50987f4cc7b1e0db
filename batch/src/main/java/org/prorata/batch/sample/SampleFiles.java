package org.prorata.batch.sample;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import de.siegmar.fastcsv.writer.CsvWriter;
import org.joda.money.Money;
import org.prorata.cancellation.Cancellation;
import org.prorata.charge.Charge;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;
import org.prorata.subscription.TenantId;

/** The four import files, open for writing. */
final class SampleFiles implements Closeable {

    private final CsvWriter tenants;

    private final CsvWriter subscriptions;

    private final CsvWriter charges;

    private final CsvWriter cancellations;

    SampleFiles(Path directory) throws IOException {
        Files.createDirectories(directory);
        this.tenants = CsvWriter.builder().build(directory.resolve("tenants.csv"));
        this.subscriptions = CsvWriter.builder().build(directory.resolve("subscriptions.csv"));
        this.charges = CsvWriter.builder().build(directory.resolve("charges.csv"));
        this.cancellations = CsvWriter.builder().build(directory.resolve("cancellations.csv"));
        this.tenants.writeRecord("tenant_id", "name", "country", "locale", "time_zone", "currency", "billing_day");
        this.subscriptions.writeRecord("subscription_id", "tenant_id", "product", "kind", "channel", "policy",
                "payment_method", "billing_frequency", "term_start", "term_end", "purchased_licences",
                "assigned_licences", "auto_renew");
        this.charges.writeRecord("charge_id", "subscription_id", "invoice_number", "service_from", "service_to",
                "unit_price", "quantity", "net", "tax_rate", "tax", "paid", "currency");
        this.cancellations.writeRecord("request_id", "subscription_id", "requested_at", "requested_by",
                "effective_date", "reason");
    }

    void write(SampleAccount account) {
        Tenant tenant = account.tenant();
        this.tenants.writeRecord(tenant.id().value(), tenant.name(), tenant.country(), tenant.locale(),
                tenant.timeZone().getId(), tenant.currency().getCode(),
                Integer.toString(tenant.billingDay().dayOfMonth()));
        for (SampleSubscription each : account.subscriptions()) {
            write(tenant.id(), each.subscription());
            each.charges().forEach(charge -> write(each.subscription(), charge));
            Cancellation cancellation = each.cancellation();
            if (cancellation != null) {
                write(cancellation, tenant.timeZone());
            }
        }
    }

    private void write(TenantId tenant, Subscription subscription) {
        String policy = subscription.policy();
        this.subscriptions.writeRecord(subscription.id().value(), tenant.value(), subscription.product(),
                subscription.kind().name(), subscription.channel().name(), (policy != null) ? policy : "",
                subscription.paymentMethod().name(), subscription.billingFrequency().name(),
                subscription.termStart().toString(), subscription.termEnd().toString(),
                Integer.toString(subscription.purchasedLicences()), Integer.toString(subscription.assignedLicences()),
                Boolean.toString(subscription.autoRenew()));
    }

    private void write(Subscription subscription, SampleCharge sample) {
        Charge charge = sample.charge();
        this.charges.writeRecord(charge.id().value(), subscription.id().value(), sample.invoice(),
                charge.span().from().toString(), charge.span().to().toString(), price(charge),
                Long.toString(charge.quantity()), plain(charge.net()), sample.taxRate().toPlainString(),
                plain(charge.tax()), plain(charge.paid()), charge.currency().getCode());
    }

    private void write(Cancellation cancellation, ZoneId timeZone) {
        this.cancellations.writeRecord(cancellation.id().value(), cancellation.subscription().value(),
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(cancellation.requestedAt().atZone(timeZone)),
                cancellation.requestedBy(), cancellation.effectiveDate().toString(), cancellation.reason());
    }

    /**
     * Writes as many decimals as the price needs, but not fewer than an amount of money.
     */
    private static String price(Charge charge) {
        BigDecimal price = charge.unitPrice().stripTrailingZeros();
        int digits = Math.max(price.scale(), charge.currency().getDecimalPlaces());
        return price.setScale(digits).toPlainString();
    }

    private static String plain(Money money) {
        return money.getAmount().toPlainString();
    }

    @Override
    public void close() throws IOException {
        try (this.cancellations; this.charges; this.subscriptions; this.tenants) {
            this.tenants.flush();
        }
    }

}
