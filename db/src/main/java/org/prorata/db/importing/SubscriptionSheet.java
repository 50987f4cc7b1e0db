package org.prorata.db.importing;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.prorata.billing.BillingFrequency;
import org.prorata.policy.Policies;
import org.prorata.proof.Sha256;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.SubscriptionKind;
import org.prorata.table.Row;

/** {@code subscriptions.csv}. */
final class SubscriptionSheet implements Sheet {

    static final String FILE = "subscriptions.csv";

    private static final long MOST_LICENCES = 10_000_000;

    private static final Set<String> COLUMNS = Collections
        .unmodifiableSet(new LinkedHashSet<>(List.of("subscription_id", "tenant_id", "product", "kind", "channel",
                "policy", "payment_method", "billing_frequency", "term_start", "term_end", "purchased_licences",
                "assigned_licences", "auto_renew")));

    private final Policies policies;

    SubscriptionSheet(Policies policies) {
        this.policies = policies;
    }

    @Override
    public Set<String> columns() {
        return COLUMNS;
    }

    @Override
    public Set<String> optionalColumns() {
        return Set.of();
    }

    @Override
    public String insert() {
        return """
                INSERT INTO import_subscription (line_no, bad, subscription_id, tenant_id, product, kind, channel, policy,
                    payment_method, billing_frequency, term_start, term_end, purchased_licences, assigned_licences,
                    auto_renew, imported)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """;
    }

    @Override
    public int width() {
        return 16;
    }

    @Override
    public @Nullable StagedRow read(Row row) {
        String id = row.id("subscription_id");
        boolean named = !row.isBad();
        String tenant = row.id("tenant_id");
        boolean owned = !row.isBad();
        String product = row.text("product", 1, 100);
        SubscriptionKind kind = row.choice("kind", SubscriptionKind.class);
        Channel channel = row.choice("channel", Channel.class);
        String policy = policy(row);
        PaymentMethod payment = row.choice("payment_method", PaymentMethod.class);
        BillingFrequency frequency = row.choice("billing_frequency", BillingFrequency.class);
        LocalDate start = row.date("term_start");
        LocalDate end = row.date("term_end");
        long purchased = row.wholeNumber("purchased_licences", 0, MOST_LICENCES);
        long assigned = row.wholeNumber("assigned_licences", 0, MOST_LICENCES);
        boolean autoRenew = row.trueOrFalse("auto_renew");
        if (!row.isBad() && end.isBefore(start)) {
            row.problem("term_end", "is before the term starts", end.toString(), "a date from " + start + " on");
        }
        String imported = Sha256.start()
            .add(tenant)
            .add(product)
            .add(kind.name())
            .add(channel.name())
            .add((policy != null) ? policy : "")
            .add(payment.name())
            .add(frequency.name())
            .add(start.toString())
            .add(end.toString())
            .add(Long.toString(purchased))
            .add(Long.toString(assigned))
            .add(Boolean.toString(autoRenew))
            .hex();
        return named ? StagedRow.of(row, id, owned ? tenant : null, product, kind.name(), channel.name(), policy,
                payment.name(), frequency.name(), start, end, purchased, assigned, autoRenew, imported) : null;
    }

    private @Nullable String policy(Row row) {
        String policy = row.raw("policy");
        if (policy.isEmpty()) {
            return null;
        }
        if (!this.policies.names().contains(policy)) {
            row.problem("policy", "is not known", policy,
                    "nothing for " + this.policies.defaultPolicy() + ", or one of " + this.policies.names());
        }
        return policy;
    }

}
