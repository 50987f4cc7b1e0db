package org.prorata.reporting.summary;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.db.TestBooks;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.Status;
import org.prorata.reporting.summary.RefundSummary.View;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each run is certified on the morning after its business date. */
@Tag("database")
class SnapshotsTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final YearMonth JUNE = YearMonth.of(2024, 6);

    private static final YearMonth JULY = YearMonth.of(2024, 7);

    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    private static TestBooks books;

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void empty() {
        books.emptied();
        books.tenant("T1", "EUR", 1).charged("T1", 1, "100.00", "21.00").charged("T1", 2, "50.00", "10.50");
        books.tenant("T2", "EUR", 10).charged("T2", 3, "10.00", "2.10");
        books.cancel("R1", "S1", NIGHT).cancel("R3", "S3", NIGHT);
    }

    @Test
    void aCycleClosesWithTheLastTenantCycleAndTheMonthWithItsLastDay() {
        assertThat(night(NIGHT)).as("the first run closes what was before anything").isEmpty();
        assertThat(night(LocalDate.of(2024, 6, 29))).extracting(Snapshot::view, Snapshot::month)
            .as("the cycles from 10 May, with the credit of T2, ended on 9 June")
            .isEmpty();
        assertThat(night(LocalDate.of(2024, 6, 30))).extracting(Snapshot::view, Snapshot::month)
            .containsExactly(org.assertj.core.groups.Tuple.tuple(View.MONTH, JUNE));
        assertThat(of(JUNE).heading().status()).isEqualTo(Status.PROVISIONAL);
        assertThat(night(LocalDate.of(2024, 7, 8))).isEmpty();
        List<Snapshot> closed = night(LocalDate.of(2024, 7, 9));
        assertThat(closed).extracting(Snapshot::view, Snapshot::month)
            .containsExactly(org.assertj.core.groups.Tuple.tuple(View.CYCLE, JUNE));
        RefundSummary june = of(JUNE);
        assertThat(june.heading().status()).isEqualTo(Status.CLOSED);
        assertThat(june.heading().snapshot()).isEqualTo(closed.getFirst().number());
        assertThat(june.heading().lastDay()).isEqualTo("2024-07-09");
        assertThat(SummaryJson.write(june)).isEqualTo(snapshots().json(closed.getFirst().number()));
        assertThat(SummaryJson.hash(summaries().live(new Question(View.CYCLE, JUNE, LATER))))
            .isEqualTo(june.heading().hash());
    }

    @Test
    void publishingTwiceAddsNothing() {
        night(NIGHT);
        NightlyRun run = certified(LocalDate.of(2024, 7, 9));
        assertThat(snapshots().publish(run.id())).isNotEmpty();
        List<String> rows = all();
        assertThat(snapshots().publish(run.id())).isEmpty();
        assertThat(all()).isEqualTo(rows);
    }

    @Test
    void aLaterRunDoesNotTouchAClosedCycle() {
        night(NIGHT);
        night(LocalDate.of(2024, 7, 9));
        assertThat(night(LocalDate.of(2024, 7, 10))).isEmpty();
        assertThat(snapshots().history(View.CYCLE, JUNE)).hasSize(1);
    }

    @Test
    void aCatchUpRunCorrectsTheSnapshotAndNamesTheOldOne() {
        night(NIGHT);
        Snapshot first = night(LocalDate.of(2024, 7, 9)).stream()
            .filter(snapshot -> snapshot.view() == View.CYCLE)
            .findFirst()
            .orElseThrow();
        byte[] before = snapshots().json(first.number());
        books.cancel("R2", "S2", NIGHT);
        certified(NIGHT.plusDays(1));
        books.change("UPDATE nightly_run SET finished_at = '2024-07-10 09:00:00' WHERE business_date = '2024-06-17'");
        List<Snapshot> corrected = snapshots().publish(run(NIGHT.plusDays(1)));
        assertThat(corrected).extracting(Snapshot::replaces).contains(first.number());
        Snapshot second = snapshots().history(View.CYCLE, JUNE).getLast();
        assertThat(second.edition()).isEqualTo(2);
        assertThat(second.replaces()).isEqualTo(first.number());
        assertThat(snapshots().json(first.number())).as("the old one stays").isEqualTo(before);
        assertThat(of(JUNE).heading().replaces()).isEqualTo(first.number());
        assertThat(summaries().of(new Question(View.CYCLE, JUNE, first.asOf())).heading().snapshot())
            .as("as of then it is the old one")
            .isEqualTo(first.number());
        assertThat(Snapshots.difference(snapshots().summary(first.number()), snapshots().summary(second.number())))
            .contains(new Snapshots.Change("currencies/EUR/credits", "2", "3"),
                    new Snapshots.Change("currencies/EUR/credited_gross", "66.55", "96.80"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "UPDATE report_snapshot SET summary = ''", "DELETE FROM report_snapshot",
            "UPDATE refund_flow SET owed = 0", "DELETE FROM refund_group", "DELETE FROM published_run",
            "UPDATE tenant_history SET name = ''", "DELETE FROM subscription_history" })
    void theApplicationCannotChangeWhatIsKept(String sql) {
        night(NIGHT);
        night(LocalDate.of(2024, 7, 9));
        assertThatThrownBy(() -> books.client().sql(sql).update()).rootCause().hasMessageContaining("denied");
    }

    @Test
    void aTamperedSnapshotIsFound() {
        night(NIGHT);
        Snapshot snapshot = night(LocalDate.of(2024, 7, 9)).getFirst();
        assertThat(snapshots().problems()).isEmpty();
        books.change("UPDATE report_snapshot SET summary = REPLACE(summary, '\"credits\" : 2', '\"credits\" : 3')");
        assertThat(snapshots().problems()).isNotEmpty().first().asString().contains("snapshot " + snapshot.number());
        assertThatThrownBy(() -> snapshots().summary(snapshot.number())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tamperedSumsOfARunAreNamed() {
        night(NIGHT);
        assertThat(books.verification().verify().problems()).isEmpty();
        books.change("UPDATE refund_flow SET owed = owed + 1 WHERE billing_day = 1");
        assertThat(books.verification().verify().problems()).singleElement()
            .asString()
            .contains("owed by ISSUE in EUR: the cells have 67.55, the books 66.55");
    }

    @Test
    void periodsAreListedFromTheFirstCreditToTheLatestRun() {
        night(NIGHT);
        night(LocalDate.of(2024, 7, 9));
        assertThat(summaries().periods(View.CYCLE)).extracting(RefundSummaries.Listed::month)
            .containsExactly(JULY, JUNE);
        assertThat(summaries().periods(View.CYCLE).getLast().snapshot()).isNotNull();
        assertThat(summaries().periods(View.CYCLE).getFirst().snapshot()).isNull();
    }

    private static List<String> all() {
        return books.values("""
                SELECT CONCAT_WS(' ', snapshot_no, sha256) FROM report_snapshot
                UNION ALL SELECT CONCAT_WS(' ', run_id, kind, credits, owed) FROM refund_flow
                UNION ALL SELECT CONCAT_WS(' ', run_id, dimension, value, credits) FROM refund_group
                """);
    }

    private static List<Snapshot> night(LocalDate date) {
        return snapshots().publish(certified(date).id());
    }

    private static NightlyRun certified(LocalDate date) {
        NightlyRun run = books.night(date);
        books.change("UPDATE nightly_run SET finished_at = ? WHERE business_date = ?",
                date.plusDays(1).atTime(1, 0).toString(), date);
        return run;
    }

    private static long run(LocalDate date) {
        return Long.parseLong(books.value("SELECT run_id FROM nightly_run WHERE business_date = ?", date));
    }

    private static RefundSummary of(YearMonth month) {
        return summaries().of(new Question(View.CYCLE, month, LATER));
    }

    private static Snapshots snapshots() {
        return new Snapshots(books.client(), books.database().transactions());
    }

    private static RefundSummaries summaries() {
        return new RefundSummaries(books.client(), books.database().transactions());
    }

}
