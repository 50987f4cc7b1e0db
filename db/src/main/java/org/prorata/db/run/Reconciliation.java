package org.prorata.db.run;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.prorata.run.RunCounts;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares what a run says with independent sums over what it wrote; every comparison
 * that fails is told with its numbers.
 */
public final class Reconciliation {

    private record Comparison(String what, String sql) {
    }

    /**
     * Each returns rows of a subject and two numbers that have to be equal, for those
     * that are not.
     */
    private static final List<Comparison> COMPARISONS = List.of(new Comparison("requests claimed, and their ends", """
            SELECT 'run' AS subject, x.one, y.ended + z.quarantined AS other
            FROM (SELECT claimed AS one FROM nightly_run WHERE run_id = :run) x,
                 (SELECT COUNT(*) AS ended FROM cancellation_request
                  WHERE run_id = :run AND state IN ('CREDITED', 'CLOSED_WITHOUT_CREDIT')) y,
                 (SELECT COUNT(*) AS quarantined FROM quarantine WHERE run_id = :run) z
            WHERE x.one <> y.ended + z.quarantined
            """), new Comparison("requests claimed, and the places given to them", """
            SELECT 'run' AS subject, x.one, y.other
            FROM (SELECT claimed AS one FROM nightly_run WHERE run_id = :run) x,
                 (SELECT COUNT(*) AS other FROM claimed_request WHERE run_id = :run) y
            WHERE x.one <> y.other
            """), new Comparison("requests credited, and credits", """
            SELECT 'run' AS subject, x.one, y.other
            FROM (SELECT COUNT(*) AS one FROM cancellation_request WHERE run_id = :run AND state = 'CREDITED') x,
                 (SELECT COUNT(*) AS other FROM credit WHERE run_id = :run) y
            WHERE x.one <> y.other
            """), new Comparison("requests quarantined, and the reasons kept", """
            SELECT 'run' AS subject, x.one, y.other
            FROM (SELECT COUNT(*) AS one FROM cancellation_request WHERE run_id = :run AND state = 'QUARANTINED') x,
                 (SELECT COUNT(*) AS other FROM quarantine WHERE run_id = :run AND resolution IS NULL) y
            WHERE x.one <> y.other
            """), new Comparison("a credit, and the sum of its lines", """
            SELECT c.credit_number AS subject, c.gross AS one, SUM(l.net + l.tax) AS other
            FROM credit c LEFT JOIN credit_line l ON l.request_no = c.request_no
            WHERE c.run_id = :run
            GROUP BY c.request_no, c.credit_number, c.gross, c.net, c.tax
            HAVING other IS NULL OR SUM(l.net) <> c.net OR SUM(l.tax) <> c.tax
            LIMIT 10
            """),
            new Comparison("a credit, and the liability in the ledger",
                    """
                            SELECT c.credit_number AS subject, c.gross AS one, COALESCE(-e.refund_liability, 0) AS other
                            FROM credit c LEFT JOIN ledger_entry e ON e.request_no = c.request_no AND e.kind = 'ISSUE' AND e.run_id = c.run_id
                            WHERE c.run_id = :run AND (e.request_no IS NULL OR e.deferred_revenue <> c.net OR e.tax_payable <> c.tax)
                            LIMIT 10
                            """),
            new Comparison("credit lines by currency, and deferred revenue in the ledger",
                    """
                            SELECT currency AS subject, SUM(one) AS one, SUM(other) AS other
                            FROM (SELECT c.currency, l.net AS one, 0 AS other FROM credit c JOIN credit_line l ON l.request_no = c.request_no
                                  WHERE c.run_id = :run
                                  UNION ALL
                                  SELECT currency, 0, deferred_revenue FROM ledger_entry WHERE run_id = :run AND kind = 'ISSUE') both_sides
                            GROUP BY currency HAVING SUM(one) <> SUM(other)
                            """),
            new Comparison("a charge, and the sum of its credit lines",
                    """
                            SELECT ch.charge_id AS subject, ch.credited_net AS one,
                                   (SELECT SUM(a.net) FROM credit_line a FORCE INDEX (credit_line_has_a_charge) WHERE a.charge_no = ch.charge_no) AS other
                            FROM credit c FORCE INDEX (credit_has_a_run)
                            STRAIGHT_JOIN credit_line l FORCE INDEX (PRIMARY) ON l.request_no = c.request_no
                            STRAIGHT_JOIN charge ch FORCE INDEX (PRIMARY) ON ch.charge_no = l.charge_no
                            WHERE c.run_id = :run AND NOT EXISTS (
                                SELECT 1 FROM credit_line a FORCE INDEX (credit_line_has_a_charge) WHERE a.charge_no = ch.charge_no
                                HAVING SUM(a.net) = ch.credited_net AND SUM(a.tax) = ch.credited_tax)
                            LIMIT 10
                            """),
            new Comparison("returns by currency, and the money that leaves in the ledger",
                    """
                            SELECT CONCAT(currency, way) AS subject, SUM(one) AS one, SUM(other) AS other
                            FROM (SELECT currency, CASE method WHEN 'NEXT_INVOICE' THEN ' on account' ELSE ' in cash' END AS way,
                                         amount AS one, 0 AS other
                                  FROM credit_return WHERE run_id = :run
                                  UNION ALL
                                  SELECT currency, ' in cash', 0, -cash FROM ledger_entry WHERE run_id = :run AND kind = 'RETURN'
                                  UNION ALL
                                  SELECT currency, ' on account', 0, -receivables FROM ledger_entry
                                  WHERE run_id = :run AND kind = 'RETURN') both_sides
                            GROUP BY currency, way HAVING SUM(one) <> SUM(other)
                            """),
            new Comparison("credits returned, and returns in the ledger", """
                    SELECT 'run' AS subject, x.one, y.other
                    FROM (SELECT COUNT(*) AS one FROM ledger_entry WHERE run_id = :run AND kind = 'RETURN') x,
                         (SELECT COUNT(*) AS other FROM ledger_entry e JOIN credit c ON c.request_no = e.request_no
                          WHERE e.run_id = :run AND e.kind = 'RETURN' AND c.state = 'RETURNED') y
                    WHERE x.one <> y.other
                    """));

    private final JdbcClient jdbc;

    public Reconciliation(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Returns every difference in words, with its numbers, as the caller's transaction
     * sees it; none when the run balances.
     */
    public List<String> differences(long runId) {
        return differences(runId, Runnable::run);
    }

    /**
     * Returns every difference, compared side by side, of rows that are committed.
     * @param executor where the comparisons are made; each takes a connection of its own
     * there
     */
    public List<String> differences(long runId, Executor executor) {
        List<CompletableFuture<List<String>>> compared = COMPARISONS.stream()
            .map(each -> CompletableFuture.supplyAsync(() -> compare(each, runId), executor))
            .toList();
        return compared.stream().flatMap(each -> each.join().stream()).toList();
    }

    private List<String> compare(Comparison comparison, long runId) {
        return this.jdbc.sql(comparison.sql())
            .param("run", runId)
            .query((row, n) -> comparison.what() + ": " + row.getString("subject") + " has " + row.getString("one")
                    + " and " + row.getString("other"))
            .list();
    }

    /**
     * Counts what a run met, from the rows themselves. What it put into quarantine counts
     * as that, also when a person has resolved it since.
     */
    public RunCounts count(long runId) {
        return this.jdbc
            .sql("""
                    SELECT n.claimed, n.trials_expired, n.trials_converted, n.approvals_lapsed,
                           COALESCE(r.credited, 0) AS credited, COALESCE(r.nothing_due, 0) AS nothing_due,
                           (SELECT COUNT(*) FROM quarantine q WHERE q.run_id = n.run_id) AS quarantined,
                           (SELECT COUNT(*) FROM ledger_entry e WHERE e.run_id = n.run_id AND e.kind = 'RETURN') AS returned
                    FROM nightly_run n
                    LEFT JOIN (SELECT run_id, SUM(state = 'CREDITED') AS credited, SUM(state = 'CLOSED_WITHOUT_CREDIT') AS nothing_due
                               FROM cancellation_request WHERE run_id = :run GROUP BY run_id) r ON r.run_id = n.run_id
                    WHERE n.run_id = :run
                    """)
            .param("run", runId)
            .query((row, n) -> new RunCounts(row.getLong("claimed"), row.getLong("credited"),
                    row.getLong("nothing_due"), row.getLong("quarantined"), row.getLong("returned"),
                    row.getLong("trials_expired"), row.getLong("trials_converted"), row.getLong("approvals_lapsed")))
            .single();
    }

}
