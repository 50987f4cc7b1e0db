package org.prorata.reporting;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

import org.joda.money.Money;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The credits come from runs as they are: cancelled on 16 June 2024, issued that night,
 * returned on the first night of the tenant's next cycle.
 */
@Tag("database")
class CycleSummariesTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final YearMonth MAY = YearMonth.of(2024, 5);

    private static final YearMonth JUNE = YearMonth.of(2024, 6);

    private static final YearMonth JULY = YearMonth.of(2024, 7);

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
    void booksWithoutCreditsHaveNoRows() {
        assertThat(of(JUNE)).isEqualTo(new CycleSummary(JUNE, List.of()));
    }

    @Test
    void aCycleFromTheFirstIsTheMonth() {
        cancelled(1, "EUR", "100.00", "21.00");
        books.night(NIGHT);
        books.night(LocalDate.of(2024, 7, 1));
        assertThat(of(MAY).rows()).isEmpty();
        assertThat(of(JUNE).rows())
            .containsExactly(row("EUR", "0.00", 1, "50.00", "10.50", 0, "0.00", "0.00", "60.50"));
        assertThat(of(JULY).rows()).containsExactly(row("EUR", "60.50", 0, "0.00", "0.00", 1, "60.50", "0.00", "0.00"));
    }

    @Test
    void aCycleFromTheFifteenthEndsOnTheFourteenth() {
        cancelled(15, "EUR", "100.00", "21.00");
        books.night(NIGHT);
        books.night(LocalDate.of(2024, 7, 14));
        assertThat(of(JUNE).rows())
            .containsExactly(row("EUR", "0.00", 1, "50.00", "10.50", 0, "0.00", "0.00", "60.50"));
        books.night(LocalDate.of(2024, 7, 15));
        assertThat(of(MAY).rows()).isEmpty();
        assertThat(of(JUNE).rows())
            .containsExactly(row("EUR", "0.00", 1, "50.00", "10.50", 0, "0.00", "0.00", "60.50"));
        assertThat(of(JULY).rows()).containsExactly(row("EUR", "60.50", 0, "0.00", "0.00", 1, "60.50", "0.00", "0.00"));
    }

    @Test
    void aCycleFromThe31stBeginsWithTheLastDayOfAShortMonth() {
        cancelled(31, "EUR", "100.00", "21.00");
        books.night(NIGHT);
        books.night(LocalDate.of(2024, 6, 29));
        assertThat(of(MAY).rows()).containsExactly(row("EUR", "0.00", 1, "50.00", "10.50", 0, "0.00", "0.00", "60.50"));
        books.night(LocalDate.of(2024, 6, 30));
        assertThat(of(MAY).rows()).containsExactly(row("EUR", "0.00", 1, "50.00", "10.50", 0, "0.00", "0.00", "60.50"));
        assertThat(of(JUNE).rows()).containsExactly(row("EUR", "60.50", 0, "0.00", "0.00", 1, "60.50", "0.00", "0.00"));
        assertThat(of(JULY).rows()).containsExactly(row("EUR", "0.00", 0, "0.00", "0.00", 0, "0.00", "0.00", "0.00"));
    }

    @Test
    void aFebruaryCycleFromThe31stBeginsOnItsLastDay() {
        cancelled(31, "EUR", "100.00", "21.00");
        books.night(NIGHT);
        books.change("UPDATE ledger_entry SET business_date = '2024-02-28'");
        assertThat(of(YearMonth.of(2024, 1)).rows().getFirst().credits()).isEqualTo(1);
        books.change("UPDATE ledger_entry SET business_date = '2024-02-29'");
        assertThat(of(YearMonth.of(2024, 1)).rows()).isEmpty();
        assertThat(of(YearMonth.of(2024, 2)).rows().getFirst().credits()).isEqualTo(1);
        books.change("UPDATE ledger_entry SET business_date = '2024-03-30'");
        assertThat(of(YearMonth.of(2024, 2)).rows().getFirst().credits()).isEqualTo(1);
        books.change("UPDATE ledger_entry SET business_date = '2024-03-31'");
        assertThat(of(YearMonth.of(2024, 2)).rows()).isEmpty();
        assertThat(of(YearMonth.of(2024, 3)).rows().getFirst().credits()).isEqualTo(1);
    }

    @Test
    void tenantsOfDifferentBillingDaysCountInTheirOwnCycles() {
        cancelled(1, "EUR", "100.00", "21.00");
        cancelled(31, "EUR", "200.00", "0.00");
        books.night(NIGHT);
        assertThat(of(MAY).rows())
            .containsExactly(row("EUR", "0.00", 1, "100.00", "0.00", 0, "0.00", "0.00", "100.00"));
        assertThat(of(JUNE).rows())
            .containsExactly(row("EUR", "100.00", 1, "50.00", "10.50", 0, "0.00", "0.00", "160.50"));
    }

    @Test
    void eachCurrencyHasItsRowWithItsDigits() {
        cancelled(1, "USD", "100.00", "0.00");
        cancelled(1, "JPY", "3001", "300");
        cancelled(1, "KWD", "10.001", "0.000");
        cancelled(1, "EUR", "100.00", "21.00");
        books.night(NIGHT);
        assertThat(of(JUNE).rows()).containsExactly(row("EUR", "0.00", 1, "50.00", "10.50", 0, "0.00", "0.00", "60.50"),
                row("JPY", "0", 1, "1501", "150", 0, "0", "0", "1651"),
                row("KWD", "0.000", 1, "5.001", "0.000", 0, "0.000", "0.000", "5.001"),
                row("USD", "0.00", 1, "50.00", "0.00", 0, "0.00", "0.00", "50.00"));
    }

    @Test
    void whatIsReturnedOnAccountIsToldApart() {
        books.tenant("T1", "EUR", 1).charged("T1", 1, "100.00", "21.00");
        books.change("UPDATE charge SET paid = 100").cancel("R1", "S1", NIGHT).night(NIGHT);
        books.night(LocalDate.of(2024, 7, 1));
        assertThat(of(JULY).rows())
            .containsExactly(row("EUR", "60.50", 0, "0.00", "0.00", 1, "39.50", "21.00", "0.00"));
    }

    @Test
    void openingAndIssuedLessReturnedIsClosingInEveryMonth() {
        for (int day : new int[] { 1, 7, 15, 28, 29, 30, 31 }) {
            cancelled(day, "EUR", "100.01", "21.00");
            cancelled(day, "JPY", "3001", "300");
        }
        books.night(NIGHT);
        for (LocalDate night = NIGHT.plusDays(1); night.isBefore(LocalDate.of(2024, 8, 3)); night = night.plusDays(6)) {
            books.night(night);
        }
        for (YearMonth month = MAY.minusMonths(1); month.isBefore(JULY.plusMonths(4)); month = month.plusMonths(1)) {
            CycleSummary before = of(month.minusMonths(1));
            for (CycleSummary.Row row : of(month).rows()) {
                assertThat(row.balances()).as("%s %s", month, row).isTrue();
                assertThat(row.opening()).as("%s opens as the month before closed", month)
                    .isEqualTo(before.rows()
                        .stream()
                        .map(CycleSummary.Row::closing)
                        .filter(closing -> closing.isSameCurrency(row.opening()))
                        .findFirst()
                        .orElse(row.opening().minus(row.opening())));
            }
        }
        assertThat(of(JULY.plusMonths(2)).rows()).hasSize(2).allMatch(row -> row.closing().isZero());
    }

    private static CycleSummary of(YearMonth month) {
        return new CycleSummaries(books.database().jdbc()).of(month);
    }

    /** Adds a tenant with one subscription that is cancelled. */
    private static void cancelled(int billingDay, String currency, String net, String tax) {
        int number = Integer.parseInt(books.value("SELECT COUNT(*) + 1 FROM tenant"));
        books.tenant("T" + number, currency, billingDay)
            .charged("T" + number, number, net, tax)
            .cancel("R" + number, "S" + number, NIGHT);
    }

    private static CycleSummary.Row row(String currency, String opening, long credits, String net, String tax,
            long returns, String cash, String onAccount, String closing) {
        return new CycleSummary.Row(money(currency, opening), credits, money(currency, net), money(currency, tax),
                returns, money(currency, cash), money(currency, onAccount), money(currency, closing));
    }

    private static Money money(String currency, String amount) {
        return Money.parse(currency + " " + amount);
    }

}
