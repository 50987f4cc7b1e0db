package org.prorata.db.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.credit.ReturnMethod;
import org.prorata.db.TestBooks;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ReturnsTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final LocalDate RETURN_NIGHT = LocalDate.of(2024, 7, 1);

    private static TestBooks books;

    private final Returns returns = books.returns();

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    /**
     * Credits of 60.50: S1 by card, S2 by bank of which 100.00 were paid, S3 on account,
     * and S4 of a tenant whose cycle begins a day later.
     */
    @BeforeEach
    void fourCredits() {
        books.emptied().tenant("T1", "EUR", 1).tenant("T2", "EUR", 2);
        for (int n = 1; n <= 4; n++) {
            books.charged((n < 4) ? "T1" : "T2", n, "100.00", "21.00");
        }
        books.change("UPDATE subscription SET payment_method = 'BANK' WHERE subscription_id = 'S2'");
        books.change("UPDATE charge SET paid = 100 WHERE charge_id = 'C2'");
        books.change("UPDATE subscription SET payment_method = 'INVOICE' WHERE subscription_id = 'S3'");
        for (int n = 1; n <= 4; n++) {
            books.cancel("R" + n, "S" + n, NIGHT);
        }
        books.night(NIGHT);
    }

    @Test
    void nothingIsOrderedBeforeItsDay() {
        NightlyRun run = order(RETURN_NIGHT.minusDays(1));
        assertThat(this.returns.methods(run.id())).isEmpty();
        assertThat(states()).containsOnly("ISSUED");
    }

    @Test
    void aCreditIsReturnedInTheWaysThatItWasWorkedOut() {
        NightlyRun run = order(RETURN_NIGHT);
        assertThat(this.returns.methods(run.id())).containsExactly(ReturnMethod.BANK, ReturnMethod.CARD,
                ReturnMethod.NEXT_INVOICE);
        assertThat(lines(run, ReturnMethod.CARD))
            .containsExactly("CR-20240616-0000001-CARD CR-20240616-0000001 T1 S1 EUR 60.5000");
        assertThat(lines(run, ReturnMethod.BANK))
            .containsExactly("CR-20240616-0000002-BANK CR-20240616-0000002 T1 S2 EUR 39.5000");
        assertThat(lines(run, ReturnMethod.NEXT_INVOICE)).containsExactly(
                "CR-20240616-0000002-NEXT_INVOICE CR-20240616-0000002 T1 S2 EUR 21.0000",
                "CR-20240616-0000003-NEXT_INVOICE CR-20240616-0000003 T1 S3 EUR 60.5000");
        assertThat(states()).containsExactly("RETURNING", "RETURNING", "RETURNING", "ISSUED");
    }

    @Test
    void theLedgerTellsWhereTheMoneyGoes() {
        order(RETURN_NIGHT);
        assertThat(books.values("""
                SELECT CONCAT_WS(' ', r.request_id, e.business_date, e.refund_liability, e.cash, e.receivables)
                FROM ledger_entry e JOIN cancellation_request r ON r.request_no = e.request_no
                WHERE e.kind = 'RETURN' ORDER BY e.request_no
                """)).containsExactly("R1 2024-07-01 60.5000 -60.5000 0.0000",
                "R2 2024-07-01 60.5000 -39.5000 -21.0000", "R3 2024-07-01 60.5000 0.0000 -60.5000");
        assertThat(books.values("SELECT CONCAT_WS(' ', account, SUM(debit), SUM(credit)) FROM ledger_posting "
                + "WHERE kind = 'RETURN' GROUP BY account ORDER BY account"))
            .containsExactly("CASH 0.0000 100.0000", "RECEIVABLES 0.0000 81.5000", "REFUND_LIABILITY 181.5000 0.0000");
    }

    @Test
    void orderingTwiceReturnsNothingTwice() {
        NightlyRun run = order(RETURN_NIGHT);
        List<String> before = books.values("SELECT idempotency_key FROM credit_return ORDER BY 1");
        order(RETURN_NIGHT);
        assertThat(books.values("SELECT idempotency_key FROM credit_return ORDER BY 1")).isEqualTo(before).hasSize(4);
        assertThat(run.businessDate()).isEqualTo(RETURN_NIGHT);
    }

    @Test
    void whatIsHeldIsNotReturned() {
        books.change("UPDATE credit SET state = 'HELD' WHERE credit_number = 'CR-20240616-0000001'");
        NightlyRun run = order(RETURN_NIGHT);
        assertThat(lines(run, ReturnMethod.CARD)).isEmpty();
        assertThat(states()).containsExactly("HELD", "RETURNING", "RETURNING", "ISSUED");
    }

    @Test
    void aRunConfirmsItsOwnReturnsOnly() {
        NightlyRun run = order(RETURN_NIGHT);
        NightlyRun next = order(RETURN_NIGHT.plusDays(1));
        this.returns.confirm(next.id(), next.businessDate());
        assertThat(states()).containsExactly("RETURNING", "RETURNING", "RETURNING", "RETURNED");
        this.returns.confirm(run.id(), run.businessDate());
        this.returns.confirm(run.id(), run.businessDate().plusDays(5));
        assertThat(books.values("SELECT returned_on FROM credit ORDER BY request_no")).containsExactly("2024-07-01",
                "2024-07-01", "2024-07-01", "2024-07-02");
    }

    @Test
    void aNightThatWasMissedIsCaughtUp() {
        order(RETURN_NIGHT.plusDays(40));
        assertThat(states()).containsOnly("RETURNING");
    }

    private NightlyRun order(LocalDate night) {
        NightlyRun run = books.runs().open(night);
        books.together(() -> {
            this.returns.order(run.id(), night);
            return run;
        });
        return run;
    }

    private List<String> lines(NightlyRun run, ReturnMethod method) {
        List<String> lines = new ArrayList<>();
        this.returns.forEach(run.id(), method,
                line -> lines.add(String.join(" ", line.idempotencyKey(), line.creditNumber(), line.tenantId(),
                        line.subscriptionId(), line.currency(), line.amount().toPlainString())));
        return lines;
    }

    private static List<String> states() {
        return books.values("SELECT state FROM credit ORDER BY request_no");
    }

}
