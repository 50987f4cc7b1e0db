package org.prorata.db.credit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.cancellation.RequestId;
import org.prorata.credit.CreditState;
import org.prorata.credit.ReturnMethod;
import org.prorata.db.TestBooks;
import org.prorata.db.cancellation.Timelines;
import org.prorata.db.credit.ReturnDesk.Change;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ReturnDeskTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final LocalDate RETURN = LocalDate.of(2024, 7, 1);

    private static TestBooks books;

    private final ReturnDesk desk = books.returnDesk();

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void threeCredits() {
        books.emptied().tenant("T1", "EUR", 1);
        for (int n = 1; n <= 3; n++) {
            books.charged("T1", n, "100.00", "21.00").cancel("R" + n, "S" + n, NIGHT);
        }
        books.night(NIGHT);
    }

    @Test
    void aFailedReturnIsOwedAgainAndReturnedByTheNextRunWithItsKey() {
        String number = books.value("SELECT credit_number FROM credit ORDER BY request_no LIMIT 1");
        assertThat(this.desk.noteFailed(number, "account closed", "finance"))
            .isEqualTo(new Change.NotNow(CreditState.ISSUED));
        books.night(RETURN);
        assertThat(this.desk.retry(number, "finance")).isEqualTo(new Change.NotNow(CreditState.RETURNED));
        assertThat(this.desk.noteFailed(number, " ", "finance")).isInstanceOf(Change.Incomplete.class);
        assertThat(this.desk.noteFailed("CR-0", "account closed", "finance")).isInstanceOf(Change.NotKnown.class);
        assertThat(this.desk.noteFailed(number, "account closed", "finance")).isEqualTo(new Change.Failed(1));
        assertThat(liability()).isEqualTo("-60.5000");
        assertThat(this.desk.list(CreditState.RETURN_FAILED, null, 10).items()).singleElement().satisfies(item -> {
            assertThat(item.number()).isEqualTo(number);
            assertThat(item.failure()).isEqualTo("account closed");
        });
        assertThat(this.desk.overdue(LocalDate.of(2024, 8, 1), null, 10).items()).extracting(ReturnDesk.Item::number)
            .containsExactly(number);
        assertThat(this.desk.overdue(LocalDate.of(2024, 7, 31), null, 10).items()).isEmpty();
        assertThat(this.desk.retry(number, "finance")).isEqualTo(new Change.Retried(number + "-CARD"));
        assertThat(this.desk.retry(number, "finance")).isEqualTo(new Change.NotNow(CreditState.RETURNING));
        NightlyRun again = books.night(RETURN.plusDays(1));
        List<String> keys = new ArrayList<>();
        books.returns().forEach(again.id(), ReturnMethod.CARD, line -> keys.add(line.idempotencyKey()));
        assertThat(keys).containsExactly(number + "-CARD");
        assertThat(books.returns().methods(again.id())).containsExactly(ReturnMethod.CARD);
        assertThat(books.value("SELECT CONCAT(state, ' ', returned_on) FROM credit WHERE credit_number = ?", number))
            .isEqualTo("RETURNED 2024-07-02");
        assertThat(liability()).isEqualTo("0.0000");
        assertThat(books.value("SELECT SUM(debit) - SUM(credit) FROM ledger_posting")).isEqualTo("0.0000");
        assertThat(books.verification().verify().problems()).isEmpty();
        books.night(RETURN.plusDays(2));
        assertThat(books.value("SELECT COUNT(*) FROM ledger_correction")).isEqualTo("2");
        assertThat(this.desk.noteFailed(number, "again", "finance")).isEqualTo(new Change.Failed(2));
        Timelines.Timeline story = new Timelines(books.client()).of(RequestId.of("R1")).orElseThrow();
        assertThat(story.creditNumber()).isEqualTo(number);
        assertThat(story.dueBy()).isEqualTo(LocalDate.of(2024, 7, 31));
        assertThat(story.entries()).extracting(Timelines.Entry::kind)
            .contains(Timelines.Kind.ASKED, Timelines.Kind.FILED, Timelines.Kind.CREDITED, Timelines.Kind.RETURNED,
                    Timelines.Kind.RETURN_FAILED);
    }

    @Test
    void listsAreReadPageByPage() {
        for (CreditState state : List.of(CreditState.ISSUED, CreditState.RETURNED)) {
            List<String> numbers = new ArrayList<>();
            ReturnDesk.Page page = this.desk.list(state, null, 2);
            numbers.addAll(page.items().stream().map(ReturnDesk.Item::number).toList());
            page = this.desk.list(state, page.next(), 2);
            numbers.addAll(page.items().stream().map(ReturnDesk.Item::number).toList());
            assertThat(page.next()).isNull();
            assertThat(numbers).hasSize(3).doesNotHaveDuplicates();
            if (state == CreditState.ISSUED) {
                books.night(RETURN);
            }
        }
    }

    private static String liability() {
        return books.value("""
                SELECT SUM(debit - credit) FROM ledger_posting WHERE account = 'REFUND_LIABILITY'
                """);
    }

}
