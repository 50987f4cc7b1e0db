package org.prorata.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.prorata.db.TestDatabase;
import org.prorata.db.people.ApiClients;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.people.Scope;
import org.prorata.subscription.TenantId;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The real server on a free port and a database of its own, in a small world: the tenants
 * {@code T-NORD} and {@code T-RIGA}, one person of each role (the tenant admin's tenant
 * is {@code T-NORD}), a second approver, a tenant admin of {@code T-RIGA}, somebody
 * without a role. All have {@link #PASSWORD}; a login is the role in lower case with
 * dots, such as {@code user.admin}.
 */
public final class TestWeb implements AutoCloseable {

    public static final String PASSWORD = "a horse in the rain";

    public static final String SECOND_APPROVER = "approver.two";

    public static final String OTHER_TENANT_ADMIN = "tenant.admin.riga";

    public static final String ROLELESS = "nobody.yet";

    private static final class Shared {

        private static final TestWeb INSTANCE = started(TestDatabase.migrated(), Map.of());

    }

    private final TestDatabase database;

    private final ConfigurableApplicationContext context;

    private final Map<String, Visitor> signedIn = new ConcurrentHashMap<>();

    private TestWeb(TestDatabase database, ConfigurableApplicationContext context) {
        this.database = database;
        this.context = context;
    }

    /** Returns the server that all test classes share; leave its world as it was. */
    public static TestWeb shared() {
        return Shared.INSTANCE;
    }

    /** Starts another server, on a database that may be in use. */
    public static TestWeb started(TestDatabase database, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(Map.of("server.port", 0, "management.server.port", 0,
                "prorata.web.logins-per-minute", 100_000, "prorata.web.calls-per-minute", 1_000_000,
                "prorata.webhooks.pause", "1h", "prorata.reports.pause", "1h", "prorata.reports.exports",
                "target/exports", "logging.level.root", "warn"));
        all.putAll(settings);
        TestWeb web = new TestWeb(database, WebApplication.start(all, database.settings()));
        if (web.bean(People.class).isEmpty()) {
            web.fill();
        }
        return web;
    }

    private void fill() {
        for (String tenant : List.of("NORD", "RIGA")) {
            this.database.jdbc()
                .sql("""
                        INSERT INTO tenant (tenant_id, name, country, locale, time_zone, currency, billing_day)
                        VALUES (?, ?, ?, 'sv', 'Europe/Stockholm', 'EUR', 1)
                        """)
                .params("T-" + tenant, tenant.equals("NORD") ? "Nordlicht AB" : "Zaļā birža SIA",
                        tenant.equals("NORD") ? "SE" : "LV")
                .update();
        }
        for (Role role : Role.values()) {
            add(login(role), name(role),
                    (role == Role.TENANT_ADMIN) ? RoleGrant.tenantAdmin(TenantId.of("T-NORD")) : RoleGrant.of(role));
        }
        add(SECOND_APPROVER, "Pär Åkesson", RoleGrant.approver(List.of(), null));
        add(OTHER_TENANT_ADMIN, "Zane Kļaviņa", RoleGrant.tenantAdmin(TenantId.of("T-RIGA")));
        add(ROLELESS, "Nils Ny", null);
    }

    /** Adds a person with {@link #PASSWORD}. */
    public Person add(String login, String name, @Nullable RoleGrant grant) {
        People people = bean(People.class);
        Person person = people.create("test", name, login, PASSWORD, false);
        if (grant != null) {
            people.give("test", person, grant);
        }
        return people.find(person.no()).orElseThrow();
    }

    public static String login(Role role) {
        return role.name().toLowerCase(java.util.Locale.ROOT).replace('_', '.');
    }

    private static String name(Role role) {
        return new EnumMap<>(Map.of(Role.TENANT_ADMIN, "Nora Lind", Role.APPROVER, "Anna Bērziņa", Role.SUPPORT,
                "Ivan Petrov", Role.OPERATOR, "Olga Nilsson", Role.MANAGER, "林美玲", Role.AUDITOR, "Kārlis Ozols",
                Role.USER_ADMIN, "Ulla Admin"))
            .get(role);
    }

    public TestDatabase database() {
        return this.database;
    }

    public <T> T bean(Class<T> type) {
        return this.context.getBean(type);
    }

    public ConfigurableApplicationContext context() {
        return this.context;
    }

    public Person person(String login) {
        return bean(People.class).findByLogin(login).orElseThrow();
    }

    public String address() {
        return "http://localhost:" + this.context.getEnvironment().getProperty("local.server.port");
    }

    public String managementAddress() {
        return "http://localhost:" + this.context.getEnvironment().getProperty("local.management.port");
    }

    /** Returns a browser-like visitor who has not signed in. */
    public Visitor visitor() {
        return new Visitor(address(), Map.of());
    }

    /** Returns a visitor with a session of his own. */
    public Visitor signedIn(String login) {
        Visitor visitor = visitor();
        HttpResponse<String> answer = visitor.signIn(login, PASSWORD);
        if (answer.statusCode() != 302 || answer.headers().firstValue("Location").orElse("").contains("refused")) {
            throw new IllegalStateException(login + " cannot sign in: " + answer);
        }
        return visitor;
    }

    /**
     * Returns the visitor of a role; the session is shared between tests, and a new one
     * where a test has ended it.
     */
    public Visitor as(Role role) {
        return this.signedIn.compute(login(role), (login,
                known) -> (known != null && known.get("/profile").statusCode() == 200) ? known : signedIn(login));
    }

    /** Returns an API client that acts as the person of a login. */
    public Visitor apiClient(String login, Set<Scope> scopes) {
        String token = bean(ApiClients.class)
            .create("test", "client of " + login, person(login), scopes, Duration.ofDays(1))
            .secret();
        return new Visitor(address(), Map.of("Authorization", "Bearer " + token));
    }

    @Override
    public void close() {
        this.context.close();
    }

    /** Somebody who sends requests and keeps cookies; redirects are not followed. */
    public static final class Visitor {

        private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

        private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

        private final String address;

        private final Map<String, String> headers;

        private String csrf = "";

        Visitor(String address, Map<String, String> headers) {
            this.address = address;
            this.headers = headers;
        }

        public HttpResponse<String> get(String path, String... headers) {
            HttpResponse<String> answer = send(request(path, headers).GET());
            Matcher token = CSRF.matcher(answer.body());
            if (token.find()) {
                this.csrf = token.group(1);
            }
            return answer;
        }

        /** Posts a form with the CSRF token of the page that was read last. */
        public HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
            Map<String, String> all = new HashMap<>(form);
            if (!this.csrf.isEmpty()) {
                all.putIfAbsent("_csrf", this.csrf);
            }
            return send(request(path, headers).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(all))));
        }

        public HttpResponse<String> signIn(String login, String password) {
            get("/login");
            HttpResponse<String> answer = post("/login", Map.of("username", login, "password", password));
            get("/profile");
            return answer;
        }

        /** Sends a request with any method and an empty body. */
        public HttpResponse<String> call(String method, String path, String... headers) {
            return method.equals("POST") && !path.startsWith("/api/") ? post(path, Map.of(), headers)
                    : send(request(path, headers).method(method, HttpRequest.BodyPublishers.noBody()));
        }

        /** Sends a request with a body of JSON. */
        public HttpResponse<String> send(String method, String path, String body, String... headers) {
            return send(request(path, headers).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        }

        private HttpRequest.Builder request(String path, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.address + path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", path.startsWith("/api/") ? "application/json" : "text/html,application/xhtml+xml");
            this.headers.forEach(request::header);
            return (headers.length > 0) ? request.headers(headers) : request;
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(ex);
            }
        }

        private static String encode(Map<String, String> form) {
            return form.entrySet()
                .stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        }

    }

}
