package org.prorata.charge;

import java.math.BigDecimal;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.billing.ServiceSpan;
import org.prorata.policy.ChargedPrice;

/**
 * One line that a tenant was billed.
 *
 * @param id its name in the billing system
 * @param span the days it pays for
 * @param unitPrice effective price of one licence for the whole span, up to six decimals
 * @param quantity licences; negative on a reversal
 * @param net what was charged before tax, after discounts; negative on a reversal
 * @param tax what was charged as tax on the net
 * @param paid what the tenant has paid of net and tax
 * @param creditedNet what earlier credits gave back of the net
 * @param creditedTax what earlier credits gave back of the tax
 */
public record Charge(ChargeId id, ServiceSpan span, BigDecimal unitPrice, long quantity, Money net, Money tax,
        Money paid, Money creditedNet, Money creditedTax) {

    public CurrencyUnit currency() {
        return this.net.getCurrencyUnit();
    }

    public ChargedPrice price() {
        return new ChargedPrice(this.unitPrice, this.quantity, this.net.getAmount());
    }

    /**
     * Returns the part of the net that no credit has given back yet, with the charge's
     * sign.
     */
    public Money remainingNet() {
        return this.net.minus(this.creditedNet);
    }

    /**
     * Returns the part of the tax that no credit has given back yet, with the charge's
     * sign.
     */
    public Money remainingTax() {
        return this.tax.minus(this.creditedTax);
    }

    /**
     * Returns what is still to be paid for this line after earlier credits; negative when
     * too much was paid.
     */
    public Money owed() {
        return remainingNet().plus(remainingTax()).minus(this.paid);
    }

}
