package org.prorata.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExactAmountTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            1000,     62, 500/31
            -1000,    62, -500/31
            0,        31, 0/1
            0.00,     31, 0/1
            0.5,      1,  1/2
            12.50,    1,  25/2
            -0.125,   3,  -1/24
            1E+3,     7,  1000/7
            6.000000, 3,  2/1
            31,       31, 1/1
            """)
    void theFractionIsInWholeNumbersAndLowestTerms(String numerator, long denominator, String fraction) {
        assertThat(new ExactAmount(new BigDecimal(numerator), denominator).asFraction()).isEqualTo(fraction);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1,      3,  2, HALF_UP, 0.33
            0.005,  1,  2, HALF_UP, 0.01
            -0.005, 1,  2, HALF_UP, -0.01
            0.019,  1,  2, DOWN,    0.01
            -0.019, 1,  2, DOWN,    -0.01
            5,      2,  0, HALF_UP, 3
            -5,     2,  0, HALF_UP, -3
            1,      16, 4, HALF_UP, 0.0625
            """)
    void theQuotientIsRoundedOnce(String numerator, long denominator, int digits, RoundingMode mode, String rounded) {
        assertThat(new ExactAmount(new BigDecimal(numerator), denominator).rounded(digits, mode))
            .isEqualTo(new BigDecimal(rounded));
    }

    @Test
    void whatNeedsNoRoundingIsTakenAsItIs() {
        ExactAmount exact = new ExactAmount(new BigDecimal("12.50"), 1);
        assertThat(exact.rounded(2, RoundingMode.UNNECESSARY)).isEqualTo(new BigDecimal("12.50"));
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, -1, Long.MIN_VALUE })
    void aDenominatorBelowOneIsRefused(long denominator) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ExactAmount(BigDecimal.ONE, denominator))
            .withMessage("denominator " + denominator + ", must be greater than zero");
    }

}
