package org.prorata.batch.nightly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.prorata.db.DatabaseSettings;

/** A Java process of its own with the class path of the tests. */
public final class TestProcess {

    /** What a process that has ended leaves behind. */
    public record Ended(int exitCode, String out, String err) {
    }

    private static final Duration PATIENCE = Duration.ofSeconds(240);

    private final Process process;

    private final Path out;

    private final Path err;

    private TestProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts a main class with some settings in its environment. */
    public static TestProcess start(Class<?> main, Map<String, String> environment, String... arguments) {
        return start(List.of(), main, environment, arguments);
    }

    /** Starts a main class through a command that goes before the one that starts it. */
    static TestProcess start(List<String> before, Class<?> main, Map<String, String> environment, String... arguments) {
        try {
            List<String> command = new ArrayList<>(before);
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    main.getName()));
            command.addAll(List.of(arguments));
            Path out = Files.createTempFile("prorata-test-", ".out");
            Path err = Files.createTempFile("prorata-test-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile())
                .redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new TestProcess(builder.start(), out, err);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the environment that leads the program to a database. */
    public static Map<String, String> environment(DatabaseSettings database) {
        return Map.of("PRORATA_DATABASE_URL", database.url(), "PRORATA_DATABASE_USER", database.user(),
                "PRORATA_DATABASE_PASSWORD", database.password(), "PRORATA_DATABASE_OWNER_USER", database.ownerUser(),
                "PRORATA_DATABASE_OWNER_PASSWORD", database.ownerPassword());
    }

    public boolean isAlive() {
        return this.process.isAlive();
    }

    /** Asks it to end, as SIGTERM does. */
    public void terminate() {
        this.process.destroy();
    }

    public Ended await() {
        try {
            if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                this.process.destroyForcibly().waitFor();
                throw new IllegalStateException("the process did not end:\n" + Files.readString(this.err));
            }
            Ended ended = new Ended(this.process.exitValue(), Files.readString(this.out), Files.readString(this.err));
            Files.delete(this.out);
            Files.delete(this.err);
            return ended;
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
