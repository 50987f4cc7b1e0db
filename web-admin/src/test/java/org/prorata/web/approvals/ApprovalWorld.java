package org.prorata.web.approvals;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.prorata.approval.ApprovalRule;
import org.prorata.approval.ApprovalRuleBook;
import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.approval.Delegation;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.Filing;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.subscription.SubscriptionId;
import org.prorata.web.TestWeb;

/**
 * Tenants of a country of their own in the shared server, with requests that need
 * approval, so that tests do not meet each other: an approver of a country sees only what
 * was filed there.
 */
public final class ApprovalWorld {

    /** Of every request: 19 of 30 days of 100.00 and its tax of 21.00. */
    public static final String REFUND = "76.63";

    private final TestWeb web;

    private final String country;

    private int number;

    public ApprovalWorld(TestWeb web, String country) {
        this.web = web;
        this.country = country;
    }

    /**
     * Adds a person with the role of an approver, appointed for this country and any
     * amount.
     */
    public String approver(String name) {
        return approver(name, new Approver("-", true, Set.of(this.country), null));
    }

    /** Adds an approver with the scope of another, whose person does not matter. */
    public String approver(String name, Approver scope) {
        String login = login(name);
        String id = this.web.add(login, name + " of " + this.country, RoleGrant.of(Role.APPROVER)).id().value();
        together(() -> this.web.bean(Approvers.class)
            .appoint(new Approver(id, scope.enabled(), scope.countries(), scope.limits()), "test"));
        return login;
    }

    public String login(String name) {
        return name.toLowerCase(java.util.Locale.ROOT) + "." + this.country.toLowerCase(java.util.Locale.ROOT);
    }

    public String id(String login) {
        return this.web.person(login).id().value();
    }

    public void delegate(String from, String to) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        together(() -> this.web.bean(Approvers.class)
            .delegate(new Delegation(0, id(from), id(to), today.minusDays(1), today.plusDays(1)), "test"));
    }

    public void rules(ApprovalRule... rules) {
        together(() -> this.web.bean(ApprovalRuleBook.class).replace(List.of(rules), "test"));
    }

    /** Files a request of a new tenant that somebody outside asked for. */
    public String filed() {
        return filed("nora@example.com");
    }

    /** Files a request of a new tenant. */
    public String filed(String requestedBy) {
        subscribed();
        String request = this.country + "-" + this.number;
        Filing filing = this.web.bean(CancellationDesk.class)
            .file(List.of(new Cancellation(RequestId.of(request), SubscriptionId.of(subscription()), Instant.now(),
                    requestedBy, effective(), "moving <on>")))
            .getFirst();
        if (!(filing instanceof Filing.Filed)) {
            throw new IllegalStateException(filing.toString());
        }
        return request;
    }

    /**
     * Adds a tenant with a paid subscription of 31 licences for 30 days, ten of which are
     * over.
     */
    public void subscribed() {
        this.number++;
        LocalDate start = effective().minusDays(11);
        sql("""
                INSERT INTO tenant (tenant_id, name, country, locale, time_zone, currency, billing_day)
                VALUES (?, ?, ?, 'sv', 'UTC', 'EUR', 1)
                """, tenant(), "Tenant %03d of %s".formatted(this.number, this.country), this.country);
        sql("""
                INSERT INTO subscription (subscription_id, tenant_no, product, kind, channel, payment_method, billing_frequency,
                    first_term_start, term_start, term_end, purchased_licences, assigned_licences, auto_renew, state, state_since)
                SELECT ?, tenant_no, 'Business Premium', 'PAID', 'DIRECT', 'CARD', 'MONTHLY', ?, ?, ?, 31, 31, TRUE, 'ACTIVE', ?
                FROM tenant WHERE tenant_id = ?
                """,
                subscription(), start, start, start.plusDays(29), start, tenant());
        sql("""
                INSERT INTO charge (charge_id, subscription_no, invoice_number, service_from, service_to, unit_price, quantity, net,
                    tax_rate, tax, paid, currency)
                SELECT ?, subscription_no, ?, ?, ?, 10, 10, 100, 0.21, 21, 121, 'EUR' FROM subscription WHERE subscription_id = ?
                """,
                "C-" + tenant(), "I-" + tenant(), start, start.plusDays(29), subscription());
    }

    public static LocalDate effective() {
        return LocalDate.now(ZoneOffset.UTC).plusDays(1);
    }

    public String tenant() {
        return "T-" + this.country + "-" + this.number;
    }

    public String subscription() {
        return "S-" + this.country + "-" + this.number;
    }

    /** Makes the licences, and with them the figures, other ones than were seen. */
    public void licences(String request, int licences) {
        sql("""
                UPDATE subscription s JOIN cancellation_request r ON r.subscription_no = s.subscription_no
                JOIN tenant t ON t.tenant_no = s.tenant_no
                SET s.assigned_licences = ?, s.purchased_licences = ?, t.revision = t.revision + 1 WHERE r.request_id = ?
                """,
                licences, licences, request);
    }

    public String stateOf(String request) {
        return this.web.database()
            .asOwner()
            .sql("SELECT state FROM cancellation_request WHERE request_id = ?")
            .param(request)
            .query(String.class)
            .single();
    }

    public long decisionsOn(String request) {
        return this.web.database()
            .asOwner()
            .sql("SELECT COUNT(*) FROM approval a JOIN cancellation_request r ON r.request_no = a.request_no WHERE r.request_id = ?")
            .param(request)
            .query(Long.class)
            .single();
    }

    public void sql(String sql, Object... parameters) {
        this.web.database().asOwner().sql(sql).params(parameters).update();
    }

    public static Approver upTo(String country, String amount) {
        return new Approver("-", true, Set.of(country), Map.of("EUR", new BigDecimal(amount)));
    }

    private void together(Runnable work) {
        this.web.bean(UnitOfWork.class).inOneTransaction(() -> {
            work.run();
            return this;
        });
    }

}
