package org.prorata.web.security;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.people.Scope;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("database")
class ConfirmationTests {

    private static final TestWeb WEB = TestWeb.shared();

    @Test
    void whoJustSignedInIsNotAskedAgain() {
        admin("conf.fresh");
        Visitor visitor = WEB.signedIn("conf.fresh");
        assertThat(visitor.get("/people/new").body()).doesNotContain("type=\"password\"");
        assertThat(create(visitor, "conf.made.1", "")).startsWith("/people/P-");
    }

    @Test
    void aProofIsGoodForTenMinutes() {
        Person admin = admin("conf.minutes");
        Visitor visitor = WEB.signedIn("conf.minutes");
        proved(admin, Duration.ofMinutes(10).minusSeconds(20));
        visitor.get("/people/new");
        assertThat(create(visitor, "conf.made.2", "")).startsWith("/people/P-");
        proved(admin, Duration.ofMinutes(10));
        assertThat(visitor.get("/people/new").body()).contains("type=\"password\"");
        assertThat(create(visitor, "conf.made.3", "")).isEqualTo("status 422");
        assertThat(WEB.bean(People.class).findByLogin("conf.made.3")).isEmpty();
    }

    @Test
    void theRightPasswordIsANewProofInANewSession() {
        Person admin = admin("conf.right");
        Visitor visitor = WEB.signedIn("conf.right");
        proved(admin, Duration.ofHours(1));
        Set<String> before = sessions(admin);
        visitor.get("/people/new");
        assertThat(create(visitor, "conf.made.4", TestWeb.PASSWORD)).startsWith("/people/P-");
        assertThat(sessions(admin)).hasSize(1).doesNotContainAnyElementsOf(before);
        visitor.get("/people/new");
        assertThat(create(visitor, "conf.made.5", "")).as("without asking again").startsWith("/people/P-");
    }

    @Test
    void wrongPasswordsCountAsFailedSignInsAndLock() {
        Person admin = admin("conf.wrong");
        Visitor visitor = WEB.signedIn("conf.wrong");
        proved(admin, Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            visitor.get("/people/new");
            assertThat(create(visitor, "conf.made.6", "a wrong password")).isEqualTo("status 422");
        }
        visitor.get("/people/new");
        assertThat(create(visitor, "conf.made.6", TestWeb.PASSWORD)).as("the right one, while locked")
            .isEqualTo("status 422");
        assertThat(WEB.bean(People.class).findByLogin("conf.made.6")).isEmpty();
        assertThat(actions(admin)).containsSubsequence("LOGIN_FAILED", "LOCKED", "LOGIN_REFUSED");
    }

    @Test
    void whatAsksNoPasswordItselfLeadsToThePageThatDoesAndBack() {
        Person admin = admin("conf.lead");
        Visitor visitor = WEB.signedIn("conf.lead");
        Person other = WEB.add("conf.other", "Conf Other", null);
        proved(admin, Duration.ofHours(1));
        String page = "/people/" + other.id();
        visitor.get(page);
        visitor.get("/confirm?back=" + page);
        assertThat(visitor.post("/confirm", Map.of("password", "a wrong password", "back", page)).statusCode())
            .isEqualTo(422);
        assertThat(location(visitor.post("/confirm", Map.of("password", TestWeb.PASSWORD, "back", page))))
            .isEqualTo(page);
        proved(admin, Duration.ofHours(1));
        for (String trap : List.of("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example",
                "javascript:alert(1)", "/x\r\nSet-Cookie: y")) {
            visitor.get("/confirm");
            assertThat(location(visitor.post("/confirm", Map.of("password", TestWeb.PASSWORD, "back", trap))))
                .isEqualTo("/");
        }
    }

    @Test
    void theServiceRefusesWithoutAProofWhateverThePageDoes() {
        Confirmation confirmation = WEB.bean(Confirmation.class);
        Person admin = admin("conf.service");
        try {
            as(PersonAuthentication.bySession(admin, Instant.now().minus(Duration.ofMinutes(11))));
            assertThatExceptionOfType(ConfirmationNeededException.class).isThrownBy(confirmation::require);
            as(PersonAuthentication.bySession(admin, null));
            assertThatExceptionOfType(ConfirmationNeededException.class).isThrownBy(confirmation::require);
            as(PersonAuthentication.bySession(admin, Instant.now().minus(Duration.ofMinutes(9))));
            confirmation.require();
            as(PersonAuthentication.byToken(admin, Set.of(Scope.CANCELLATIONS_DECIDE), "C-1"));
            confirmation.require();
            SecurityContextHolder.clearContext();
            assertThatExceptionOfType(ConfirmationNeededException.class).isThrownBy(confirmation::require);
        }
        finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static Person admin(String login) {
        return WEB.add(login, "Admin " + login, RoleGrant.of(Role.USER_ADMIN));
    }

    private static String create(Visitor visitor, String login, String password) {
        return location(visitor.post("/people", Map.of("name", "Made", "login", login, "password", password)));
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("status " + answer.statusCode());
    }

    /** Makes the sessions of a person such that the proof in them is that old. */
    private static void proved(Person person, Duration ago) {
        SignedIn signedIn = PasswordLogin.principal(person, Instant.now().minus(ago));
        FindByIndexNameSessionRepository<?> sessions = WEB.bean(FindByIndexNameSessionRepository.class);
        replace(sessions, person,
                new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(signedIn, null, List.of())));
    }

    private static <S extends Session> void replace(FindByIndexNameSessionRepository<S> sessions, Person person,
            SecurityContext context) {
        sessions.findByPrincipalName(person.id().value()).values().forEach(session -> {
            session.setAttribute("SPRING_SECURITY_CONTEXT", context);
            sessions.save(session);
        });
    }

    private static Set<String> sessions(Person person) {
        FindByIndexNameSessionRepository<?> sessions = WEB.bean(FindByIndexNameSessionRepository.class);
        return Set.copyOf(sessions.findByPrincipalName(person.id().value()).keySet());
    }

    private static void as(PersonAuthentication who) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(who);
        SecurityContextHolder.setContext(context);
    }

    private static List<String> actions(Person person) {
        return WEB.database()
            .jdbc()
            .sql("SELECT action FROM audit_event WHERE subject = ? ORDER BY sequence")
            .param(person.id().value())
            .query(String.class)
            .list();
    }

}
