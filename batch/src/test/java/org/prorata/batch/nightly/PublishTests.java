package org.prorata.batch.nightly;

import java.time.Instant;
import java.time.YearMonth;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;
import org.prorata.reporting.summary.Snapshots;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The last step of the job publishes what reports are made of. */
@Tag("database")
class PublishTests {

    private TestBooks books;

    @BeforeEach
    void open() {
        this.books = TestBooks.open();
        this.books.add(TestSale.of("S1").charged("2024-03-01", "2024-03-31", "120.00", "0.00"),
                TestSale.of("S2").charged("2024-03-01", "2024-03-31", "62.00", "6.20"));
        this.books.file("S1", "2024-03-11");
        this.books.file("S2", "2024-03-12");
    }

    @AfterEach
    void close() {
        this.books.close();
    }

    @Test
    void aRunWhosePublicationFailedStaysCertifiedAndIsPublishedByTheNextStart() {
        this.books.tamper("RENAME TABLE refund_group TO refund_group_away");
        assertThatThrownBy(() -> this.books.run("2024-03-11")).isInstanceOf(RunFailedException.class);
        NightlyRun certified = this.books.get(org.prorata.db.run.NightlyRuns.class)
            .find(java.time.LocalDate.parse("2024-03-11"))
            .orElseThrow();
        assertThat(certified.isCertified()).isTrue();
        assertThat(this.books.count("published_run")).isZero();
        this.books.tamper("RENAME TABLE refund_group_away TO refund_group");
        NightlyRun again = this.books.run("2024-03-11");
        assertThat(again.certificate()).isEqualTo(certified.certificate());
        assertThat(this.books.count("published_run")).isEqualTo(1);
        assertThat(this.books.sum("credits", "refund_flow")).isEqualByComparingTo("1");
        assertThat(this.books.problems()).isEmpty();
        assertThat(this.books.run("2024-03-11").attempts()).as("the third start has nothing to do")
            .isEqualTo(again.attempts());
    }

    @Test
    void theNightAfterTheLastTenantCyclePublishesItsSnapshot() {
        this.books.run("2024-03-11");
        this.books.run("2024-03-12");
        Question march = new Question(View.CYCLE, YearMonth.of(2024, 3), Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(this.books.get(Snapshots.class).find(march)).isEmpty();
        this.books.run("2024-04-30");
        assertThat(this.books.get(Snapshots.class).find(march)).isPresent();
        assertThat(this.books.get(RefundSummaries.class).of(march).currencies()).singleElement()
            .satisfies(of -> assertThat(of.rollForward().credits()).isEqualTo(2));
    }

}
