package org.prorata.batch.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.prorata.db.DataSources;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.schema.Schema;
import org.prorata.proof.Sha256;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Books of their own in a schema beside the configured one, filled with cancellations
 * that are due, and dropped at the end. The same size gives the same books.
 */
final class ScratchBooks implements AutoCloseable {

    static final LocalDate BUSINESS_DATE = LocalDate.of(2024, 12, 31);

    private static final String PREFIX = "prorata_bench_";

    private final DatabaseSettings settings;

    private final String schema;

    private ScratchBooks(DatabaseSettings settings, String schema) {
        this.settings = settings;
        this.schema = schema;
    }

    /** Makes the schema anew and fills it. */
    static ScratchBooks make(DatabaseSettings configured, String name, int cancellations) throws SQLException {
        String schema = PREFIX + name;
        DatabaseSettings settings = new DatabaseSettings(
                configured.url().replaceFirst("(jdbc:mysql://[^/]+/)[^?]*", "$1" + schema), configured.ownerUser(),
                configured.ownerPassword(), configured.ownerUser(), configured.ownerPassword());
        try (Connection connection = DriverManager.getConnection(configured.url(), configured.ownerUser(),
                configured.ownerPassword()); Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + schema);
            statement.execute("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        }
        catch (SQLException ex) {
            throw new SQLException(
                    "the scratch schema " + schema + " cannot be made by the user " + configured.ownerUser()
                            + ", who needs all rights on schemas that begin with " + PREFIX + ": " + ex.getMessage(),
                    ex);
        }
        new Schema(settings).migrate();
        ScratchBooks books = new ScratchBooks(settings, schema);
        books.fill(cancellations);
        return books;
    }

    DatabaseSettings settings() {
        return this.settings;
    }

    JdbcClient jdbc() {
        return JdbcClient
            .create(DataSources.single(this.settings.url(), this.settings.user(), this.settings.password()));
    }

    private void fill(int cancellations) throws SQLException {
        try (Connection connection = DriverManager.getConnection(this.settings.url(), this.settings.user(),
                this.settings.password()); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bench_number (n INT NOT NULL PRIMARY KEY)");
            statement.execute("INSERT INTO bench_number VALUES (0)");
            for (int rows = 1; rows < cancellations; rows *= 2) {
                statement.execute("INSERT INTO bench_number SELECT n + " + rows + " FROM bench_number WHERE n + " + rows
                        + " < " + cancellations);
            }
            for (String sql : List.of(
                    """
                            INSERT INTO tenant (tenant_no, tenant_id, name, country, locale, time_zone, currency, billing_day)
                            SELECT 1 + n, CONCAT('T-', n), CONCAT('Tenant ', n), 'LV', 'lv', 'Europe/Riga', IF(n MOD 2 = 0, 'EUR', 'USD'), 1 + n MOD 20
                            FROM bench_number WHERE n <= %d DIV 20
                            """
                        .formatted(cancellations),
                    """
                            INSERT INTO subscription (subscription_no, subscription_id, tenant_no, product, kind, channel, payment_method,
                                billing_frequency, first_term_start, term_start, term_end, purchased_licences, assigned_licences, auto_renew, state,
                                state_since)
                            SELECT 1 + n, CONCAT('S-', n), 1 + n DIV 20, 'Office Suite', 'PAID', 'DIRECT',
                                   ELT(1 + n MOD 3, 'CARD', 'BANK', 'INVOICE'), 'MONTHLY', DATE_SUB('2024-12-31', INTERVAL n MOD 28 DAY),
                                   DATE_SUB('2024-12-31', INTERVAL n MOD 28 DAY),
                                   DATE_SUB(DATE_ADD(DATE_SUB('2024-12-31', INTERVAL n MOD 28 DAY), INTERVAL 1 MONTH), INTERVAL 1 DAY),
                                   1 + n MOD 24, 1 + n MOD 24, TRUE, 'ACTIVE', '2024-12-01'
                            FROM bench_number
                            """,
                    """
                            INSERT INTO charge (charge_no, charge_id, subscription_no, invoice_number, service_from, service_to, unit_price, quantity,
                                net, tax_rate, tax, paid, currency)
                            SELECT s.subscription_no, CONCAT('C-', b.n), s.subscription_no, CONCAT('I-', b.n), s.term_start, s.term_end,
                                   10 + b.n MOD 900 / 100, 1 + b.n MOD 24, ROUND((10 + b.n MOD 900 / 100) * (1 + b.n MOD 24), 2), 0.21,
                                   ROUND(ROUND((10 + b.n MOD 900 / 100) * (1 + b.n MOD 24), 2) * 0.21, 2),
                                   ROUND((10 + b.n MOD 900 / 100) * (1 + b.n MOD 24), 2)
                                       + ROUND(ROUND((10 + b.n MOD 900 / 100) * (1 + b.n MOD 24), 2) * 0.21, 2), t.currency
                            FROM bench_number b
                            JOIN subscription s ON s.subscription_no = 1 + b.n
                            JOIN tenant t ON t.tenant_no = s.tenant_no
                            """,
                    """
                            INSERT INTO cancellation_request (request_no, request_id, subscription_no, requested_at, requested_on, requested_by,
                                effective_date, reason, filed_at, route, gate_reasons, policy, policy_effective_from, counted_licences,
                                tenant_revision, state)
                            SELECT 1 + b.n, CONCAT('R-', b.n), s.subscription_no, '2024-12-25 09:00:00', '2024-12-25', 'admin@example.com',
                                   GREATEST(s.term_start, DATE_SUB('2024-12-31', INTERVAL b.n MOD 7 DAY)), 'no longer needed', '2024-12-25 09:00:00',
                                   'SELF_SERVICE', 'BELOW_LIMIT', 'microsoft-2020', '2020-04-18', s.assigned_licences, 1, 'QUEUED'
                            FROM bench_number b
                            JOIN subscription s ON s.subscription_no = 1 + b.n
                            """,
                    "DROP TABLE bench_number")) {
                statement.execute(sql);
            }
            statement.execute("ANALYZE TABLE tenant, subscription, charge, cancellation_request");
        }
    }

    /**
     * Returns a hash over every credit, line, ledger entry and state that the
     * cancellations led to.
     */
    String digest() {
        JdbcTemplate rows = new JdbcTemplate(
                DataSources.single(this.settings.url(), this.settings.user(), this.settings.password()));
        rows.setFetchSize(Integer.MIN_VALUE);
        Sha256 digest = Sha256.start();
        for (String sql : List.of(
                """
                        SELECT CONCAT_WS('|', request_no, credit_number, refund_share, cancel_effective, currency, net, tax, gross, cash, on_account,
                            return_method, return_on, due_by, state) FROM credit ORDER BY request_no
                        """,
                """
                        SELECT CONCAT_WS('|', request_no, charge_no, days_in_period, days_unused, rounding, exact_numerator, exact_denominator, net, tax,
                            capped, tax_remainder) FROM credit_line ORDER BY request_no, charge_no
                        """,
                """
                        SELECT CONCAT_WS('|', request_no, kind, currency, deferred_revenue, tax_payable, refund_liability, cash, receivables)
                        FROM ledger_entry ORDER BY request_no, kind
                        """,
                """
                        SELECT CONCAT_WS('|', r.request_no, r.state, s.state, s.state_since, c.credited_net, c.credited_tax)
                        FROM cancellation_request r
                        JOIN subscription s ON s.subscription_no = r.subscription_no
                        JOIN charge c ON c.subscription_no = s.subscription_no ORDER BY r.request_no
                        """)) {
            rows.query(sql, row -> {
                digest.add(row.getString(1));
            });
        }
        return digest.hex();
    }

    /** Returns the seconds that each stage of the job took. */
    Map<String, Double> stages() {
        Map<String, Double> stages = new LinkedHashMap<>();
        jdbc().sql("""
                SELECT STEP_NAME, TIMESTAMPDIFF(MICROSECOND, START_TIME, END_TIME) AS micros
                FROM BATCH_STEP_EXECUTION WHERE STEP_NAME NOT LIKE '%bucket%' ORDER BY STEP_EXECUTION_ID
                """).query(row -> {
            stages.put(row.getString("STEP_NAME"), Math.round(row.getLong("micros") / 10_000.0) / 100.0);
        });
        return stages;
    }

    long rowsWritten() {
        return jdbc()
            .sql("""
                    SELECT (SELECT COUNT(*) FROM credit) + (SELECT COUNT(*) FROM credit_line) + (SELECT COUNT(*) FROM ledger_entry) AS n
                    """)
            .query((row, n) -> row.getLong("n"))
            .single();
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = DriverManager.getConnection(this.settings.url(), this.settings.user(),
                this.settings.password()); Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + this.schema);
        }
    }

}
