package org.prorata.web.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;

import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.TestDatabase;
import org.prorata.db.people.ApiClients;
import org.prorata.people.Scope;
import org.prorata.people.Role;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server of its own for the tests of the API, whose approvers are appointed, and
 * subscriptions to cancel.
 */
final class ApiWorld {

    private static final class Shared {

        private static final ApiWorld INSTANCE = new ApiWorld();

    }

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestWeb web = TestWeb.started(TestDatabase.migrated(),
            java.util.Map.of("prorata.webhooks.allow-private", true, "prorata.webhooks.pause", "200ms"));

    private ApiWorld() {
        for (String login : new String[] { "approver", TestWeb.SECOND_APPROVER }) {
            String person = this.web.person(login).id().value();
            this.web.bean(UnitOfWork.class).inOneTransaction(() -> {
                this.web.bean(Approvers.class).appoint(Approver.ofEverything(person), "test");
                return person;
            });
        }
    }

    static ApiWorld shared() {
        return Shared.INSTANCE;
    }

    TestWeb web() {
        return this.web;
    }

    /** Returns a new client with all scopes that acts as somebody. */
    Visitor as(String login) {
        return this.web.apiClient(login, Set.of(Scope.values()));
    }

    /** Returns a new token with all scopes that acts as somebody. */
    String token(String login) {
        return this.web.bean(ApiClients.class)
            .create("test", "client of " + login, this.web.person(login), Set.of(Scope.values()), Duration.ofDays(1))
            .secret();
    }

    Visitor as(Role role) {
        return as(TestWeb.login(role));
    }

    /** Returns the tenants' day. */
    static LocalDate today() {
        return LocalDate.now(ZoneId.of("Europe/Stockholm"));
    }

    /**
     * Sells an annual subscription that began the day before yesterday, for 12.00 a
     * licence and 20 percent tax, paid by card.
     * @return its id
     */
    String sell(String tenant, int licences) {
        String id = "S-" + UUID.randomUUID().toString().substring(0, 8);
        LocalDate start = today().minusDays(2);
        LocalDate end = start.plusYears(1).minusDays(1);
        BigDecimal net = BigDecimal.valueOf(12L * licences);
        BigDecimal tax = net.multiply(new BigDecimal("0.2"));
        this.web.database()
            .jdbc()
            .sql("""
                    INSERT INTO subscription (subscription_id, tenant_no, product, kind, channel, payment_method, billing_frequency,
                        first_term_start, term_start, term_end, purchased_licences, assigned_licences, auto_renew, state, state_since)
                    VALUES (:id, (SELECT tenant_no FROM tenant WHERE tenant_id = :tenant), 'Basic', 'PAID', 'DIRECT', 'CARD', 'ANNUAL',
                        :start, :start, :end, :licences, :licences, TRUE, 'ACTIVE', :start)
                    """)
            .param("id", id)
            .param("tenant", tenant)
            .param("start", start)
            .param("end", end)
            .param("licences", licences)
            .update();
        this.web.database()
            .jdbc()
            .sql("""
                    INSERT INTO charge (charge_id, subscription_no, invoice_number, service_from, service_to, unit_price, quantity, net,
                        tax_rate, tax, paid, currency)
                    VALUES (:charge, (SELECT subscription_no FROM subscription WHERE subscription_id = :id), 'I-1', :start, :end, 12, :licences,
                        :net, 0.2, :tax, :paid, 'EUR')
                    """)
            .param("charge", "C-" + id)
            .param("id", id)
            .param("start", start)
            .param("end", end)
            .param("licences", licences)
            .param("net", net)
            .param("tax", tax)
            .param("paid", net.add(tax))
            .update();
        return id;
    }

    static JsonNode json(java.net.http.HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    static String key() {
        return UUID.randomUUID().toString();
    }

}
