package org.prorata.run;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What a run credited and returned in one currency.
 *
 * @param net credited before tax
 * @param tax credited tax
 * @param returnedByCard gross returned to cards
 * @param returnedByBank gross returned to bank accounts
 * @param returnedOnAccount gross returned on account
 */
public record CurrencyTotals(Money net, Money tax, Money returnedByCard, Money returnedByBank,
        Money returnedOnAccount) {

    public static CurrencyTotals zero(CurrencyUnit currency) {
        Money zero = Money.zero(currency);
        return new CurrencyTotals(zero, zero, zero, zero, zero);
    }

    public Money gross() {
        return this.net.plus(this.tax);
    }

    public Money returned() {
        return this.returnedByCard.plus(this.returnedByBank).plus(this.returnedOnAccount);
    }

    public CurrencyTotals plus(CurrencyTotals other) {
        return new CurrencyTotals(this.net.plus(other.net), this.tax.plus(other.tax),
                this.returnedByCard.plus(other.returnedByCard), this.returnedByBank.plus(other.returnedByBank),
                this.returnedOnAccount.plus(other.returnedOnAccount));
    }

}
