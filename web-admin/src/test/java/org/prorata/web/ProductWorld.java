package org.prorata.web;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;

import org.prorata.cancellation.UnitOfWork;
import org.prorata.credit.CreditCalculation;
import org.prorata.db.TestDatabase;
import org.prorata.db.run.Certification;
import org.prorata.db.run.ClaimedRequests;
import org.prorata.db.run.Claiming;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.Reconciliation;
import org.prorata.db.run.Returns;
import org.prorata.db.run.SettledRequest;
import org.prorata.db.run.SettlementWriter;
import org.prorata.policy.Policies;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunState;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Subscriptions for the tenants of {@link TestWeb}: ten days into a term of thirty, with
 * one charge of 300.00 and 75.00 tax that was paid by card. Today is the tenants' today,
 * whatever day the test runs on.
 */
public final class ProductWorld {

    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private final TestWeb web;

    private final JdbcClient owner;

    private ProductWorld(TestWeb web) {
        this.web = web;
        this.owner = web.database().asOwner();
    }

    /** Starts a server of its own. */
    public static ProductWorld started() {
        return new ProductWorld(TestWeb.started(TestDatabase.migrated(), java.util.Map.of()));
    }

    public TestWeb web() {
        return this.web;
    }

    public static LocalDate today() {
        return LocalDate.now(ZONE);
    }

    /** Adds a paid subscription with so many assigned licences, and its charge. */
    public ProductWorld subscription(String id, String tenant, String product, int assigned) {
        LocalDate start = today().minusDays(10);
        this.owner
            .sql("""
                    INSERT INTO subscription (subscription_id, tenant_no, product, kind, channel, payment_method, billing_frequency,
                        first_term_start, term_start, term_end, purchased_licences, assigned_licences, auto_renew, state, state_since)
                    SELECT ?, tenant_no, ?, 'PAID', 'DIRECT', 'CARD', 'MONTHLY', ?, ?, ?, ?, ?, TRUE, 'ACTIVE', ?
                    FROM tenant WHERE tenant_id = ?
                    """)
            .params(id, product, start, start, start.plusDays(29), assigned, assigned, start, tenant)
            .update();
        this.owner
            .sql("""
                    INSERT INTO charge (charge_id, subscription_no, invoice_number, service_from, service_to, unit_price, quantity, net,
                        tax_rate, tax, paid, currency)
                    SELECT CONCAT('C-', ?), subscription_no, 'I-1', term_start, term_end, ?, assigned_licences, 300, 0.25, 75, 375, 'EUR'
                    FROM subscription WHERE subscription_id = ?
                    """)
            .params(id, new BigDecimal("300").divide(BigDecimal.valueOf(assigned), 6, java.math.RoundingMode.HALF_UP),
                    id)
            .update();
        return this;
    }

    /** Changes the books with the owner's rights. */
    public ProductWorld change(String sql, Object... parameters) {
        this.owner.sql(sql).params(parameters).update();
        return this;
    }

    /** Returns one value as text. */
    public String value(String sql, Object... parameters) {
        return this.owner.sql(sql).params(parameters).query((row, n) -> String.valueOf(row.getString(1))).single();
    }

    /** Does what a night does, from claiming to the certificate. */
    public void night(LocalDate businessDate) {
        NightlyRuns runs = bean(NightlyRuns.class);
        NightlyRun run = runs.open(businessDate);
        together(() -> {
            runs.move(run.id(), RunState.CLAIMING);
            bean(Claiming.class).askAgain(businessDate);
            bean(Claiming.class).claim(run.id(), businessDate);
            runs.countClaimed(run.id(), bean(Claiming.class).freeze(run.id()));
            runs.move(run.id(), RunState.CREDITING);
        });
        for (int bucket : bean(Claiming.class).buckets(run.id())) {
            together(() -> bean(SettlementWriter.class).write(run.id(), businessDate, bean(ClaimedRequests.class)
                .page(run.id(), bucket, 0, 1000)
                .stream()
                .map(claimed -> new SettledRequest(claimed, CreditCalculation.settle(claimed.request().cancellation(),
                        claimed.tenant(), claimed.subscription(),
                        bean(Policies.class).find(claimed.request().policy()).orElseThrow(), claimed.charges())))
                .toList()));
        }
        together(() -> {
            runs.move(run.id(), RunState.RETURNING);
            bean(Returns.class).order(run.id(), businessDate);
            bean(Returns.class).confirm(run.id(), businessDate);
            runs.balanced(run.id(), bean(Reconciliation.class).count(run.id()));
            NightlyRun balanced = runs.find(run.id()).orElseThrow();
            runs.certified(run.id(), bean(Certification.class).of(run.id(), businessDate, balanced.counts()));
        });
    }

    private void together(Runnable work) {
        bean(UnitOfWork.class).inOneTransaction(() -> {
            work.run();
            return work;
        });
    }

    private <T> T bean(Class<T> type) {
        return this.web.bean(type);
    }

}
