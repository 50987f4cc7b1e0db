package org.prorata.web;

import java.io.PrintWriter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.prorata.db.BadSettings;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.people.Passwords;
import org.prorata.db.people.People;
import org.prorata.db.schema.Schema;
import org.prorata.people.PeopleException;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.web.bench.WebBenchmark;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program {@code prorata web}: starts the pages and the REST API. */
@Command(name = "prorata web", mixinStandardHelpOptions = true, version = "prorata " + Schema.RELEASE,
        sortOptions = false,
        description = {
                "Starts the pages and the REST API until it is stopped, on the configured or the embedded database.",
                "PRORATA_WEB_ADDRESS and PRORATA_WEB_PORT (127.0.0.1 and 8080 by default) say where; health and meters",
                "are on PRORATA_WEB_MANAGEMENT_PORT (8082), on loopback. PRORATA_WEB_TLS=true where people use https.",
                "PRORATA_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET let people sign in at an identity provider." },
        footer = { "", "Exit codes: 0 stopped; 1 the database or the port cannot be used; 2 bad usage." })
public final class ProrataWeb implements Callable<Integer> {

    private static final int DONE = 0;

    private static final int FAILED = 1;

    private static final int BAD_USAGE = 2;

    @Option(names = "--port", paramLabel = "N", description = "The port of the pages; 0 takes any free one.")
    @Nullable Integer port;

    @Option(names = "--first-admin", paramLabel = "LOGIN",
            description = "Adds a user administrator, prints a password that is good for one sign-in, and ends. Only while there is nobody.")
    @Nullable String firstAdmin;

    @Option(names = "--bench", paramLabel = "N",
            description = "Measures instead how fast lists and requests are with N requests that wait for approval and 8 clients, in a scratch schema that is dropped at the end.")
    @Nullable Integer bench;

    @Spec
    @Nullable CommandSpec command;

    private ProrataWeb() {
    }

    public static void main(String[] arguments) {
        Runtime.getRuntime().exit(commandLine().execute(arguments));
    }

    /** Returns the program as picocli sees it. */
    static CommandLine commandLine() {
        return new CommandLine(new ProrataWeb()).setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .setExecutionExceptionHandler(ProrataWeb::onException);
    }

    @Override
    public Integer call() throws InterruptedException, SQLException {
        if (this.bench != null) {
            return measure(this.bench);
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put("prorata.home", System.getProperty("prorata.home", "."));
        if (this.port != null) {
            if (this.port < 0 || this.port > 65535) {
                throw new IllegalArgumentException("--port is " + this.port + ", accepted: 0 to 65535");
            }
            settings.put("server.port", this.port);
        }
        DatabaseSettings database = migrated();
        if (this.firstAdmin != null) {
            settings.putAll(Map.of("server.port", 0, "management.server.port", "-1"));
            return addFirstAdmin(this.firstAdmin, settings, database);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopped.countDown();
            try {
                closed.await();
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }, "stop"));
        try (ConfigurableApplicationContext context = WebApplication.start(settings, database)) {
            out().println("Prorata is at " + address(context.getEnvironment()) + " (stop with Ctrl-C)");
            if (context.getBean(People.class).isEmpty()) {
                out().println("There is nobody who could sign in yet: \"prorata web --first-admin LOGIN\" adds one.");
            }
            stopped.await();
        }
        finally {
            closed.countDown();
        }
        return DONE;
    }

    private int measure(int requests) throws InterruptedException, SQLException {
        if (requests < 100 || requests > 5_000_000) {
            throw new IllegalArgumentException("--bench is " + requests + ", accepted: 100 to 5000000");
        }
        new WebBenchmark(
                DatabaseSettings.fromEnvironment(System.getenv(), Path.of(System.getProperty("prorata.home", "."))),
                line -> System.err.println("prorata: " + line))
            .run(requests)
            .forEach(each -> out().printf(Locale.ROOT,
                    "%-36s p50 %7.2f ms  p99 %7.2f ms  longest %7.2f ms  %6.0f a second%n", each.what(), each.median(),
                    each.p99(), each.longest(), each.perSecond()));
        return DONE;
    }

    private int addFirstAdmin(String login, Map<String, Object> settings, DatabaseSettings database) {
        try (ConfigurableApplicationContext context = WebApplication.start(settings, database)) {
            People people = context.getBean(People.class);
            if (!people.isEmpty()) {
                throw new IllegalArgumentException(
                        "--first-admin is for books without people, and there are some: ask one of their user administrators");
            }
            String password = context.getBean(Passwords.class).random();
            Person person = people.create("prorata web", login, login, password, true);
            people.give("prorata web", person, RoleGrant.of(Role.USER_ADMIN));
            out().println("Login " + person.login() + ", password " + password
                    + " (shown once; the first sign-in asks for another)");
        }
        return DONE;
    }

    private static DatabaseSettings migrated() {
        DatabaseSettings database = DatabaseSettings.fromEnvironment(System.getenv(),
                Path.of(System.getProperty("prorata.home", ".")));
        Schema schema = new Schema(database);
        try {
            if (!schema.isCurrent()) {
                System.err.println("prorata: bringing the database up to date (release " + Schema.RELEASE + ")");
                schema.migrate();
            }
        }
        catch (SQLException ex) {
            throw new IllegalStateException("the database " + database.url().replaceFirst("\\?.*", "")
                    + " cannot be used: " + root(ex).getMessage()
                    + ". Is it running, and are PRORATA_DATABASE_URL, _USER and _PASSWORD right?", ex);
        }
        return database;
    }

    private static String address(Environment environment) {
        boolean ssl = environment.getProperty("server.ssl.enabled", Boolean.class,
                environment.containsProperty("server.ssl.bundle"));
        String address = environment.getProperty("server.address", "127.0.0.1");
        return (ssl ? "https://" : "http://") + (address.equals("0.0.0.0") ? "localhost" : address) + ":"
                + environment.getProperty("local.server.port");
    }

    private PrintWriter out() {
        return java.util.Objects.requireNonNull(this.command).commandLine().getOut();
    }

    private static int onException(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        Failure failure = explain(thrown);
        command.getErr().println("prorata: " + failure.message());
        if (System.getenv("PRORATA_TRACE") != null) {
            thrown.printStackTrace(command.getErr());
        }
        return failure.exitCode();
    }

    /**
     * Says in the words of whoever started the program why it ends; the first cause that
     * has such words counts.
     */
    static Failure explain(Throwable thrown) {
        Optional<String> setting = BadSettings.among(thrown);
        if (setting.isPresent()) {
            return new Failure(BAD_USAGE, setting.get());
        }
        String message = String.valueOf(root(thrown).getMessage());
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case PortInUseException ex -> {
                    return new Failure(FAILED, "port " + ex.getPort()
                            + " is taken by another program; choose one with --port (health and meters: PRORATA_WEB_MANAGEMENT_PORT)");
                }
                case BindException ex -> {
                    return new Failure(FAILED, "the address of PRORATA_WEB_ADDRESS cannot be used: " + ex.getMessage());
                }
                case PeopleException ex -> {
                    return new Failure(BAD_USAGE, message);
                }
                case IllegalArgumentException ex -> {
                    return new Failure(BAD_USAGE, message);
                }
                case IllegalStateException ex when ex.getMessage() != null
                        && ex.getMessage().startsWith("the database") -> {
                    return new Failure(FAILED, ex.getMessage());
                }
                default -> {
                    // looked at next: its cause
                }
            }
        }
        return new Failure(FAILED, message);
    }

    /** Why the program ends. */
    record Failure(int exitCode, String message) {
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

}
