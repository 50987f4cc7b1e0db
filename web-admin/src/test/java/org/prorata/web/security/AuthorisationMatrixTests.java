package org.prorata.web.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.people.Role;
import org.prorata.people.Scope;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls every endpoint as everybody, and compares with {@code authz-matrix.csv}. To add
 * an endpoint add its line there; nothing in this class changes. Path variables are
 * filled with an id that nobody has, so that who may call gets 404 or 400 and nothing
 * happens; everything but 401, 403 and the way to the login page counts as "may".
 */
@Tag("database")
class AuthorisationMatrixTests {

    private static final TestWeb WEB = TestWeb.shared();

    record Line(String method, String path, String who) {

        String call() {
            return this.path.replaceAll("\\{[^}]+}", "0");
        }

        Set<String> roles() {
            return Set.of(this.who.split(" "));
        }

        @Override
        public String toString() {
            return this.method + " " + this.path;
        }

    }

    static List<Line> lines() {
        try {
            return new ClassPathResource("authz-matrix.csv").getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(";"))
                .map(cells -> new Line(cells[0], cells[1], cells[2]))
                .toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static Stream<Line> pages() {
        return lines().stream().filter(line -> !line.path().startsWith("/api/"));
    }

    static Stream<Line> api() {
        return lines().stream().filter(line -> line.path().startsWith("/api/"));
    }

    @Test
    void everyEndpointHasALineAndEveryLineAnEndpoint() {
        Set<String> mapped = new TreeSet<>();
        WEB.context()
            .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
            .getHandlerMethods()
            .keySet()
            .forEach(mapping -> mapping.getPatternValues()
                .stream()
                // shown only while an error is handled
                .filter(path -> !path.equals("/error"))
                .forEach(path -> mapping.getMethodsCondition()
                    .getMethods()
                    .forEach(method -> mapped.add(method + " " + path))));
        assertThat(lines()).extracting(Line::toString)
            .as("add a line to authz-matrix.csv for each new endpoint")
            .containsExactlyInAnyOrderElementsOf(mapped);
    }

    @Test
    void everyMappingNamesItsMethod() {
        WEB.context()
            .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
            .getHandlerMethods()
            .keySet()
            .stream()
            .filter(mapping -> !mapping.getPatternValues().contains("/error"))
            .forEach(mapping -> assertThat(mapping.getMethodsCondition().getMethods()).as(mapping.toString())
                .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageIsForThoseWhoAreNamed(Line line) {
        Map<String, Boolean> may = new LinkedHashMap<>();
        Map<String, Boolean> should = new LinkedHashMap<>();
        may.put("anonymous", mayCall(anonymous(), line));
        should.put("anonymous", line.who().equals("anyone"));
        for (Role role : Role.values()) {
            // what ends the session gets one of its own
            Visitor visitor = line.path().endsWith("end-sessions") ? WEB.signedIn(TestWeb.login(role)) : WEB.as(role);
            may.put(role.name(), mayCall(visitor, line));
            should.put(role.name(),
                    Set.of("anyone", "signed-in").contains(line.who()) || line.roles().contains(role.name()));
        }
        assertThat(may).isEqualTo(should);
    }

    @ParameterizedTest
    @MethodSource("api")
    void anApiPathIsForTokensWithItsScopeAndARole(Line line) {
        assertThat(WEB.visitor().call(line.method(), line.call()).statusCode()).as("without a token").isEqualTo(401);
        assertThat(WEB.as(Role.USER_ADMIN).call(line.method(), line.call()).statusCode()).as("with a session only")
            .isEqualTo(401);
        Map<String, Boolean> may = new LinkedHashMap<>();
        Map<String, Boolean> should = new LinkedHashMap<>();
        for (Scope scope : Scope.values()) {
            for (Role role : Role.values()) {
                String who = scope.code() + " " + role;
                may.put(who, Clients.with(scope, role).call(line.method(), line.call()).statusCode() != 403);
                should.put(who, line.who().equals("token")
                        || (line.roles().contains("scope:" + scope.code()) && line.roles().contains(role.name())));
            }
        }
        assertThat(may).isEqualTo(should);
    }

    @Test
    void whatIsInNoAreaIsRefusedToEverybody() {
        for (Role role : Role.values()) {
            assertThat(WEB.as(role).get("/actuator/prometheus").statusCode()).as(role.name()).isEqualTo(403);
            assertThat(WEB.as(role).get("/no/such/area").statusCode()).as(role.name()).isEqualTo(403);
        }
    }

    @Test
    void everyRoleOfTheMatrixExists() {
        Set<String> known = Stream
            .concat(Arrays.stream(Role.values()).map(Role::name), Stream.of("anyone", "signed-in", "token"))
            .collect(Collectors.toSet());
        assertThat(lines()).allSatisfy(line -> assertThat(line.roles())
            .allMatch(who -> known.contains(who) || Scope.of(who.replaceFirst("^scope:", "")).isPresent()));
    }

    private static Visitor anonymous() {
        Visitor visitor = WEB.visitor();
        visitor.get("/login");
        return visitor;
    }

    private static boolean mayCall(Visitor visitor, Line line) {
        var answer = visitor.call(line.method(), line.call());
        assertThat(answer.statusCode()).as(line + ": " + answer.body()).isLessThan(500);
        return answer.statusCode() != 401 && answer.statusCode() != 403
                && !(answer.statusCode() == 302 && answer.headers().firstValue("Location").orElse("").equals("/login"));
    }

    /** One client for each scope and role, for all lines. */
    private static final class Clients {

        private static final Map<String, Visitor> KNOWN = new ConcurrentHashMap<>();

        static Visitor with(Scope scope, Role role) {
            return KNOWN.computeIfAbsent(scope + " " + role, key -> WEB.apiClient(TestWeb.login(role), Set.of(scope)));
        }

    }

}
