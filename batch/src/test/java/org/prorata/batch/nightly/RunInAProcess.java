package org.prorata.batch.nightly;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.prorata.db.DatabaseSettings;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs a night in a process of its own, which may be struck dead at a given call of the
 * database.
 */
public final class RunInAProcess {

    static final int KILLED = 137;

    private static final int LEASE_TAKEN = 3;

    /**
     * When to die.
     *
     * @param marker a piece of SQL, from the first call of which on calls are counted;
     * from the start when it is empty
     * @param calls at which call
     */
    record Death(String marker, long calls) {

        static final Death NEVER = new Death("", Long.MAX_VALUE);

    }

    private RunInAProcess() {
    }

    static TestProcess start(DatabaseSettings database, Path folder, LocalDate date, int chunkSize, Death death) {
        return TestProcess.start(RunInAProcess.class, Map.of(), database.url(), database.user(), database.password(),
                folder.toString(), date.toString(), Integer.toString(chunkSize), death.marker(),
                Long.toString(death.calls()));
    }

    public static void main(String[] arguments) {
        DatabaseSettings database = new DatabaseSettings(arguments[0], arguments[1], arguments[2], arguments[1],
                arguments[2]);
        Consumer<DatabaseCalls.Call> watcher = dying(new Death(arguments[6], Long.parseLong(arguments[7])));
        int exitCode = 0;
        try (ConfigurableApplicationContext context = TestBooks.start(database, Path.of(arguments[3]),
                Map.of("prorata.chunk-size", arguments[5]), DatabaseCalls.watchedBy(watcher))) {
            context.getBean(NightlyJob.class).run(LocalDate.parse(arguments[4]), RunProgress.NONE);
        }
        catch (LeaseTakenException ex) {
            exitCode = LEASE_TAKEN;
        }
        Runtime.getRuntime().halt(exitCode);
    }

    private static Consumer<DatabaseCalls.Call> dying(Death death) {
        AtomicLong calls = new AtomicLong(death.marker().isEmpty() ? 0 : Long.MIN_VALUE);
        return call -> {
            if (calls.get() < 0 && call.what().contains(death.marker())) {
                calls.compareAndSet(calls.get(), 0);
            }
            if (calls.get() >= 0 && calls.incrementAndGet() >= death.calls()) {
                Runtime.getRuntime().halt(KILLED);
            }
        };
    }

}
