package org.prorata.web.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.people.Role;
import org.prorata.people.Scope;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@Tag("database")
class HeadersTests {

    private static final TestWeb WEB = TestWeb.shared();

    private static final Map<String, String> ALWAYS = Map.of("Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
            "X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Referrer-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
            "Cross-Origin-Opener-Policy", "same-origin", "Cross-Origin-Resource-Policy", "same-origin");

    private static final Pattern INLINE = Pattern
        .compile("<script(?![^>]* src=)|<script[^>]*>[^<]|<style|\\sstyle=|\\son[a-z]+=|javascript:");

    static Stream<Arguments> answers() {
        Visitor admin = WEB.as(Role.USER_ADMIN);
        Visitor client = WEB.apiClient("auditor", Set.of(Scope.RUNS_READ));
        return Stream.of(arguments("the login page", 200, WEB.visitor().get("/login")),
                arguments("a page", 200, admin.get("/people")),
                arguments("a piece of a page", 401, WEB.visitor().get("/people", "HX-Request", "true")),
                arguments("the way to the login page", 302, WEB.visitor().get("/people")),
                arguments("a form that was refused", 422, admin.post("/people", Map.of("name", "", "login", ""))),
                arguments("a form without its token", 403, admin.post("/people", Map.of("_csrf", "made-up"))),
                arguments("nothing there", 404, admin.get("/people/P-NOBODY0001")),
                arguments("no such area", 403, admin.get("/no/such/area")),
                arguments("a method that is not there", 403, admin.call("DELETE", "/people")),
                arguments("an address that is not clean", 400, admin.get("/people;x=1")),
                arguments("the API without a token", 401, WEB.visitor().get("/api/v1/runs")),
                arguments("the API outside the scope", 403, client.get("/api/v1/credits")),
                arguments("an unknown path of the API", 403, client.get("/api/v1/no-such-thing")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void everyAnswerHasEveryHeader(String what, int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(what).isEqualTo(status);
        assertThat(only(answer.headers(), ALWAYS)).as(what).isEqualTo(new TreeMap<>(ALWAYS));
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).as(what).contains("no-store");
        assertThat(answer.headers().firstValue("X-Request-Id").orElse("")).as(what).matches("[0-9a-f]{16}");
        assertThat(answer.headers().map()).as("what is of use to attackers only")
            .doesNotContainKeys("server", "x-powered-by", "strict-transport-security");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void noPageHasCodeOrStyleOfItsOwn(String what, int status, HttpResponse<String> answer) {
        assertThat(INLINE.matcher(answer.body()).results().map(found -> found.group()).toList()).as(what).isEmpty();
        assertThat(answer.body()).as(what).doesNotContain("org.prorata", "org.springframework", "Exception", "Tomcat");
    }

    @Test
    void theApiAnswersErrorsWithAProblemDocument() {
        HttpResponse<String> answer = WEB.visitor().get("/api/v1/runs");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"prorata\"");
        assertThat(answer.body()).contains("\"traceId\":\"" + answer.headers().firstValue("X-Request-Id").orElse(""));
    }

    @Test
    void anAssetMayBeKeptAndHasTheOtherHeaders() {
        String page = WEB.visitor().get("/login").body();
        String css = page.replaceAll("(?s).*href=\"(/assets/[^\"]+\\.css)\".*", "$1");
        HttpResponse<String> answer = WEB.visitor().get(css);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(only(answer.headers(), ALWAYS)).isEqualTo(new TreeMap<>(ALWAYS));
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("max-age=31536000");
    }

    @Test
    void browsersAreToldToStayOnTlsWhereThereIsTlsEvenInAProxy() {
        try (TestWeb tls = TestWeb.started(WEB.database(), Map.of("prorata.web.tls", true))) {
            assertThat(tls.visitor().get("/login").headers().firstValue("Strict-Transport-Security").orElse(""))
                .contains("max-age=31536000", "includeSubDomains");
        }
    }

    @Test
    void healthAndMetersAreOnTheirOwnPortOnly() throws Exception {
        assertThat(WEB.as(Role.USER_ADMIN).get("/actuator/health").statusCode()).isEqualTo(403);
        assertThat(inside("/actuator/health").body()).contains("\"status\":\"UP\"");
        assertThat(inside("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
        assertThat(inside("/actuator/env").statusCode()).isNotEqualTo(200);
        assertThat(inside("/people").statusCode()).isNotEqualTo(200);
    }

    private static HttpResponse<String> inside(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(URI.create(WEB.managementAddress() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, String> only(HttpHeaders headers, Map<String, String> names) {
        Map<String, String> found = new TreeMap<>();
        names.keySet().forEach(name -> found.put(name, String.join(" AND ", headers.allValues(name))));
        return found;
    }

}
