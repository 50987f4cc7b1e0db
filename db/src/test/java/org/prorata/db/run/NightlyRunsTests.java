package org.prorata.db.run;

import java.time.LocalDate;
import java.util.List;

import org.joda.money.Money;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;
import org.prorata.run.CurrencyTotals;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;
import org.prorata.run.RunState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class NightlyRunsTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static TestBooks books;

    private final NightlyRuns runs = books.runs();

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void empty() {
        books.emptied();
    }

    @Test
    void aBusinessDateHasOneRunHoweverOftenItIsOpened() {
        NightlyRun run = this.runs.open(NIGHT);
        assertThat(this.runs.open(NIGHT)).isEqualTo(run);
        assertThat(run).isEqualTo(this.runs.find(run.id()).orElseThrow());
        assertThat(run.state()).isEqualTo(RunState.OPEN);
        assertThat(run.businessDate()).isEqualTo(NIGHT);
        assertThat(run.counts()).isEqualTo(RunCounts.NONE);
        assertThat(run.startedAt()).isEqualTo(TestBooks.CLOCK.instant());
        assertThat(this.runs.find(NIGHT.plusDays(1))).isEmpty();
        assertThat(this.runs.find(run.id() + 1)).isEmpty();
    }

    @Test
    void runsAreListedByBusinessDate() {
        for (int day : new int[] { 2, 0, 1 }) {
            this.runs.open(NIGHT.plusDays(day));
        }
        books.night(NIGHT);
        books.night(NIGHT.plusDays(2));
        assertThat(dates(this.runs.latest(2))).containsExactly(NIGHT.plusDays(2), NIGHT.plusDays(1));
        assertThat(dates(this.runs.unfinishedBefore(NIGHT.plusDays(2)))).containsExactly(NIGHT.plusDays(1));
        assertThat(this.runs.unfinishedBefore(NIGHT.plusDays(1))).isEmpty();
        assertThat(dates(this.runs.certified())).containsExactly(NIGHT, NIGHT.plusDays(2));
    }

    @Test
    void aRunMovesOnStepByStep() {
        NightlyRun run = this.runs.open(NIGHT);
        assertThatThrownBy(() -> move(run, RunState.CREDITING)).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("OPEN cannot become CREDITING");
        move(run, RunState.CLAIMING);
        move(run, RunState.CLAIMING);
        move(run, RunState.CREDITING);
        assertThat(this.runs.find(NIGHT).orElseThrow().state()).isEqualTo(RunState.CREDITING);
    }

    @Test
    void aRunThatFailedGoesOnWhereItStopped() {
        NightlyRun run = this.runs.open(NIGHT);
        move(run, RunState.CLAIMING);
        this.runs.failed(run.id(), "the disk is full");
        NightlyRun failed = this.runs.find(NIGHT).orElseThrow();
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.failure()).isEqualTo("the disk is full");
        this.runs.started(run.id());
        this.runs.started(run.id());
        NightlyRun started = this.runs.find(NIGHT).orElseThrow();
        assertThat(started.failure()).isNull();
        assertThat(started.attempts()).isEqualTo(2);
        move(run, RunState.CLAIMING);
    }

    @Test
    void aCertifiedRunDoesNotMoveAnyMore() {
        NightlyRun run = books.night(NIGHT);
        this.runs.failed(run.id(), "too late");
        assertThat(this.runs.find(NIGHT)).contains(run);
        for (RunState state : List.of(RunState.OPEN, RunState.FAILED, RunState.BALANCED)) {
            assertThatThrownBy(() -> move(run, state)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(run.finishedAt()).isEqualTo(TestBooks.CLOCK.instant());
        assertThat(run.certificate()).startsWith("sha256:");
        assertThat(run.certificateText()).startsWith("business_date 2024-06-16\n");
    }

    @Test
    void countsOfTheFirstStageAddUp() {
        NightlyRun run = this.runs.open(NIGHT);
        this.runs.countTrials(run.id(), 1, 2);
        this.runs.countTrials(run.id(), 10, 20);
        this.runs.countLapsed(run.id(), 3);
        this.runs.countLapsed(run.id(), 4);
        this.runs.countClaimed(run.id(), 5);
        assertThat(this.runs.find(NIGHT).orElseThrow().counts()).isEqualTo(new RunCounts(5, 0, 0, 0, 0, 11, 22, 7));
    }

    @Test
    void aRunThatDoesNotBalanceIsNotBalanced() {
        NightlyRun run = this.runs.open(NIGHT);
        for (RunState state : List.of(RunState.CLAIMING, RunState.CREDITING, RunState.RETURNING)) {
            move(run, state);
        }
        this.runs.countClaimed(run.id(), 5);
        assertThatThrownBy(() -> books.together(() -> {
            this.runs.balanced(run.id(), new RunCounts(5, 2, 1, 1, 0, 0, 0, 0));
            return run;
        })).rootCause().hasMessageContaining("nightly_run_balances_when_certified");
        assertThat(this.runs.find(NIGHT).orElseThrow().state()).isEqualTo(RunState.RETURNING);
    }

    @Test
    void totalsAreKeptByCurrency() {
        books.tenant("T1", "EUR", 1).charged("T1", 1, "100.00", "21.00").cancel("R1", "S1", NIGHT);
        books.tenant("T2", "JPY", 1).charged("T2", 2, "3000", "300").cancel("R2", "S2", NIGHT);
        NightlyRun issued = books.night(NIGHT);
        assertThat(issued.counts()).isEqualTo(new RunCounts(2, 2, 0, 0, 0, 0, 0, 0));
        assertThat(issued.totals()).containsOnlyKeys("EUR", "JPY")
            .containsEntry("EUR", totals("EUR 50.00", "EUR 10.50", "EUR 0.00", "EUR 0.00", "EUR 0.00"))
            .containsEntry("JPY", totals("JPY 1500", "JPY 150", "JPY 0", "JPY 0", "JPY 0"));
        NightlyRun returned = books.night(LocalDate.of(2024, 7, 1));
        assertThat(returned.counts().returned()).isEqualTo(2);
        assertThat(returned.totals()).containsEntry("EUR",
                totals("EUR 0.00", "EUR 0.00", "EUR 60.50", "EUR 0.00", "EUR 0.00"));
        assertThat(this.runs.latest(10)).containsExactly(returned, issued);
    }

    private static CurrencyTotals totals(String net, String tax, String card, String bank, String account) {
        return new CurrencyTotals(Money.parse(net), Money.parse(tax), Money.parse(card), Money.parse(bank),
                Money.parse(account));
    }

    private void move(NightlyRun run, RunState to) {
        books.together(() -> {
            this.runs.move(run.id(), to);
            return to;
        });
    }

    private static List<LocalDate> dates(List<NightlyRun> runs) {
        return runs.stream().map(NightlyRun::businessDate).toList();
    }

}
