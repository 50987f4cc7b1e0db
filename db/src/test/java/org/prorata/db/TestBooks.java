package org.prorata.db;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;

import org.prorata.approval.ApprovalRuleBook;
import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.ApprovalDesk;
import org.prorata.cancellation.ApprovalView;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.DecisionOutcome;
import org.prorata.cancellation.Filing;
import org.prorata.cancellation.ProductDesk;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.credit.CreditCalculation;
import org.prorata.db.approval.JdbcApprovalCases;
import org.prorata.db.approval.JdbcApprovalRuleBook;
import org.prorata.db.approval.JdbcApprovers;
import org.prorata.db.audit.JdbcAuditTrail;
import org.prorata.db.callback.CallbackDesk;
import org.prorata.db.cancellation.JdbcCancellationRequests;
import org.prorata.db.credit.ReturnDesk;
import org.prorata.db.outbox.JdbcOutbox;
import org.prorata.db.outbox.Webhooks;
import org.prorata.db.run.Certification;
import org.prorata.db.run.ClaimedRequest;
import org.prorata.db.run.ClaimedRequests;
import org.prorata.db.run.Claiming;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.Quarantine;
import org.prorata.db.run.Reconciliation;
import org.prorata.db.run.Returns;
import org.prorata.db.run.SettledRequest;
import org.prorata.db.run.SettlementWriter;
import org.prorata.db.run.Verification;
import org.prorata.db.subscription.JdbcSubscriptions;
import org.prorata.policy.Policies;
import org.prorata.policy.PoliciesFile;
import org.prorata.run.Certificate;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunState;
import org.prorata.subscription.SubscriptionId;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Books in a real database for tests: a few words to fill them, the parts of a run put
 * together without a job around them, and the owner's hand to tamper with what is there.
 */
public final class TestBooks {

    /** It is noon of 15 June 2024, a Saturday. */
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2024-06-15T12:00:00Z"), ZoneOffset.UTC);

    public static final LocalDate TODAY = LocalDate.of(2024, 6, 15);

    /** In an order in which they can be emptied. */
    private static final List<String> TABLES = List.of("report_delivery", "report_subscription", "report_export",
            "refund_flow", "refund_group", "published_run", "tenant_history", "subscription_history", "webhook_attempt",
            "webhook_delivery", "outbox_event", "webhook", "idempotency_key", "run_request", "callback_request",
            "return_retry", "return_failure", "ledger_correction", "approval_figures", "approval", "approval_case",
            "approval_rule", "approver_delegation", "approver_country", "approver_limit", "approver", "claimed_request",
            "quarantine", "run_total", "ledger_entry", "credit_return", "credit_line", "credit", "cancellation_request",
            "charge", "subscription", "tenant", "nightly_run", "audit_event", "lease_holder");

    private final TestDatabase database;

    private final JdbcClient owner;

    private final JdbcTemplate template;

    private final JdbcTemplate streaming;

    private final TransactionTemplate transactions;

    private final Policies policies = PoliciesFile.shipped();

    private TestBooks(TestDatabase database) {
        this.database = database;
        DatabaseSettings settings = database.settings();
        this.owner = JdbcClient.create(
                new SingleConnectionDataSource(settings.url(), settings.ownerUser(), settings.ownerPassword(), true));
        this.template = DataSources.template(database.dataSource());
        this.streaming = DataSources.template(database.dataSource());
        this.streaming.setFetchSize(Integer.MIN_VALUE);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
    }

    /** Opens books in a new, migrated database. */
    public static TestBooks opened() {
        return new TestBooks(TestDatabase.migrated());
    }

    /** Takes everything out again, so that a test class needs one database only. */
    public TestBooks emptied() {
        // a correction goes before what it corrects
        change("DELETE FROM report_snapshot ORDER BY snapshot_no DESC");
        TABLES.forEach(table -> change("DELETE FROM " + table));
        change("UPDATE audit_head SET sequence = 0, hash = REPEAT('0', 64)");
        return this;
    }

    /** Adds a tenant of Riga. */
    public TestBooks tenant(String id, String currency, int billingDay) {
        return change("""
                INSERT INTO tenant (tenant_id, name, country, locale, time_zone, currency, billing_day)
                VALUES (?, ?, 'LV', 'lv', 'Europe/Riga', ?, ?)
                """, id, "Tenant " + id, currency, billingDay);
    }

    /**
     * Adds a paid subscription of ten licences, for June 2024, monthly and by card; a
     * test changes what it wants otherwise.
     */
    public TestBooks subscription(String id, String tenant) {
        return change(
                """
                        INSERT INTO subscription (subscription_id, tenant_no, product, kind, channel, payment_method, billing_frequency,
                            first_term_start, term_start, term_end, purchased_licences, assigned_licences, auto_renew, state, state_since)
                        SELECT ?, tenant_no, 'Business Premium', 'PAID', 'DIRECT', 'CARD', 'MONTHLY', '2024-06-01', '2024-06-01', '2024-06-30',
                            10, 10, TRUE, 'ACTIVE', '2024-06-01'
                        FROM tenant WHERE tenant_id = ?
                        """,
                id, tenant);
    }

    /** Adds a charge for June 2024 that was paid in full. */
    public TestBooks charge(String id, String subscription, String net, String tax) {
        return change(
                """
                        INSERT INTO charge (charge_id, subscription_no, invoice_number, service_from, service_to, unit_price, quantity, net,
                            tax_rate, tax, paid, currency)
                        SELECT ?, s.subscription_no, CONCAT('I-', ?), '2024-06-01', '2024-06-30', 10, 10, ?, 0.21, ?, ?, t.currency
                        FROM subscription s JOIN tenant t ON t.tenant_no = s.tenant_no
                        WHERE s.subscription_id = ?
                        """,
                id, id, new BigDecimal(net), new BigDecimal(tax), new BigDecimal(net).add(new BigDecimal(tax)),
                subscription);
    }

    /**
     * Adds a tenant's subscription with one charge: {@code C} and {@code S} and the
     * number.
     */
    public TestBooks charged(String tenant, int number, String net, String tax) {
        return subscription("S" + number, tenant).charge("C" + number, "S" + number, net, tax);
    }

    /** Hands a cancellation in at the desk, today, by anna@example.com. */
    public TestBooks cancel(String request, String subscription, LocalDate effective) {
        Filing filing = desk().file(List.of(cancellation(request, subscription, effective))).getFirst();
        if (!(filing instanceof Filing.Filed)) {
            throw new IllegalStateException(filing.toString());
        }
        return this;
    }

    public static Cancellation cancellation(String request, String subscription, LocalDate effective) {
        return new Cancellation(RequestId.of(request), SubscriptionId.of(subscription), CLOCK.instant(),
                "anna@example.com", effective, "moving on");
    }

    /** Approves a request for the figures it has now. */
    public TestBooks approve(String request) {
        approver("boss@example.com");
        DecisionOutcome outcome = say(request, "boss@example.com");
        if (!(outcome instanceof DecisionOutcome.Approved)) {
            throw new IllegalStateException(outcome.toString());
        }
        return this;
    }

    /** Makes somebody an approver for every country and every amount. */
    public TestBooks approver(String person) {
        together(() -> {
            approvers().appoint(Approver.ofEverything(person), "people@example.com");
            return person;
        });
        return this;
    }

    /** Lets somebody look at a request and say yes to what is shown. */
    public DecisionOutcome say(String request, String person) {
        ApprovalView view = approvalDesk().open(RequestId.of(request), person).orElseThrow();
        return approvalDesk().approve(RequestId.of(request), person, view.approval().version(), view.figures().hash(),
                "fine");
    }

    /** Runs everything that a night does, up to the certificate. */
    public NightlyRun night(LocalDate businessDate) {
        NightlyRun run = claimed(businessDate);
        settle(run);
        giveBack(run);
        return certified(run);
    }

    /** Opens a run and lets it claim what is due. */
    public NightlyRun claimed(LocalDate businessDate) {
        NightlyRun opened = runs().open(businessDate);
        together(() -> {
            runs().move(opened.id(), RunState.CLAIMING);
            claiming().askAgain(businessDate);
            claiming().claim(opened.id(), businessDate);
            runs().countClaimed(opened.id(), claiming().freeze(opened.id()));
            runs().move(opened.id(), RunState.CREDITING);
            return opened;
        });
        return runs().find(opened.id()).orElseThrow();
    }

    /** Settles all that a run has claimed. */
    public void settle(NightlyRun run) {
        for (int bucket : claiming().buckets(run.id())) {
            List<ClaimedRequest> page = claimedRequests().page(run.id(), bucket, 0, 1000);
            settle(run, page.stream().map(this::settled).toList());
        }
    }

    public void settle(NightlyRun run, List<SettledRequest> settled) {
        together(() -> {
            new SettlementWriter(this.template, this.transactions.getTransactionManager(), quarantine()).write(run.id(),
                    run.businessDate(), settled);
            return settled;
        });
    }

    public SettledRequest settled(ClaimedRequest claimed) {
        return new SettledRequest(claimed,
                CreditCalculation.settle(claimed.request().cancellation(), claimed.tenant(), claimed.subscription(),
                        this.policies.find(claimed.request().policy()).orElseThrow(), claimed.charges()));
    }

    /** Orders and confirms the returns of a run. */
    public void giveBack(NightlyRun run) {
        together(() -> {
            runs().move(run.id(), RunState.RETURNING);
            returns().order(run.id(), run.businessDate());
            returns().confirm(run.id(), run.businessDate());
            return run;
        });
    }

    /** Balances a run and writes its certificate. */
    public NightlyRun certified(NightlyRun run) {
        return together(() -> {
            runs().balanced(run.id(), reconciliation().count(run.id()));
            NightlyRun balanced = runs().find(run.id()).orElseThrow();
            Certificate certificate = certification().of(run.id(), run.businessDate(), balanced.counts());
            runs().certified(run.id(), certificate);
            audit().append("nightly run", "CERTIFIED", "run " + run.businessDate(), certificate.hash());
            return runs().find(run.id()).orElseThrow();
        });
    }

    /** Changes the books with the owner's rights. */
    public TestBooks change(String sql, Object... parameters) {
        this.owner.sql(sql).params(parameters).update();
        return this;
    }

    /** Returns one value as text, {@code null} as "null". */
    public String value(String sql, Object... parameters) {
        return this.owner.sql(sql).params(parameters).query((row, n) -> String.valueOf(row.getString(1))).single();
    }

    /** Returns the first column of every row as text. */
    public List<String> values(String sql, Object... parameters) {
        return this.owner.sql(sql).params(parameters).query((row, n) -> String.valueOf(row.getString(1))).list();
    }

    /** Returns the state of a request. */
    public String stateOf(String request) {
        return value("SELECT state FROM cancellation_request WHERE request_id = ?", request);
    }

    /** Does something in one transaction of the application. */
    public <T> T together(Supplier<T> work) {
        return this.transactions.execute(status -> work.get());
    }

    public TestDatabase database() {
        return this.database;
    }

    public JdbcTemplate template() {
        return this.template;
    }

    public JdbcTemplate streaming() {
        return this.streaming;
    }

    public Policies policies() {
        return this.policies;
    }

    public UnitOfWork work() {
        return new UnitOfWork() {

            @Override
            public <T> T inOneTransaction(Supplier<T> supplier) {
                return together(supplier);
            }

        };
    }

    public CancellationDesk desk() {
        return new CancellationDesk(this.policies, subscriptions(), requests(), cases(), rules(), audit(), outbox(),
                work(), CLOCK, 14);
    }

    public ApprovalDesk approvalDesk() {
        return new ApprovalDesk(this.policies, subscriptions(), requests(), cases(), approvers(), rules(), audit(),
                outbox(), work(), CLOCK);
    }

    public ProductDesk productDesk() {
        return new ProductDesk(this.policies, subscriptions(), requests(), audit(), work(), CLOCK);
    }

    public JdbcApprovalCases cases() {
        return new JdbcApprovalCases(this.template, CLOCK);
    }

    public Approvers approvers() {
        return new JdbcApprovers(client(), audit(), CLOCK);
    }

    public ApprovalRuleBook rules() {
        return new JdbcApprovalRuleBook(client(), audit());
    }

    public JdbcOutbox outbox() {
        return new JdbcOutbox(client(), CLOCK);
    }

    public ReturnDesk returnDesk() {
        return new ReturnDesk(client(), audit(), outbox(), work(), CLOCK);
    }

    public Webhooks webhooks() {
        return new Webhooks(client(), audit(), work(), CLOCK);
    }

    public CallbackDesk callbackDesk() {
        return new CallbackDesk(client(), desk(), audit(), work(), CLOCK);
    }

    public JdbcTransactionManager transactionManager() {
        return new JdbcTransactionManager(this.database.dataSource());
    }

    public JdbcClient client() {
        return JdbcClient.create(this.template);
    }

    public JdbcSubscriptions subscriptions() {
        return new JdbcSubscriptions(JdbcClient.create(this.template));
    }

    public JdbcCancellationRequests requests() {
        return new JdbcCancellationRequests(this.template, CLOCK);
    }

    public AuditTrail audit() {
        return new JdbcAuditTrail(this.streaming, CLOCK);
    }

    public NightlyRuns runs() {
        return new NightlyRuns(JdbcClient.create(this.template), CLOCK);
    }

    public Claiming claiming() {
        return new Claiming(JdbcClient.create(this.template), subscriptions(), desk());
    }

    public ClaimedRequests claimedRequests() {
        return new ClaimedRequests(JdbcClient.create(this.template), this.policies);
    }

    public Quarantine quarantine() {
        return new Quarantine(JdbcClient.create(this.template), 20, 20);
    }

    public Returns returns() {
        return new Returns(this.streaming);
    }

    public Reconciliation reconciliation() {
        return new Reconciliation(JdbcClient.create(this.template));
    }

    public Certification certification() {
        return new Certification(this.streaming);
    }

    public Verification verification() {
        return new Verification(JdbcClient.create(this.template), audit(), runs(), certification());
    }

}
