package org.prorata.reporting.summary;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.RollForward;
import org.prorata.reporting.summary.RefundSummary.View;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The credits come from runs as they are: cancelled on 16 June 2024, issued that night,
 * returned on the first night of the tenant's next cycle.
 */
@Tag("database")
class RefundSummariesTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final YearMonth MAY = YearMonth.of(2024, 5);

    private static final YearMonth JUNE = YearMonth.of(2024, 6);

    private static final YearMonth JULY = YearMonth.of(2024, 7);

    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

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
    void booksWithoutCreditsHaveNoCurrency() {
        assertThat(of(JUNE).currencies()).isEmpty();
        assertThat(summaries().latestKnowledge()).isEqualTo(Instant.EPOCH);
        assertThat(summaries().periods(View.CYCLE)).isEmpty();
    }

    @Test
    void aCycleFromTheFirstIsTheMonth() {
        cancelled(1, "EUR", "100.00", "21.00");
        books.night(NIGHT);
        books.night(LocalDate.of(2024, 7, 1));
        assertThat(of(MAY).currencies()).isEmpty();
        assertThat(rolls(JUNE))
            .containsExactly("EUR: 0.00 + 1 of 50.00 + 10.50 - 0 of 0.00 + 0.00 + 0.00 + 0 of 0.00 = 60.50");
        assertThat(rolls(JULY))
            .containsExactly("EUR: 60.50 + 0 of 0.00 + 0.00 - 1 of 60.50 + 0.00 + 0.00 + 0 of 0.00 = 0.00");
        assertThat(of(JULY.plusMonths(1)).currencies()).as("nothing is owed, issued or returned").isEmpty();
    }

    @Test
    void aCycleFromThe31stBeginsWithTheLastDayOfAShortMonth() {
        cancelled(31, "EUR", "100.00", "21.00");
        books.night(NIGHT);
        books.night(LocalDate.of(2024, 6, 29));
        assertThat(of(MAY).currencies().getFirst().rollForward().credits()).isEqualTo(1);
        books.night(LocalDate.of(2024, 6, 30));
        assertThat(rolls(MAY))
            .containsExactly("EUR: 0.00 + 1 of 50.00 + 10.50 - 0 of 0.00 + 0.00 + 0.00 + 0 of 0.00 = 60.50");
        assertThat(rolls(JUNE))
            .containsExactly("EUR: 60.50 + 0 of 0.00 + 0.00 - 1 of 60.50 + 0.00 + 0.00 + 0 of 0.00 = 0.00");
        assertThat(of(MAY).heading().firstDay()).isEqualTo("2024-05-31");
        assertThat(of(MAY).heading().lastDay()).isEqualTo("2024-06-29");
        assertThat(roll(View.MONTH, MAY)).as("the calendar month knows no billing day").isEmpty();
        assertThat(roll(View.MONTH, JUNE))
            .containsExactly("EUR: 0.00 + 1 of 50.00 + 10.50 - 1 of 60.50 + 0.00 + 0.00 + 0 of 0.00 = 0.00");
    }

    @Test
    void eachCurrencyHasItsRowWithItsDigits() {
        cancelled(1, "JPY", "3001", "300");
        cancelled(1, "KWD", "10.001", "0.000");
        cancelled(1, "EUR", "100.00", "21.00");
        books.night(NIGHT);
        assertThat(rolls(JUNE)).containsExactly(
                "EUR: 0.00 + 1 of 50.00 + 10.50 - 0 of 0.00 + 0.00 + 0.00 + 0 of 0.00 = 60.50",
                "JPY: 0 + 1 of 1501 + 150 - 0 of 0 + 0 + 0 + 0 of 0 = 1651",
                "KWD: 0.000 + 1 of 5.001 + 0.000 - 0 of 0.000 + 0.000 + 0.000 + 0 of 0.000 = 5.001");
    }

    @Test
    void everyMonthBalancesAndEqualsTheLedgerWithFailuresAndAllBillingDays() {
        manyBillingDays();
        for (YearMonth month = MAY.minusMonths(1); month.isBefore(JULY.plusMonths(4)); month = month.plusMonths(1)) {
            for (View view : View.values()) {
                RefundSummary before = of(view, month.minusMonths(1));
                for (OfCurrency of : of(view, month).currencies()) {
                    RollForward roll = of.rollForward();
                    assertThat(roll.balances()).as("%s %s %s", view, month, roll).isTrue();
                    assertThat(roll.opening()).as("%s %s opens as the one before closed", view, month)
                        .isEqualTo(before.currencies()
                            .stream()
                            .filter(each -> each.currency().equals(of.currency()))
                            .map(each -> each.rollForward().closing())
                            .findFirst()
                            .orElse(Money.zero(of.currency())));
                    assertThat(total(of.ageing().stream().map(age -> age.owed()).toList(), of.currency()))
                        .as("%s %s owed by age", view, month)
                        .isEqualTo(roll.closing());
                    if (view == View.MONTH) {
                        assertThat(roll.closing().getAmount()).isEqualByComparingTo(owedInLedger(of.currency(), month));
                    }
                }
            }
        }
        assertThat(of(JULY.plusMonths(2)).currencies()).isEmpty();
        assertThat(books.values("SELECT run_id FROM published_run")).isNotEmpty()
            .allSatisfy(run -> assertThat(cells().differences(Long.parseLong(run))).isEmpty());
    }

    @Test
    void everyDimensionAddsUpToTheRollForward() {
        manyBillingDays();
        for (YearMonth month : List.of(MAY, JUNE)) {
            for (OfCurrency of : of(month).currencies()) {
                for (Dimension dimension : Dimension.values()) {
                    assertThat(total(of.by(dimension).stream().map(group -> group.gross()).toList(), of.currency()))
                        .as("%s %s", month, dimension)
                        .isEqualTo(of.rollForward().gross());
                    if (dimension != Dimension.TAX_RATE) {
                        assertThat(of.by(dimension).stream().mapToLong(group -> group.credits()).sum())
                            .as("%s %s", month, dimension)
                            .isEqualTo(of.rollForward().credits());
                    }
                }
            }
        }
    }

    @Test
    void aReturnThatCameBackIsOwedAgainAndCountsWhenItIsReturnedAtLast() {
        cancelled(1, "EUR", "100.00", "21.00");
        books.night(NIGHT);
        books.night(LocalDate.of(2024, 7, 1));
        books.returnDesk().noteFailed("CR-20240616-0000001", "account closed", "finance@example.com");
        at("2024-07-05", "FAILED", "2024-07-05T09:00:00");
        RefundSummary failed = of(JULY);
        assertThat(rolls(failed))
            .containsExactly("EUR: 60.50 + 0 of 0.00 + 0.00 - 1 of 60.50 + 0.00 + 0.00 + 1 of 60.50 = 60.50");
        OfCurrency euro = failed.currencies().getFirst();
        assertThat(euro.days().returned()).isZero();
        assertThat(euro.breachCount()).as("its last day is 31 July, the last known day 1 July").isZero();
        books.night(LocalDate.of(2024, 8, 2));
        euro = of(JULY).currencies().getFirst();
        assertThat(euro.breachCount()).isEqualTo(1);
        assertThat(euro.breaches()).singleElement().satisfies(breach -> {
            assertThat(breach.dueBy()).isEqualTo("2024-07-31");
            assertThat(breach.returnedOn()).isNull();
        });
        assertThat(euro.ageing().get(3).credits()).isEqualTo(1);
        books.returnDesk().retry("CR-20240616-0000001", "finance@example.com");
        books.change("UPDATE return_retry SET asked_at = '2024-08-04 09:00:00'");
        books.night(LocalDate.of(2024, 8, 5));
        RefundSummary again = of(JULY.plusMonths(1));
        assertThat(rolls(again))
            .containsExactly("EUR: 60.50 + 0 of 0.00 + 0.00 - 1 of 60.50 + 0.00 + 0.00 + 0 of 0.00 = 0.00");
        euro = again.currencies().getFirst();
        assertThat(euro.days()).isEqualTo(new RefundSummary.DaysToReturn(1, new BigDecimal("50.0"), 50, 0));
        assertThat(euro.breaches()).singleElement()
            .satisfies(breach -> assertThat(breach.returnedOn()).isEqualTo("2024-08-05"));
        assertThat(of(JULY).exceptions()).isEqualTo(new RefundSummary.Exceptions(List.of(), 0, 1, 0));
    }

    @Test
    void theAsOfTellsWhatWasKnown() {
        cancelled(1, "EUR", "100.00", "21.00");
        books.night(NIGHT);
        books.change("UPDATE nightly_run SET finished_at = '2024-06-17 01:00:00'");
        books.night(LocalDate.of(2024, 7, 1));
        books.change("UPDATE nightly_run SET finished_at = '2024-07-02 01:00:00' WHERE business_date = '2024-07-01'");
        assertThat(rolls(ask(JUNE, "2024-06-17T00:59:59Z"))).isEmpty();
        assertThat(rolls(ask(JUNE, "2024-06-17T01:00:00Z"))).hasSize(1);
        assertThat(rolls(ask(JULY, "2024-07-02T00:59:59Z")))
            .containsExactly("EUR: 60.50 + 0 of 0.00 + 0.00 - 0 of 0.00 + 0.00 + 0.00 + 0 of 0.00 = 60.50");
        assertThat(rolls(ask(JULY, "2024-07-02T01:00:00Z")))
            .containsExactly("EUR: 60.50 + 0 of 0.00 + 0.00 - 1 of 60.50 + 0.00 + 0.00 + 0 of 0.00 = 0.00");
    }

    @Test
    void whatIsReturnedAfterThePromiseIsABreach() {
        cancelled(1, "EUR", "100.00", "21.00");
        cancelled(1, "EUR", "10.00", "2.10");
        books.change("UPDATE subscription SET payment_method = 'BANK' WHERE subscription_id = 'S2'");
        books.night(NIGHT);
        books.night(LocalDate.of(2024, 8, 1));
        OfCurrency july = of(JULY).currencies().getFirst();
        assertThat(july.breachCount()).isEqualTo(2);
        assertThat(july.breaches()).extracting(breach -> breach.creditNumber())
            .containsExactly("CR-20240616-0000001", "CR-20240616-0000002");
        assertThat(july.breaches()).allMatch(breach -> breach.returnedOn() == null);
        OfCurrency august = of(JULY.plusMonths(1)).currencies().getFirst();
        assertThat(august.days().broken()).isEqualTo(2);
        assertThat(august.breaches()).hasSize(2)
            .allMatch(breach -> LocalDate.of(2024, 8, 1).equals(breach.returnedOn()));
        assertThat(of(JULY.plusMonths(1)).promises())
            .containsExactly(new RefundSummary.Promise(JULY.plusMonths(1), 0, 2));
    }

    @Test
    void approvalsAreCountedWithWhoAskedAndWhoDecided() {
        cancelled(1, "EUR", "100.00", "21.00");
        books.charged("T1", 2, "10.00", "2.10");
        books.change("UPDATE subscription SET assigned_licences = 31 WHERE subscription_id = 'S2'");
        books.cancel("R2", "S2", NIGHT).approve("R2");
        books.night(NIGHT);
        RefundSummary june = of(JUNE);
        assertThat(june.approvals()).isEqualTo(new RefundSummary.Approvals(1, 1, 0, 0, 0, java.time.Duration.ZERO,
                List.of(new RefundSummary.Pair("anna@example.com", "boss@example.com", 1, 0))));
        assertThat(june.currencies().getFirst().by(Dimension.ROUTE))
            .extracting(group -> group.value() + group.credits())
            .containsExactlyInAnyOrder("SELF_SERVICE1", "APPROVAL1");
        assertThat(ask(JUNE, "2024-06-15T11:59:59Z").approvals().requested()).isZero();
        assertThat(june.heading().policies()).containsExactly("microsoft-2020 2020-04-18");
        assertThat(june.heading().runs()).hasSize(1);
    }

    @Test
    void theSameQuestionGivesTheSameBytesAndTheyAreReadBack() {
        manyBillingDays();
        byte[] first = SummaryJson.write(of(JUNE));
        assertThat(SummaryJson.write(of(JUNE))).isEqualTo(first);
        assertThat(SummaryJson.read(first)).isEqualTo(of(JUNE));
        assertThat(new String(first, java.nio.charset.StandardCharsets.UTF_8)).doesNotContain("\r").endsWith("}\n");
    }

    @Test
    void theJsonFollowsItsSchema() {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SummaryJson.class.getResourceAsStream("refund-summary.schema.json"));
        assertThat(schema.validate(json(of(JUNE)), InputFormat.JSON)).as("nothing known").isEmpty();
        manyBillingDays();
        for (YearMonth month : List.of(MAY, JUNE, JULY)) {
            assertThat(schema.validate(json(of(month)), InputFormat.JSON)).isEmpty();
        }
        assertThat(schema.validate(json(of(JUNE)).replace("\"view\"", "\"look\""), InputFormat.JSON)).isNotEmpty();
        assertThat(schema.validate(json(of(JUNE)).replace("\"closing_owed\" : \"", "\"closing_owed\" : \"EUR "),
                InputFormat.JSON))
            .isNotEmpty();
    }

    private static String json(RefundSummary summary) {
        return new String(SummaryJson.write(summary), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void manyBillingDays() {
        for (int day : new int[] { 1, 7, 15, 28, 29, 30, 31 }) {
            cancelled(day, "EUR", "100.01", "21.00");
            cancelled(day, "JPY", "3001", "300");
        }
        books.change("UPDATE charge SET paid = net WHERE charge_no % 3 = 0");
        books
            .change("UPDATE subscription SET payment_method = 'BANK', product = 'Visio' WHERE subscription_no % 2 = 0");
        books.change("UPDATE cancellation_request SET reason = '' WHERE request_no % 4 = 0");
        books.night(NIGHT);
        List<String> failed = new ArrayList<>();
        for (LocalDate night = NIGHT.plusDays(1); night.isBefore(LocalDate.of(2024, 9, 3)); night = night.plusDays(6)) {
            books.night(night);
            if (night.getDayOfMonth() < 17 && failed.size() < 3) {
                for (String number : books.values(
                        "SELECT credit_number FROM credit WHERE state = 'RETURNED' ORDER BY credit_number LIMIT 1")) {
                    books.returnDesk().noteFailed(number, "no such account", "finance@example.com");
                    books.change(
                            "UPDATE ledger_correction SET business_date = ? WHERE kind = 'FAILED' AND business_date = '2024-06-15'",
                            night.plusDays(1));
                    books.returnDesk().retry(number, "finance@example.com");
                    failed.add(number);
                }
            }
        }
        assertThat(failed).hasSize(3);
    }

    private static void at(String date, String kind, String moment) {
        books.change("UPDATE ledger_correction SET business_date = ? WHERE kind = ?", date, kind);
        books.change("UPDATE return_failure SET noted_at = ?", moment);
    }

    private static BigDecimal owedInLedger(CurrencyUnit currency, YearMonth month) {
        return new BigDecimal(books.value(
                """
                        SELECT COALESCE(SUM(owed), 0)
                        FROM (SELECT -refund_liability AS owed FROM ledger_entry WHERE currency = ? AND business_date <= ?
                              UNION ALL SELECT -refund_liability FROM ledger_correction WHERE currency = ? AND business_date <= ?) x
                        """,
                currency.getCode(), month.atEndOfMonth(), currency.getCode(), month.atEndOfMonth()));
    }

    private static Money total(List<Money> amounts, CurrencyUnit currency) {
        return amounts.stream().reduce(Money.zero(currency), Money::plus);
    }

    private static List<String> rolls(YearMonth month) {
        return rolls(of(month));
    }

    private static List<String> roll(View view, YearMonth month) {
        return rolls(of(view, month));
    }

    private static List<String> rolls(RefundSummary summary) {
        return summary.currencies().stream().map(of -> {
            RollForward roll = of.rollForward();
            assertThat(roll.balances()).isTrue();
            return "%s: %s + %d of %s + %s - %d of %s + %s + %s + %d of %s = %s".formatted(of.currency(),
                    roll.opening().getAmount(), roll.credits(), roll.net().getAmount(), roll.tax().getAmount(),
                    roll.returns(), roll.returnedByCard().getAmount(), roll.returnedByBank().getAmount(),
                    roll.returnedOnInvoice().getAmount(), roll.failures(), roll.failed().getAmount(),
                    roll.closing().getAmount());
        }).toList();
    }

    private static RefundSummary of(YearMonth month) {
        return of(View.CYCLE, month);
    }

    private static RefundSummary of(View view, YearMonth month) {
        return summaries().of(new Question(view, month, LATER));
    }

    private static RefundSummary ask(YearMonth month, String asOf) {
        return summaries().of(new Question(View.CYCLE, month, Instant.parse(asOf)));
    }

    private static RefundSummaries summaries() {
        return new RefundSummaries(books.client(), books.database().transactions());
    }

    private static org.prorata.db.run.RefundCells cells() {
        return new org.prorata.db.run.RefundCells(books.client());
    }

    /** Adds a tenant with one subscription that is cancelled. */
    private static void cancelled(int billingDay, String currency, String net, String tax) {
        int number = Integer.parseInt(books.value("SELECT COUNT(*) + 1 FROM tenant"));
        books.tenant("T" + number, currency, billingDay)
            .charged("T" + number, number, net, tax)
            .cancel("R" + number, "S" + number, NIGHT);
    }

}
