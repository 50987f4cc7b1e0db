package org.prorata.batch.nightly;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.prorata.batch.machines.BucketWorker;
import org.prorata.db.DatabaseSettings;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs a night in a process of its own, which may be struck dead at a given call of the
 * database.
 */
public final class RunInAProcess {

    static final int KILLED = 137;

    private static final int LEASE_TAKEN = 3;

    private static final String WORKER = "worker";

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
        return start(database, folder, date.toString(), Map.of("prorata.chunk-size", Integer.toString(chunkSize)),
                death);
    }

    /** Starts a process that works on buckets instead of running a night. */
    static TestProcess startWorker(DatabaseSettings database, Path folder, Map<String, String> settings, Death death) {
        return start(database, folder, WORKER, settings, death);
    }

    static TestProcess start(DatabaseSettings database, Path folder, String night, Map<String, String> settings,
            Death death) {
        List<String> arguments = new ArrayList<>(List.of(database.url(), database.user(), database.password(),
                folder.toString(), night, death.marker(), Long.toString(death.calls())));
        settings.forEach((name, value) -> arguments.add(name + "=" + value));
        return TestProcess.start(RunInAProcess.class, Map.of(), arguments.toArray(String[]::new));
    }

    public static void main(String[] arguments) throws InterruptedException {
        DatabaseSettings database = new DatabaseSettings(arguments[0], arguments[1], arguments[2], arguments[1],
                arguments[2]);
        Consumer<DatabaseCalls.Call> watcher = dying(new Death(arguments[5], Long.parseLong(arguments[6])));
        Map<String, Object> settings = new HashMap<>();
        for (String setting : List.of(arguments).subList(7, arguments.length)) {
            settings.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        int exitCode = 0;
        try (ConfigurableApplicationContext context = TestBooks.start(database, Path.of(arguments[3]), settings,
                DatabaseCalls.watchedBy(watcher))) {
            if (arguments[4].equals(WORKER)) {
                context.getBean(BucketWorker.class).work(1);
            }
            else {
                context.getBean(NightlyJob.class).run(LocalDate.parse(arguments[4]), RunProgress.NONE);
            }
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
