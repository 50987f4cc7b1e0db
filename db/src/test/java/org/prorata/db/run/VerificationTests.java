package org.prorata.db.run;

import java.time.LocalDate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;
import org.prorata.run.Certificate;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class VerificationTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static TestBooks books;

    private NightlyRun run;

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void twoNights() {
        books.emptied().tenant("T1", "EUR", 1).charged("T1", 1, "100.00", "21.00").cancel("R1", "S1", NIGHT);
        this.run = books.night(NIGHT);
        books.night(LocalDate.of(2024, 7, 1));
    }

    @Test
    void booksThatNobodyTouchedAreWhole() {
        Verification.Result result = books.verification().verify();
        assertThat(result.problems()).isEmpty();
        assertThat(result.runs()).isEqualTo(2);
        assertThat(result.auditEvents()).isEqualTo(2);
    }

    @Test
    void emptyBooksAreWhole() {
        assertThat(books.emptied().verification().verify().problems()).isEmpty();
    }

    @Test
    void aRowThatWasChangedIsFoundByTheCertificateAndItsDifferencesAreTold() {
        books.change("UPDATE credit_line SET days_unused = 14");
        assertThat(books.verification().verify().problems()).singleElement()
            .asString()
            .startsWith("run " + this.run.id() + " of 2024-06-16: its rows give sha256:")
            .contains("its certificate is " + this.run.certificate() + "; different: digest credit_line ");
    }

    @Test
    void countsThatWereChangedAreFound() {
        books.change("UPDATE nightly_run SET claimed = claimed + 1, nothing_due = nothing_due + 1 WHERE run_id = ?",
                this.run.id());
        assertThat(books.verification().verify().problems()).singleElement()
            .asString()
            .contains("different: claimed 2; nothing_due 1");
    }

    @Test
    void aCertificateThatWasChangedWithTheRowsIsNotTheOneInTheAuditTrail() {
        books.change("UPDATE credit_line SET days_unused = 14");
        Certificate forged = books.certification().of(this.run.id(), NIGHT, this.run.counts());
        books.change("UPDATE nightly_run SET certificate = ?, certificate_text = ? WHERE run_id = ?", forged.hash(),
                forged.text(), this.run.id());
        assertThat(books.verification().verify().problems()).singleElement()
            .asString()
            .endsWith("its certificate is not the one in the audit trail");
    }

    @Test
    void aTextThatWasChangedUnderItsHashIsFound() {
        books.change(
                "UPDATE nightly_run SET certificate_text = REPLACE(certificate_text, 'claimed 1', 'claimed 2') WHERE run_id = ?",
                this.run.id());
        assertThat(books.verification().verify().problems()).singleElement()
            .asString()
            .endsWith("the text of its certificate was changed; its rows give: claimed 1");
    }

    @Test
    void aTotalThatWasChangedIsFound() {
        books.change("UPDATE run_total SET credited_net = credited_net + 1 WHERE run_id = ?", this.run.id());
        assertThat(books.verification().verify().problems()).singleElement().asString().contains("totals");
    }

    @Test
    void aRunThatIsNotCertifiedAnyMoreIsFound() {
        books.change("UPDATE nightly_run SET state = 'RETURNING' WHERE run_id = ?", this.run.id());
        assertThat(books.verification().verify().problems()).singleElement()
            .asString()
            .contains("run 2024-06-16")
            .contains("not certified");
    }

    @Test
    void anEntryDatedOtherwiseThanItsRunIsFound() {
        books.runs().open(NIGHT.plusDays(1));
        books.change(
                "UPDATE ledger_entry SET run_id = (SELECT run_id FROM nightly_run WHERE business_date = '2024-06-17'), "
                        + "business_date = '2024-06-18' WHERE kind = 'ISSUE'");
        assertThat(books.verification().verify().problems()).anyMatch(problem -> problem.startsWith("ledger entry ")
                && problem.endsWith("ISSUE is dated 2024-06-18, its run 2024-06-17"));
    }

    @Test
    void aBrokenChainIsFound() {
        books.change("UPDATE audit_event SET actor = 'eve' WHERE sequence = 1");
        assertThat(books.verification().verify().problems()).singleElement().asString().startsWith("audit event 1 ");
    }

    @Test
    void aNightWithoutWorkVerifiesToo() {
        assertThat(books.night(NIGHT.plusDays(1)).counts()).isEqualTo(RunCounts.NONE);
        assertThat(books.verification().verify().problems()).isEmpty();
    }

    @Test
    void aRequestThatIsSaidToBeSomebodyElsesIsFound() {
        books.charged("T1", 2, "100.00", "21.00");
        books.change("UPDATE subscription SET assigned_licences = 31 WHERE subscription_id = 'S2'");
        books.cancel("R2", "S2", LocalDate.of(2024, 7, 20));
        assertThat(books.verification().verify().problems()).isEmpty();
        books.change("UPDATE cancellation_request SET requested_by = 'mallory' WHERE request_id = 'R2'");
        assertThat(books.verification().verify().problems()).singleElement()
            .asString()
            .startsWith("request R2 was asked for by mallory, its approval case names ");
    }

}
