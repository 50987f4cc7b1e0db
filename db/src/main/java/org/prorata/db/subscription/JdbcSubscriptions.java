package org.prorata.db.subscription;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.prorata.charge.Charge;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.Subscriptions;
import org.prorata.subscription.Tenant;
import org.prorata.subscription.TenantAccount;
import org.prorata.subscription.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps subscriptions in {@code tenant}, {@code subscription} and {@code charge}. */
public final class JdbcSubscriptions implements Subscriptions {

    private record AccountRow(long tenantNo, Tenant tenant, long revision, Subscription subscription) {
    }

    private final JdbcClient jdbc;

    public JdbcSubscriptions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<SubscriptionId, TenantAccount> accountsOf(Collection<SubscriptionId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<AccountRow> rows = this.jdbc.sql("""
                SELECT t.tenant_no, t.revision, %s, %s
                FROM tenant t
                JOIN subscription s ON s.tenant_no = t.tenant_no
                WHERE t.tenant_no IN (SELECT tenant_no FROM subscription WHERE subscription_id IN (:ids))
                ORDER BY s.subscription_no
                """.formatted(AccountRows.TENANT, AccountRows.SUBSCRIPTION))
            .param("ids", ids.stream().map(SubscriptionId::value).toList())
            .query((row, n) -> new AccountRow(row.getLong("tenant_no"), AccountRows.tenant(row),
                    row.getLong("revision"), AccountRows.subscription(row)))
            .list();
        Map<Long, List<AccountRow>> byTenant = new HashMap<>();
        rows.forEach(row -> byTenant.computeIfAbsent(row.tenantNo(), no -> new ArrayList<>()).add(row));
        Map<SubscriptionId, TenantAccount> accounts = new HashMap<>();
        byTenant.values().forEach(ofTenant -> {
            AccountRow first = ofTenant.getFirst();
            TenantAccount account = new TenantAccount(first.tenant(),
                    ofTenant.stream().map(AccountRow::subscription).toList(), first.revision());
            ofTenant.forEach(row -> accounts.put(row.subscription().id(), account));
        });
        accounts.keySet().retainAll(java.util.Set.copyOf(ids));
        return accounts;
    }

    @Override
    public Optional<TenantAccount> account(TenantId id) {
        List<AccountRow> rows = this.jdbc.sql("""
                SELECT t.tenant_no, t.revision, %s, %s
                FROM tenant t
                JOIN subscription s ON s.tenant_no = t.tenant_no
                WHERE t.tenant_id = :id
                ORDER BY s.subscription_no
                """.formatted(AccountRows.TENANT, AccountRows.SUBSCRIPTION))
            .param("id", id.value())
            .query((row, n) -> new AccountRow(row.getLong("tenant_no"), AccountRows.tenant(row),
                    row.getLong("revision"), AccountRows.subscription(row)))
            .list();
        return rows.isEmpty() ? Optional.empty() : Optional.of(new TenantAccount(rows.getFirst().tenant(),
                rows.stream().map(AccountRow::subscription).toList(), rows.getFirst().revision()));
    }

    @Override
    public boolean assign(SubscriptionId id, int from, int to) {
        return this.jdbc.sql("""
                UPDATE subscription s
                JOIN tenant t ON t.tenant_no = s.tenant_no
                SET s.assigned_licences = :to, t.revision = t.revision + 1
                WHERE s.subscription_id = :id AND s.assigned_licences = :from AND s.state = 'ACTIVE'
                """).param("to", to).param("id", id.value()).param("from", from).update() > 0;
    }

    @Override
    public List<Charge> chargesOf(SubscriptionId id) {
        return this.jdbc.sql("""
                SELECT %s
                FROM charge c
                JOIN subscription s ON s.subscription_no = c.subscription_no
                WHERE s.subscription_id = :id
                ORDER BY c.service_from, c.charge_id
                """.formatted(AccountRows.CHARGE))
            .param("id", id.value())
            .query((row, n) -> AccountRows.charge(row))
            .list();
    }

    @Override
    public Map<SubscriptionId, List<Charge>> chargesOf(Collection<SubscriptionId> ids) {
        Map<SubscriptionId, List<Charge>> charges = new HashMap<>();
        if (!ids.isEmpty()) {
            this.jdbc.sql("""
                    SELECT s.subscription_id, %s
                    FROM subscription s
                    JOIN charge c ON c.subscription_no = s.subscription_no
                    WHERE s.subscription_id IN (:ids)
                    ORDER BY c.service_from, c.charge_id
                    """.formatted(AccountRows.CHARGE))
                .param("ids", ids.stream().map(SubscriptionId::value).toList())
                .query(row -> {
                    charges
                        .computeIfAbsent(SubscriptionId.of(row.getString("subscription_id")), id -> new ArrayList<>())
                        .add(AccountRows.charge(row));
                });
        }
        return charges;
    }

    @Override
    public void stopRecurringBilling(Collection<SubscriptionId> ids, LocalDate on) {
        if (!ids.isEmpty()) {
            this.jdbc.sql("""
                    UPDATE subscription SET billing_stopped_on = :on
                    WHERE subscription_id IN (:ids) AND billing_stopped_on IS NULL
                    """).param("on", on).param("ids", ids.stream().map(SubscriptionId::value).toList()).update();
        }
    }

}
