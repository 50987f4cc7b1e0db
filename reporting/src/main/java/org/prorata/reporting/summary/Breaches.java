package org.prorata.reporting.summary;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import org.joda.money.CurrencyUnit;
import org.prorata.db.Times;
import org.prorata.db.run.RefundCells;
import org.prorata.db.subscription.AccountRows;
import org.prorata.reporting.summary.RefundSummary.Breach;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists credits over their promise that nobody has corrected. It looks only at credits
 * that are owed and at runs that returned something late.
 */
final class Breaches {

    static final int MOST = 1_000;

    private Breaches() {
    }

    /**
     * @param reckoned the last day that is known
     */
    static List<Breach> of(JdbcClient jdbc, CurrencyUnit currency, Period period, Instant asOf, LocalDate reckoned) {
        return jdbc
            .sql("""
                    SELECT c.credit_number, r.request_id, t.tenant_id, c.due_by, c.gross,
                           CASE WHEN b.business_date < %1$s THEN b.business_date END AS returned_on
                    FROM (SELECT request_no FROM credit
                          WHERE returned_on IS NULL AND return_on <= :end AND due_by <= :end AND currency = :currency
                          UNION
                          SELECT e.request_no
                          FROM (SELECT run_id FROM refund_flow WHERE kind = 'RETURN' AND business_date > due_by AND business_date >= :month
                                UNION
                                SELECT run_id FROM nightly_run WHERE state <> 'CERTIFIED') late
                          JOIN ledger_entry e ON e.run_id = late.run_id AND e.kind = 'RETURN'
                          JOIN credit d ON d.request_no = e.request_no
                          WHERE e.business_date > d.due_by AND e.currency = :currency) x
                    JOIN credit c ON c.request_no = x.request_no
                    %3$s
                    LEFT JOIN (ledger_entry b JOIN nightly_run k ON k.run_id = b.run_id AND k.state = 'CERTIFIED' AND k.finished_at <= :asOf)
                        ON b.request_no = c.request_no AND b.kind = 'RETURN'
                    WHERE c.currency = :currency AND n.state = 'CERTIFIED' AND n.finished_at <= :asOf AND n.business_date < %1$s
                      AND NOT EXISTS (SELECT 1 FROM return_failure f WHERE f.request_no = c.request_no AND f.noted_at <= :asOf)
                      AND ((b.business_date >= %2$s AND b.business_date < %1$s AND b.business_date > c.due_by)
                           OR ((b.business_date IS NULL OR b.business_date >= %1$s) AND c.due_by < %1$s AND c.due_by <= :reckoned))
                    ORDER BY c.due_by, c.credit_number
                    LIMIT %4$d
                    """
                .formatted(Period.NEXT.formatted(RefundCells.BILLING_DAY),
                        Period.FIRST.formatted(RefundCells.BILLING_DAY), RefundCells.ACCOUNT_OF_CREDIT, MOST))
            .param("asOf", Times.column(asOf))
            .param("month", period.first())
            .param("next", period.next().first())
            .param("most", period.most())
            .param("end", period.last())
            .param("reckoned", reckoned)
            .param("currency", currency.getCode())
            .query((row, n) -> new Breach(row.getString("credit_number"), row.getString("request_id"),
                    row.getString("tenant_id"), Times.date(row, "due_by"),
                    row.getObject("returned_on", LocalDate.class), AccountRows.money(currency, row, "gross")))
            .list();
    }

}
