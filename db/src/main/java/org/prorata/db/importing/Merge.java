package org.prorata.db.importing;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;

import org.prorata.db.Times;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Carries checked rows from where they wait into the books, with a few statements a file.
 */
final class Merge {

    /**
     * What became of the rows of one file.
     *
     * @param added rows that are new in the books
     * @param updated rows whose content was new
     * @param unchanged rows that were in the books already
     */
    record Counts(long added, long updated, long unchanged) {
    }

    private final JdbcTemplate jdbc;

    Merge(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Counts tenants() {
        this.jdbc.update("""
                UPDATE import_tenant i
                LEFT JOIN tenant t ON t.tenant_id = i.tenant_id
                SET i.status = CASE WHEN t.tenant_no IS NULL THEN 'NEW' WHEN t.imported = i.imported THEN 'UNCHANGED'
                    ELSE 'UPDATED' END
                """);
        // a new tenant begins with revision 0; as a changed one it ends up with 1
        this.jdbc
            .update("""
                    INSERT INTO tenant (tenant_id, name, country, locale, time_zone, currency, billing_day, revision, imported)
                    SELECT tenant_id, name, country, locale, time_zone, currency, billing_day, 0, imported
                    FROM import_tenant
                    WHERE status = 'NEW'
                    ORDER BY line_no
                    """);
        this.jdbc.update("""
                INSERT INTO import_earlier_tenant (tenant_no, name, country, locale, time_zone, currency, billing_day)
                SELECT t.tenant_no, t.name, t.country, t.locale, t.time_zone, t.currency, t.billing_day
                FROM import_tenant i
                JOIN tenant t ON t.tenant_id = i.tenant_id
                WHERE i.status = 'UPDATED' AND (t.name <> i.name OR t.country <> i.country OR t.locale <> i.locale
                    OR t.time_zone <> i.time_zone OR t.currency <> i.currency OR t.billing_day <> i.billing_day)
                """);
        this.jdbc.update("""
                UPDATE tenant t
                JOIN import_tenant i ON i.tenant_id = t.tenant_id
                SET t.name = i.name, t.country = i.country, t.locale = i.locale, t.time_zone = i.time_zone,
                    t.currency = i.currency, t.billing_day = i.billing_day, t.imported = i.imported
                WHERE i.status = 'UPDATED'
                """);
        this.jdbc.update("""
                INSERT IGNORE INTO import_changed_tenant (tenant_no)
                SELECT t.tenant_no
                FROM import_tenant i
                JOIN tenant t ON t.tenant_id = i.tenant_id
                WHERE i.status <> 'UNCHANGED'
                """);
        return counts("SELECT status, COUNT(*) AS row_count FROM import_tenant GROUP BY status");
    }

    Counts subscriptions() {
        keepConvertedTrials();
        // first_term_start moves to an earlier start, and to the first paid term when a
        // trial becomes paid, as it does when a run converts the trial
        this.jdbc
            .update("""
                    UPDATE import_subscription i
                    LEFT JOIN subscription s ON s.subscription_id = i.subscription_id
                    SET i.status = CASE WHEN s.subscription_no IS NULL THEN 'NEW' WHEN s.imported = i.imported THEN 'UNCHANGED'
                            ELSE 'UPDATED' END,
                        i.first_term_start = COALESCE(i.first_term_start, CASE WHEN s.subscription_no IS NULL
                            OR (s.kind = 'TRIAL' AND i.kind = 'PAID') THEN i.term_start
                            ELSE LEAST(s.first_term_start, i.term_start) END)
                    """);
        this.jdbc
            .update("""
                    INSERT INTO subscription (subscription_id, tenant_no, product, kind, channel, policy, payment_method,
                        billing_frequency, first_term_start, term_start, term_end, purchased_licences, assigned_licences,
                        auto_renew, state, state_since, imported)
                    SELECT i.subscription_id, t.tenant_no, i.product, i.kind, i.channel, i.policy, i.payment_method,
                        i.billing_frequency, i.first_term_start, i.term_start, i.term_end, i.purchased_licences, i.assigned_licences,
                        i.auto_renew, 'ACTIVE', i.term_start, i.imported
                    FROM import_subscription i
                    JOIN tenant t ON t.tenant_id = i.tenant_id
                    WHERE i.status = 'NEW'
                    ORDER BY i.line_no
                    """);
        this.jdbc.update("""
                INSERT INTO import_earlier_subscription (subscription_no, product, billing_frequency)
                SELECT s.subscription_no, s.product, s.billing_frequency
                FROM import_subscription i
                JOIN subscription s ON s.subscription_id = i.subscription_id
                WHERE i.status = 'UPDATED' AND (s.product <> i.product OR s.billing_frequency <> i.billing_frequency)
                """);
        this.jdbc.update("""
                UPDATE subscription s
                JOIN import_subscription i ON i.subscription_id = s.subscription_id
                SET s.product = i.product, s.kind = i.kind, s.channel = i.channel, s.policy = i.policy,
                    s.payment_method = i.payment_method, s.billing_frequency = i.billing_frequency,
                    s.first_term_start = i.first_term_start, s.term_start = i.term_start, s.term_end = i.term_end,
                    s.purchased_licences = i.purchased_licences, s.assigned_licences = i.assigned_licences,
                    s.auto_renew = i.auto_renew, s.imported = i.imported
                WHERE i.status = 'UPDATED'
                """);
        this.jdbc.update("""
                INSERT IGNORE INTO import_changed_tenant (tenant_no)
                SELECT DISTINCT s.tenant_no
                FROM import_subscription i
                JOIN subscription s ON s.subscription_id = i.subscription_id
                WHERE i.status <> 'UNCHANGED'
                """);
        return counts("SELECT status, COUNT(*) AS row_count FROM import_subscription GROUP BY status");
    }

    /**
     * A trial that a run has converted is paid and in a later term; a billing system that
     * still speaks of the trial's term does not take that back.
     */
    private void keepConvertedTrials() {
        this.jdbc.update("""
                UPDATE import_subscription i
                JOIN subscription s ON s.subscription_id = i.subscription_id
                SET i.first_term_start = s.first_term_start, i.term_start = s.term_start, i.kind = s.kind
                WHERE s.kind = 'PAID' AND i.kind = 'TRIAL' AND i.term_end < s.term_start
                """);
        this.jdbc.update("""
                UPDATE import_subscription i
                JOIN subscription s ON s.subscription_id = i.subscription_id
                SET i.term_end = s.term_end
                WHERE i.first_term_start IS NOT NULL
                """);
    }

    /**
     * Merges the charges.
     * @param known how many of them are in the books
     */
    Counts charges(long known) {
        int added = this.jdbc
            .update("""
                    INSERT INTO charge (charge_id, subscription_no, invoice_number, service_from, service_to, unit_price, quantity,
                        net, tax_rate, tax, paid, currency)
                    SELECT STRAIGHT_JOIN i.charge_id, s.subscription_no, i.invoice_number, i.service_from, i.service_to, i.unit_price,
                        i.quantity, i.net, i.tax_rate, i.tax, i.paid, i.currency
                    FROM import_charge i
                    JOIN subscription s ON s.subscription_id = i.subscription_id
                    LEFT JOIN import_known_charge k ON k.line_no = i.line_no
                    WHERE k.line_no IS NULL
                    ORDER BY i.line_no
                    """);
        this.jdbc.update("""
                INSERT IGNORE INTO import_changed_tenant (tenant_no)
                SELECT DISTINCT s.tenant_no
                FROM import_charge i
                JOIN subscription s ON s.subscription_id = i.subscription_id
                LEFT JOIN import_known_charge k ON k.line_no = i.line_no
                WHERE k.line_no IS NULL
                """);
        return new Counts(added, 0, known);
    }

    /** Counts one change of every tenant that changed, however much of it did. */
    void revisions() {
        this.jdbc.update("""
                UPDATE tenant t
                JOIN import_changed_tenant c ON c.tenant_no = t.tenant_no
                SET t.revision = t.revision + 1
                """);
    }

    /**
     * Keeps what tenants and subscriptions were before they were changed. It is valid
     * until a moment after every run that is certified: the head of the audit trail is
     * held from here to the end of the import, and no run is certified meanwhile.
     */
    void keepEarlier(Instant now) {
        boolean any = this.jdbc
            .query("""
                    SELECT EXISTS (SELECT 1 FROM import_earlier_tenant) OR EXISTS (SELECT 1 FROM import_earlier_subscription)
                    """,
                    (row, n) -> row.getBoolean(1))
            .getFirst();
        if (!any) {
            return;
        }
        this.jdbc.query("SELECT sequence FROM audit_head FOR UPDATE", (row, n) -> row.getLong(1));
        LocalDateTime moment = this.jdbc.query("""
                SELECT GREATEST(?, COALESCE(MAX(latest) + INTERVAL 1 MICROSECOND, ?)) AS moment
                FROM (SELECT MAX(finished_at) AS latest FROM nightly_run WHERE state = 'CERTIFIED'
                      UNION ALL SELECT MAX(known_until) FROM tenant_history
                      UNION ALL SELECT MAX(known_until) FROM subscription_history) known
                """, (row, n) -> row.getObject("moment", LocalDateTime.class), Times.column(now), Times.column(now))
            .getFirst();
        this.jdbc.update(
                """
                        INSERT INTO tenant_history (tenant_no, known_until, known_from, name, country, locale, time_zone, currency, billing_day)
                        SELECT i.tenant_no, ?, COALESCE(MAX(h.known_until), '1970-01-01'), i.name, i.country, i.locale, i.time_zone, i.currency,
                               i.billing_day
                        FROM import_earlier_tenant i
                        LEFT JOIN tenant_history h ON h.tenant_no = i.tenant_no
                        GROUP BY i.tenant_no, i.name, i.country, i.locale, i.time_zone, i.currency, i.billing_day
                        """,
                moment);
        this.jdbc.update("""
                INSERT INTO subscription_history (subscription_no, known_until, known_from, product, billing_frequency)
                SELECT i.subscription_no, ?, COALESCE(MAX(h.known_until), '1970-01-01'), i.product, i.billing_frequency
                FROM import_earlier_subscription i
                LEFT JOIN subscription_history h ON h.subscription_no = i.subscription_no
                GROUP BY i.subscription_no, i.product, i.billing_frequency
                """, moment);
    }

    private Counts counts(String sql) {
        Map<String, Long> counts = new HashMap<>();
        this.jdbc.query(sql, row -> {
            counts.put(row.getString("status"), row.getLong("row_count"));
        });
        return new Counts(counts.getOrDefault("NEW", 0L), counts.getOrDefault("UPDATED", 0L),
                counts.getOrDefault("UNCHANGED", 0L));
    }

}
