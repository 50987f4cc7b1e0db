package org.prorata.web.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.people.ApiClients;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.RoleGrant;
import org.prorata.people.Scope;
import org.prorata.web.WebApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Fills books with requests for approval and asks the server for the lists and for single
 * requests, with eight clients at once, each of which sends its next request when it has
 * the answer to the last.
 */
public final class WebBenchmark {

    private static final int CLIENTS = 8;

    private static final int WARM_UP = 1500;

    private static final int MEASURED = 1000;

    private static final int PAGES = 40;

    private static final String LOGIN = "bench.approver.";

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    private final DatabaseSettings configured;

    private final Consumer<String> progress;

    public WebBenchmark(DatabaseSettings configured, Consumer<String> progress) {
        this.configured = configured;
        this.progress = progress;
    }

    /**
     * How long answers took, in milliseconds.
     *
     * @param what which ones
     * @param perSecond how many answers a second, all clients together
     */
    public record Measured(String what, double median, double p99, double longest, double perSecond) {
    }

    /**
     * Measures.
     * @param requests how many requests wait for approval
     */
    public List<Measured> run(int requests) throws SQLException, InterruptedException {
        this.progress.accept("making books with " + requests + " subscriptions");
        try (LargeBooks books = LargeBooks.make(this.configured, requests);
                ConfigurableApplicationContext context = WebApplication
                    .start(Map.of("server.port", 0, "management.server.port", "-1", "prorata.web.calls-per-minute",
                            Integer.MAX_VALUE / 2, "prorata.webhooks.pause", "1h"), books.settings())) {
            books.file(context.getBean(CancellationDesk.class), context.getBean(Clock.class), filed -> {
                if (filed % 50_000 == 0) {
                    this.progress.accept(filed + " requests filed");
                }
            });
            String password = "a horse in the rain " + requests;
            List<Person> approvers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                approvers.add(approver(context, LOGIN + i, password));
            }
            String token = context.getBean(ApiClients.class)
                .create("bench", "bench", approvers.getFirst(), Set.of(Scope.CANCELLATIONS_READ), Duration.ofDays(1))
                .secret();
            String address = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
            List<Measured> measured = new ArrayList<>();
            List<Asking> api = approvers.stream()
                .map(person -> new Asking(address, Map.of("Authorization", "Bearer " + token)))
                .toList();
            List<String> pages = pages(api.getFirst());
            measured.add(measure("API: a page of the approvals list", api,
                    random -> pages.get(random.nextInt(pages.size()))));
            measured.add(measure("API: a request", api,
                    random -> "/api/v1/cancellations/" + LargeBooks.request(random.nextInt(requests))));
            List<Asking> signedIn = approvers.stream()
                .map(person -> new Asking(address, Map.of("Accept", "text/html")).signedIn(person.login(), password))
                .toList();
            measured.add(measure("the approvals list", signedIn, random -> "/approvals"));
            measured.add(measure("a request's page", signedIn,
                    random -> "/approvals/" + LargeBooks.request(random.nextInt(requests))));
            return measured;
        }
    }

    private static Person approver(ConfigurableApplicationContext context, String login, String password) {
        People people = context.getBean(People.class);
        Person person = people.create("bench", "Bench", login, password, false);
        people.give("bench", person, RoleGrant.approver(List.of(), null));
        context.getBean(UnitOfWork.class).inOneTransaction(() -> {
            context.getBean(Approvers.class).appoint(Approver.ofEverything(person.id().value()), "bench");
            return person;
        });
        return people.find(person.no()).orElseThrow();
    }

    /** Returns the addresses of the first pages of the list of what waits. */
    private static List<String> pages(Asking client) {
        List<String> pages = new ArrayList<>();
        String next = "/api/v1/approvals?view=WAITING_FOR_ME&limit=25";
        while (next != null && pages.size() < PAGES) {
            pages.add(next);
            Matcher link = NEXT.matcher(client.get(next).headers().firstValue("Link").orElse(""));
            next = link.find() ? link.group(1) : null;
        }
        return pages;
    }

    private Measured measure(String what, List<Asking> clients, Function<Random, String> path)
            throws InterruptedException {
        this.progress.accept("warming up for " + what);
        together(clients, path, WARM_UP);
        this.progress.accept("measuring " + what);
        long begin = System.nanoTime();
        long[] nanos = together(clients, path, MEASURED);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Arrays.sort(nanos);
        return new Measured(what, millis(nanos[nanos.length / 2]), millis(nanos[(int) (nanos.length * 0.99)]),
                millis(nanos[nanos.length - 1]), Math.round(nanos.length / seconds));
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 10_000.0) / 100.0;
    }

    private static long[] together(List<Asking> clients, Function<Random, String> path, int times)
            throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(clients.size())) {
            List<Callable<long[]>> work = new ArrayList<>();
            for (int i = 0; i < clients.size(); i++) {
                Asking client = clients.get(i);
                Random random = new Random(i);
                work.add(() -> {
                    long[] nanos = new long[times];
                    for (int n = 0; n < times; n++) {
                        String address = path.apply(random);
                        long begin = System.nanoTime();
                        HttpResponse<String> answer = client.get(address);
                        nanos[n] = System.nanoTime() - begin;
                        if (answer.statusCode() != 200) {
                            throw new IllegalStateException(address + " answered " + answer.statusCode());
                        }
                    }
                    return nanos;
                });
            }
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> each : threads.invokeAll(work)) {
                all.add(each.get());
            }
            return all.stream().flatMapToLong(Arrays::stream).toArray();
        }
        catch (ExecutionException ex) {
            throw new IllegalStateException(ex.getCause());
        }
    }

    /** Somebody who asks, with one connection and cookies. */
    private static final class Asking {

        private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(10))
            .build();

        private final String address;

        private final Map<String, String> headers;

        Asking(String address, Map<String, String> headers) {
            this.address = address;
            this.headers = new LinkedHashMap<>(headers);
        }

        HttpResponse<String> get(String path) {
            return send(request(path).GET());
        }

        Asking signedIn(String login, String password) {
            Matcher csrf = CSRF.matcher(get("/login").body());
            String token = csrf.find() ? csrf.group(1) : "";
            send(request("/login").header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers
                    .ofString("username=" + login + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8)
                            + "&_csrf=" + URLEncoder.encode(token, StandardCharsets.UTF_8))));
            return this;
        }

        private HttpRequest.Builder request(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.address + path))
                .timeout(Duration.ofSeconds(60));
            this.headers.forEach(request::header);
            return request;
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

    }

}
