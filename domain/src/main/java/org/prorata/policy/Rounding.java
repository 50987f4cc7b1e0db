package org.prorata.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

import org.prorata.money.ExactAmount;

/**
 * The published ways to turn the unused part of a charge into an amount of money. In the
 * formulas {@code p} is the unit price of the whole span, {@code q} the quantity,
 * {@code net} what was charged, {@code u} the unused of {@code D} days and {@code m} the
 * currency's minor digits. Ties go away from zero and truncation goes towards zero, so a
 * negative line mirrors a positive one to the cent.
 */
public enum Rounding {

    /**
     * {@code half-up(net * u / D, m)}: one rounding, at the end. Direct customers and
     * legacy annual plans.
     */
    EXACT_HALF_UP {
        @Override
        public List<RoundingStep> steps(ChargedPrice price, int unused, int days, int digits) {
            return List.of(new RoundingStep("net x unused days / days", exact(price, unused, days), digits,
                    RoundingMode.HALF_UP));
        }
    },

    /** {@code truncate(net * u / D, m)}: new-commerce seat changes. */
    EXACT_TRUNC {
        @Override
        public List<RoundingStep> steps(ChargedPrice price, int unused, int days, int digits) {
            return List.of(new RoundingStep("net x unused days / days", exact(price, unused, days), digits,
                    RoundingMode.DOWN));
        }
    },

    /** {@code round(round(p * q / D, m) * u / q, m) * q}: the legacy partner formula. */
    LEGACY_ROUND {
        @Override
        public List<RoundingStep> steps(ChargedPrice price, int unused, int days, int digits) {
            long units = Math.abs(price.quantity());
            RoundingStep daily = new RoundingStep("unit price x quantity / days",
                    new ExactAmount(price.unitPrice().multiply(BigDecimal.valueOf(units)), days), digits,
                    RoundingMode.HALF_UP);
            RoundingStep unit = new RoundingStep("daily amount x unused days / quantity",
                    new ExactAmount(daily.result().multiply(BigDecimal.valueOf(unused)), units), digits,
                    RoundingMode.HALF_UP);
            return List.of(daily, unit, timesQuantity(unit, price, digits));
        }
    },

    /**
     * {@code round(round(p / D, m + 1) * u, m) * q}: legacy monthly plans from May 2018.
     */
    DAILY_3DP {
        @Override
        public List<RoundingStep> steps(ChargedPrice price, int unused, int days, int digits) {
            RoundingStep daily = new RoundingStep("unit price / days", new ExactAmount(price.unitPrice(), days),
                    digits + 1, RoundingMode.HALF_UP);
            RoundingStep unit = new RoundingStep("daily price x unused days",
                    new ExactAmount(daily.result().multiply(BigDecimal.valueOf(unused)), 1), digits,
                    RoundingMode.HALF_UP);
            return List.of(daily, unit, timesQuantity(unit, price, digits));
        }
    },

    /** {@code truncate(p * u / D, m) * q}: new-commerce cancellations and conversions. */
    SEAT_ROUNDDOWN {
        @Override
        public List<RoundingStep> steps(ChargedPrice price, int unused, int days, int digits) {
            return perUnit(price, unused, days, digits, RoundingMode.DOWN);
        }
    },

    /** {@code half-up(p * u / D, m) * q}: one-time purchases of 2019. */
    UNIT_HALF_UP {
        @Override
        public List<RoundingStep> steps(ChargedPrice price, int unused, int days, int digits) {
            return perUnit(price, unused, days, digits, RoundingMode.HALF_UP);
        }
    };

    /**
     * Returns the roundings in the order they are made; the result of the last is the
     * amount, with the sign of the charge.
     * @param unused days that were not used, 0 to {@code days}
     * @param digits minor digits of the currency
     */
    public abstract List<RoundingStep> steps(ChargedPrice price, int unused, int days, int digits);

    /**
     * Tells whether the amount is worked out from the unit price and quantity, not from
     * the net that was charged.
     */
    public boolean usesUnitPrice() {
        return this != EXACT_HALF_UP && this != EXACT_TRUNC;
    }

    /** Returns the amount before any rounding, from the base that this way uses. */
    public ExactAmount exact(ChargedPrice price, int unused, int days) {
        BigDecimal base = usesUnitPrice() ? price.unitPrice().multiply(price.quantityAsDecimal()) : price.net();
        return new ExactAmount(base.multiply(BigDecimal.valueOf(unused)), days);
    }

    private static List<RoundingStep> perUnit(ChargedPrice price, int unused, int days, int digits, RoundingMode mode) {
        RoundingStep unit = new RoundingStep("unit price x unused days / days",
                new ExactAmount(price.unitPrice().multiply(BigDecimal.valueOf(unused)), days), digits, mode);
        return List.of(unit, timesQuantity(unit, price, digits));
    }

    private static RoundingStep timesQuantity(RoundingStep unit, ChargedPrice price, int digits) {
        return new RoundingStep("amount of one unit x quantity",
                new ExactAmount(unit.result().multiply(price.quantityAsDecimal()), 1), digits,
                RoundingMode.UNNECESSARY);
    }

}
