package org.prorata.batch.nightly;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.batch.Prorata;
import org.prorata.db.TestDatabase;
import org.prorata.db.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/** The database server is stopped in the middle of a run and started again. */
@Tag("database")
class RestartedDatabaseTests {

    private static final String NIGHT = TestMarket.LAST_DAY;

    @TempDir
    private static Path home;

    private static TestServer server;

    private static TestBooks books;

    @BeforeAll
    static void open() {
        server = TestServer.startedToBeStopped(home);
        books = TestBooks.open(TestDatabase.migrated(server), Map.of(), UnaryOperator.identity());
    }

    @AfterAll
    static void close() {
        books.close();
        server.close();
    }

    @BeforeEach
    void clear() {
        books.clear();
    }

    /** Returns what a run of an equal market leaves behind when nothing disturbs it. */
    private static SortedMap<String, Object> undisturbed(long seed, int size) {
        TestMarket.of(seed, size).enter(books);
        books.run(NIGHT);
        SortedMap<String, Object> outcome = books.outcome();
        books.clear();
        TestMarket.of(seed, size).enter(books);
        return outcome;
    }

    @Test
    void aRunWaitsForADatabaseThatIsStartedAgain() {
        SortedMap<String, Object> clean = undisturbed(8, 200);
        AtomicInteger done = new AtomicInteger();
        AtomicInteger restarts = new AtomicInteger();
        books.run(NIGHT, new RunProgress() {
            @Override
            public void stage(String stage, long items) {
            }

            @Override
            public void done(int items) {
                if (done.incrementAndGet() == 10) {
                    server.stop();
                    CompletableFuture.runAsync(() -> {
                        server.start();
                        restarts.incrementAndGet();
                    }, CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS));
                }
            }
        });
        assertThat(restarts).hasValue(1);
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.text("SELECT attempts > 1 FROM nightly_run")).isEqualTo("1");
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void aRunWhoseDatabaseStaysAwaySaysWhatToDoAndTheNextStartFinishesIt() throws InterruptedException {
        SortedMap<String, Object> clean = undisturbed(9, 300);
        Map<String, String> environment = new HashMap<>(TestProcess.environment(books.database().settings()));
        environment.putAll(Map.of("PRORATA_CHUNK_SIZE", "1", "PRORATA_SETTLEMENTS", books.folder().toString()));
        TestProcess process = TestProcess.start(Prorata.class, environment, "nightly", "--business-date", NIGHT);
        while (books.count("credit") < 20 && process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        server.stop();
        TestProcess.Ended ended;
        try {
            ended = process.await();
        }
        finally {
            server.start();
        }
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("the run of " + NIGHT + " stopped: ")
            .contains("When the database is well again, start it once more: it goes on where it stopped")
            .doesNotContain("\tat ");
        assertThat(books.text("SELECT state FROM nightly_run")).isNotEqualTo("CERTIFIED");
        assertThat(books.count("credit")).isBetween(20L, 290L);
        assertThat(books.run(NIGHT).isCertified()).isTrue();
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.problems()).isEmpty();
    }

}
