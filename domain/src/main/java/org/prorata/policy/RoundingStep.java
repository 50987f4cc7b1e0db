package org.prorata.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.prorata.money.ExactAmount;

/**
 * One rounding on the way to an amount, kept so that it can be shown.
 *
 * @param formula what is worked out, in words
 * @param exact the value before this rounding
 * @param digits decimals that stay
 * @param mode how the rest is dropped; {@code UNNECESSARY} where nothing is
 * @param result the value after this rounding
 */
public record RoundingStep(String formula, ExactAmount exact, int digits, RoundingMode mode, BigDecimal result) {

    RoundingStep(String formula, ExactAmount exact, int digits, RoundingMode mode) {
        this(formula, exact, digits, mode, exact.rounded(digits, mode));
    }

}
