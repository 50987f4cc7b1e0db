package org.prorata.reporting.summary;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.joda.money.CurrencyUnit;
import org.prorata.db.Times;
import org.prorata.db.run.RefundCells;
import org.prorata.db.subscription.AccountRows;
import org.prorata.reporting.summary.CorrectedCredit.Event;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the credits whose return came back; they are few. */
public final class Corrections {

    private Corrections() {
    }

    /** Returns those of which it was known at a moment, by their request's number. */
    public static Map<Long, CorrectedCredit> knownAt(JdbcClient jdbc, Instant asOf) {
        Map<Long, CorrectedCredit> credits = new LinkedHashMap<>();
        jdbc.sql(
                """
                        SELECT k.request_no, c.credit_number, r.request_id, t.tenant_id, %s AS billing_day, n.business_date AS issued_on,
                               c.cancel_effective, c.due_by, c.return_method, c.currency, c.gross, b.business_date AS returned_on,
                               k.kind = 'FAILED' AS failed, k.business_date, ABS(k.cash) AS amount, y.asked_at
                        FROM ledger_correction k
                        JOIN return_failure f ON f.request_no = k.request_no AND f.attempt = k.attempt
                        LEFT JOIN return_retry y ON y.request_no = f.request_no AND y.method = f.method AND y.attempt = f.attempt
                        LEFT JOIN nightly_run a ON a.run_id = y.run_id AND a.state = 'CERTIFIED' AND a.finished_at <= :asOf
                        JOIN credit c ON c.request_no = k.request_no
                        %s
                        JOIN ledger_entry b ON b.request_no = k.request_no AND b.kind = 'RETURN'
                        WHERE f.noted_at <= :asOf AND (k.kind = 'FAILED' OR a.run_id IS NOT NULL)
                        ORDER BY c.credit_number, k.attempt, k.kind
                        """
                    .formatted(RefundCells.BILLING_DAY, RefundCells.ACCOUNT_OF_CREDIT))
            .param("asOf", Times.column(asOf))
            .query(row -> {
                CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
                Instant asked = row.getBoolean("failed") ? Times.instantOrNull(row, "asked_at") : null;
                Event event = new Event(row.getBoolean("failed"), row.getObject("business_date", LocalDate.class),
                        AccountRows.money(currency, row, "amount"), asked);
                long request = row.getLong("request_no");
                CorrectedCredit credit = credits.get(request);
                if (credit == null) {
                    credit = new CorrectedCredit(request, row.getString("credit_number"), row.getString("request_id"),
                            row.getString("tenant_id"), row.getInt("billing_day"),
                            row.getObject("issued_on", LocalDate.class),
                            row.getObject("cancel_effective", LocalDate.class),
                            row.getObject("due_by", LocalDate.class), row.getString("return_method"),
                            AccountRows.money(currency, row, "gross"), row.getObject("returned_on", LocalDate.class),
                            new ArrayList<>());
                    credits.put(request, credit);
                }
                credit.events().add(event);
            });
        return credits;
    }

    /** Returns those of one currency. */
    static List<CorrectedCredit> of(CurrencyUnit currency, Map<Long, CorrectedCredit> corrected) {
        return corrected.values().stream().filter(credit -> credit.gross().getCurrencyUnit().equals(currency)).toList();
    }

}
