package org.prorata.web.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.Filing;
import org.prorata.cancellation.RequestId;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.schema.Schema;
import org.prorata.subscription.SubscriptionId;

/**
 * Books of their own in a schema beside the configured one, with subscriptions that need
 * an approval, and dropped at the end.
 */
final class LargeBooks implements AutoCloseable {

    private static final String SCHEMA = "prorata_bench_web";

    private static final int AT_ONCE = 1000;

    private final DatabaseSettings settings;

    private final int requests;

    private LargeBooks(DatabaseSettings settings, int requests) {
        this.settings = settings;
        this.requests = requests;
    }

    /** Makes the schema anew, with tenants, subscriptions and charges. */
    static LargeBooks make(DatabaseSettings configured, int requests) throws SQLException {
        DatabaseSettings settings = new DatabaseSettings(
                configured.url().replaceFirst("(jdbc:mysql://[^/]+/)[^?]*", "$1" + SCHEMA), configured.ownerUser(),
                configured.ownerPassword(), configured.ownerUser(), configured.ownerPassword());
        try (Connection connection = DriverManager.getConnection(configured.url(), configured.ownerUser(),
                configured.ownerPassword()); Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + SCHEMA);
            statement.execute("CREATE DATABASE " + SCHEMA + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        }
        catch (SQLException ex) {
            throw new SQLException("the scratch schema " + SCHEMA + " cannot be made by the user "
                    + configured.ownerUser() + ", who needs all rights on it: " + ex.getMessage(), ex);
        }
        new Schema(settings).migrate();
        LargeBooks books = new LargeBooks(settings, requests);
        books.fill();
        return books;
    }

    DatabaseSettings settings() {
        return this.settings;
    }

    private void fill() throws SQLException {
        LocalDate start = LocalDate.now(ZoneOffset.UTC).minusDays(3);
        try (Connection connection = DriverManager.getConnection(this.settings.url(), this.settings.user(),
                this.settings.password()); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bench_number (n INT NOT NULL PRIMARY KEY)");
            statement.execute("INSERT INTO bench_number VALUES (0)");
            for (int rows = 1; rows < this.requests; rows *= 2) {
                statement.execute("INSERT INTO bench_number SELECT n + " + rows + " FROM bench_number WHERE n + " + rows
                        + " < " + this.requests);
            }
            for (String sql : List.of(
                    """
                            INSERT INTO tenant (tenant_no, tenant_id, name, country, locale, time_zone, currency, billing_day)
                            SELECT 1 + n, CONCAT('T-', n), CONCAT('Tenant ', n), ELT(1 + n MOD 4, 'LV', 'SE', 'BG', 'TW'), 'en', 'UTC',
                                   IF(n MOD 2 = 0, 'EUR', 'USD'), 1 + n MOD 20
                            FROM bench_number WHERE n <= %d DIV 5
                            """
                        .formatted(this.requests),
                    """
                            INSERT INTO subscription (subscription_no, subscription_id, tenant_no, product, kind, channel, payment_method,
                                billing_frequency, first_term_start, term_start, term_end, purchased_licences, assigned_licences, auto_renew, state,
                                state_since)
                            SELECT 1 + n, CONCAT('S-', n), 1 + n DIV 5, ELT(1 + n MOD 5, 'Basic', 'Office Suite', 'Security', 'Voice', 'Insight'),
                                   'PAID', 'DIRECT', 'INVOICE', 'ANNUAL', '%1$s', '%1$s', DATE_SUB(DATE_ADD('%1$s', INTERVAL 1 YEAR), INTERVAL 1 DAY),
                                   25 + n MOD 900, 25 + n MOD 900, TRUE, 'ACTIVE', '%1$s'
                            FROM bench_number
                            """
                        .formatted(start),
                    """
                            INSERT INTO charge (charge_no, charge_id, subscription_no, invoice_number, service_from, service_to, unit_price, quantity,
                                net, tax_rate, tax, paid, currency)
                            SELECT s.subscription_no, CONCAT('C-', b.n), s.subscription_no, CONCAT('I-', b.n), s.term_start, s.term_end, 12,
                                   s.assigned_licences, 12 * s.assigned_licences, 0.2, 2.4 * s.assigned_licences, 14.4 * s.assigned_licences,
                                   t.currency
                            FROM bench_number b
                            JOIN subscription s ON s.subscription_no = 1 + b.n
                            JOIN tenant t ON t.tenant_no = s.tenant_no
                            """,
                    "DROP TABLE bench_number", "ANALYZE TABLE tenant, subscription, charge")) {
                statement.execute(sql);
            }
        }
    }

    /** Files a cancellation of every subscription, as a tenant does. */
    void file(CancellationDesk desk, Clock clock, IntConsumer progress) throws SQLException {
        LocalDate effective = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(7);
        for (int from = 0; from < this.requests; from += AT_ONCE) {
            List<Cancellation> some = new ArrayList<>();
            for (int n = from; n < Math.min(this.requests, from + AT_ONCE); n++) {
                some.add(new Cancellation(request(n), SubscriptionId.of("S-" + n),
                        clock.instant().truncatedTo(ChronoUnit.MICROS), "P-TENANT", effective, "no longer needed"));
            }
            for (Filing filing : desk.file(some)) {
                if (!(filing instanceof Filing.Filed)) {
                    throw new IllegalStateException("not filed: " + filing);
                }
            }
            progress.accept(from + some.size());
        }
        try (Connection connection = DriverManager.getConnection(this.settings.url(), this.settings.user(),
                this.settings.password()); Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE TABLE cancellation_request, approval_case");
        }
    }

    /** Returns the request about a subscription. */
    static RequestId request(int number) {
        return RequestId.of("R-" + number);
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = DriverManager.getConnection(this.settings.url(), this.settings.user(),
                this.settings.password()); Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + SCHEMA);
        }
    }

}
