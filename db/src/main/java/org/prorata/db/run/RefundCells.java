package org.prorata.db.run;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The sums of certified runs, from which refund summaries are added up: what was issued
 * and returned in {@code refund_flow}, the credits issued by what they have in common in
 * {@code refund_group}. They are a function of the books: a credit counts with the
 * billing day, country and product that its tenant and subscription had when the run that
 * issued it was certified, whatever has been imported since.
 */
public final class RefundCells {

    /**
     * Joins a credit {@code c} with its request {@code r}, subscription {@code s}, tenant
     * {@code t} and their versions {@code sh} and {@code th} of the moment when its run
     * {@code n} was certified.
     */
    public static final String ACCOUNT_OF_CREDIT = """
            JOIN nightly_run n ON n.run_id = c.run_id
            JOIN cancellation_request r ON r.request_no = c.request_no
            JOIN subscription s ON s.subscription_no = r.subscription_no
            JOIN tenant t ON t.tenant_no = s.tenant_no
            LEFT JOIN tenant_history th ON th.tenant_no = t.tenant_no AND th.known_until > n.finished_at
                AND th.known_from <= n.finished_at
            LEFT JOIN subscription_history sh ON sh.subscription_no = s.subscription_no AND sh.known_until > n.finished_at
                AND sh.known_from <= n.finished_at
            """;

    /** The billing day of a credit's tenant, beside {@link #ACCOUNT_OF_CREDIT}. */
    public static final String BILLING_DAY = "COALESCE(th.billing_day, t.billing_day)";

    /** The country of a credit's tenant, beside {@link #ACCOUNT_OF_CREDIT}. */
    public static final String COUNTRY = "COALESCE(th.country, t.country)";

    /** The product of a credit, beside {@link #ACCOUNT_OF_CREDIT}. */
    public static final String PRODUCT = "COALESCE(sh.product, s.product)";

    /** The reason by which a credit is counted, beside {@link #ACCOUNT_OF_CREDIT}. */
    public static final String REASON = "RTRIM(LEFT(r.reason, 200))";

    /**
     * The version of the policy that a credit follows, beside {@link #ACCOUNT_OF_CREDIT}.
     */
    public static final String POLICY = "CONCAT(r.policy, ' ', r.policy_effective_from)";

    /** The rate of a charge {@code ch}, without zeros at its end. */
    public static final String TAX_RATE = "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM CAST(ch.tax_rate AS CHAR)))";

    private static final String ISSUED = """
            CREATE TEMPORARY TABLE issued_cell (
                currency CHAR(3) NOT NULL,
                billing_day INT NOT NULL,
                due_by DATE NOT NULL,
                business_date DATE NOT NULL,
                route VARCHAR(20) NOT NULL,
                reason VARCHAR(200) NOT NULL,
                product VARCHAR(100) NOT NULL,
                country CHAR(2) NOT NULL,
                method VARCHAR(12) NOT NULL,
                policy VARCHAR(80) NOT NULL,
                credits BIGINT NOT NULL,
                net DECIMAL(25, 4) NOT NULL,
                tax DECIMAL(25, 4) NOT NULL,
                owed DECIMAL(25, 4) NOT NULL
            ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
            """;

    private final JdbcClient jdbc;

    public RefundCells(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds the cells of every certified run that has none, each in a transaction of its
     * own unless the caller has one: runs of an earlier release get theirs when they are
     * first needed.
     */
    public void publishMissing(TransactionOperations transactions) {
        List<Long> missing = this.jdbc.sql("""
                SELECT n.run_id
                FROM nightly_run n
                LEFT JOIN published_run p ON p.run_id = n.run_id
                WHERE n.state = 'CERTIFIED' AND p.run_id IS NULL
                ORDER BY n.business_date
                """).query((row, n) -> row.getLong("run_id")).list();
        for (long run : missing) {
            transactions.executeWithoutResult(status -> publish(run));
        }
    }

    /** Another process that does the same is waited for at the first row. */
    private void publish(long runId) {
        int added = this.jdbc.sql("""
                INSERT IGNORE INTO published_run (run_id)
                SELECT run_id FROM nightly_run WHERE run_id = :run AND state = 'CERTIFIED'
                """).param("run", runId).update();
        if (added == 0) {
            return;
        }
        this.jdbc.sql("DROP TEMPORARY TABLE IF EXISTS issued_cell").update();
        this.jdbc.sql(ISSUED).update();
        this.jdbc.sql("""
                INSERT INTO issued_cell
                SELECT e.currency, %s, c.due_by, e.business_date, r.route, %s, %s, %s, c.return_method, %s, COUNT(*),
                       SUM(e.deferred_revenue), SUM(e.tax_payable), SUM(-e.refund_liability)
                FROM ledger_entry e
                JOIN credit c ON c.request_no = e.request_no
                %s
                WHERE e.run_id = :run AND e.kind = 'ISSUE'
                GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
                """.formatted(BILLING_DAY, REASON, PRODUCT, COUNTRY, POLICY, ACCOUNT_OF_CREDIT))
            .param("run", runId)
            .update();
        this.jdbc
            .sql("""
                    INSERT INTO refund_flow (run_id, kind, currency, billing_day, issued_on, due_by, days, business_date, credits, parts,
                        net, tax, by_card, by_bank, on_account, owed)
                    SELECT :run, 'ISSUE', currency, billing_day, business_date, due_by, 0, business_date, SUM(credits), 0, SUM(net), SUM(tax),
                           0, 0, 0, SUM(owed)
                    FROM issued_cell
                    GROUP BY currency, billing_day, business_date, due_by
                    """)
            .param("run", runId)
            .update();
        for (String dimension : List.of("route", "reason", "product", "country", "method", "policy")) {
            this.jdbc
                .sql("""
                        INSERT INTO refund_group (run_id, dimension, currency, billing_day, value, business_date, credits, net, tax)
                        SELECT :run, UPPER('%1$s'), currency, billing_day, %1$s, business_date, SUM(credits), SUM(net), SUM(tax)
                        FROM issued_cell
                        GROUP BY currency, billing_day, %1$s, business_date
                        """
                    .formatted(dimension))
                .param("run", runId)
                .update();
        }
        this.jdbc.sql("DROP TEMPORARY TABLE issued_cell").update();
        this.jdbc
            .sql("""
                    INSERT INTO refund_group (run_id, dimension, currency, billing_day, value, business_date, credits, credit_lines, net, tax)
                    SELECT :run, 'TAX_RATE', c.currency, %s, %s, n.business_date, COUNT(DISTINCT c.request_no), COUNT(*), SUM(l.net),
                           SUM(l.tax)
                    FROM credit c
                    JOIN credit_line l ON l.request_no = c.request_no
                    JOIN charge ch ON ch.charge_no = l.charge_no
                    %s
                    WHERE c.run_id = :run
                    GROUP BY 3, 4, 5, 6
                    """
                .formatted(BILLING_DAY, TAX_RATE, ACCOUNT_OF_CREDIT))
            .param("run", runId)
            .update();
        this.jdbc
            .sql("""
                    INSERT INTO refund_flow (run_id, kind, currency, billing_day, issued_on, due_by, days, business_date, credits, parts,
                        net, tax, by_card, by_bank, on_account, owed)
                    SELECT :run, 'RETURN', e.currency, %s, n.business_date, c.due_by, DATEDIFF(e.business_date, c.cancel_effective),
                           e.business_date, COUNT(*), SUM((e.cash <> 0) + (e.receivables <> 0)), 0, 0,
                           SUM(CASE c.return_method WHEN 'CARD' THEN -e.cash ELSE 0 END),
                           SUM(CASE c.return_method WHEN 'CARD' THEN 0 ELSE -e.cash END), SUM(-e.receivables),
                           SUM(-e.refund_liability)
                    FROM ledger_entry e
                    JOIN credit c ON c.request_no = e.request_no
                    %s
                    WHERE e.run_id = :run AND e.kind = 'RETURN'
                    GROUP BY 3, 4, 5, 6, 7, 8
                    """
                .formatted(BILLING_DAY, ACCOUNT_OF_CREDIT))
            .param("run", runId)
            .update();
    }

    /**
     * Compares the cells of a run with its ledger entries and credits, and returns every
     * difference in words with its numbers.
     */
    public List<String> differences(long runId) {
        return this.jdbc
            .sql("""
                    SELECT what, currency, SUM(cells) AS cells, SUM(books) AS books
                    FROM (SELECT CONCAT('owed by ', kind) AS what, currency, owed AS cells, 0 AS books FROM refund_flow WHERE run_id = :run
                          UNION ALL
                          SELECT CONCAT('owed by ', kind), currency, 0, -refund_liability FROM ledger_entry WHERE run_id = :run
                          UNION ALL
                          SELECT CONCAT('credits of ', kind), currency, credits, 0 FROM refund_flow WHERE run_id = :run
                          UNION ALL
                          SELECT CONCAT('credits of ', kind), currency, 0, 1 FROM ledger_entry WHERE run_id = :run
                          UNION ALL
                          SELECT 'net', currency, net, 0 FROM refund_flow WHERE run_id = :run
                          UNION ALL
                          SELECT 'net', currency, 0, deferred_revenue FROM ledger_entry WHERE run_id = :run
                          UNION ALL
                          SELECT 'tax', currency, tax, 0 FROM refund_flow WHERE run_id = :run
                          UNION ALL
                          SELECT 'tax', currency, 0, tax_payable FROM ledger_entry WHERE run_id = :run
                          UNION ALL
                          SELECT 'returned in cash', currency, by_card + by_bank, 0 FROM refund_flow WHERE run_id = :run
                          UNION ALL
                          SELECT 'returned in cash', currency, 0, -cash FROM ledger_entry WHERE run_id = :run
                          UNION ALL
                          SELECT 'returned on account', currency, on_account, 0 FROM refund_flow WHERE run_id = :run
                          UNION ALL
                          SELECT 'returned on account', currency, 0, -receivables FROM ledger_entry WHERE run_id = :run
                          UNION ALL
                          SELECT 'lines', currency, credit_lines, 0 FROM refund_group WHERE run_id = :run
                          UNION ALL
                          SELECT 'lines', c.currency, 0, 1
                          FROM credit c
                          JOIN credit_line l ON l.request_no = c.request_no
                          WHERE c.run_id = :run
                          UNION ALL
                          SELECT CONCAT('gross by ', g.dimension), g.currency, g.net + g.tax, 0 FROM refund_group g WHERE g.run_id = :run
                          UNION ALL
                          SELECT CONCAT('gross by ', d.dimension), c.currency, 0, c.gross
                          FROM credit c
                          JOIN (SELECT 'ROUTE' AS dimension UNION ALL SELECT 'REASON' UNION ALL SELECT 'PRODUCT' UNION ALL SELECT 'COUNTRY'
                                UNION ALL SELECT 'TAX_RATE' UNION ALL SELECT 'METHOD' UNION ALL SELECT 'POLICY') d
                          WHERE c.run_id = :run) both_sides
                    GROUP BY what, currency HAVING SUM(cells) <> SUM(books)
                    ORDER BY what, currency
                    """)
            .param("run", runId)
            .query((row, n) -> row.getString("what") + " in " + row.getString("currency") + ": the cells have "
                    + row.getBigDecimal("cells").stripTrailingZeros().toPlainString() + ", the books "
                    + row.getBigDecimal("books").stripTrailingZeros().toPlainString())
            .list();
    }

}
