package org.prorata.batch.nightly;

import java.nio.file.Path;
import java.time.LocalDate;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.batch.sample.SampleData;
import org.prorata.credit.CreditExplanation;
import org.prorata.db.credit.CreditReplay;
import org.prorata.db.importing.ImportProgress;
import org.prorata.db.importing.Importer;
import org.prorata.policy.Policies;
import org.prorata.run.NightlyRun;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class SampleRunTests {

    @Test
    void everyCreditOfTheSampleIsWorkedOutAgainToTheSameCentAndExplained(@TempDir Path folder) throws Exception {
        LocalDate night = LocalDate.of(2026, 11, 19);
        SampleData sample = SampleData.of(7, night, 60);
        sample.writeTo(folder);
        try (TestBooks books = TestBooks.open()) {
            books.get(Importer.class).importSet(folder, ImportProgress.none());
            sample.requestIdsToApprove().forEach(id -> books.approve(id, SampleData.APPROVER));
            NightlyRun run = books.run(night.toString());
            assertThat(run.counts().balance()).isTrue();
            assertThat(run.counts().credited()).isGreaterThan(50);
            JdbcClient jdbc = books.get(JdbcClient.class);
            CreditReplay replay = new CreditReplay(jdbc, books.get(Policies.class));
            assertThat(jdbc.sql("SELECT credit_number FROM credit").query(String.class).list()).allSatisfy(number -> {
                CreditReplay.Replay again = replay.replay(number).orElseThrow();
                assertThat(again.same()).isTrue();
                assertThat(new CreditExplanation(again.credit()).text()).contains("days unused", "Together net");
            });
            assertThat(books.problems()).isEmpty();
        }
    }

}
