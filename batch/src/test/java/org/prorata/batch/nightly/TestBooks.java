package org.prorata.batch.nightly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.joda.money.CurrencyUnit;
import org.prorata.batch.ProrataApplication;
import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.cancellation.ApprovalDesk;
import org.prorata.cancellation.ApprovalView;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.DecisionOutcome;
import org.prorata.cancellation.Filing;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.DataSources;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.TestDatabase;
import org.prorata.db.run.Verification;
import org.prorata.run.NightlyRun;
import org.prorata.subscription.SubscriptionId;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The whole program on a real database of its own. Its clock stands still, so that what
 * the day of the test is decides nothing.
 */
final class TestBooks implements AutoCloseable {

    static final Instant NOW = Instant.parse("2024-03-01T12:00:00Z");

    /** Tables in the order in which their rows can be deleted. */
    private static final List<String> TABLES = List.of("refund_flow", "refund_group", "published_run", "tenant_history",
            "subscription_history", "ledger_entry", "credit_return", "credit_line", "credit", "claimed_request",
            "quarantine", "approval_figures", "approval", "approval_case", "run_request", "cancellation_request",
            "run_total", "nightly_run", "charge", "subscription", "tenant", "audit_event", "lease_holder",
            "BATCH_STEP_EXECUTION_CONTEXT", "BATCH_STEP_EXECUTION", "BATCH_JOB_EXECUTION_CONTEXT",
            "BATCH_JOB_EXECUTION_PARAMS", "BATCH_JOB_EXECUTION", "BATCH_JOB_INSTANCE");

    private final TestDatabase database;

    private final Path folder;

    private final ConfigurableApplicationContext context;

    private final boolean ownsFolder;

    private TestBooks(TestDatabase database, Path folder, boolean ownsFolder, ConfigurableApplicationContext context) {
        this.database = database;
        this.folder = folder;
        this.ownsFolder = ownsFolder;
        this.context = context;
    }

    /** Opens the program on a new database. */
    static TestBooks open() {
        return open(TestDatabase.migrated(), Map.of(), UnaryOperator.identity());
    }

    /** Opens the program on a database that others may use as well. */
    static TestBooks open(TestDatabase database, Map<String, Object> settings, UnaryOperator<DataSource> around) {
        return open(database, settings, around, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** Opens the program with a clock that a test can set. */
    static TestBooks open(Clock clock) {
        return open(TestDatabase.migrated(), Map.of(), UnaryOperator.identity(), clock);
    }

    private static TestBooks open(TestDatabase database, Map<String, Object> settings, UnaryOperator<DataSource> around,
            Clock clock) {
        try {
            Path folder = Files.createTempDirectory("prorata-settlements-");
            return new TestBooks(database, folder, true, start(database.settings(), folder, settings, around, clock));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Opens one more process' worth of the program on the same database and folder. */
    TestBooks another(Map<String, Object> settings) {
        return new TestBooks(this.database, this.folder, false,
                start(this.database.settings(), this.folder, settings, UnaryOperator.identity()));
    }

    static ConfigurableApplicationContext start(DatabaseSettings database, Path folder, Map<String, Object> settings,
            UnaryOperator<DataSource> around) {
        return start(database, folder, settings, around, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static ConfigurableApplicationContext start(DatabaseSettings database, Path folder,
            Map<String, Object> settings, UnaryOperator<DataSource> around, Clock clock) {
        Map<String, Object> all = new HashMap<>(
                Map.of("prorata.settlements", folder.toString(), "prorata.threads", "4"));
        all.putAll(settings);
        int threads = Integer.parseInt(all.get("prorata.threads").toString());
        return new SpringApplicationBuilder(ProrataApplication.class).web(WebApplicationType.NONE)
            .properties("spring.main.allow-bean-definition-overriding=true")
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .lazyInitialization(true)
            .registerShutdownHook(false)
            .initializers(started -> {
                started.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
                HikariDataSource pool = DataSources.pooled(database, threads + 4);
                started.addApplicationListener((ContextClosedEvent closed) -> pool.close());
                GenericApplicationContext beans = (GenericApplicationContext) started;
                beans.registerBean("databaseSettings", DatabaseSettings.class, () -> database);
                beans.registerBean("dataSource", DataSource.class, () -> around.apply(pool));
                beans.registerBean("clock", Clock.class, () -> clock);
            })
            .run();
    }

    <T> T get(Class<T> type) {
        return this.context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return this.context.getBean(name, type);
    }

    TestDatabase database() {
        return this.database;
    }

    Path folder() {
        return this.folder;
    }

    /** Empties the books, as if they had just been set up. */
    void clear() {
        JdbcClient owner = this.database.asOwner();
        owner.sql("DELETE FROM report_snapshot ORDER BY snapshot_no DESC").update();
        TABLES.forEach(table -> owner.sql("DELETE FROM " + table).update());
        owner.sql("UPDATE audit_head SET sequence = 0, hash = REPEAT('0', 64)").update();
        clearSettlementFiles();
    }

    void clearSettlementFiles() {
        settlementFiles().keySet().forEach(name -> delete(this.folder.resolve(name)));
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Enters sales as the billing system would. */
    void add(TestSale... sales) {
        add(List.of(sales));
    }

    void add(List<TestSale> sales) {
        JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());
        jdbc.batchUpdate("""
                INSERT IGNORE INTO tenant (tenant_id, name, country, locale, time_zone, currency, billing_day)
                VALUES (?, ?, 'US', 'en', ?, ?, ?)
                """,
                sales.stream()
                    .map(sale -> new Object[] { sale.tenant, "Tenant " + sale.tenant, sale.timeZone, sale.currency,
                            sale.billingDay })
                    .toList());
        jdbc.batchUpdate("""
                INSERT INTO subscription (subscription_id, tenant_no, product, kind, channel, policy, payment_method,
                    billing_frequency, first_term_start, term_start, term_end, purchased_licences, assigned_licences,
                    auto_renew, state, state_since)
                VALUES (?, (SELECT tenant_no FROM tenant WHERE tenant_id = ?), 'Basic', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?, 'ACTIVE', ?)
                """,
                sales.stream()
                    .map(sale -> new Object[] { sale.id, sale.tenant, sale.kind.name(), sale.channel.name(),
                            sale.policy, sale.payment.name(), sale.frequency, sale.termStart, sale.termStart,
                            sale.termEnd, sale.licences, sale.licences, sale.autoRenew, sale.termStart })
                    .toList());
        List<Object[]> charges = new ArrayList<>();
        for (TestSale sale : sales) {
            for (TestSale.TestCharge charge : sale.charges) {
                charges.add(new Object[] { charge.id(), sale.id, "I-" + sale.id, charge.from(), charge.to(),
                        charge.unitPrice(), charge.quantity(), charge.net(), charge.tax(), charge.paid(),
                        charge.currency() });
            }
        }
        jdbc.batchUpdate("""
                INSERT INTO charge (charge_id, subscription_no, invoice_number, service_from, service_to, unit_price,
                    quantity, net, tax_rate, tax, paid, currency)
                VALUES (?, (SELECT subscription_no FROM subscription WHERE subscription_id = ?), ?, ?, ?, ?, ?, ?, 0,
                    ?, ?, ?)
                """, charges);
    }

    /**
     * Says what a customer asks for ten days ahead; the request is called R- and its
     * subscription.
     */
    static Cancellation cancellation(String subscription, String effective) {
        LocalDate day = LocalDate.parse(effective);
        return new Cancellation(RequestId.of("R-" + subscription), SubscriptionId.of(subscription),
                day.minusDays(10).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC), "anna@example.com", day, "");
    }

    /** Files a cancellation that was asked for ten days before it takes effect. */
    void file(String subscription, String effective) {
        file(List.of(cancellation(subscription, effective)));
    }

    void file(List<Cancellation> cancellations) {
        for (Filing filing : get(CancellationDesk.class).file(cancellations)) {
            if (!(filing instanceof Filing.Filed)) {
                throw new IllegalArgumentException("not filed: " + filing);
            }
        }
    }

    /** Approves a request for the figures that it has now. */
    void approve(String request) {
        approve(request, "berta@example.com");
    }

    void approve(String request, String person) {
        get(UnitOfWork.class).inOneTransaction(() -> {
            get(Approvers.class).appoint(Approver.ofEverything(person), "people@example.com");
            return person;
        });
        RequestId id = RequestId.of(request);
        ApprovalDesk desk = get(ApprovalDesk.class);
        ApprovalView view = desk.open(id, person).orElseThrow();
        DecisionOutcome outcome = desk.approve(id, person, view.approval().version(), view.figures().hash(), "agreed");
        if (!(outcome instanceof DecisionOutcome.Approved)) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    NightlyRun run(String businessDate) {
        return run(businessDate, RunProgress.NONE);
    }

    NightlyRun run(String businessDate, RunProgress progress) {
        return get(NightlyJob.class).run(LocalDate.parse(businessDate), progress);
    }

    List<String> problems() {
        return get(Verification.class).verify().problems();
    }

    /**
     * Changes the books as the application may, and makes decisions on that tenant stale.
     */
    void change(String sql) {
        this.database.jdbc().sql(sql).update();
        this.database.jdbc().sql("UPDATE tenant SET revision = revision + 1").update();
    }

    /** Changes what the application has no right to change. */
    int tamper(String sql) {
        return this.database.asOwner().sql(sql).update();
    }

    String requestState(String request) {
        return text("SELECT state FROM cancellation_request WHERE request_id = '" + request + "'");
    }

    String subscriptionState(String subscription) {
        return text("SELECT CONCAT(state, ' since ', state_since) FROM subscription WHERE subscription_id = '"
                + subscription + "'");
    }

    /**
     * Returns the credit of a request in words: what it is made of, how it goes back, and
     * on which day and until when.
     */
    String credit(String request) {
        return this.database.jdbc().sql("""
                SELECT c.currency, c.net, c.tax, c.cash, c.on_account, c.return_method, c.return_on, c.due_by
                FROM credit c JOIN cancellation_request r ON r.request_no = c.request_no
                WHERE r.request_id = :request
                """).param("request", request).query((row, n) -> {
            CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
            return "%s %s + %s: %s by %s, %s on account, on %s, by %s".formatted(currency,
                    amount(row.getBigDecimal("net"), currency), amount(row.getBigDecimal("tax"), currency),
                    amount(row.getBigDecimal("cash"), currency), row.getString("return_method"),
                    amount(row.getBigDecimal("on_account"), currency), row.getString("return_on"),
                    row.getString("due_by"));
        }).optional().orElse("none");
    }

    private static String amount(BigDecimal amount, CurrencyUnit currency) {
        return amount.setScale(currency.getDecimalPlaces()).toPlainString();
    }

    /** Returns one value, "none" where there is no row. */
    String text(String sql) {
        return this.database.jdbc()
            .sql(sql)
            .query((row, n) -> String.valueOf(row.getString(1)))
            .optional()
            .orElse("none");
    }

    long count(String from) {
        return this.database.jdbc().sql("SELECT COUNT(*) FROM " + from).query((row, n) -> row.getLong(1)).single();
    }

    BigDecimal sum(String expression, String from) {
        return this.database.jdbc()
            .sql("SELECT COALESCE(SUM(" + expression + "), 0) FROM " + from)
            .query((row, n) -> row.getBigDecimal(1))
            .single();
    }

    /** Counts the rows of every table. */
    SortedMap<String, Long> rows() {
        SortedMap<String, Long> rows = new TreeMap<>();
        TABLES.forEach(table -> rows.put(table, count(table)));
        return rows;
    }

    /** Returns every settlement file with what is in it. */
    SortedMap<String, String> settlementFiles() {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(this.folder)) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return files;
    }

    /**
     * Returns all that runs have left behind, by the names of the billing system, so that
     * two databases can be compared.
     */
    SortedMap<String, Object> outcome() {
        SortedMap<String, Object> outcome = new TreeMap<>(settlementFiles());
        outcome.put("runs", lines("""
                SELECT CONCAT_WS('|', business_date, state, claimed, credited, nothing_due, quarantined, returned,
                    trials_expired, trials_converted, approvals_lapsed, certificate, certificate_text)
                FROM nightly_run ORDER BY business_date
                """));
        outcome.put("requests", lines("""
                SELECT CONCAT_WS('|', r.request_id, r.state, COALESCE(r.closed_because, ''), COALESCE(q.place, 0),
                    s.state, s.state_since, COALESCE(s.billing_stopped_on, ''), s.kind, s.term_start, s.term_end)
                FROM subscription s
                LEFT JOIN cancellation_request r ON r.subscription_no = s.subscription_no
                LEFT JOIN claimed_request q ON q.run_id = r.run_id AND q.request_no = r.request_no
                ORDER BY s.subscription_id
                """));
        outcome.put("credits", lines("""
                SELECT CONCAT_WS('|', c.credit_number, r.request_id, c.refund_share, c.cancel_effective, c.currency,
                    c.net, c.tax, c.gross, c.cash, c.on_account, c.return_method, c.return_on, c.due_by, c.state,
                    COALESCE(c.returned_on, ''))
                FROM credit c JOIN cancellation_request r ON r.request_no = c.request_no ORDER BY c.credit_number
                """));
        outcome.put("lines", lines("""
                SELECT CONCAT_WS('|', c.credit_number, ch.charge_id, l.days_in_period, l.days_unused, l.rounding,
                    l.exact_numerator, l.exact_denominator, l.net, l.tax, ch.credited_net, ch.credited_tax)
                FROM credit_line l
                JOIN credit c ON c.request_no = l.request_no
                JOIN charge ch ON ch.charge_no = l.charge_no
                ORDER BY c.credit_number, ch.charge_id
                """));
        outcome.put("ledger", lines("""
                SELECT CONCAT_WS('|', c.credit_number, e.kind, e.business_date, e.currency, e.deferred_revenue,
                    e.tax_payable, e.refund_liability, e.cash, e.receivables)
                FROM ledger_entry e JOIN credit c ON c.request_no = e.request_no ORDER BY c.credit_number, e.kind
                """));
        outcome.put("returns", lines("""
                SELECT CONCAT_WS('|', idempotency_key, method, currency, amount)
                FROM credit_return ORDER BY idempotency_key
                """));
        outcome.put("quarantine", lines("""
                SELECT CONCAT_WS('|', r.request_id, q.code, q.message)
                FROM quarantine q JOIN cancellation_request r ON r.request_no = q.request_no ORDER BY r.request_id
                """));
        return outcome;
    }

    private List<String> lines(String sql) {
        return this.database.jdbc().sql(sql).query((row, n) -> row.getString(1)).list();
    }

    @Override
    public void close() {
        this.context.close();
        if (this.ownsFolder) {
            clearSettlementFiles();
            delete(this.folder);
        }
    }

}
