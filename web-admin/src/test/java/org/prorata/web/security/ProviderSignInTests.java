package org.prorata.web.security;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;

import static org.assertj.core.api.Assertions.assertThat;

/** Signs in at a real issuer: discovery, keys and signed tokens go over HTTP. */
@Tag("database")
class ProviderSignInTests {

    private static final TestIssuer ISSUER = TestIssuer.started();

    private static final HttpClient ELSEWHERE = HttpClient.newHttpClient();

    private static TestWeb web;

    @BeforeAll
    static void start() {
        web = TestWeb.started(TestWeb.shared().database(), ISSUER.settings());
    }

    @AfterAll
    static void stop() {
        web.close();
        ISSUER.close();
    }

    @AfterEach
    void theIssuerHadNothingToRefuse() {
        assertThat(ISSUER.problems()).isEmpty();
    }

    @Test
    void whoTheProviderKnowsAndWeKnowComesToHisFirstPage() {
        web.add("olga.provided", "Olga Provided", RoleGrant.of(Role.AUDITOR));
        ISSUER.nowSignedIn("sub-olga", "Olga.Provided", Instant.now());
        Visitor visitor = web.visitor();
        assertThat(visitor.get("/login").body()).contains("/oauth2/authorization/provider");
        assertThat(location(throughTheProvider(visitor))).isEqualTo("/");
        assertThat(visitor.get("/people").body()).contains("Olga Provided");
        assertThat(ISSUER.lastAsked()).doesNotContainKeys("prompt", "max_age")
            .containsEntry("redirect_uri", web.address() + "/login/oauth2/code/provider");
        assertThat(actions(web.person("olga.provided"))).contains("SUBJECT_BOUND", "LOGGED_IN");
    }

    @Test
    void whoAskedForAPageComesBackToIt() {
        web.add("back.provided", "Back Provided", RoleGrant.of(Role.AUDITOR));
        ISSUER.nowSignedIn("sub-back", "back.provided", Instant.now());
        Visitor visitor = web.visitor();
        assertThat(location(visitor.get("/people/clients"))).isEqualTo("/login");
        assertThat(location(throughTheProvider(visitor))).isEqualTo("/people/clients");
    }

    @Test
    void whoIsUnknownHereIsRefusedWithAPageAndTheTrailTells() {
        ISSUER.nowSignedIn("sub-stranger", "stranger", Instant.now());
        Visitor visitor = web.visitor();
        assertThat(location(throughTheProvider(visitor))).isEqualTo("/login?unknown");
        assertThat(visitor.get("/login?unknown").body()).contains("Signing in with your organisation did not work");
        assertThat(location(visitor.get("/profile"))).isEqualTo("/login");
        assertThat(web.database()
            .jdbc()
            .sql("SELECT detail FROM audit_event WHERE action = 'LOGIN_FAILED' AND detail LIKE ?")
            .param("%" + ISSUER.issuer() + "#sub-stranger")
            .query(String.class)
            .list()).hasSize(1);
    }

    @Test
    void aDisabledAccountIsRefused() {
        Person person = web.add("shut.provided", "Shut Provided", RoleGrant.of(Role.AUDITOR));
        web.bean(People.class).setDisabled("test", person, true);
        ISSUER.nowSignedIn("sub-shut", "shut.provided", Instant.now());
        assertThat(location(throughTheProvider(web.visitor()))).isEqualTo("/login?unknown");
    }

    @Test
    void anotherSubjectWithTheSameLoginIsSomebodyElse() {
        web.add("once.provided", "Once Provided", RoleGrant.of(Role.AUDITOR));
        ISSUER.nowSignedIn("sub-once", "once.provided", Instant.now());
        assertThat(location(throughTheProvider(web.visitor()))).isEqualTo("/");
        ISSUER.nowSignedIn("sub-twice", "once.provided", Instant.now());
        assertThat(location(throughTheProvider(web.visitor()))).isEqualTo("/login?unknown");
        ISSUER.nowSignedIn("sub-once", "renamed.there", Instant.now());
        assertThat(location(throughTheProvider(web.visitor()))).isEqualTo("/");
    }

    @Test
    void aTokenOfAnotherKeyIsWorthNothing() {
        try (TestIssuer forger = TestIssuer.started();
                TestWeb believing = TestWeb.started(web.database(), forger.settings())) {
            forger.nowSignedIn("sub-forged", "auditor", Instant.now());
            forger.forge();
            Visitor visitor = believing.visitor();
            String there = location(visitor.get("/oauth2/authorization/provider"));
            HttpResponse<String> answer = visitor.get(forger.visit(there, ELSEWHERE));
            assertThat(location(answer)).endsWith("/login?unknown");
        }
    }

    @Test
    void anAnswerThatNobodyAskedForIsRefused() {
        assertThat(location(web.visitor().get("/login/oauth2/code/provider?code=x&state=y")))
            .isEqualTo("/login?unknown");
    }

    @Test
    void aProviderThatIsDownIsNoErrorOfOurs() {
        try (TestWeb lonely = TestWeb.started(web.database(),
                Map.of("prorata.oidc.issuer", "http://127.0.0.1:1/realm", "prorata.oidc.password-login", "auditor"))) {
            Visitor visitor = lonely.visitor();
            assertThat(visitor.get("/login").statusCode()).isEqualTo(200);
            HttpResponse<String> answer = visitor.get("/oauth2/authorization/provider");
            assertThat(location(answer)).endsWith("/login?unknown");
            assertThat(lonely.signedIn("auditor").get("/people").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void passwordsAreForTheOneLoginThatMayUseIts() {
        assertThat(location(web.visitor().signIn("auditor", TestWeb.PASSWORD))).isEqualTo("/login?refused");
        assertThat(location(web.visitor().signIn("user.admin", TestWeb.PASSWORD))).isEqualTo("/");
    }

    @Test
    void thePasswordThatAnAdministratorSetDoesNotMatterToWhoSignsInAtTheProvider() {
        web.bean(People.class).create("test", "New Provided", "new.provided", "for the first time", true);
        ISSUER.nowSignedIn("sub-new", "new.provided", Instant.now());
        Visitor visitor = web.visitor();
        throughTheProvider(visitor);
        assertThat(visitor.get("/profile").statusCode()).isEqualTo(200);
    }

    @Test
    void whoDecidesProvesHimselfAtTheProviderAgainAndItSaysWhen() {
        Person person = web.add("admin.provided", "Admin Provided", RoleGrant.of(Role.USER_ADMIN));
        ISSUER.nowSignedIn("sub-admin", "admin.provided", Instant.now().minusSeconds(3600));
        Visitor visitor = web.visitor();
        throughTheProvider(visitor);
        assertThat(visitor.get("/people/new").body()).contains("/confirm?back=/people/new")
            .doesNotContain("type=\"password\"");
        Map<String, String> form = Map.of("name", "Brand New", "login", "brand.new", "password", TestWeb.PASSWORD);
        HttpResponse<String> refused = visitor.post("/people", form, "Referer", web.address() + "/people/new");
        assertThat(location(refused)).isEqualTo("/confirm?back=%2Fpeople%2Fnew");
        assertThat(web.bean(People.class).findByLogin("brand.new")).isEmpty();

        assertThat(visitor.get("/confirm?back=/people/new").body()).contains("/oauth2/authorization/provider")
            .contains("sign in with your organisation again");
        throughTheProvider(visitor);
        assertThat(ISSUER.lastAsked()).containsEntry("prompt", "login").containsEntry("max_age", "600");
        visitor.get("/people/new");
        assertThat(location(visitor.post("/people", form, "Referer", web.address() + "/people/new")))
            .as("the provider did not ask again")
            .isEqualTo("/confirm?back=%2Fpeople%2Fnew");

        visitor.get("/confirm?back=/people/new");
        ISSUER.nowSignedIn("sub-admin", "admin.provided", Instant.now());
        assertThat(location(throughTheProvider(visitor))).isEqualTo("/confirm?back=/people/new");
        assertThat(location(visitor.get("/confirm?back=/people/new"))).isEqualTo("/people/new");
        visitor.get("/people/new");
        assertThat(location(visitor.post("/people", form))).startsWith("/people/P-");
        assertThat(actions(person)).doesNotContain("LOGIN_FAILED");
    }

    @Test
    void theProviderIsInThePolicyAndTheCookieComesBackFromIt() {
        HttpResponse<String> answer = web.visitor().get("/login");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
            .contains("form-action 'self' " + ISSUER.origin() + ";");
        assertThat(answer.headers().allValues("Set-Cookie")).filteredOn(cookie -> cookie.contains("SESSION="))
            .isNotEmpty()
            .allMatch(cookie -> cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"));
    }

    private static HttpResponse<String> throughTheProvider(Visitor visitor) {
        String there = location(visitor.get("/oauth2/authorization/provider"));
        assertThat(there).startsWith(ISSUER.issuer() + "/authorize?");
        return visitor.get(ISSUER.visit(there, ELSEWHERE));
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers()
            .firstValue("Location")
            .orElse("status " + answer.statusCode())
            .replaceFirst("^" + java.util.regex.Pattern.quote(web.address()), "")
            .replaceAll("[?&]continue$", "");
    }

    private static List<String> actions(Person person) {
        return web.database()
            .jdbc()
            .sql("SELECT action FROM audit_event WHERE actor = :id OR subject = :id ORDER BY sequence")
            .param("id", person.id().value())
            .query(String.class)
            .list();
    }

}
