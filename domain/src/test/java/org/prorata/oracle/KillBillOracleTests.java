package org.prorata.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.billing.ServiceSpan;
import org.prorata.credit.CreditCalculation;
import org.prorata.credit.CreditLine;
import org.prorata.money.ExactAmount;
import org.prorata.policy.ChargedPrice;
import org.prorata.policy.Rounding;
import org.prorata.sample.SampleCharge;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The credits and fractions of Kill Bill's own tests. Its periods end before the day that
 * it prints as their end, and the cancel day is the first unused one.
 */
class KillBillOracleTests {

    private static final List<OracleRow> ROWS = OracleRow.all("killbill.csv");

    private static final String FIXED_MONTH = "a month is taken for 30 days, whatever its length; we count real days";

    private static final String UNDATED = "the charge that is credited has no dates, so its days cannot be counted";

    private static final Map<String, String> NOT_COVERED = notCovered();

    private static Map<String, String> notCovered() {
        Map<String, String> reasons = new TreeMap<>();
        IntStream.rangeClosed(9, 18).forEach(n -> reasons.put("KB-F-%03d".formatted(n), FIXED_MONTH));
        // the other credits of that mode fall into months that do have 30 days
        List.of("KB-C-024", "KB-C-025", "KB-C-027").forEach(id -> reasons.put(id, FIXED_MONTH));
        IntStream.rangeClosed(1, 5).forEach(n -> reasons.put("KB-C0-%03d".formatted(n), UNDATED));
        return reasons;
    }

    static Stream<OracleRow> credits() {
        return rows("credit").filter(row -> note(row, "use").startsWith("direct"));
    }

    @ParameterizedTest
    @MethodSource("credits")
    void aCancellationGivesBackTheUnusedPartOfTheCharge(OracleRow row) {
        CreditLine line = unused(row, charge(row));
        assertThat(line.net().getAmount()).isEqualByComparingTo(expected(row));
        assertThat(line.capped()).isFalse();
    }

    static Stream<OracleRow> creditsOfAnInterval() {
        return rows("credit").filter(row -> row.cell("notes").contains("stops before the period end"));
    }

    @ParameterizedTest
    @MethodSource("creditsOfAnInterval")
    void anIntervalInsideThePeriodIsWorthItsDays(OracleRow row) {
        ServiceSpan interval = interval(row);
        BigDecimal net = new BigDecimal(charged(row));
        assertThat(Rounding.EXACT_HALF_UP.steps(new ChargedPrice(net, 1, net), interval.days(), period(row).days(), 2)
            .getLast()
            .result()).isEqualByComparingTo(expected(row));
    }

    static Stream<OracleRow> cappedCredits() {
        return rows("credit").filter(row -> row.cell("notes").contains("capped by an earlier"));
    }

    /**
     * The rows do not print what was given back before. It is taken from the amount, so
     * that they show the cap and no more; KB-CX-005 is known to have an earlier
     * adjustment of 10.00.
     */
    @ParameterizedTest
    @MethodSource("cappedCredits")
    void anEarlierCreditCapsALaterOne(OracleRow row) {
        BigDecimal earlier = new BigDecimal(charged(row)).subtract(expected(row));
        assertThat(unused(row, charge(row)).net().getAmount()).as("without the earlier one")
            .isEqualByComparingTo(plain(row));
        CreditLine line = unused(row, charge(row).credited(earlier.toPlainString(), "0"));
        assertThat(line.net().getAmount()).isEqualByComparingTo(expected(row));
        assertThat(line.capped()).isTrue();
    }

    @Test
    void theOneKnownEarlierAdjustmentIsOfTen() {
        OracleRow row = ROWS.stream().filter(each -> each.id().equals("KB-CX-005")).findFirst().orElseThrow();
        assertThat(unused(row, charge(row).credited("10.00", "0")).net().getAmount())
            .isEqualByComparingTo(expected(row));
    }

    static Stream<OracleRow> fractionsOfActualDays() {
        return rows("fraction").filter(row -> note(row, "fixed_days_in_month").equals("off"));
    }

    @ParameterizedTest
    @MethodSource("fractionsOfActualDays")
    void aFractionIsTheDaysOfAPartOverTheDaysOfThePeriod(OracleRow row) {
        ServiceSpan period = period(row);
        int after = period.daysFrom(change(row));
        boolean leading = row.cell("notes").contains("leading part");
        assertThat(fraction(leading ? after : period.days() - after, period.days())).isEqualTo(expected(row));
    }

    static Stream<OracleRow> partsBilled() {
        return rows("periods_billed").filter(row -> note(row, "use").startsWith("direct"));
    }

    @ParameterizedTest
    @MethodSource("partsBilled")
    void theUsedPartOfAPeriodIsWhatIsNotGivenBack(OracleRow row) {
        int months = Map.of("MONTHLY", 1, "QUARTERLY", 3, "ANNUAL", 12).get(row.cell("period"));
        LocalDate start = row.date("period_start");
        ServiceSpan period = ServiceSpan.of(start, start.plusMonths(months).minusDays(1));
        int used = period.days() - period.daysFrom(change(row));
        assertThat(fraction(used, period.days())).isEqualTo(expected(row));
    }

    @Test
    void everyRowIsCoveredOrListed() {
        List<OracleRow> listed = ROWS.stream().filter(row -> NOT_COVERED.containsKey(row.id())).toList();
        assertThat(listed).hasSameSizeAs(NOT_COVERED.keySet());
        assertThat(Stream
            .of(credits(), creditsOfAnInterval(), cappedCredits(), fractionsOfActualDays(), partsBilled(),
                    listed.stream())
            .flatMap(rows -> rows)).containsExactlyInAnyOrderElementsOf(ROWS);
    }

    @Test
    void aRowThatIsListedWouldNotAgree() {
        assertThat(ROWS.stream().filter(row -> FIXED_MONTH.equals(NOT_COVERED.get(row.id()))))
            .filteredOn(row -> note(row, "kind").equals("credit"))
            .allSatisfy(row -> assertThat(unused(row, charge(row)).net().getAmount())
                .isNotEqualByComparingTo(expected(row)));
    }

    private static Stream<OracleRow> rows(String kind) {
        return ROWS.stream()
            .filter(row -> note(row, "kind").equals(kind))
            .filter(row -> !NOT_COVERED.containsKey(row.id()));
    }

    private static CreditLine unused(OracleRow row, SampleCharge charge) {
        return CreditCalculation.unusedOf(charge.charge(), change(row), Rounding.EXACT_HALF_UP);
    }

    private static SampleCharge charge(OracleRow row) {
        ServiceSpan period = period(row);
        return SampleCharge.ofNet(charged(row)).over(period.from(), period.to());
    }

    private static String charged(OracleRow row) {
        return note(row, "charged").split(" ", -1)[0];
    }

    private static BigDecimal plain(OracleRow row) {
        Matcher matcher = Pattern.compile("plain formula gives ([0-9.]+)").matcher(row.cell("notes"));
        assertThat(matcher.find()).isTrue();
        return new BigDecimal(matcher.group(1));
    }

    private static ServiceSpan interval(OracleRow row) {
        Matcher matcher = Pattern.compile("(?:credited interval|existing repair of) ([0-9-]{10})\\.\\.([0-9-]{10})")
            .matcher(row.cell("notes"));
        assertThat(matcher.find()).isTrue();
        return ServiceSpan.of(LocalDate.parse(matcher.group(1)), LocalDate.parse(matcher.group(2)).minusDays(1));
    }

    private static ServiceSpan period(OracleRow row) {
        return ServiceSpan.of(row.date("period_start"), row.date("period_end").minusDays(1));
    }

    private static LocalDate change(OracleRow row) {
        return row.date("change_or_cancel_date");
    }

    private static BigDecimal expected(OracleRow row) {
        return row.number("expected_fraction_or_amount");
    }

    private static BigDecimal fraction(int part, int whole) {
        return new ExactAmount(BigDecimal.valueOf(part), whole).rounded(9, RoundingMode.HALF_UP);
    }

    private static String note(OracleRow row, String name) {
        Map<String, String> notes = Pattern.compile("; ")
            .splitAsStream(row.cell("notes"))
            .filter(note -> note.contains("="))
            .collect(Collectors.toMap(note -> note.substring(0, note.indexOf('=')),
                    note -> note.substring(note.indexOf('=') + 1), (first, second) -> first));
        return notes.getOrDefault(name, "");
    }

}
