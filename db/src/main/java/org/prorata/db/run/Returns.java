package org.prorata.db.run;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

import org.prorata.credit.ReturnMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Returns credits: orders the returns whose time has come, lists them for the settlement
 * files, and confirms them.
 */
public final class Returns {

    /**
     * One line of a settlement file.
     *
     * @param idempotencyKey the same for ever, so that a bank can refuse a second one
     * @param creditNumber the credit
     * @param tenantId who gets it
     * @param subscriptionId for what
     * @param currency ISO 4217
     * @param amount in that currency, with four decimals
     */
    public record Line(String idempotencyKey, String creditNumber, String tenantId, String subscriptionId,
            String currency, BigDecimal amount) {
    }

    private final JdbcTemplate streaming;

    private final JdbcClient jdbc;

    public Returns(JdbcTemplate streaming) {
        this.streaming = streaming;
        this.jdbc = JdbcClient.create(streaming);
    }

    /**
     * Orders the return of every issued credit whose day has come, with its key and its
     * ledger entry, and takes the failed ones that a person wants to be tried again with
     * the key they have, within the transaction of the caller.
     */
    public void order(long runId, LocalDate businessDate) {
        insertParts(runId, businessDate, "cash", "return_method");
        insertParts(runId, businessDate, "on_account", "'NEXT_INVOICE'");
        this.jdbc
            .sql("""
                    INSERT INTO ledger_entry (request_no, kind, run_id, business_date, currency, refund_liability, cash, receivables)
                    SELECT request_no, 'RETURN', :run, :date, currency, gross, -cash, -on_account
                    FROM credit WHERE returned_on IS NULL AND return_on <= :date AND state = 'ISSUED'
                    """)
            .param("run", runId)
            .param("date", businessDate)
            .update();
        this.jdbc.sql(
                "UPDATE credit SET state = 'RETURNING' WHERE returned_on IS NULL AND return_on <= :date AND state = 'ISSUED'")
            .param("date", businessDate)
            .update();
        this.jdbc.sql("UPDATE return_retry SET run_id = :run WHERE run_id IS NULL").param("run", runId).update();
    }

    private void insertParts(long runId, LocalDate businessDate, String part, String method) {
        this.jdbc.sql("""
                INSERT INTO credit_return (request_no, method, idempotency_key, run_id, currency, amount)
                SELECT request_no, %2$s, CONCAT(credit_number, '-', %2$s), :run, currency, %1$s
                FROM credit WHERE returned_on IS NULL AND return_on <= :date AND state = 'ISSUED' AND %1$s > 0
                """.formatted(part, method)).param("run", runId).param("date", businessDate).update();
    }

    /** Hands over what a run returns by a method, by idempotency key. */
    public void forEach(long runId, ReturnMethod method, Consumer<Line> consumer) {
        this.streaming.query(
                """
                        SELECT p.idempotency_key, c.credit_number, t.tenant_id, s.subscription_id, p.currency, p.amount
                        FROM (SELECT request_no, idempotency_key, currency, amount FROM credit_return WHERE run_id = ? AND method = ?
                              UNION ALL
                              SELECT p.request_no, p.idempotency_key, p.currency, p.amount
                              FROM return_retry y
                              JOIN credit_return p ON p.request_no = y.request_no AND p.method = y.method
                              WHERE y.run_id = ? AND y.method = ?) p
                        JOIN credit c ON c.request_no = p.request_no
                        JOIN cancellation_request r ON r.request_no = p.request_no
                        JOIN subscription s ON s.subscription_no = r.subscription_no
                        JOIN tenant t ON t.tenant_no = s.tenant_no
                        ORDER BY p.idempotency_key
                        """,
                row -> {
                    consumer.accept(new Line(row.getString("idempotency_key"), row.getString("credit_number"),
                            row.getString("tenant_id"), row.getString("subscription_id"), row.getString("currency"),
                            row.getBigDecimal("amount")));
                }, runId, method.name(), runId, method.name());
    }

    /** Returns the methods by which a run returns anything. */
    public List<ReturnMethod> methods(long runId) {
        return this.jdbc.sql("""
                SELECT method FROM credit_return WHERE run_id = :run
                UNION
                SELECT method FROM return_retry WHERE run_id = :run
                ORDER BY method
                """).param("run", runId).query((row, n) -> ReturnMethod.valueOf(row.getString("method"))).list();
    }

    /** Notes that the settlement files of a run are handed over. */
    public void confirm(long runId, LocalDate businessDate) {
        this.jdbc.sql("""
                UPDATE credit c
                JOIN ledger_entry e ON e.request_no = c.request_no AND e.kind = 'RETURN' AND e.run_id = :run
                SET c.state = 'RETURNED', c.returned_on = :date
                WHERE c.state = 'RETURNING'
                """).param("run", runId).param("date", businessDate).update();
        this.jdbc
            .sql("""
                    INSERT INTO ledger_correction (request_no, kind, attempt, business_date, currency, refund_liability, cash)
                    SELECT y.request_no, 'RETURN_AGAIN', y.attempt, :date, p.currency, p.amount, -p.amount
                    FROM return_retry y
                    JOIN credit_return p ON p.request_no = y.request_no AND p.method = y.method
                    JOIN credit c ON c.request_no = y.request_no
                    WHERE y.run_id = :run AND c.state = 'RETURNING'
                    """)
            .param("run", runId)
            .param("date", businessDate)
            .update();
        this.jdbc.sql("""
                UPDATE return_retry y
                JOIN credit c ON c.request_no = y.request_no
                SET c.state = 'RETURNED', c.returned_on = :date
                WHERE y.run_id = :run AND c.state = 'RETURNING'
                """).param("run", runId).param("date", businessDate).update();
    }

}
