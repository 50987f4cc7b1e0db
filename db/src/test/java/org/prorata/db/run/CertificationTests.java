package org.prorata.db.run;

import java.time.LocalDate;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.cancellation.RequestId;
import org.prorata.db.TestBooks;
import org.prorata.run.Certificate;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class CertificationTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final LocalDate RETURN_NIGHT = LocalDate.of(2024, 7, 1);

    private static TestBooks books;

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void empty() {
        books.emptied();
    }

    @Test
    void theSameRowsGiveTheSameCertificate() {
        NightlyRun run = certified(List.of("C1", "C2"));
        Certificate certificate = certificate(run);
        assertThat(certificate.hash()).isEqualTo(run.certificate());
        assertThat(certificate.text()).isEqualTo(run.certificateText()).startsWith("""
                business_date 2024-06-16
                claimed 2
                credited 1
                nothing_due 0
                quarantined 1
                returned 0
                trials_expired 0
                trials_converted 0
                approvals_lapsed 0
                EUR credited_net 100.00
                EUR credited_tax 21.00
                """);
    }

    @Test
    void surrogateKeysAreNotInIt() {
        String certificate = certified(List.of("C1", "C2")).certificateText();
        String returned = books.night(RETURN_NIGHT).certificateText();
        books.emptied();
        for (String table : List.of("tenant", "subscription", "charge", "cancellation_request", "nightly_run")) {
            books.change("ALTER TABLE " + table + " AUTO_INCREMENT = 7000");
        }
        assertThat(certified(List.of("C1", "C2")).certificateText()).isEqualTo(certificate);
        assertThat(books.night(RETURN_NIGHT).certificateText()).isEqualTo(returned);
    }

    @Test
    void theOrderInWhichChargesWereImportedIsNotInIt() {
        String certificate = certified(List.of("C1", "C2")).certificateText();
        books.emptied();
        assertThat(certified(List.of("C2", "C1")).certificateText()).isEqualTo(certificate);
    }

    @Test
    void whatHappensAfterTheRunIsNotInIt() {
        NightlyRun run = certified(List.of("C1", "C2"));
        books.night(RETURN_NIGHT);
        books.desk().reject(RequestId.of("R2"), "bob", "no");
        books.change("UPDATE tenant SET name = 'Renamed'").change("UPDATE subscription SET assigned_licences = 3");
        assertThat(certificate(run).text()).isEqualTo(run.certificateText());
    }

    @ParameterizedTest
    @ValueSource(strings = { "UPDATE credit SET credit_number = 'CR-20240616-0000009'",
            "UPDATE credit SET refund_share = 'FULL'", "UPDATE credit SET cancel_effective = '2024-06-17'",
            "UPDATE credit SET currency = 'USD'", "UPDATE credit SET net = net - 1, tax = tax + 1",
            "UPDATE credit SET cash = cash - 1, on_account = on_account + 1",
            "UPDATE credit SET return_method = 'BANK'", "UPDATE credit SET return_on = '2024-06-30'",
            "UPDATE credit SET due_by = '2024-12-31'",
            "UPDATE cancellation_request SET request_id = 'R9' WHERE request_id = 'R1'",
            "UPDATE cancellation_request SET policy = 'csp-nce' WHERE request_id = 'R1'",
            "UPDATE cancellation_request SET policy_effective_from = '2020-04-19' WHERE request_id = 'R1'",
            "UPDATE subscription SET subscription_id = 'S9' WHERE subscription_id = 'S1'",
            "UPDATE charge SET charge_id = 'C9' WHERE charge_id = 'C1'", "UPDATE credit_line SET days_in_period = 31",
            "UPDATE credit_line SET days_unused = 14", "UPDATE credit_line SET rounding = 'EXACT_TRUNC'",
            "UPDATE credit_line SET exact_numerator = exact_numerator + 0.000001",
            "UPDATE credit_line SET exact_denominator = exact_denominator + 1",
            "UPDATE credit_line SET net = net + 0.01", "UPDATE credit_line SET tax = tax + 0.01",
            "UPDATE credit_line SET capped = NOT capped", "UPDATE credit_line SET tax_remainder = NOT tax_remainder",
            "DELETE FROM credit_line WHERE tax > 0", "UPDATE ledger_entry SET business_date = '2024-06-17'",
            "UPDATE ledger_entry SET currency = 'USD'",
            "UPDATE ledger_entry SET deferred_revenue = deferred_revenue + 1, tax_payable = tax_payable - 1",
            "UPDATE ledger_entry SET deferred_revenue = deferred_revenue + 1, cash = cash - 1",
            "UPDATE ledger_entry SET deferred_revenue = deferred_revenue + 1, receivables = receivables - 1",
            "DELETE FROM ledger_entry", "UPDATE quarantine SET code = 'UNEXPECTED'", "DELETE FROM quarantine" })
    void aChangeOfWhatTheRunWroteGivesAnotherCertificate(String tampering) {
        NightlyRun run = certified(List.of("C1", "C2"));
        books.change(tampering);
        assertThat(certificate(run).hash()).isNotEqualTo(run.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = { "UPDATE credit_return SET idempotency_key = 'other'",
            "UPDATE credit_return SET method = 'BANK'", "UPDATE credit_return SET currency = 'USD'",
            "UPDATE credit_return SET amount = amount - 0.01", "DELETE FROM credit_return",
            "DELETE FROM ledger_entry WHERE kind = 'RETURN'" })
    void aChangeOfWhatTheRunReturnedGivesAnotherCertificate(String tampering) {
        certified(List.of("C1", "C2"));
        NightlyRun run = books.night(RETURN_NIGHT);
        books.change(tampering);
        assertThat(certificate(run).hash()).isNotEqualTo(run.certificate());
    }

    private static Certificate certificate(NightlyRun run) {
        return books.certification().of(run.id(), run.businessDate(), run.counts());
    }

    /** R1 is credited for two charges, R2 goes to quarantine. */
    private static NightlyRun certified(List<String> charges) {
        books.tenant("T1", "EUR", 1).subscription("S1", "T1").subscription("S2", "T1");
        charges.forEach(charge -> books.charge(charge, "S1", "100.00", "21.00"));
        books.charge("C3", "S2", "100.00", "21.00");
        books.change("UPDATE charge SET currency = 'USD' WHERE charge_id = 'C3'");
        return books.cancel("R1", "S1", NIGHT).cancel("R2", "S2", NIGHT).night(NIGHT);
    }

}
