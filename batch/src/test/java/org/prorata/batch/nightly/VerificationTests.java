package org.prorata.batch.nightly;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever changes what a run wrote, even as the owner of the schema, is found out. */
@Tag("database")
class VerificationTests {

    private static TestBooks books;

    @BeforeAll
    static void open() {
        books = TestBooks.open();
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @BeforeEach
    void runTwoNights() {
        books.clear();
        for (String sale : new String[] { "S1", "S2", "S3" }) {
            books.add(TestSale.of(sale)
                .billedOn(sale.equals("S1") ? 16 : 1)
                .charged("2024-03-01", "2024-03-31", "100.00", "21.00", "121.00", sale.equals("S3") ? "EUR" : "USD"));
            books.file(sale, "2024-03-15");
        }
        books.run("2024-03-15");
        books.run("2024-03-16");
        assertThat(books.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';',
            textBlock = """
                    a changed ledger entry; its rows give; UPDATE ledger_entry SET deferred_revenue = deferred_revenue + 1, refund_liability = refund_liability - 1 WHERE kind = 'ISSUE' LIMIT 1
                    a removed ledger entry; its rows give; DELETE FROM ledger_entry WHERE kind = 'RETURN'
                    a ledger entry more; its rows give; INSERT INTO ledger_entry (request_no, kind, run_id, business_date, currency, refund_liability, cash) SELECT c.request_no, 'RETURN', n.run_id, n.business_date, c.currency, c.gross, -c.gross FROM credit c JOIN nightly_run n ON n.business_date = '2024-03-15' WHERE c.returned_on IS NULL
                    a ledger entry of another day; is dated; UPDATE ledger_entry SET business_date = '2024-03-17' WHERE kind = 'RETURN'
                    a changed credit; its rows give; UPDATE credit SET return_on = '2024-03-20' LIMIT 1
                    a changed credit line; its rows give; UPDATE credit_line SET days_unused = days_unused - 1 LIMIT 1
                    a removed credit line; its rows give; DELETE FROM credit_line LIMIT 1
                    a changed return; its rows give; UPDATE credit_return SET amount = amount + 1
                    a changed reason for quarantine; its rows give; UPDATE quarantine SET code = 'UNEXPECTED'
                    a changed count; its rows give; UPDATE nightly_run SET trials_expired = 1 LIMIT 1
                    a changed total; run ; UPDATE run_total SET credited_net = credited_net + 1 LIMIT 1
                    a changed certificate; its certificate is; UPDATE nightly_run SET certificate = REPLACE(certificate, 'a', 'b')
                    a changed certificate text; run ; UPDATE nightly_run SET certificate_text = REPLACE(certificate_text, 'claimed 3', 'claimed 4')
                    a run that is not certified any more; run ; UPDATE nightly_run SET state = 'FAILED' LIMIT 1
                    a changed audit event; audit event 1 of; UPDATE audit_event SET detail = 'nothing' WHERE sequence = 1
                    an audit event of another time; audit event 2 of; UPDATE audit_event SET at = '2024-03-02' WHERE sequence = 2
                    a removed audit event; audit event 2 of; DELETE FROM audit_event WHERE sequence = 1
                    the last audit event removed; the last events were removed; DELETE FROM audit_event ORDER BY sequence DESC LIMIT 1
                    """)
    void verifyFinds(String what, String problem, String sql) {
        assertThat(books.tamper(sql)).as(what).isPositive();
        assertThat(books.problems()).as(what).isNotEmpty().anyMatch(each -> each.contains(problem));
    }

    @Test
    void verifyFindsThatTheLastAuditEventAndItsHeadWereRemoved() {
        books.tamper("DELETE FROM audit_event ORDER BY sequence DESC LIMIT 1");
        books.tamper("UPDATE audit_head SET sequence = sequence - 1, hash = "
                + "(SELECT hash FROM audit_event ORDER BY sequence DESC LIMIT 1)");
        assertThat(books.problems()).singleElement()
            .asString()
            .endsWith("of 2024-03-16: its certificate is not the one in the audit trail");
    }

}
