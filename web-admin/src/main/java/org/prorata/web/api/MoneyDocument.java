package org.prorata.web.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Money, exactly.
 *
 * @param amount with all digits of the currency
 * @param currency ISO 4217
 */
@Schema(name = "Money")
record MoneyDocument(@Schema(example = "12.30") String amount, @Schema(example = "EUR") String currency) {

    static MoneyDocument of(Money money) {
        return new MoneyDocument(money.getAmount().toPlainString(), money.getCurrencyUnit().getCode());
    }

    static MoneyDocument of(BigDecimal amount, String currency) {
        int digits = CurrencyUnit.of(currency).getDecimalPlaces();
        return new MoneyDocument(amount.setScale(Math.max(digits, amount.stripTrailingZeros().scale())).toPlainString(),
                currency);
    }

}
