package org.prorata.reporting.summary;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.prorata.db.Times;
import org.prorata.db.run.RefundCells;
import org.prorata.reporting.summary.RefundSummary.Heading;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.Status;
import org.prorata.reporting.summary.RefundSummary.View;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Publishes the figures of closed periods and keeps them: a snapshot is never changed, a
 * correction is a new one that names the one before.
 */
public final class Snapshots {

    /**
     * One figure that is not the same in two snapshots.
     *
     * @param path where it is in the JSON, such as {@code currencies/EUR/closing_owed}
     * @param before empty where there was none
     * @param after empty where there is none any more
     */
    public record Change(String path, String before, String after) {
    }

    private static final String COLUMNS = """
            SELECT snapshot_no, period_view, month, edition, replaces, last_day, as_of, run_id, sha256 FROM report_snapshot
            """;

    private final JdbcClient jdbc;

    private final TransactionOperations transactions;

    public Snapshots(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * Publishes a certified run: adds its cells, a snapshot for each period that has
     * closed with it, and a correction for each closed period whose figures are others
     * now. Doing it again does nothing. The caller holds the lease of the nightly job.
     * @return the snapshots that are new
     */
    public List<Snapshot> publish(long runId) {
        return Objects.requireNonNull(this.transactions.execute(status -> {
            new RefundCells(this.jdbc).publishMissing(this.transactions);
            List<Snapshot> published = new ArrayList<>();
            for (View view : View.values()) {
                published.addAll(close(view, runId));
            }
            return published;
        }));
    }

    private List<Snapshot> close(View view, long runId) {
        LocalDate latest = this.jdbc
            .sql("SELECT MAX(business_date) AS latest FROM nightly_run WHERE state = 'CERTIFIED'")
            .query((row, n) -> Times.date(row, "latest"))
            .single();
        int largest = largestBillingDay();
        Map<YearMonth, Snapshot> closed = new TreeMap<>();
        latest(view).forEach(snapshot -> closed.put(snapshot.month(), snapshot));
        YearMonth first = firstMonth(view, latest);
        List<Snapshot> published = new ArrayList<>();
        Instant now = Knowledge.latest(this.jdbc);
        for (YearMonth month = first; !month.isAfter(YearMonth.from(latest)); month = month.plusMonths(1)) {
            LocalDate lastDay = new Period(view, month).of(largest).last();
            Snapshot before = closed.get(month);
            if ((before == null) ? lastDay.isAfter(latest) : !isTouched(before)) {
                continue;
            }
            RefundSummary summary = LiveSummary.of(this.jdbc, new Question(view, month, now));
            if (before == null || !before.hash().equals(summary.heading().hash())) {
                published.add(add(summary, before, (before != null) ? before.lastDay() : lastDay, runId));
            }
        }
        return published;
    }

    /** Of tenants as they are and as they were when something was credited to them. */
    private int largestBillingDay() {
        return this.jdbc
            .sql("""
                    SELECT MAX(day) AS largest
                    FROM (SELECT MAX(billing_day) AS day FROM tenant UNION ALL SELECT MAX(billing_day) FROM refund_flow UNION ALL SELECT 1) days
                    """)
            .query((row, n) -> row.getInt("largest"))
            .single();
    }

    private YearMonth firstMonth(View view, LocalDate latest) {
        return this.jdbc.sql("SELECT MIN(%s) AS month_of FROM refund_flow f".formatted(Period.MONTH_OF))
            .param("most", new Period(view, YearMonth.from(latest)).most())
            .query((row, n) -> row.getInt("month_of"))
            .optional()
            .filter(month -> month > 0)
            .map(Cells::month)
            .orElse(YearMonth.from(latest).plusMonths(1));
    }

    /**
     * Tells whether anything that is dated within a closed period, or before it, has
     * become known after its snapshot.
     */
    private boolean isTouched(Snapshot snapshot) {
        return this.jdbc
            .sql("""
                    SELECT EXISTS (SELECT 1 FROM nightly_run WHERE state = 'CERTIFIED' AND business_date <= :last AND finished_at >= :asOf
                                   AND run_id <> :run)
                        OR EXISTS (SELECT 1 FROM return_failure f
                                   JOIN ledger_correction k ON k.request_no = f.request_no AND k.attempt = f.attempt AND k.kind = 'FAILED'
                                   WHERE f.noted_at >= :asOf AND k.business_date <= :last)
                        OR EXISTS (SELECT 1 FROM return_retry WHERE asked_at >= :asOf AND asked_at < :end)
                        OR EXISTS (SELECT 1 FROM approval_case WHERE opened_at >= :asOf AND opened_at < :end)
                        OR EXISTS (SELECT 1 FROM approval_case WHERE decided_at >= :asOf AND decided_at < :end)
                        OR EXISTS (SELECT 1 FROM approval WHERE decided_at >= :asOf AND decided_at < :end)
                        OR EXISTS (SELECT 1 FROM quarantine WHERE resolved_at >= :asOf AND resolved_at < :end) AS touched
                    """)
            .param("last", snapshot.lastDay())
            .param("end", snapshot.lastDay().plusDays(1))
            .param("asOf", Times.column(snapshot.asOf()))
            .param("run", snapshot.run())
            .query((row, n) -> row.getBoolean("touched"))
            .single();
    }

    private Snapshot add(RefundSummary summary, @Nullable Snapshot before, LocalDate lastDay, long runId) {
        Heading heading = summary.heading();
        Question question = heading.question();
        int edition = (before != null) ? before.edition() + 1 : 1;
        // the number is in the text, so it is taken before the row is written
        long number = this.jdbc.sql("SELECT COALESCE(MAX(snapshot_no), 0) + 1 AS number FROM report_snapshot")
            .query((row, n) -> row.getLong("number"))
            .single();
        Long replaces = (before != null) ? before.number() : null;
        RefundSummary closed = SummaryJson.with(summary, new Heading(question, Status.CLOSED, heading.firstDay(),
                heading.lastDay(), number, replaces, heading.runs(), heading.policies(), heading.hash()));
        this.jdbc
            .sql("""
                    INSERT INTO report_snapshot (snapshot_no, period_view, month, edition, replaces, last_day, as_of, run_id, sha256, summary)
                    VALUES (:number, :view, :month, :edition, :replaces, :lastDay, :asOf, :run, :sha256, :summary)
                    """)
            .param("number", number)
            .param("view", question.view().name())
            .param("month", question.month().toString())
            .param("edition", edition)
            .param("replaces", replaces)
            .param("lastDay", lastDay)
            .param("asOf", Times.column(question.asOf()))
            .param("run", runId)
            .param("sha256", heading.hash())
            .param("summary", new String(SummaryJson.write(closed), StandardCharsets.UTF_8))
            .update();
        return new Snapshot(number, question.view(), question.month(), edition, replaces, lastDay, question.asOf(),
                runId, heading.hash());
    }

    /** Finds the snapshot that was the latest one of a period at a moment. */
    public Optional<Snapshot> find(Question question) {
        return this.jdbc.sql(COLUMNS + """
                WHERE period_view = :view AND month = :month AND as_of <= :asOf ORDER BY edition DESC LIMIT 1
                """)
            .param("view", question.view().name())
            .param("month", question.month().toString())
            .param("asOf", Times.column(question.asOf()))
            .query((row, n) -> snapshot(row))
            .optional();
    }

    /** Finds a snapshot by its number. */
    public Optional<Snapshot> find(long number) {
        return this.jdbc.sql(COLUMNS + "WHERE snapshot_no = :number")
            .param("number", number)
            .query((row, n) -> snapshot(row))
            .optional();
    }

    /** Returns the snapshots of a period, the first one first. */
    public List<Snapshot> history(View view, YearMonth month) {
        return this.jdbc.sql(COLUMNS + "WHERE period_view = :view AND month = :month ORDER BY edition")
            .param("view", view.name())
            .param("month", month.toString())
            .query((row, n) -> snapshot(row))
            .list();
    }

    /** Returns the latest snapshot of each closed period, the latest period first. */
    public List<Snapshot> latest(View view) {
        return this.jdbc.sql(COLUMNS + """
                WHERE period_view = :view AND snapshot_no NOT IN (
                    SELECT r.replaces FROM report_snapshot r WHERE r.replaces IS NOT NULL)
                ORDER BY month DESC
                """).param("view", view.name()).query((row, n) -> snapshot(row)).list();
    }

    /**
     * Returns the snapshots with a larger number, in their order, such as for a delivery.
     */
    public List<Snapshot> after(long number, int most) {
        return this.jdbc.sql(COLUMNS + "WHERE snapshot_no > :number ORDER BY snapshot_no LIMIT :most")
            .param("number", number)
            .param("most", most)
            .query((row, n) -> snapshot(row))
            .list();
    }

    /**
     * Returns what a snapshot holds.
     * @throws IllegalArgumentException when there is no such snapshot
     * @throws IllegalStateException when its figures do not have its hash
     */
    public RefundSummary summary(long number) {
        RefundSummary summary = SummaryJson.read(json(number));
        if (!SummaryJson.hash(summary).equals(summary.heading().hash())) {
            throw new IllegalStateException("the figures of snapshot " + number + " were changed: they give the hash "
                    + SummaryJson.hash(summary) + ", the snapshot names " + summary.heading().hash());
        }
        return summary;
    }

    /**
     * Returns the bytes of a snapshot as they were written.
     * @throws IllegalArgumentException when there is no such snapshot
     */
    public byte[] json(long number) {
        return this.jdbc.sql("SELECT summary FROM report_snapshot WHERE snapshot_no = :number")
            .param("number", number)
            .query((row, n) -> row.getString("summary").getBytes(StandardCharsets.UTF_8))
            .optional()
            .orElseThrow(() -> new IllegalArgumentException("there is no snapshot " + number));
    }

    /**
     * Returns what is wrong with the snapshots, in words: figures that do not have their
     * hash.
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Snapshot snapshot : this.jdbc.sql(COLUMNS + "ORDER BY snapshot_no")
            .query((row, n) -> snapshot(row))
            .list()) {
            try {
                String named = summary(snapshot.number()).heading().hash();
                if (!named.equals(snapshot.hash())) {
                    problems.add("snapshot " + snapshot.number() + " names the hash " + named + ", kept is "
                            + snapshot.hash());
                }
            }
            catch (IllegalStateException | IllegalArgumentException ex) {
                problems.add(String.valueOf(ex.getMessage()));
            }
        }
        return problems;
    }

    /**
     * Returns every figure in which one summary differs from another, in the order of the
     * JSON.
     */
    public static List<Change> difference(RefundSummary before, RefundSummary after) {
        Map<String, String> one = leaves(before);
        Map<String, String> other = leaves(after);
        List<Change> changes = new ArrayList<>();
        other.forEach((path, value) -> {
            String was = one.getOrDefault(path, "");
            if (!was.equals(value)) {
                changes.add(new Change(path, was, value));
            }
        });
        one.forEach((path, value) -> {
            if (!other.containsKey(path) && !value.isEmpty()) {
                changes.add(new Change(path, value, ""));
            }
        });
        changes.sort(Comparator.comparing(Change::path));
        return changes;
    }

    private static Map<String, String> leaves(RefundSummary summary) {
        Map<String, Object> tree = SummaryJson.tree(summary);
        Map<String, String> leaves = new LinkedHashMap<>();
        for (String figures : List.of("currencies", "approvals", "exceptions", "promises")) {
            collect(figures, tree.get(figures), leaves);
        }
        return leaves;
    }

    private static void collect(String path, @Nullable Object node, Map<String, String> leaves) {
        switch (node) {
            case Map<?, ?> map -> map.forEach((name, value) -> collect(path + "/" + name, value, leaves));
            case List<?> list -> {
                for (Object item : list) {
                    collect(path + "/" + name(item), item, leaves);
                }
            }
            case null -> leaves.put(path, "");
            default -> leaves.put(path, node.toString());
        }
    }

    /**
     * Names an item by what it is about, so that a new one before it does not shift it.
     */
    private static String name(@Nullable Object item) {
        if (item instanceof Map<?, ?> map) {
            if (map.containsKey("requested_by")) {
                return map.get("requested_by") + " " + map.get("decided_by");
            }
            for (String key : List.of("value", "credit_number", "from_days", "date", "code", "cycle")) {
                if (map.containsKey(key)) {
                    return String.valueOf(map.get(key));
                }
            }
        }
        return String.valueOf(item);
    }

    private static Snapshot snapshot(ResultSet row) throws SQLException {
        return new Snapshot(row.getLong("snapshot_no"), View.valueOf(row.getString("period_view")),
                YearMonth.parse(row.getString("month")), row.getInt("edition"),
                (row.getObject("replaces") != null) ? row.getLong("replaces") : null, Times.date(row, "last_day"),
                Times.instant(row, "as_of"), row.getLong("run_id"), row.getString("sha256"));
    }

}
