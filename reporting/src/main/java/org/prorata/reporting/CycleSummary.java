package org.prorata.reporting;

import java.time.YearMonth;
import java.util.List;

import org.joda.money.Money;

/**
 * What happened to refunds in one billing cycle. Each tenant's own cycle that starts in
 * the month counts.
 *
 * @param month the month in which the cycles start
 * @param rows one for each currency, by its code
 */
public record CycleSummary(YearMonth month, List<Row> rows) {

    /**
     * One currency.
     *
     * @param opening owed to tenants when their cycle began
     * @param credits credits issued in the cycle
     * @param net of those, before tax
     * @param tax of those, tax
     * @param returns credits returned in the cycle
     * @param returnedCash of those, by card and bank
     * @param returnedOnAccount of those, on account
     * @param closing owed to tenants when their cycle ended
     */
    public record Row(Money opening, long credits, Money net, Money tax, long returns, Money returnedCash,
            Money returnedOnAccount, Money closing) {

        public Money gross() {
            return this.net.plus(this.tax);
        }

        public Money returned() {
            return this.returnedCash.plus(this.returnedOnAccount);
        }

        /** Tells whether opening and issued and returned give closing. */
        public boolean balances() {
            return this.opening.plus(gross()).minus(returned()).isEqual(this.closing);
        }

    }

}
