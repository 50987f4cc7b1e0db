package org.prorata.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.charge.Charge;
import org.prorata.credit.CreditCalculation;
import org.prorata.credit.CreditLine;
import org.prorata.credit.Settlement;
import org.prorata.policy.CancelDay;
import org.prorata.policy.ChargedPrice;
import org.prorata.policy.RefundShare;
import org.prorata.policy.Rounding;
import org.prorata.sample.SampleCancellations;
import org.prorata.sample.SampleCharge;
import org.prorata.sample.SamplePolicies;
import org.prorata.sample.SampleSubscription;
import org.prorata.sample.SampleTenants;

import static org.assertj.core.api.Assertions.assertThat;

/** The amounts that Microsoft published, to the cent, in the mode that each one names. */
class MicrosoftOracleTests {

    private static final List<OracleRow> ROWS = OracleRow.all("microsoft.csv");

    /**
     * Rows whose printed days are not what the printed amount was worked out from. NCE-7
     * counts months: 11 of 12. NCE-10 prints a period of 177 days and an amount of 181.
     */
    private static final Set<String> BY_DAYS_OF_THE_SOURCE = Set.of("NCE-7", "NCE-10");

    static Stream<Arguments> rowsAndTheModesTheyName() {
        return proratedRows().flatMap(row -> named(row).stream().map(mode -> Arguments.of(row, mode)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rowsAndTheModesTheyName")
    void aNamedModeReproducesThePublishedAmount(OracleRow row, Rounding mode) {
        assertThat(amount(row, mode, 1)).isEqualByComparingTo(published(row));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rowsAndTheModesTheyName")
    void aReversalMirrorsIt(OracleRow row, Rounding mode) {
        assertThat(amount(row, mode, -1)).isEqualByComparingTo(published(row).negate());
    }

    static Stream<OracleRow> proratedRows() {
        return ROWS.stream().filter(row -> !policies(row).equals("FULL") && !policies(row).equals("NONE"));
    }

    @ParameterizedTest
    @MethodSource("proratedRows")
    void noOtherModeReproducesIt(OracleRow row) {
        assertThat(EnumSet.complementOf(EnumSet.copyOf(named(row))))
            .allSatisfy(mode -> assertThat(amount(row, mode, 1)).isNotEqualByComparingTo(published(row)));
    }

    @Test
    void theRowsTogetherTellAllModesApart() {
        assertThat(Rounding.values()).allSatisfy(mode -> assertThat(proratedRows().map(MicrosoftOracleTests::named))
            .anySatisfy(named -> assertThat(named).contains(mode))
            .anySatisfy(named -> assertThat(named).doesNotContain(mode)));
    }

    static Stream<Arguments> datedRowsAndTheModesTheyName() {
        return proratedRows().filter(MicrosoftOracleTests::isUnusedUntilTheEnd)
            .flatMap(row -> named(row).stream().map(mode -> Arguments.of(row, mode)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("datedRowsAndTheModesTheyName")
    void aChargeWithTheRowsDatesGivesBackThePublishedAmount(OracleRow row, Rounding mode) {
        CreditLine line = CreditCalculation.unusedOf(charge(row), row.date("prorated_start"), mode);
        assertThat(line.net().getAmount()).isEqualByComparingTo(published(row));
        assertThat(line.daysUnused()).isEqualTo(row.whole("prorated_days_inclusive"));
        assertThat(line.daysInPeriod()).isEqualTo(row.whole("denominator_used"));
    }

    @Test
    void theRowsWithoutSuchDatesAreThese() {
        assertThat(proratedRows().filter(row -> !isUnusedUntilTheEnd(row)).map(OracleRow::id)).containsExactly(
                // a span that ends before the charged period does
                "L17-1", "L17-2", "L18A-1", "LA-1", "LA-7",
                // no span printed, or one that is not what was counted
                "OT-2b", "OT-4a", "OT-1a", "OT-3a",
                // months, not days
                "NCE-7",
                // no charged period printed
                "NCE-9", "NCE-10", "AZ-1", "AZ-2");
    }

    static Stream<OracleRow> fullRows() {
        return ROWS.stream().filter(row -> policies(row).equals("FULL"));
    }

    @ParameterizedTest
    @MethodSource("fullRows")
    void aRowThatIsNotProratedGivesTheWholeProduct(OracleRow row) {
        assertThat(charge(row).net().getAmount()).isEqualByComparingTo(published(row));
    }

    static Stream<OracleRow> fullRowsThatSuspend() {
        return fullRows().filter(row -> row.cell("event").startsWith("suspend"));
    }

    @ParameterizedTest
    @MethodSource("fullRowsThatSuspend")
    void theLegacyPartnerPolicyGivesBackEverythingInTheFirstThirtyDays(OracleRow row) {
        SampleSubscription subscription = SampleSubscription.paid()
            .term(row.cell("charge_period_start"), row.cell("charge_period_end"));
        Settlement settlement = CreditCalculation.settle(SampleCancellations.effective(row.cell("event_date")),
                SampleTenants.inDollars(), subscription.subscription(), SamplePolicies.shipped("csp-legacy"),
                List.of(charge(row)));
        assertThat(settlement).isInstanceOfSatisfying(Settlement.Credited.class, credited -> {
            assertThat(credited.credit().share()).isEqualTo(RefundShare.FULL);
            assertThat(credited.credit().net().getAmount()).isEqualByComparingTo(published(row));
        });
    }

    static Stream<OracleRow> conversions() {
        return ROWS.stream().filter(row -> policies(row).equals("NONE"));
    }

    @ParameterizedTest
    @MethodSource("conversions")
    void aConversionIsPublishedToOneDecimal(OracleRow row) {
        BigDecimal exact = Rounding.EXACT_HALF_UP.exact(price(row, 1), days(row), row.whole("denominator_used"))
            .rounded(1, RoundingMode.HALF_UP);
        assertThat(exact).isEqualByComparingTo(published(row));
        assertThat(Rounding.values())
            .allSatisfy(mode -> assertThat(amount(row, mode, 1)).isNotEqualByComparingTo(published(row)));
    }

    @Test
    void anAzureReservationChargesTheCancelDay() {
        OracleRow row = row("AZ-1");
        Charge charge = SampleCharge.ofPrice("120", 1).over("2021-01-01", "2021-12-31").charge();
        LocalDate firstUnused = CancelDay.CHARGED.firstUnusedDay(LocalDate.of(2021, 4, 7));
        CreditLine line = CreditCalculation.unusedOf(charge, firstUnused, Rounding.EXACT_HALF_UP);
        assertThat(line.daysInPeriod() - line.daysUnused()).isEqualTo(97);
        assertThat(line.daysUnused()).isEqualTo(row.whole("days_used_by_source"));
        assertThat(line.net()).isEqualTo(Money.parse("USD 88.11"));
        assertThat(line.net().getAmount().setScale(1, RoundingMode.HALF_UP)).isEqualByComparingTo(published(row));
    }

    @Test
    void aReservationPaidMonthlyIsDividedBy31EvenInApril() {
        OracleRow row = row("AZ-2");
        Charge april = SampleCharge.ofPrice("10", 1).over("2021-04-01", "2021-04-30").charge();
        CreditLine line = CreditCalculation.unusedOf(april, CancelDay.CHARGED.firstUnusedDay(LocalDate.of(2021, 4, 7)),
                Rounding.EXACT_HALF_UP);
        assertThat(line.net()).as("by April's own days").isEqualTo(Money.parse("USD 7.67"));
        assertThat(amount(row, Rounding.EXACT_HALF_UP, 1)).isEqualByComparingTo("7.74");
    }

    @Test
    void everyRowIsInOneOfTheThreeGroups() {
        assertThat(Stream.of(proratedRows(), fullRows(), conversions()).flatMap(rows -> rows).map(OracleRow::id))
            .containsExactlyInAnyOrderElementsOf(OracleRow.ids(ROWS));
        assertThat(proratedRows()).hasSize(40);
        assertThat(fullRows()).hasSize(6);
        assertThat(conversions()).hasSize(2);
    }

    private static OracleRow row(String id) {
        return ROWS.stream().filter(row -> row.id().equals(id)).findFirst().orElseThrow();
    }

    private static String policies(OracleRow row) {
        return row.cell("matching_rounding_policies_derived");
    }

    private static List<Rounding> named(OracleRow row) {
        return Arrays.stream(policies(row).split("\\|", -1)).map(Rounding::valueOf).toList();
    }

    private static BigDecimal published(OracleRow row) {
        return row.number("published_amount").abs();
    }

    private static BigDecimal amount(OracleRow row, Rounding mode, long sign) {
        return mode.steps(price(row, sign), days(row), row.whole("denominator_used"), 2).getLast().result();
    }

    private static ChargedPrice price(OracleRow row, long sign) {
        BigDecimal unitPrice = row.number("unit_price");
        long quantity = sign * row.whole("quantity");
        return new ChargedPrice(unitPrice, quantity, unitPrice.multiply(BigDecimal.valueOf(quantity)));
    }

    private static int days(OracleRow row) {
        return row.has("prorated_days_inclusive") && !BY_DAYS_OF_THE_SOURCE.contains(row.id())
                ? row.whole("prorated_days_inclusive") : row.whole("days_used_by_source");
    }

    private static boolean isUnusedUntilTheEnd(OracleRow row) {
        return row.has("charge_period_end") && row.cell("prorated_end").equals(row.cell("charge_period_end"))
                && row.cell("charge_period_days_inclusive").equals(row.cell("denominator_used"));
    }

    private static Charge charge(OracleRow row) {
        return SampleCharge.ofPrice(row.cell("unit_price"), row.whole("quantity"))
            .in(row.has("currency") ? row.cell("currency") : "USD")
            .over(row.date("charge_period_start"), row.date("charge_period_end"))
            .charge();
    }

}
