package org.prorata.credit;

import java.time.LocalDate;

import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.policy.Rounding;
import org.prorata.sample.SampleCharge;

import static org.assertj.core.api.Assertions.assertThat;

/** What one charge line gives back. */
class CreditLineTests {

    private static final String MIDDLE = "2024-01-16";

    @Test
    void theUnusedDaysComeBackWithTheirTax() {
        CreditLine line = unused(SampleCharge.ofNet("31.00").tax("6.20"), MIDDLE);
        assertThat(line.daysInPeriod()).isEqualTo(31);
        assertThat(line.daysUnused()).isEqualTo(16);
        assertThat(line.exactNet().asFraction()).isEqualTo("16/1");
        assertThat(line.net()).isEqualTo(Money.parse("USD 16.00"));
        assertThat(line.tax()).isEqualTo(Money.parse("USD 3.20"));
        assertThat(line.gross()).isEqualTo(Money.parse("USD 19.20"));
        assertThat(line.capped()).isFalse();
        assertThat(line.taxRemainder()).isFalse();
    }

    @Test
    void aSpanThatHasNotBegunComesBackWhole() {
        CreditLine line = unused(SampleCharge.ofNet("31.00").tax("6.20"), "2023-12-01");
        assertThat(line.daysUnused()).isEqualTo(31);
        assertThat(line.net()).isEqualTo(Money.parse("USD 31.00"));
        assertThat(line.tax()).isEqualTo(Money.parse("USD 6.20"));
        assertThat(line.taxRemainder()).isTrue();
    }

    @Test
    void aSpanThatIsOverGivesNothing() {
        CreditLine line = unused(SampleCharge.ofNet("31.00").tax("6.20"), "2024-02-01");
        assertThat(line.daysUnused()).isZero();
        assertThat(line.gross()).isEqualTo(Money.parse("USD 0.00"));
        assertThat(line.taxRemainder()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            JPY, 10000, 1000, 3226,      323
            USD, 10000, 1000, 3225.81,   322.58
            KWD, 10000, 1000, 3225.806,  322.581
            CLF, 10000, 1000, 3225.8065, 322.5807
            """)
    void theDigitsAreTheCurrencys(String currency, String net, String tax, String creditNet, String creditTax) {
        CreditLine line = unused(SampleCharge.ofNet(net).tax(tax).in(currency), "2024-01-22");
        assertThat(line.net()).isEqualTo(Money.parse(currency + " " + creditNet));
        assertThat(line.tax()).isEqualTo(Money.parse(currency + " " + creditTax));
    }

    @Test
    void aDiscountedChargeNeverGivesBackMoreThanItsNet() {
        SampleCharge discounted = SampleCharge.ofNet("50.00").tax("10.00").unitPrice("10.00").quantity(10);
        CreditLine line = CreditCalculation.unusedOf(discounted.charge(), LocalDate.parse(MIDDLE),
                Rounding.SEAT_ROUNDDOWN);
        assertThat(line.exactNet().asFraction()).isEqualTo("1600/31");
        assertThat(line.net()).isEqualTo(Money.parse("USD 50.00"));
        assertThat(line.tax()).isEqualTo(Money.parse("USD 10.00"));
        assertThat(line.capped()).isTrue();
        assertThat(line.taxRemainder()).isTrue();
    }

    @Test
    void anEarlierCreditLeavesItsRestAtMost() {
        CreditLine line = unused(SampleCharge.ofNet("31.00").tax("6.20").credited("20.00", "4.00"), MIDDLE);
        assertThat(line.net()).isEqualTo(Money.parse("USD 11.00"));
        assertThat(line.tax()).isEqualTo(Money.parse("USD 2.20"));
        assertThat(line.capped()).isTrue();
        assertThat(line.taxRemainder()).isTrue();
    }

    @Test
    void aSmallEarlierCreditDoesNotLowerALaterOne() {
        CreditLine line = unused(SampleCharge.ofNet("31.00").tax("6.20").credited("15.00", "3.00"), MIDDLE);
        assertThat(line.net()).isEqualTo(Money.parse("USD 16.00"));
        assertThat(line.capped()).isFalse();
        assertThat(line.taxRemainder()).as("it leaves nothing").isTrue();
    }

    @Test
    void whatWasGivenBackWholeGivesNothingMore() {
        CreditLine line = unused(SampleCharge.ofNet("31.00").tax("6.20").credited("31.00", "6.20"), MIDDLE);
        assertThat(line.gross()).isEqualTo(Money.parse("USD 0.00"));
        assertThat(line.capped()).isTrue();
    }

    @Test
    void whatWasGivenBackTwiceOverIsNotTakenBack() {
        CreditLine line = unused(SampleCharge.ofNet("31.00").tax("6.20").credited("40.00", "8.00"), MIDDLE);
        assertThat(line.gross()).isEqualTo(Money.parse("USD 0.00"));
    }

    @Test
    void aReversalMirrorsItsCharge() {
        CreditLine line = unused(SampleCharge.ofNet("-10.05").tax("-2.01").quantity(-1), MIDDLE);
        CreditLine mirrored = unused(SampleCharge.ofNet("10.05").tax("2.01"), MIDDLE);
        assertThat(line.net()).isEqualTo(Money.parse("USD -5.19")).isEqualTo(mirrored.net().negated());
        assertThat(line.tax()).isEqualTo(Money.parse("USD -1.04")).isEqualTo(mirrored.tax().negated());
    }

    @Test
    void aReversalIsCappedTowardsZero() {
        CreditLine line = unused(SampleCharge.ofNet("-31.00").tax("-6.20").quantity(-1).credited("-20.00", "-4.00"),
                MIDDLE);
        assertThat(line.net()).isEqualTo(Money.parse("USD -11.00"));
        assertThat(line.tax()).isEqualTo(Money.parse("USD -2.20"));
        assertThat(line.capped()).isTrue();
    }

    @Test
    void taxIsInProportionToTheRoundedNetAndHalfUp() {
        // 3.335 of tax would be exact by days; 33.34 of 100.00 rounds to the same cent
        assertThat(
                unused(SampleCharge.ofNet("100.05").tax("10.01").over("2024-04-01", "2024-04-30"), "2024-04-21").tax())
            .isEqualTo(Money.parse("USD 3.34"));
        assertThat(unused(SampleCharge.ofNet("0.10").tax("0.05").over("2024-04-01", "2024-04-30"), "2024-04-28").tax())
            .as("0.005")
            .isEqualTo(Money.parse("USD 0.01"));
    }

    @Test
    void theCreditThatFinishesAChargeTakesTheRestOfItsTax() {
        SampleCharge charge = SampleCharge.ofNet("10.00").tax("0.85");
        CreditLine first = unused(charge, "2024-01-22");
        assertThat(first.net()).isEqualTo(Money.parse("USD 3.23"));
        assertThat(first.tax()).isEqualTo(Money.parse("USD 0.27"));
        CreditLine last = unused(charge.credited("3.23", "0.27"), "2024-01-01");
        assertThat(last.net()).isEqualTo(Money.parse("USD 6.77"));
        assertThat(last.tax()).isEqualTo(Money.parse("USD 0.58"));
        assertThat(last.taxRemainder()).isTrue();
    }

    @Test
    void theRestMayBeAMinorUnitOffTheProportion() {
        CreditLine last = unused(SampleCharge.ofNet("769.00").tax("153.80").credited("726.86", "145.38"), "2024-01-01");
        assertThat(last.net()).isEqualTo(Money.parse("USD 42.14"));
        assertThat(last.tax()).as("8.43 in proportion").isEqualTo(Money.parse("USD 8.42"));
    }

    @Test
    void taxOnAChargeWithoutNetComesBackByItsDays() {
        CreditLine line = unused(SampleCharge.ofNet("0.00").tax("6.20"), MIDDLE);
        assertThat(line.net()).isEqualTo(Money.parse("USD 0.00"));
        assertThat(line.tax()).isEqualTo(Money.parse("USD 3.20"));
        assertThat(unused(SampleCharge.ofNet("0.00").tax("6.20").credited("0", "4.00"), MIDDLE).tax())
            .isEqualTo(Money.parse("USD 2.20"));
    }

    @Test
    void lessThanHalfAMinorUnitIsNothing() {
        assertThat(unused(SampleCharge.ofNet("0.15"), "2024-01-31").net()).isEqualTo(Money.parse("USD 0.00"));
        assertThat(unused(SampleCharge.ofNet("0.16"), "2024-01-31").net()).isEqualTo(Money.parse("USD 0.01"));
        assertThat(unused(SampleCharge.ofNet("15").in("JPY"), "2024-01-31").net()).isEqualTo(Money.parse("JPY 0"));
    }

    private static CreditLine unused(SampleCharge charge, String firstUnusedDay) {
        return CreditCalculation.unusedOf(charge.charge(), LocalDate.parse(firstUnusedDay), Rounding.EXACT_HALF_UP);
    }

}
