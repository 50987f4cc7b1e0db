package org.prorata.charge;

import java.math.BigDecimal;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.prorata.policy.ChargedPrice;
import org.prorata.sample.SampleCharge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ChargeTests {

    @Test
    void aNewChargeRemainsWhole() {
        Charge charge = SampleCharge.ofNet("100.00").tax("25.00").charge();
        assertThat(charge.remainingNet()).isEqualTo(Money.parse("USD 100.00"));
        assertThat(charge.remainingTax()).isEqualTo(Money.parse("USD 25.00"));
        assertThat(charge.owed()).isEqualTo(Money.parse("USD 0.00"));
    }

    @Test
    void earlierCreditsLowerWhatRemains() {
        Charge charge = SampleCharge.ofNet("100.00").tax("25.00").credited("40.00", "10.00").charge();
        assertThat(charge.remainingNet()).isEqualTo(Money.parse("USD 60.00"));
        assertThat(charge.remainingTax()).isEqualTo(Money.parse("USD 15.00"));
    }

    @Test
    void whatRemainsOfAReversalIsNegative() {
        Charge reversal = SampleCharge.ofNet("-100.00")
            .tax("-25.00")
            .quantity(-1)
            .credited("-40.00", "-10.00")
            .charge();
        assertThat(reversal.remainingNet()).isEqualTo(Money.parse("USD -60.00"));
        assertThat(reversal.remainingTax()).isEqualTo(Money.parse("USD -15.00"));
    }

    @Test
    void anUnpaidChargeIsOwedWithItsTax() {
        assertThat(SampleCharge.ofNet("100.00").tax("25.00").unpaid().charge().owed())
            .isEqualTo(Money.parse("USD 125.00"));
        assertThat(SampleCharge.ofNet("100.00").tax("25.00").paid("50.00").charge().owed())
            .isEqualTo(Money.parse("USD 75.00"));
    }

    @Test
    void anEarlierCreditLowersWhatIsOwed() {
        assertThat(SampleCharge.ofNet("100.00").tax("25.00").unpaid().credited("40.00", "10.00").charge().owed())
            .isEqualTo(Money.parse("USD 75.00"));
    }

    @Test
    void whoPaidTooMuchOwesANegativeAmount() {
        assertThat(SampleCharge.ofNet("100.00").paid("130.00").charge().owed()).isEqualTo(Money.parse("USD -30.00"));
    }

    @Test
    void itsPriceSideIsThatOfTheLine() {
        Charge charge = SampleCharge.ofNet("29.97").unitPrice("9.99").quantity(3).charge();
        assertThat(charge.price()).isEqualTo(new ChargedPrice(new BigDecimal("9.99"), 3, new BigDecimal("29.97")));
        assertThat(charge.currency()).isEqualTo(CurrencyUnit.USD);
    }

    @Test
    void aPriceWithoutQuantityIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChargedPrice(BigDecimal.ONE, 0, BigDecimal.ONE))
            .withMessage("quantity 0, accepted: a whole number other than 0");
    }

}
