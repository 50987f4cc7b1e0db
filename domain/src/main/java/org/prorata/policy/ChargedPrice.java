package org.prorata.policy;

import java.math.BigDecimal;

/**
 * The price side of a charge.
 *
 * @param unitPrice effective price of one licence for the whole span, up to six decimals
 * @param quantity licences; negative on a reversal, never zero
 * @param net what was charged before tax, after discounts; negative on a reversal
 */
public record ChargedPrice(BigDecimal unitPrice, long quantity, BigDecimal net) {

    public ChargedPrice {
        if (quantity == 0) {
            throw new IllegalArgumentException("quantity 0, accepted: a whole number other than 0");
        }
    }

    BigDecimal quantityAsDecimal() {
        return BigDecimal.valueOf(this.quantity);
    }

}
