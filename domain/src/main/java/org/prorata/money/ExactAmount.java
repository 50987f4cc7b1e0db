package org.prorata.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An amount of money as the quotient of a decimal and a whole number, so that nothing is
 * rounded until a policy says so.
 *
 * @param numerator the dividend, in major units of the currency
 * @param denominator the divisor, greater than zero
 */
public record ExactAmount(BigDecimal numerator, long denominator) {

    public ExactAmount {
        if (denominator <= 0) {
            throw new IllegalArgumentException("denominator " + denominator + ", must be greater than zero");
        }
    }

    /** Rounds the quotient once; ties and signs as the given mode says. */
    public BigDecimal rounded(int digits, RoundingMode mode) {
        return this.numerator.divide(BigDecimal.valueOf(this.denominator), digits, mode);
    }

    /**
     * Writes the quotient as {@code numerator/denominator} in whole numbers and lowest
     * terms, such as {@code 500/31}.
     */
    public String asFraction() {
        BigInteger over = BigInteger.valueOf(this.denominator);
        BigInteger top;
        if (this.numerator.scale() > 0) {
            top = this.numerator.unscaledValue();
            over = over.multiply(BigInteger.TEN.pow(this.numerator.scale()));
        }
        else {
            top = this.numerator.toBigIntegerExact();
        }
        BigInteger common = top.gcd(over);
        return top.divide(common) + "/" + over.divide(common);
    }

}
