package org.prorata.reporting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.db.TestBooks;
import org.prorata.reporting.Reconciled.Comparison;
import org.prorata.reporting.Reconciled.Line;
import org.prorata.reporting.Reconciled.Measure;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ReconciledTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final LocalDate NEXT = LocalDate.of(2024, 7, 1);

    private static TestBooks books;

    @TempDir
    Path settlements;

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void run() {
        books.emptied();
        books.tenant("T1", "EUR", 1).charged("T1", 1, "100.00", "21.00").charged("T1", 2, "50.00", "10.50");
        books.tenant("T2", "JPY", 1).charged("T2", 3, "3001", "300");
        books.change("UPDATE charge SET paid = 100 WHERE charge_id = 'C1'");
        books.change("UPDATE subscription SET payment_method = 'BANK' WHERE subscription_id = 'S2'");
        books.cancel("R1", "S1", NIGHT).cancel("R2", "S2", NIGHT).cancel("R3", "S3", NIGHT);
        books.night(NIGHT);
        books.night(NEXT);
    }

    @Test
    void whatRunsWroteAgreesInEveryFigure() {
        Comparison comparison = compared();
        assertThat(comparison.agrees()).as("%s", comparison).isTrue();
        assertThat(comparison.lines())
            .extracting(line -> line.businessDate() + " " + line.measure() + " " + line.ledger())
            .contains("2024-06-16 NET EUR 75.00", "2024-06-16 TAX EUR 15.75", "2024-06-16 NET JPY 1501",
                    "2024-07-01 CARD EUR 39.50", "2024-07-01 BANK EUR 30.25", "2024-07-01 NEXT_INVOICE EUR 21.00",
                    "2024-07-01 CARD JPY 1651");
    }

    @Test
    void aDifferenceIsNamedByItsCredit() {
        books.change(
                "UPDATE ledger_entry SET deferred_revenue = deferred_revenue + 1, refund_liability = refund_liability - 1 "
                        + "WHERE kind = 'ISSUE' AND currency = 'JPY'");
        books.change("UPDATE credit_return SET amount = amount - 0.25 WHERE method = 'BANK'");
        Comparison comparison = compared();
        assertThat(comparison.lines().stream().filter(line -> !line.agrees()).map(Line::measure))
            .containsExactly(Measure.NET, Measure.BANK);
        assertThat(comparison.differences())
            .extracting(each -> each.measure() + " " + each.creditNumber() + " " + each.credit() + " " + each.ledger()
                    + " " + each.items())
            .containsExactly("NET CR-20240616-0000003 JPY 1501 JPY 1502 JPY 1501",
                    "BANK CR-20240616-0000002 EUR 30.25 EUR 30.25 EUR 30.00");
    }

    @Test
    void aFileThatSaysWhatTheBooksSayAgrees() throws IOException {
        file("bank", "CR-20240616-0000002-BANK,CR-20240616-0000002,T1,S2,EUR,30.25");
        assertThat(compared().agrees()).isTrue();
    }

    @Test
    void whatAFileSaysOtherwiseIsNamedByItsCredit() throws IOException {
        file("bank", "CR-20240616-0000002-BANK,CR-20240616-0000002,T1,S2,EUR,31.25");
        file("card", "CR-20240616-0000009-CARD,CR-20240616-0000009,T2,S3,JPY,=1");
        assertThat(compared().differences())
            .extracting(each -> each.measure() + " " + each.creditNumber() + " " + each.credit() + " " + each.items())
            .containsExactlyInAnyOrder("BANK CR-20240616-0000002 EUR 30.25 EUR 31.25",
                    "CARD CR-20240616-0000001 EUR 39.50 EUR 0.00", "CARD CR-20240616-0000003 JPY 1651 JPY 0");
    }

    private void file(String method, String line) throws IOException {
        Files.writeString(this.settlements.resolve("settlement-" + NEXT + "-" + method + ".csv"),
                "idempotency_key,credit_number,tenant_id,subscription_id,currency,amount\r\n" + line + "\r\n");
    }

    private Comparison compared() {
        return new Reconciled(books.client(), this.settlements).of(NIGHT, NEXT, Instant.parse("2030-01-01T00:00:00Z"));
    }

}
