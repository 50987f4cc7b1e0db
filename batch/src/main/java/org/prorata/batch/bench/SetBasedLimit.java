package org.prorata.batch.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes what the nightly job writes with set-based SQL alone: the rows never leave the
 * server. It knows only what the bench needs of the rules (prorated, half up, cancel day
 * credited, paid in full), so it is a limit and not a product.
 */
final class SetBasedLimit {

    /** One line of each claimed request with its unused days and amounts. */
    private static final String LINES = """
            (SELECT y.*, CASE WHEN y.line_net = y.charge_net THEN y.charge_tax
                              ELSE ROUND(y.charge_tax * y.line_net / y.charge_net, 2) END AS line_tax
             FROM (SELECT r.request_no, q.place, r.effective_date, c.charge_no, c.currency, c.net AS charge_net, c.tax AS charge_tax,
                          s.payment_method, t.billing_day, DATEDIFF(c.service_to, c.service_from) + 1 AS days,
                          DATEDIFF(c.service_to, GREATEST(r.effective_date, c.service_from)) + 1 AS unused,
                          ROUND(c.net * (DATEDIFF(c.service_to, GREATEST(r.effective_date, c.service_from)) + 1)
                              / (DATEDIFF(c.service_to, c.service_from) + 1), 2) AS line_net
                   FROM claimed_request q
                   STRAIGHT_JOIN cancellation_request r FORCE INDEX (PRIMARY) ON r.request_no = q.request_no
                   STRAIGHT_JOIN subscription s FORCE INDEX (PRIMARY) ON s.subscription_no = r.subscription_no
                   STRAIGHT_JOIN tenant t FORCE INDEX (PRIMARY) ON t.tenant_no = s.tenant_no
                   STRAIGHT_JOIN charge c FORCE INDEX (charge_of_subscription) ON c.subscription_no = s.subscription_no AND c.service_to >= r.effective_date
                   WHERE q.run_id = ? AND q.bucket BETWEEN ? AND ? AND r.state = 'CLAIMED') y) x
            """;

    private static final String FIRST_OF_MONTH = "DATE_SUB(x.effective_date, INTERVAL DAY(x.effective_date) - 1 DAY)";

    /**
     * First day of the tenant's cycle that starts some months after the month of the
     * effective date.
     */
    private static String cycleStart(int months) {
        String month = "DATE_ADD(" + FIRST_OF_MONTH + ", INTERVAL " + months + " MONTH)";
        return "DATE_ADD(" + month + ", INTERVAL LEAST(x.billing_day, DAY(LAST_DAY(" + month + "))) - 1 DAY)";
    }

    // the tables are being filled: without the hints the server believes them to be empty
    // and reads them whole
    private static final List<String> STATEMENTS = List.of(
            """
                    INSERT INTO credit (request_no, credit_number, run_id, refund_share, cancel_effective, currency, net, tax, gross, cash, on_account,
                        return_method, return_on, due_by, state)
                    SELECT x.request_no, CONCAT('CR-20241231-', LPAD(x.place, 7, '0')), 1, 'PRORATED', x.effective_date, x.currency, SUM(x.line_net),
                           SUM(x.line_tax), SUM(x.line_net + x.line_tax), IF(x.payment_method = 'INVOICE', 0, SUM(x.line_net + x.line_tax)),
                           IF(x.payment_method = 'INVOICE', SUM(x.line_net + x.line_tax), 0),
                           IF(x.payment_method = 'INVOICE', 'NEXT_INVOICE', x.payment_method),
                           IF(x.effective_date < %1$s, %1$s, %2$s),
                           DATE_SUB(IF(x.effective_date < %1$s, %2$s, %3$s), INTERVAL 1 DAY), 'ISSUED'
                    FROM %4$s
                    GROUP BY x.request_no, x.place, x.effective_date, x.currency, x.payment_method, x.billing_day
                    """
                .formatted(cycleStart(0), cycleStart(1), cycleStart(2), LINES),
            """
                    INSERT INTO credit_line (request_no, charge_no, days_in_period, days_unused, rounding, exact_numerator, exact_denominator, net, tax,
                        capped, tax_remainder)
                    SELECT x.request_no, x.charge_no, x.days, x.unused, 'EXACT_HALF_UP', x.charge_net * x.unused, x.days, x.line_net, x.line_tax, FALSE,
                           x.line_net = x.charge_net
                    FROM %s
                    """
                .formatted(LINES),
            """
                    INSERT INTO ledger_entry (request_no, kind, run_id, business_date, currency, deferred_revenue, tax_payable, refund_liability)
                    SELECT k.request_no, 'ISSUE', k.run_id, '2024-12-31', k.currency, k.net, k.tax, -k.gross
                    FROM claimed_request q STRAIGHT_JOIN credit k FORCE INDEX (PRIMARY) ON k.request_no = q.request_no
                    WHERE q.run_id = ? AND q.bucket BETWEEN ? AND ?
                    """,
            """
                    UPDATE claimed_request q
                    STRAIGHT_JOIN credit_line l FORCE INDEX (PRIMARY) ON l.request_no = q.request_no
                    STRAIGHT_JOIN charge c FORCE INDEX (PRIMARY) ON c.charge_no = l.charge_no
                    SET c.credited_net = c.credited_net + l.net, c.credited_tax = c.credited_tax + l.tax
                    WHERE q.run_id = ? AND q.bucket BETWEEN ? AND ?
                    """, """
                    UPDATE claimed_request q
                    STRAIGHT_JOIN cancellation_request r FORCE INDEX (PRIMARY) ON r.request_no = q.request_no
                    STRAIGHT_JOIN subscription s FORCE INDEX (PRIMARY) ON s.subscription_no = r.subscription_no
                    SET s.state = 'DISABLED', s.state_since = r.effective_date
                    WHERE q.run_id = ? AND q.bucket BETWEEN ? AND ? AND s.state = 'ACTIVE'
                    """,
            """
                    UPDATE claimed_request q STRAIGHT_JOIN cancellation_request r FORCE INDEX (PRIMARY) ON r.request_no = q.request_no
                    SET r.state = 'CREDITED'
                    WHERE q.run_id = ? AND q.bucket BETWEEN ? AND ? AND r.state = 'CLAIMED'
                    """);

    static final String CLAIM = """
            UPDATE cancellation_request SET state = 'CLAIMED', run_id = 1
            WHERE run_id IS NULL AND state = 'QUEUED' AND effective_date <= '2024-12-31'
            """;

    static final String FREEZE = """
            INSERT INTO claimed_request (run_id, bucket, request_no, place)
            SELECT 1, NTILE(64) OVER (ORDER BY request_no) - 1, request_no, ROW_NUMBER() OVER (ORDER BY request_no)
            FROM cancellation_request WHERE run_id = 1
            """;

    private SetBasedLimit() {
    }

    /**
     * Writes everything on the given number of connections, each with its share of the
     * buckets in one transaction.
     */
    static Duration run(ScratchBooks books, int connections) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        try (Connection connection = open(books); Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO nightly_run (run_id, business_date, state, started_at) VALUES (1, '2024-12-31', 'OPEN', UTC_TIMESTAMP(6))");
            statement.execute(CLAIM);
            statement.execute(FREEZE);
            connection.commit();
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(connections)) {
            List<Callable<Integer>> shares = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int first = i * 64 / connections;
                int last = (i + 1) * 64 / connections - 1;
                shares.add(() -> write(books, first, last));
            }
            for (Future<Integer> share : executor.invokeAll(shares)) {
                share.get();
            }
        }
        catch (ExecutionException ex) {
            throw new SQLException("the set-based limit failed", ex.getCause());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static int write(ScratchBooks books, int first, int last) throws SQLException {
        int rows = 0;
        try (Connection connection = open(books)) {
            for (String sql : STATEMENTS) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setLong(1, 1);
                    statement.setInt(2, first);
                    statement.setInt(3, last);
                    rows += statement.executeUpdate();
                }
            }
            connection.commit();
        }
        return rows;
    }

    private static Connection open(ScratchBooks books) throws SQLException {
        Connection connection = DriverManager.getConnection(books.settings().url(), books.settings().user(),
                books.settings().password());
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return connection;
    }

}
