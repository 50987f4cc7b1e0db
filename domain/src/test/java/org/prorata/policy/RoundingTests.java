package org.prorata.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.sample.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

class RoundingTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # 3 x 10.00 for 17 of 31 days is 16.451612...
            EXACT_HALF_UP,  10.00, 3, 17, 31, 2, 16.45
            EXACT_TRUNC,    10.00, 3, 17, 31, 2, 16.45
            # 0.97 a day, 5.50 a licence
            LEGACY_ROUND,   10.00, 3, 17, 31, 2, 16.50
            # 0.323 a day and licence, 5.49 a licence
            DAILY_3DP,      10.00, 3, 17, 31, 2, 16.47
            # 5.48387 a licence
            SEAT_ROUNDDOWN, 10.00, 3, 17, 31, 2, 16.44
            UNIT_HALF_UP,   10.00, 3, 17, 31, 2, 16.44
            # the same in a currency without, with three and with four minor digits
            EXACT_HALF_UP,  1000,  3, 17, 31, 0, 1645
            LEGACY_ROUND,   1000,  3, 17, 31, 0, 1650
            DAILY_3DP,      1000,  3, 17, 31, 0, 1647
            SEAT_ROUNDDOWN, 1000,  3, 17, 31, 0, 1644
            UNIT_HALF_UP,   1000,  3, 17, 31, 0, 1644
            EXACT_HALF_UP,  10,    3, 17, 31, 3, 16.452
            EXACT_TRUNC,    10,    3, 17, 31, 3, 16.451
            LEGACY_ROUND,   10,    3, 17, 31, 3, 16.455
            DAILY_3DP,      10,    3, 17, 31, 3, 16.452
            SEAT_ROUNDDOWN, 10,    3, 17, 31, 3, 16.449
            UNIT_HALF_UP,   10,    3, 17, 31, 3, 16.452
            EXACT_HALF_UP,  10,    3, 17, 31, 4, 16.4516
            # a tie goes away from zero
            EXACT_HALF_UP,  0.01,  1, 1,  2,  2, 0.01
            EXACT_TRUNC,    0.01,  1, 1,  2,  2, 0.00
            UNIT_HALF_UP,   0.01,  4, 1,  2,  2, 0.04
            SEAT_ROUNDDOWN, 0.01,  4, 1,  2,  2, 0.00
            """)
    void aModeRoundsWhereItsFormulaSays(Rounding mode, String price, long quantity, int unused, int days, int digits,
            BigDecimal amount) {
        assertThat(amount(mode, price(price, quantity), unused, days, digits)).isEqualTo(amount);
        assertThat(amount(mode, price(price, -quantity), unused, days, digits)).isEqualTo(amount.negate());
    }

    @Test
    void onlyTheExactModesStartFromTheNetThatWasCharged() {
        ChargedPrice discounted = new ChargedPrice(new BigDecimal("10.00"), 3, new BigDecimal("15.00"));
        assertThat(Stream.of(Rounding.values()).filter(mode -> !mode.usesUnitPrice()))
            .containsExactly(Rounding.EXACT_HALF_UP, Rounding.EXACT_TRUNC);
        assertThat(amount(Rounding.EXACT_HALF_UP, discounted, 1, 2, 2)).isEqualTo("7.50");
        assertThat(amount(Rounding.UNIT_HALF_UP, discounted, 1, 2, 2)).isEqualTo("15.00");
        assertThat(Rounding.EXACT_HALF_UP.exact(discounted, 1, 2).asFraction()).isEqualTo("15/2");
        assertThat(Rounding.UNIT_HALF_UP.exact(discounted, 1, 2).asFraction()).isEqualTo("15/1");
    }

    @Test
    void everyRoundingIsShown() {
        List<RoundingStep> steps = Rounding.LEGACY_ROUND.steps(price("48.00", 2), 346, 365, 2);
        assertThat(steps).extracting(RoundingStep::formula)
            .containsExactly("unit price x quantity / days", "daily amount x unused days / quantity",
                    "amount of one unit x quantity");
        assertThat(steps).extracting(step -> step.exact().asFraction()).containsExactly("96/365", "2249/50", "2249/25");
        assertThat(steps).extracting(RoundingStep::result)
            .containsExactly(new BigDecimal("0.26"), new BigDecimal("44.98"), new BigDecimal("89.96"));
        assertThat(steps).extracting(RoundingStep::mode)
            .containsExactly(RoundingMode.HALF_UP, RoundingMode.HALF_UP, RoundingMode.UNNECESSARY);
    }

    @ParameterizedTest
    @EnumSource
    void nothingUnusedIsWorthNothing(Rounding mode) {
        assertThat(amount(mode, price("10.00", 3), 0, 31, 2)).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "LEGACY_ROUND", "DAILY_3DP" })
    void everythingUnusedIsWorthEverything(Rounding mode) {
        assertThat(amount(mode, price("9.99", 3), 31, 31, 2)).isEqualTo("29.97");
    }

    @Test
    void aModeThatRoundsTheDailyPriceMissesEvenTheWhole() {
        assertThat(amount(Rounding.LEGACY_ROUND, price("48.00", 1), 365, 365, 2)).isEqualTo("47.45");
        assertThat(amount(Rounding.DAILY_3DP, price("48.00", 1), 365, 365, 2)).isEqualTo("48.18");
    }

    static LongStream seeds() {
        return Seeds.fixedAndFresh();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aReversalMirrorsEveryModeToTheCent(long seed) {
        generated(seed, (mode, price, unused, days, digits) -> {
            ChargedPrice reversal = new ChargedPrice(price.unitPrice(), -price.quantity(), price.net().negate());
            assertThat(amount(mode, reversal, unused, days, digits))
                .isEqualTo(amount(mode, price, unused, days, digits).negate());
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anotherUnusedDayNeverGivesLess(long seed) {
        generated(seed, (mode, price, unused, days, digits) -> {
            if (unused > 0) {
                assertThat(amount(mode, price, unused - 1, days, digits)).isBetween(BigDecimal.ZERO,
                        amount(mode, price, unused, days, digits));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theExactModesStayWithinOneMinorUnit(long seed) {
        generated(seed, (mode, price, unused, days, digits) -> {
            BigDecimal halfUp = amount(Rounding.EXACT_HALF_UP, price, unused, days, digits);
            BigDecimal truncated = amount(Rounding.EXACT_TRUNC, price, unused, days, digits);
            BigDecimal part = price.net().multiply(BigDecimal.valueOf(unused));
            BigDecimal unit = BigDecimal.ONE.movePointLeft(digits).multiply(BigDecimal.valueOf(days));
            BigDecimal twiceOff = halfUp.multiply(BigDecimal.valueOf(days)).subtract(part).multiply(BigDecimal.TWO);
            assertThat(twiceOff).isGreaterThan(unit.negate()).isLessThanOrEqualTo(unit);
            assertThat(part.subtract(truncated.multiply(BigDecimal.valueOf(days)))).isNotNegative().isLessThan(unit);
            assertThat(halfUp).isLessThanOrEqualTo(price.net());
        });
    }

    private static void generated(long seed, Check check) {
        RandomGenerator random = Seeds.generator(seed);
        for (int i = 0; i < 1_000; i++) {
            int digits = random.nextInt(5);
            BigDecimal unitPrice = BigDecimal.valueOf(random.nextLong(1, 10_000_000), Math.max(digits, 2));
            long quantity = random.nextLong(1, 500);
            int days = random.nextInt(1, 1_097);
            int unused = random.nextInt(days + 1);
            BigDecimal net = unitPrice.multiply(BigDecimal.valueOf(quantity)).setScale(digits, RoundingMode.HALF_UP);
            ChargedPrice price = new ChargedPrice(unitPrice, quantity, net);
            for (Rounding mode : Rounding.values()) {
                try {
                    check.that(mode, price, unused, days, digits);
                }
                catch (AssertionError error) {
                    throw new AssertionError("seed %d, case %d: %s of %s, %d of %d days, %d digits".formatted(seed, i,
                            mode, price, unused, days, digits), error);
                }
            }
        }
    }

    private static BigDecimal amount(Rounding mode, ChargedPrice price, int unused, int days, int digits) {
        return mode.steps(price, unused, days, digits).getLast().result();
    }

    private static ChargedPrice price(String unitPrice, long quantity) {
        BigDecimal price = new BigDecimal(unitPrice);
        return new ChargedPrice(price, quantity, price.multiply(BigDecimal.valueOf(quantity)));
    }

    private interface Check {

        void that(Rounding mode, ChargedPrice price, int unused, int days, int digits);

    }

}
