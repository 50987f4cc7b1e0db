package org.prorata.web.products;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.RequestId;
import org.prorata.people.Role;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;
import org.prorata.db.callback.CallbackDesk;
import org.prorata.web.ProductWorld;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;

import static org.assertj.core.api.Assertions.assertThat;

/** What belongs to another tenant is not there, whatever is asked of it. */
@Tag("database")
class OtherTenantsTests {

    private static ProductWorld world;

    /** S-N is of T-NORD; S-R with a request and a callback, and S-Q, are of T-RIGA. */
    @BeforeAll
    static void twoTenants() {
        world = ProductWorld.started()
            .subscription("S-N", "T-NORD", "Business Basic", 10)
            .subscription("S-R", "T-RIGA", "Business Premium", 31)
            .subscription("S-Q", "T-RIGA", "Visio", 5);
        TestWeb web = world.web();
        String riga = web.person(TestWeb.OTHER_TENANT_ADMIN).id().value();
        web.bean(CancellationDesk.class)
            .file(List.of(new Cancellation(RequestId.of("R-RIGA"), SubscriptionId.of("S-Q"), java.time.Instant.now(),
                    riga, ProductWorld.today().plusDays(5), "")));
        web.bean(CallbackDesk.class)
            .ask(TenantId.of("T-RIGA"), SubscriptionId.of("S-R"), "+37167000000", "lv", "", riga);
    }

    @AfterAll
    static void close() {
        world.web().close();
    }

    @ParameterizedTest
    @CsvSource({ "GET,/products?tenant=T-RIGA", "GET,/products/S-R", "GET,/products/S-R/cancel",
            "POST,/products/S-R/cancel", "POST,/products/S-R/licences", "POST,/products/S-R/callback",
            "POST,/products/S-R/callback/cancel", "GET,/products/requests/R-RIGA",
            "POST,/products/requests/R-RIGA/withdraw" })
    void theIdOfAnotherTenantIsAsUnknownAsOneThatNobodyHas(String method, String path) {
        Visitor nord = world.web().as(Role.TENANT_ADMIN);
        HttpResponse<String> foreign = send(nord, method, path);
        HttpResponse<String> nobodys = send(nord, method, path.replace("RIGA", "NOBODY").replace("S-R", "S-X"));
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(nobodys.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).doesNotContain("Visio", "Premium", "Zaļā");
        assertThat(world.value("SELECT state FROM cancellation_request WHERE request_id = 'R-RIGA'"))
            .isEqualTo("QUEUED");
        assertThat(world.value("SELECT state FROM callback_request")).isEqualTo("OPEN");
        assertThat(world.value("SELECT assigned_licences FROM subscription WHERE subscription_id = 'S-R'"))
            .isEqualTo("31");
    }

    @Test
    void theOwnTenantIsThere() {
        Visitor nord = world.web().as(Role.TENANT_ADMIN);
        assertThat(nord.get("/products").body()).contains("Business Basic").doesNotContain("Visio");
        assertThat(nord.get("/products/S-N").statusCode()).isEqualTo(200);
        assertThat(nord.get("/products?q=riga").body()).contains("Business Basic").doesNotContain("Zaļā");
    }

    @Test
    void supportLooksAtEveryTenantAndChangesNothingThere() {
        Visitor support = world.web().as(Role.SUPPORT);
        assertThat(support.get("/products?q=ZAĻĀ").body()).contains("T-RIGA");
        assertThat(support.get("/products?tenant=T-RIGA").body()).contains("Visio");
        assertThat(support.get("/products/requests/R-RIGA").statusCode()).isEqualTo(200);
        for (String path : List.of("/products/S-R/cancel", "/products/S-R/licences", "/products/S-R/callback",
                "/products/requests/R-RIGA/withdraw")) {
            assertThat(support.post(path, Map.of("sure", "yes", "assigned", "31", "remove", "7")).statusCode()).as(path)
                .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/products/%F0%9F%98%80", "/products/requests/%00", "/products/S-N/cancel?when=DAY&day=x",
            "/products/S-N/cancel?when=DAY&day=%2B999999999-12-31", "/products?tenant=%20",
            "/callbacks/999999999999999999", "/callbacks/-1", "/callbacks?state=NO", "/callbacks?cursor=x" })
    void whatMakesNoSenseIsAnErrorOfTheCaller(String path) {
        for (Role role : List.of(Role.TENANT_ADMIN, Role.SUPPORT)) {
            assertThat(world.web().as(role).get(path).statusCode()).as(role + " " + path).isBetween(200, 499);
        }
    }

    @Test
    void aConfirmationOfOtherFiguresIsNotTaken() {
        Visitor nord = world.web().as(Role.TENANT_ADMIN);
        nord.get("/products/S-N/cancel");
        HttpResponse<String> answer = nord.post("/products/S-N/cancel", Map.of("effective",
                ProductWorld.today().plusDays(1).toString(), "seen", "0".repeat(64), "sure", "yes"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("The figures have changed");
        assertThat(world.value(
                "SELECT COUNT(*) FROM cancellation_request r JOIN subscription s ON s.subscription_no = r.subscription_no WHERE s.subscription_id = 'S-N'"))
            .isEqualTo("0");
    }

    private static HttpResponse<String> send(Visitor visitor, String method, String path) {
        visitor.get("/products");
        return method.equals("GET") ? visitor.get(path)
                : visitor.post(path, Map.of("effective", ProductWorld.today().plusDays(1).toString(), "sure", "yes",
                        "assigned", "31", "remove", "7", "phone", "+37167000000", "language", "lv"));
    }

}
