package org.prorata.web.api;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.people.Role;
import org.prorata.people.Scope;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class CancellationsApiTests {

    private static final ApiWorld WORLD = ApiWorld.shared();

    private final Visitor tenant = WORLD.as(Role.TENANT_ADMIN);

    private final Visitor approver = WORLD.as(Role.APPROVER);

    private static String body(String subscription) {
        return "{\"subscription_id\":\"" + subscription + "\",\"effective_date\":\"" + ApiWorld.today().plusDays(1)
                + "\",\"reason\":\"moving on\"}";
    }

    private HttpResponse<String> file(Visitor visitor, String subscription, String key) {
        return visitor.send("POST", "/api/v1/cancellations", body(subscription), Idempotency.KEY, key);
    }

    private JsonNode filed(String subscription) {
        HttpResponse<String> answer = file(this.tenant, subscription, ApiWorld.key());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return ApiWorld.json(answer);
    }

    private static String code(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = ApiWorld.json(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(problem.path("traceId").asString())
            .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(problem.path("type").asString()).isEqualTo("urn:prorata:problem:" + problem.path("code").asString());
        return problem.path("code").asString();
    }

    @Test
    void aSmallTenantsCancellationIsQueuedAtOnceAndCanBeWithdrawn() {
        String subscription = WORLD.sell("T-NORD", 3);
        JsonNode eligibility = ApiWorld.json(this.tenant.get("/api/v1/subscriptions/" + subscription + "/eligibility"));
        assertThat(eligibility.path("route").asString()).isEqualTo("SELF_SERVICE");
        HttpResponse<String> answer = file(this.tenant, subscription, ApiWorld.key());
        JsonNode filed = ApiWorld.json(answer);
        assertThat(filed.path("state").asString()).isEqualTo("QUEUED");
        assertThat(filed.path("requested_by").asString()).isEqualTo(WORLD.web().person("tenant.admin").id().value());
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(ApiWorld.json(this.tenant.get(location)).path("reason").asString()).isEqualTo("moving on");
        HttpResponse<String> withdrawn = this.tenant.call("POST", location + "/withdraw");
        assertThat(ApiWorld.json(withdrawn).path("state").asString()).isEqualTo("WITHDRAWN");
        assertThat(code(this.tenant.call("POST", location + "/withdraw"))).isEqualTo("WRONG_STATE");
    }

    @Test
    void aPreviewShowsTheMoneyLineByLine() {
        String subscription = WORLD.sell("T-NORD", 10);
        JsonNode preview = ApiWorld.json(this.tenant.get("/api/v1/subscriptions/" + subscription
                + "/refund-preview?effective_date=" + ApiWorld.today().plusDays(1)));
        assertThat(preview.path("outcome").asString()).isEqualTo("CREDIT");
        JsonNode gross = preview.path("refund").path("gross");
        assertThat(gross.path("currency").asString()).isEqualTo("EUR");
        assertThat(gross.path("amount").asString()).matches("[0-9]+[.][0-9]{2}");
        assertThat(preview.path("lines")).hasSize(1);
        assertThat(preview.path("explanation").asString()).contains("Together net");
        assertThat(code(
                this.tenant.get("/api/v1/subscriptions/" + subscription + "/refund-preview?effective_date=2020-01-01")))
            .isEqualTo("INVALID");
    }

    @Test
    void fourEyesHoldAcrossClients() {
        String subscription = WORLD.sell("T-NORD", 40);
        JsonNode filed = filed(subscription);
        assertThat(filed.path("state").asString()).isEqualTo("PENDING_APPROVAL");
        String path = "/api/v1/cancellations/" + filed.path("request_id").asString();
        // the one who asked is given the right to approve, and uses another client
        String person = WORLD.web().person("tenant.admin").id().value();
        Visitor same = WORLD.web().apiClient("tenant.admin", Set.of(Scope.CANCELLATIONS_DECIDE));
        WORLD.web()
            .bean(org.prorata.db.people.People.class)
            .give("test", WORLD.web().person("tenant.admin"), org.prorata.people.RoleGrant.approver(List.of(), null));
        WORLD.web().bean(org.prorata.cancellation.UnitOfWork.class).inOneTransaction(() -> {
            WORLD.web()
                .bean(org.prorata.approval.Approvers.class)
                .appoint(org.prorata.approval.Approver.ofEverything(person), "test");
            return person;
        });
        HttpResponse<String> read = this.approver.get(path);
        String tag = read.headers().firstValue("ETag").orElseThrow();
        assertThat(ApiWorld.json(read).path("approval").path("may_decide").asBoolean()).isTrue();
        HttpResponse<String> own = same.send("POST", path + "/approve", "{}", "If-Match", tag);
        assertThat(own.statusCode()).isEqualTo(403);
        assertThat(code(own)).isEqualTo("OWN_REQUEST");
        WORLD.web()
            .bean(org.prorata.db.people.People.class)
            .take("test", WORLD.web().person("tenant.admin"), Role.APPROVER);
        assertThat(this.approver.send("POST", path + "/approve", "{}").statusCode()).isEqualTo(428);
        assertThat(this.approver.send("POST", path + "/approve", "{}", "If-Match", "*").statusCode()).isEqualTo(412);
        assertThat(this.approver.send("POST", path + "/approve", "{}", "If-Match", "\"v1." + "0".repeat(64) + "\"")
            .statusCode()).isEqualTo(412);
        HttpResponse<String> approved = this.approver.send("POST", path + "/approve", "{\"comment\":\"fine\"}",
                "If-Match", tag);
        assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
        assertThat(ApiWorld.json(approved).path("state").asString()).isEqualTo("QUEUED");
        HttpResponse<String> late = WORLD.as(TestWeb.SECOND_APPROVER)
            .send("POST", path + "/reject", "{\"reason\":\"OTHER\",\"words\":\"I think otherwise\"}", "If-Match", tag);
        assertThat(late.statusCode()).isEqualTo(412);
        HttpResponse<String> takenBack = this.approver.call("POST", path + "/take-back");
        assertThat(takenBack.statusCode()).as(takenBack.body()).isEqualTo(200);
        assertThat(ApiWorld.json(takenBack).path("state").asString()).isEqualTo("PENDING_APPROVAL");
        assertThat(code(this.approver.call("POST", path + "/take-back"))).isEqualTo("WRONG_STATE");
    }

    @Test
    void anotherTenantsThingsDoNotExist() {
        String subscription = WORLD.sell("T-RIGA", 3);
        Visitor riga = WORLD.as(TestWeb.OTHER_TENANT_ADMIN);
        JsonNode filed = ApiWorld.json(file(riga, subscription, ApiWorld.key()));
        String path = "/api/v1/cancellations/" + filed.path("request_id").asString();
        assertThat(riga.get(path).statusCode()).isEqualTo(200);
        for (HttpResponse<String> answer : List.of(this.tenant.get(path), this.tenant.call("POST", path + "/withdraw"),
                this.tenant.get("/api/v1/subscriptions/" + subscription + "/eligibility"),
                this.tenant.get("/api/v1/cancellations?tenant_id=T-RIGA"), this.tenant.get("/api/v1/subscriptions/"
                        + subscription + "/refund-preview?effective_date=" + ApiWorld.today()))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(code(answer)).isEqualTo("NOT_FOUND");
        }
        HttpResponse<String> foreign = file(this.tenant, subscription, ApiWorld.key());
        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(foreign.body()).contains("\"pointer\":\"/subscription_id\"").contains("UNKNOWN");
        assertThat(this.tenant.get("/api/v1/cancellations").body()).doesNotContain(subscription);
    }

    @Test
    void aKeyDoesItsWorkOnce() {
        String key = ApiWorld.key();
        String subscription = WORLD.sell("T-NORD", 2);
        HttpResponse<String> first = file(this.tenant, subscription, key);
        HttpResponse<String> again = file(this.tenant, subscription, key);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
        assertThat(again.headers().firstValue(Idempotency.REPLAYED)).contains("true");
        assertThat(first.headers().firstValue(Idempotency.REPLAYED)).isEmpty();
        HttpResponse<String> other = file(this.tenant, WORLD.sell("T-NORD", 2), key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(code(other)).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        HttpResponse<String> none = this.tenant.send("POST", "/api/v1/cancellations", body(subscription));
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(code(none)).isEqualTo("IDEMPOTENCY_KEY_MISSING");
        HttpResponse<String> open = file(this.tenant, subscription, ApiWorld.key());
        assertThat(open.statusCode()).isEqualTo(409);
        assertThat(code(open)).isEqualTo("OPEN_REQUEST_EXISTS");
    }

    @Test
    void aKeyThatIsStillAtWorkSaysSo() {
        String key = ApiWorld.key();
        String subscription = WORLD.sell("T-NORD", 2);
        assertThat(file(this.tenant, subscription, key).statusCode()).isEqualTo(201);
        WORLD.web()
            .database()
            .asOwner()
            .sql("UPDATE idempotency_key SET status = NULL, body = NULL, location = NULL WHERE idempotency_key = ?")
            .param(key)
            .update();
        HttpResponse<String> answer = file(this.tenant, subscription, key);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(code(answer)).isEqualTo("IDEMPOTENCY_KEY_RUNNING");
    }

    @Test
    void pagesFollowTheLinkAndAForgedCursorIsRefused() {
        for (int i = 0; i < 5; i++) {
            filed(WORLD.sell("T-NORD", 1));
        }
        List<String> seen = new ArrayList<>();
        String next = "/api/v1/cancellations?limit=2";
        while (next != null && seen.size() < 5) {
            HttpResponse<String> page = this.tenant.get(next);
            JsonNode json = ApiWorld.json(page);
            json.path("data").forEach(each -> seen.add(each.path("request_id").asString()));
            next = page.headers()
                .firstValue("Link")
                .map(link -> link.replaceFirst("^<(.*)>; rel=\"next\"$", "$1"))
                .orElse(null);
            assertThat(json.path("next_cursor").isMissingNode()).isEqualTo(next == null);
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
        for (String wrong : List.of("cursor=abc", "limit=0", "limit=101", "limit=x", "statt=OPEN", "limit=1&limit=2")) {
            HttpResponse<String> answer = this.tenant.get("/api/v1/cancellations?" + wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(code(answer)).isEqualTo("INVALID");
            assertThat(answer.body()).contains("\"pointer\":\"?" + wrong.substring(0, wrong.indexOf('=')) + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en    | Assigned licences: 30. Only fewer than 25 | File the request and wait for an approver
            zh-TW | 25 | 提出要求並等待核准者
            zh-CN | 25 | 提交请求并等待审批人
            lv    | 25 | Iesniedziet pieprasījumu un gaidiet apstiprinātāju
            sv    | 25 | Lämna in begäran och vänta på en godkännare
            bg    | 25 | Подайте заявката и изчакайте одобряващ
            """)
    void theGateArguesInTheCallersLanguage(String language, String reason, String action) {
        JsonNode eligibility = ApiWorld.json(this.tenant
            .get("/api/v1/subscriptions/" + WORLD.sell("T-NORD", 30) + "/eligibility", "Accept-Language", language));
        assertThat(eligibility.path("reasons").path(0).path("code").asString()).isEqualTo("ABOVE_LIMIT");
        assertThat(eligibility.path("reasons").path(0).path("text").asString()).contains(reason);
        assertThat(eligibility.path("actions").findValuesAsString("text")).contains(action);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en    | Accepted: one of
            zh-TW | 可接受：
            zh-CN | 可接受：
            lv    | Pieņem: vienu no
            sv    | Godtas: ett av
            bg    | Приема се: едно от
            de    | Accepted: one of
            """)
    void problemsAreInTheCallersLanguage(String language, String text) {
        JsonNode filed = filed(WORLD.sell("T-NORD", 30));
        HttpResponse<String> answer = this.approver.send("POST",
                "/api/v1/cancellations/" + filed.path("request_id").asString() + "/reject",
                "{\"reason\":\"BORED\",\"words\":\"because I can\"}", "If-Match", "\"v1\"", "Accept-Language",
                language);
        JsonNode problem = ApiWorld.json(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(400);
        JsonNode part = problem.path("errors").path(0);
        assertThat(part.path("pointer").asString()).isEqualTo("/reason");
        assertThat(part.path("code").asString()).isEqualTo("CHOICE");
        assertThat(part.path("message").asString()).startsWith(text).contains("SUSPECTED_FRAUD");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        HttpResponse<String> answer = this.tenant.send("POST", "/api/v1/callbacks",
                "{\"subscription_id\":\"\",\"phone\":\"\",\"preferred_hours\":\"" + "x".repeat(201) + "\"}",
                Idempotency.KEY, "k ey");
        JsonNode problem = ApiWorld.json(answer);
        assertThat(problem.path("errors").valueStream().map(each -> each.path("pointer").asString()))
            .containsExactlyInAnyOrder(Idempotency.KEY, "/subscription_id", "/phone", "/language", "/preferred_hours");
        assertThat(answer.body()).contains("0 to 200 characters");
    }

    @Test
    void aCallbackGoesFromTheTenantToASupporterWhoFilesForIt() {
        String subscription = WORLD.sell("T-NORD", 33);
        HttpResponse<String> asked = this.tenant.send("POST", "/api/v1/callbacks",
                "{\"subscription_id\":\"" + subscription + "\",\"phone\":\"+371 67 000 000\",\"language\":\"lv\"}",
                Idempotency.KEY, ApiWorld.key());
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        String path = asked.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> twice = this.tenant.send("POST", "/api/v1/callbacks",
                "{\"subscription_id\":\"" + subscription + "\",\"phone\":\"+37167000000\",\"language\":\"lv\"}",
                Idempotency.KEY, ApiWorld.key());
        assertThat(code(twice)).isEqualTo("CALLBACK_EXISTS");
        assertThat(WORLD.as(TestWeb.OTHER_TENANT_ADMIN).get(path).statusCode()).isEqualTo(404);
        Visitor support = WORLD.as(Role.SUPPORT);
        assertThat(support.get("/api/v1/callbacks?state=OPEN&limit=100").body()).contains(subscription);
        assertThat(ApiWorld.json(support.call("POST", path + "/take")).path("state").asString()).isEqualTo("TAKEN");
        assertThat(code(support.call("POST", path + "/take"))).isEqualTo("WRONG_STATE");
        HttpResponse<String> filed = support.send("POST", path + "/cancellation",
                "{\"effective_date\":\"" + ApiWorld.today().plusDays(3) + "\"}", Idempotency.KEY, ApiWorld.key());
        assertThat(filed.statusCode()).as(filed.body()).isEqualTo(201);
        JsonNode request = ApiWorld.json(support.get(filed.headers().firstValue("Location").orElseThrow()));
        assertThat(request.path("requested_by").asString()).isEqualTo(WORLD.web().person("support").id().value());
        assertThat(ApiWorld.json(support.send("POST", path + "/note", "{\"outcome\":\"they leave\"}"))
            .path("state")
            .asString()).isEqualTo("DONE");
        assertThat(code(this.tenant.call("POST", path + "/cancel"))).isEqualTo("WRONG_STATE");
    }

    @Test
    void whatWaitsForAnApproverIsListed() {
        JsonNode filed = filed(WORLD.sell("T-NORD", 50));
        String id = filed.path("request_id").asString();
        assertThat(this.approver.get("/api/v1/approvals?limit=100&tenant_id=T-NORD").body()).contains(id);
        assertThat(this.approver.get("/api/v1/approvals?view=DECIDED&limit=100").body()).doesNotContain(id);
        assertThat(this.approver.get("/api/v1/approvals?view=NONE").statusCode()).isEqualTo(400);
    }

    @Test
    void aClientThatCallsTooOftenWaits() {
        try (TestWeb strict = TestWeb.started(WORLD.web().database(),
                java.util.Map.of("prorata.web.calls-per-minute", 3))) {
            Visitor client = strict.apiClient("auditor", Set.of(Scope.RUNS_READ));
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/api/v1/runs").statusCode()).isEqualTo(200);
            }
            HttpResponse<String> answer = client.get("/api/v1/runs");
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(code(answer)).isEqualTo("TOO_MANY_CALLS");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedHoweverItIsSent() {
        HttpResponse<String> answer = this.tenant.send("POST", "/api/v1/cancellations",
                "{\"reason\":\"" + "x".repeat(70_000) + "\"}", Idempotency.KEY, ApiWorld.key());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(code(answer)).isEqualTo("TOO_LARGE");
    }

}
