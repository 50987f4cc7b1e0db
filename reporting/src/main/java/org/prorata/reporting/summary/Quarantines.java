package org.prorata.reporting.summary;

import java.time.Instant;
import java.util.List;

import org.prorata.db.Times;
import org.prorata.db.run.RefundCells;
import org.prorata.reporting.summary.RefundSummary.Quarantined;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts the requests that runs of a period put into quarantine. */
final class Quarantines {

    record Count(Quarantined quarantined, long waiting) {
    }

    private Quarantines() {
    }

    /**
     * Returns them by code; one waits unless it was resolved by the end of the period.
     */
    static List<Count> of(JdbcClient jdbc, Period period, Instant asOf) {
        String next = Period.NEXT.formatted(RefundCells.BILLING_DAY);
        return jdbc.sql("""
                SELECT c.code, COUNT(*) AS requests,
                       SUM(c.resolved_at IS NULL OR c.resolved_at > :asOf OR c.resolved_at >= %2$s) AS waiting
                FROM quarantine c
                %3$s
                WHERE n.state = 'CERTIFIED' AND n.finished_at <= :asOf AND n.business_date BETWEEN :month AND :end
                  AND n.business_date >= %1$s AND n.business_date < %2$s
                GROUP BY c.code
                ORDER BY c.code
                """.formatted(Period.FIRST.formatted(RefundCells.BILLING_DAY), next, RefundCells.ACCOUNT_OF_CREDIT))
            .param("asOf", Times.column(asOf))
            .param("month", period.first())
            .param("next", period.next().first())
            .param("most", period.most())
            .param("end", period.last())
            .query((row, n) -> new Count(new Quarantined(row.getString("code"), row.getLong("requests")),
                    row.getLong("waiting")))
            .list();
    }

}
