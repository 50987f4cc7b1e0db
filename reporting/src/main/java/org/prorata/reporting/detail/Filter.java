package org.prorata.reporting.detail;

import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.summary.RefundSummary.Dimension;

/**
 * Which of a period's credits are wanted: all, those in a currency, or those that a
 * summary counts in one group.
 *
 * @param currency null for all
 * @param dimension null for all
 * @param value of the dimension; null exactly when there is none
 */
public record Filter(@Nullable CurrencyUnit currency, @Nullable Dimension dimension, @Nullable String value) {

    public static final Filter NONE = new Filter(null, null, null);

    public Filter {
        if ((dimension == null) != (value == null)) {
            throw new IllegalArgumentException("a dimension goes with a value");
        }
    }

    public static Filter of(CurrencyUnit currency) {
        return new Filter(currency, null, null);
    }

    public static Filter of(@Nullable CurrencyUnit currency, Dimension dimension, String value) {
        return new Filter(currency, dimension, value);
    }

}
