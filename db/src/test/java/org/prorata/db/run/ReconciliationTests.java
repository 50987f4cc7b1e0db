package org.prorata.db.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.cancellation.RequestId;
import org.prorata.db.TestBooks;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ReconciliationTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final LocalDate RETURN_NIGHT = LocalDate.of(2024, 7, 1);

    private static TestBooks books;

    private NightlyRun issuing;

    private NightlyRun returning;

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    /** R1 and R2 are credited, R3 has nothing to give back, R4 is in quarantine. */
    @BeforeEach
    void twoNightsThatAreNotYetBalanced() {
        books.emptied().tenant("T1", "EUR", 1).tenant("T2", "JPY", 1);
        books.charged("T1", 1, "100.00", "21.00").charged("T2", 2, "3000", "300").subscription("S3", "T1");
        books.change("UPDATE subscription SET payment_method = 'INVOICE' WHERE subscription_id = 'S2'");
        books.charged("T1", 4, "100.00", "21.00").change("UPDATE charge SET currency = 'USD' WHERE charge_id = 'C4'");
        for (int n = 1; n <= 4; n++) {
            books.cancel("R" + n, "S" + n, NIGHT);
        }
        this.issuing = books.claimed(NIGHT);
        books.settle(this.issuing);
        books.giveBack(this.issuing);
        this.returning = books.claimed(RETURN_NIGHT);
        books.giveBack(this.returning);
    }

    @Test
    void aRunThatNobodyTouchedHasNoDifferences() {
        assertThat(differences()).isEmpty();
        assertThat(books.reconciliation().count(this.issuing.id())).isEqualTo(new RunCounts(4, 2, 1, 1, 0, 0, 0, 0));
        assertThat(books.reconciliation().count(this.returning.id())).isEqualTo(new RunCounts(0, 0, 0, 0, 2, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            textBlock = """
                    requests claimed, and their ends                        | UPDATE nightly_run SET claimed = claimed + 1
                    requests claimed, and their ends                        | UPDATE cancellation_request SET state = 'CLAIMED' WHERE request_id = 'R3'
                    requests credited, and credits                          | UPDATE cancellation_request SET state = 'CREDITED' WHERE request_id = 'R3'
                    requests credited, and credits                          | UPDATE cancellation_request SET state = 'CLOSED_WITHOUT_CREDIT' WHERE request_id = 'R1'
                    requests quarantined, and the reasons kept              | DELETE FROM quarantine
                    requests quarantined, and the reasons kept              | UPDATE cancellation_request SET state = 'QUARANTINED' WHERE request_id = 'R3'
                    a credit, and the sum of its lines                      | UPDATE credit_line SET net = net - 0.01 WHERE net = 50
                    a credit, and the sum of its lines                      | UPDATE credit_line SET tax = tax + 0.01, net = net - 0.01 WHERE net = 50
                    a credit, and the sum of its lines                      | DELETE FROM credit_line WHERE net = 50
                    a credit, and the liability in the ledger               | UPDATE ledger_entry SET tax_payable = tax_payable - 1, deferred_revenue = deferred_revenue + 1 WHERE kind = 'ISSUE'
                    a credit, and the liability in the ledger               | UPDATE ledger_entry SET deferred_revenue = deferred_revenue + 1, refund_liability = refund_liability - 1 WHERE kind = 'ISSUE'
                    a credit, and the liability in the ledger               | DELETE FROM ledger_entry WHERE kind = 'ISSUE'
                    credit lines by currency, and deferred revenue          | UPDATE ledger_entry SET currency = 'USD' WHERE kind = 'ISSUE'
                    credit lines by currency, and deferred revenue          | DELETE FROM credit_line
                    a charge, and the sum of its credit lines               | UPDATE charge SET credited_net = 49.99 WHERE charge_id = 'C1'
                    a charge, and the sum of its credit lines               | UPDATE charge SET credited_tax = 10.51 WHERE charge_id = 'C1'
                    returns by currency, and                                | UPDATE credit_return SET amount = amount - 0.01 WHERE currency = 'EUR'
                    returns by currency, and                                | UPDATE credit_return SET currency = 'USD' WHERE currency = 'EUR'
                    returns by currency, and                                | UPDATE credit_return SET method = 'NEXT_INVOICE' WHERE currency = 'EUR'
                    returns by currency, and                                | DELETE FROM credit_return WHERE currency = 'EUR'
                    returns by currency, and                                | DELETE FROM credit_return
                    returns by currency, and                                | DELETE FROM ledger_entry WHERE kind = 'RETURN'
                    credits returned, and returns in the ledger             | UPDATE credit SET state = 'RETURNING', returned_on = NULL WHERE currency = 'EUR'
                    """)
    void eachComparisonFindsItsOwnKindOfTampering(String comparison, String tampering) {
        books.change(tampering);
        assertThat(differences()).anyMatch(difference -> difference.startsWith(comparison));
    }

    @Test
    void aDifferenceIsToldWithItsNumbers() {
        books.change("UPDATE credit_line SET net = net - 0.01 WHERE net = 50");
        assertThat(differences()).contains(
                "a credit, and the sum of its lines: CR-20240616-0000001 has 60.5000 and 60.4900",
                "a charge, and the sum of its credit lines: C1 has 50.0000 and 49.9900");
        assertThat(differences())
            .anyMatch(difference -> difference.startsWith("credit lines by currency, and deferred revenue")
                    && difference.endsWith("EUR has 49.9900 and 50.0000"));
    }

    /**
     * A person looked at the quarantine while the run had stopped, before it was
     * balanced.
     */
    @Test
    void aRequestThatLeftTheQuarantineBeforeTheRunBalancedStillIsCounted() {
        books.desk().release(RequestId.of("R4"), "bob", "corrected");
        assertThat(differences()).isEmpty();
        assertThat(books.reconciliation().count(this.issuing.id()).balance()).isTrue();
        assertThat(books.certified(this.issuing).counts()).isEqualTo(new RunCounts(4, 2, 1, 1, 0, 0, 0, 0));
    }

    @Test
    void aRequestThatWasRejectedBeforeTheRunBalancedStillIsCounted() {
        books.desk().reject(RequestId.of("R4"), "bob", "no");
        assertThat(differences()).isEmpty();
        assertThat(books.certified(this.issuing).counts()).isEqualTo(new RunCounts(4, 2, 1, 1, 0, 0, 0, 0));
    }

    private List<String> differences() {
        List<String> differences = new ArrayList<>(books.reconciliation().differences(this.issuing.id()));
        differences.addAll(books.reconciliation().differences(this.returning.id()));
        return differences;
    }

}
