package org.prorata.batch.nightly;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.batch.nightly.RunInAProcess.Death;
import org.prorata.db.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However often a run is killed, what it leaves behind is that of a clean run.
 * {@code -Dprorata.test.kills=200} kills it 200 times, {@code -Dprorata.test.seed=2} at
 * other points.
 */
@Tag("database")
class KilledRunTests {

    private static final int KILLS = Integer.getInteger("prorata.test.kills", 20);

    private static final long SEED = Long.getLong("prorata.test.seed", 1);

    private static final int REQUESTS = 220;

    private static final int CHUNK = 2;

    private static final LocalDate NIGHT = LocalDate.parse(TestMarket.LAST_DAY);

    /** Each begins a step after the credits. */
    private static final List<String> LATE = List.of("INSERT INTO credit_return",
            "SELECT DISTINCT method FROM credit_return", "SET c.state = 'RETURNED'", "SELECT n.claimed",
            "INSERT INTO run_total");

    private static final AtomicLong CALLS = new AtomicLong();

    private static TestBooks books;

    @BeforeAll
    static void open() {
        books = TestBooks.open(TestDatabase.migrated(), Map.of("prorata.chunk-size", Integer.toString(CHUNK)),
                DatabaseCalls.watchedBy(call -> CALLS.incrementAndGet()));
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @BeforeEach
    void clear() {
        books.clear();
    }

    @Test
    void aKilledRunLeavesBehindWhatACleanOneDoes() {
        TestMarket.of(SEED, REQUESTS).enter(books);
        CALLS.set(0);
        books.run(NIGHT.toString());
        long callsOfARun = CALLS.get();
        SortedMap<String, Object> clean = books.outcome();
        assertThat(clean).containsKeys("settlement-2024-03-15-card.csv", "settlement-2024-03-15-bank.csv");
        SplittableRandom random = new SplittableRandom(SEED);
        int killed = 0;
        while (killed < KILLS) {
            books.clear();
            TestMarket.of(SEED, REQUESTS).enter(books);
            StringBuilder deaths = new StringBuilder();
            for (Death death : deaths(random, callsOfARun)) {
                deaths.append(death).append(' ');
                if (killed == KILLS || !isKilled(death)) {
                    break;
                }
                killed++;
            }
            isKilled(Death.NEVER);
            assertThat(books.outcome()).as("after %s", deaths).isEqualTo(clean);
            assertThat(books.problems()).as("after %s", deaths).isEmpty();
        }
        assertThat(killed).isEqualTo(KILLS);
    }

    /**
     * Nine deaths of one run: while it claims, three in the midst of the credits, and in
     * each step after them.
     */
    private static List<Death> deaths(SplittableRandom random, long callsOfARun) {
        List<Death> deaths = new ArrayList<>();
        deaths.add(new Death("ROW_NUMBER()", 1 + random.nextInt(12)));
        for (int i = 0; i < 3; i++) {
            deaths.add(new Death("", 1 + random.nextLong(callsOfARun / 3)));
        }
        LATE.forEach(marker -> deaths.add(new Death(marker, 1 + random.nextInt(8))));
        return deaths;
    }

    private static boolean isKilled(Death death) {
        TestProcess.Ended ended = RunInAProcess.start(books.database().settings(), books.folder(), NIGHT, CHUNK, death)
            .await();
        if (ended.exitCode() == RunInAProcess.KILLED) {
            return true;
        }
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return false;
    }

    @Test
    void aProcessThatWasKilledGivesUpTheLease() {
        TestMarket.of(SEED, 30).enter(books);
        assertThat(isKilled(new Death("", 100))).isTrue();
        assertThat(books.text("SELECT state FROM nightly_run")).isNotEqualTo("CERTIFIED");
        assertThat(books.count("BATCH_JOB_EXECUTION WHERE STATUS = 'STARTED'")).isEqualTo(1);
        assertThat(books.run(NIGHT.toString()).isCertified()).isTrue();
        assertThat(books.count("BATCH_JOB_EXECUTION WHERE STATUS = 'STARTED'")).isZero();
    }

}
