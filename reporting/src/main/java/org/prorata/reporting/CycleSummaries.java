package org.prorata.reporting;

import java.time.YearMonth;
import java.util.List;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.db.subscription.AccountRows;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sums the ledger by billing cycle. */
public final class CycleSummaries {

    private final JdbcClient jdbc;

    public CycleSummaries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Sums the cycles that start in a month; opening and closing are those of each
     * tenant's own cycle.
     */
    public CycleSummary of(YearMonth month) {
        List<CycleSummary.Row> rows = this.jdbc
            .sql("""
                    SELECT x.currency,
                           SUM(CASE WHEN x.business_date < x.first_day THEN -x.refund_liability ELSE 0 END) AS opening,
                           SUM(x.business_date >= x.first_day AND x.kind = 'ISSUE') AS credits,
                           SUM(CASE WHEN x.business_date >= x.first_day THEN x.deferred_revenue ELSE 0 END) AS net,
                           SUM(CASE WHEN x.business_date >= x.first_day THEN x.tax_payable ELSE 0 END) AS tax,
                           SUM(x.business_date >= x.first_day AND x.kind = 'RETURN') AS returns,
                           SUM(CASE WHEN x.business_date >= x.first_day THEN -x.cash ELSE 0 END) AS returned_cash,
                           SUM(CASE WHEN x.business_date >= x.first_day THEN -x.receivables ELSE 0 END) AS returned_on_account,
                           SUM(-x.refund_liability) AS closing
                    FROM (SELECT e.currency, e.kind, e.business_date, e.deferred_revenue, e.tax_payable, e.refund_liability, e.cash,
                                 e.receivables,
                                 DATE_ADD(:month, INTERVAL LEAST(t.billing_day, DAY(LAST_DAY(:month))) - 1 DAY) AS first_day,
                                 DATE_ADD(:next, INTERVAL LEAST(t.billing_day, DAY(LAST_DAY(:next))) - 1 DAY) AS next_first_day
                          FROM ledger_entry e
                          JOIN cancellation_request r ON r.request_no = e.request_no
                          JOIN subscription s ON s.subscription_no = r.subscription_no
                          JOIN tenant t ON t.tenant_no = s.tenant_no) x
                    WHERE x.business_date < x.next_first_day
                    GROUP BY x.currency
                    ORDER BY x.currency
                    """)
            .param("month", month.atDay(1))
            .param("next", month.plusMonths(1).atDay(1))
            .query((row, n) -> {
                CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
                Money opening = AccountRows.money(currency, row, "opening");
                return new CycleSummary.Row(opening, row.getLong("credits"), AccountRows.money(currency, row, "net"),
                        AccountRows.money(currency, row, "tax"), row.getLong("returns"),
                        AccountRows.money(currency, row, "returned_cash"),
                        AccountRows.money(currency, row, "returned_on_account"),
                        AccountRows.money(currency, row, "closing"));
            })
            .list();
        return new CycleSummary(month, rows);
    }

}
