package org.prorata.batch.nightly;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.batch.Prorata;
import org.prorata.db.run.NightlyRuns;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The clock of the machine is set back in the middle of a night or between two. */
@Tag("database")
class ClockSetBackTests {

    private static final String NIGHT = TestMarket.LAST_DAY;

    private static final String NEXT = "2024-03-16";

    private static final SetClock CLOCK = SetClock.at(TestBooks.NOW);

    private static TestBooks books;

    @BeforeAll
    static void open() {
        books = TestBooks.open(CLOCK);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @BeforeEach
    void enter() {
        enterAnew();
    }

    private static void enterAnew() {
        CLOCK.set(TestBooks.NOW);
        books.clear();
        TestMarket.of(11, 120).enter(books);
    }

    private static RunProgress setBackAtTheCredits(Duration by) {
        return new RunProgress() {
            @Override
            public void stage(String stage, long items) {
                CLOCK.setBack(by);
            }

            @Override
            public void done(int items) {
            }
        };
    }

    @Test
    void nothingChangesWhenTheClockIsSetBackDuringANightAndBetweenTwo() {
        books.run(NIGHT);
        books.run(NEXT);
        SortedMap<String, Object> clean = books.outcome();
        enterAnew();
        NightlyRun first = books.run(NIGHT, setBackAtTheCredits(Duration.ofHours(3)));
        CLOCK.setBack(Duration.ofDays(2));
        NightlyRun second = books.run(NEXT);
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.problems()).isEmpty();
        assertThat(books.count("audit_event e JOIN audit_event f ON f.sequence = e.sequence + 1 WHERE f.at < e.at"))
            .as("the trail tells the times as they were")
            .isPositive();
        for (NightlyRun run : List.of(first, second)) {
            assertThat(run.finishedAt()).isAfterOrEqualTo(run.startedAt());
        }
        assertThat(second.startedAt()).isBefore(first.startedAt());
        assertThat(books.get(NightlyRuns.class).latest(2)).containsExactly(second, first);
        TestProcess.Ended runs = TestProcess
            .start(Prorata.class, TestProcess.environment(books.database().settings()), "runs", "--json")
            .await();
        assertThat(runs.exitCode()).as(runs.err()).isZero();
        assertThat(runs.out()).contains("\"business_date\"").doesNotContainPattern("\"seconds\"\\s*:\\s*-");
    }

    @Test
    void aCertifiedNightStaysCertifiedBeforeItsTime() {
        NightlyRun run = books.run(NIGHT);
        CLOCK.set(Instant.parse("2023-12-31T23:00:00Z"));
        assertThat(books.run(NIGHT)).isEqualTo(run);
    }

    @Test
    void theLeaseIsNotAMatterOfTime() {
        assertThatThrownBy(() -> books.run(NIGHT, new RunProgress() {
            @Override
            public void stage(String stage, long items) {
                CLOCK.setBack(Duration.ofDays(1));
                assertThatThrownBy(() -> books.run(NIGHT)).isInstanceOf(LeaseTakenException.class);
                throw new IllegalStateException("the lease was held");
            }

            @Override
            public void done(int items) {
            }
        })).hasMessageContaining("the lease was held");
    }

    /**
     * Batch takes the step with the latest time for the last one: a claim that had failed
     * at a later time than the one that was done was done again, and numbered its credits
     * from 1 on once more. Each step of the earlier starts is moved to a later time here,
     * which is what a clock looks like that was set back after them.
     */
    @ParameterizedTest
    @ValueSource(strings = { "credit", "return", "hand-over", "reconcile", "certify" })
    void aStepThatIsDoneIsNotDoneAgainWhenTheClockWasSetBackBetweenTwoStarts(String stopsAt) {
        books.run(NIGHT);
        SortedMap<String, Object> clean = books.outcome();
        enterAnew();
        failAt("claim");
        assertThatThrownBy(() -> books.run(NIGHT)).isInstanceOf(RunFailedException.class);
        mend("claim");
        books.tamper("UPDATE BATCH_STEP_EXECUTION SET CREATE_TIME = CREATE_TIME + INTERVAL 1 HOUR, "
                + "START_TIME = START_TIME + INTERVAL 1 HOUR, END_TIME = END_TIME + INTERVAL 1 HOUR");
        failAt(stopsAt);
        assertThatThrownBy(() -> books.run(NIGHT)).isInstanceOf(RunFailedException.class);
        mend(stopsAt);
        books.add(TestSale.of("LATE").charged("2024-03-01", "2024-03-31", "100.00", "21.00"));
        books.file("LATE", NIGHT);
        assertThat(books.run(NIGHT).isCertified()).isTrue();
        assertThat(books.requestState("R-LATE")).as("what is filed after the claim waits").isEqualTo("QUEUED");
        books.tamper("DELETE FROM cancellation_request WHERE request_id = 'R-LATE'");
        books.tamper("DELETE FROM charge WHERE charge_id LIKE 'C-LATE%'");
        books.tamper("DELETE FROM subscription WHERE subscription_id = 'LATE'");
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.problems()).isEmpty();
        assertThat(books.count("BATCH_STEP_EXECUTION WHERE STEP_NAME = 'claim'")).isEqualTo(2);
    }

    /** Makes the database refuse what a step writes. */
    private static void failAt(String step) {
        books.tamper(switch (step) {
            case "claim" -> "ALTER TABLE nightly_run ADD CONSTRAINT in_this_test CHECK (state <> 'CREDITING')";
            case "credit" -> "ALTER TABLE nightly_run ADD CONSTRAINT in_this_test CHECK (state <> 'RETURNING')";
            case "return" -> "ALTER TABLE credit_return ADD CONSTRAINT in_this_test CHECK (amount < 0)";
            case "hand-over" -> "ALTER TABLE credit ADD CONSTRAINT in_this_test CHECK (state <> 'RETURNED')";
            case "reconcile" -> "ALTER TABLE nightly_run ADD CONSTRAINT in_this_test CHECK (state <> 'BALANCED')";
            default -> "ALTER TABLE nightly_run ADD CONSTRAINT in_this_test CHECK (state <> 'CERTIFIED')";
        });
    }

    private static void mend(String step) {
        books.tamper("ALTER TABLE " + switch (step) {
            case "return" -> "credit_return";
            case "hand-over" -> "credit";
            default -> "nightly_run";
        } + " DROP CONSTRAINT in_this_test");
    }

}
