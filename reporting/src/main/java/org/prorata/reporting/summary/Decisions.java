package org.prorata.reporting.summary;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.prorata.db.Times;
import org.prorata.reporting.summary.RefundSummary.Approvals;
import org.prorata.reporting.summary.RefundSummary.Pair;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts what approvers did; a moment counts by its day in UTC. A decision that was
 * dropped counts as long as that was not known.
 */
final class Decisions {

    private static final int MOST_PAIRS = 100;

    private record Decided(boolean approved, long decisions, @Nullable Long micros) {
    }

    private final JdbcClient jdbc;

    private final Map<String, Object> parameters;

    Decisions(JdbcClient jdbc, Period period, Instant asOf) {
        this.jdbc = jdbc;
        this.parameters = Map.of("asOf", Times.column(asOf), "month", period.first(), "next", period.next().first(),
                "most", period.most(), "end", period.last().plusDays(1));
    }

    Approvals approvals() {
        long requested = this.jdbc.sql("SELECT COUNT(*) AS n FROM approval_case a " + inside("a.opened_at"))
            .params(this.parameters)
            .query((row, n) -> row.getLong("n"))
            .single();
        List<Decided> decided = this.jdbc.sql("""
                SELECT v.decision = 'APPROVED' AS approved, COUNT(*) AS decisions,
                       SUM(TIMESTAMPDIFF(MICROSECOND, a.opened_at, v.decided_at)) AS micros
                FROM approval v
                JOIN approval_case a ON a.request_no = v.request_no
                %s AND %s AND (v.decision = 'REJECTED' OR 1 + (
                    SELECT COUNT(*) FROM approval w WHERE w.request_no = v.request_no AND w.decision = 'APPROVED'
                    AND w.approval_no < v.approval_no AND %s) = a.needed)
                GROUP BY v.decision = 'APPROVED'
                """.formatted(inside("v.decided_at"), stands("v"), stands("w")))
            .params(this.parameters)
            .query((row, n) -> new Decided(row.getBoolean("approved"), row.getLong("decisions"), row.getLong("micros")))
            .list();
        Map<String, Long> ended = Map.of("EXPIRED", ended("EXPIRED"), "WITHDRAWN", ended("WITHDRAWN"));
        long all = decided.stream().mapToLong(Decided::decisions).sum();
        long micros = decided.stream().mapToLong(each -> (each.micros() != null) ? each.micros() : 0).sum();
        return new Approvals(requested, count(decided, true), count(decided, false), ended.getOrDefault("EXPIRED", 0L),
                ended.getOrDefault("WITHDRAWN", 0L),
                (all > 0) ? Duration.ofSeconds(Math.round(micros / 1e6 / all)) : null, pairs());
    }

    private static long count(List<Decided> decided, boolean approved) {
        return decided.stream().filter(each -> each.approved() == approved).mapToLong(Decided::decisions).sum();
    }

    private long ended(String state) {
        return this.jdbc
            .sql("SELECT COUNT(*) AS n FROM approval_case a " + inside("a.decided_at") + " AND a.state = :state")
            .params(this.parameters)
            .param("state", state)
            .query((row, n) -> row.getLong("n"))
            .single();
    }

    private List<Pair> pairs() {
        return this.jdbc
            .sql("""
                    SELECT v.requested_by, v.decided_by, SUM(v.decision = 'APPROVED') AS approved, SUM(v.decision = 'REJECTED') AS rejected
                    FROM approval v
                    JOIN approval_case a ON a.request_no = v.request_no
                    %s AND %s
                    GROUP BY v.requested_by, v.decided_by
                    ORDER BY COUNT(*) DESC, v.requested_by, v.decided_by
                    LIMIT %d
                    """
                .formatted(inside("v.decided_at"), stands("v"), MOST_PAIRS))
            .params(this.parameters)
            .query((row, n) -> new Pair(row.getString("requested_by"), row.getString("decided_by"),
                    row.getLong("approved"), row.getLong("rejected")))
            .list();
    }

    private static String stands(String approval) {
        return "(%1$s.dropped_at IS NULL OR %1$s.dropped_at > :asOf OR %1$s.dropped_at >= :end)".formatted(approval);
    }

    /**
     * Joins the tenant of a case {@code a} and keeps the moments that are known and
     * within its period.
     */
    private static String inside(String moment) {
        String day = "COALESCE(th.billing_day, t.billing_day)";
        return """
                JOIN tenant t ON t.tenant_no = a.tenant_no
                LEFT JOIN tenant_history th ON th.tenant_no = t.tenant_no AND th.known_until > %1$s AND th.known_from <= %1$s
                WHERE %1$s >= :month AND %1$s < :end AND %1$s <= :asOf AND %1$s >= %2$s AND %1$s < %3$s"""
            .formatted(moment, Period.FIRST.formatted(day), Period.NEXT.formatted(day));
    }

}
