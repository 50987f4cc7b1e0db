package org.prorata.db.cancellation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.RequestState;
import org.prorata.db.Times;
import org.prorata.subscription.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells the story of a request: what happened, who did it, and what is promised. */
public final class Timelines {

    /** What happened. */
    public enum Kind {

        ASKED, FILED, DECIDED, APPROVAL_DROPPED, CHANGED, QUARANTINED, RESOLVED, CREDITED, RETURNED, RETURN_FAILED,
        CLOSED

    }

    /**
     * One thing that happened.
     *
     * @param at when, or the midnight, UTC, of the business date
     * @param kind what
     * @param actor who; empty where it is the run
     * @param detail more of it: the action of the audit trail, a code, a credit number
     * @param text in somebody's words
     */
    public record Entry(Instant at, Kind kind, String actor, String detail, String text) {
    }

    /**
     * The story.
     *
     * @param tenant whose request it is
     * @param state where it stands
     * @param entries what happened, in order
     * @param creditNumber the credit; {@code null} where there is none yet
     * @param returnOn the business date of the night on which it is returned
     * @param dueBy the last day of the promise
     * @param returnedOn when it was returned
     */
    public record Timeline(TenantId tenant, RequestState state, List<Entry> entries, @Nullable String creditNumber,
            @Nullable LocalDate returnOn, @Nullable LocalDate dueBy, @Nullable LocalDate returnedOn) {
    }

    private record Head(long requestNo, String requestId, TenantId tenant, RequestState state, Instant requestedAt,
            String requestedBy, String reason, Instant filedAt, String route, @Nullable String closedBecause,
            @Nullable String creditNumber, @Nullable LocalDate returnOn, @Nullable LocalDate dueBy,
            @Nullable LocalDate returnedOn, @Nullable LocalDate runDate, @Nullable Instant runFinishedAt) {
    }

    private final JdbcClient jdbc;

    public Timelines(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns the story of a request; empty when it is not known. */
    public Optional<Timeline> of(RequestId id) {
        Optional<Head> found = this.jdbc
            .sql("""
                    SELECT r.request_no, r.request_id, t.tenant_id, r.state, r.requested_at, r.requested_by, r.reason, r.filed_at, r.route,
                           r.closed_because, k.credit_number, k.return_on, k.due_by, k.returned_on, n.business_date, n.finished_at
                    FROM cancellation_request r
                    JOIN subscription s ON s.subscription_no = r.subscription_no
                    JOIN tenant t ON t.tenant_no = s.tenant_no
                    LEFT JOIN credit k ON k.request_no = r.request_no
                    LEFT JOIN nightly_run n ON n.run_id = r.run_id
                    WHERE r.request_id = :id
                    """)
            .param("id", id.value())
            .query((row, n) -> head(row))
            .optional();
        return found.map(this::timeline);
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(row.getLong("request_no"), row.getString("request_id"), TenantId.of(row.getString("tenant_id")),
                RequestState.valueOf(row.getString("state")), Times.instant(row, "requested_at"),
                row.getString("requested_by"), row.getString("reason"), Times.instant(row, "filed_at"),
                row.getString("route"), row.getString("closed_because"), row.getString("credit_number"),
                row.getObject("return_on", LocalDate.class), row.getObject("due_by", LocalDate.class),
                row.getObject("returned_on", LocalDate.class), row.getObject("business_date", LocalDate.class),
                Times.instantOrNull(row, "finished_at"));
    }

    private Timeline timeline(Head head) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(head.requestedAt(), Kind.ASKED, head.requestedBy(), "", head.reason()));
        entries.add(new Entry(head.filedAt(), Kind.FILED, "", head.route(), ""));
        entries.addAll(decisions(head.requestNo()));
        entries.addAll(audited(head.requestId()));
        entries.addAll(quarantined(head.requestNo()));
        LocalDate runDate = head.runDate();
        if (runDate != null && head.creditNumber() != null) {
            entries.add(new Entry(at(head.runFinishedAt(), runDate), Kind.CREDITED, "", head.creditNumber(), ""));
        }
        else if (runDate != null && head.state() == RequestState.CLOSED_WITHOUT_CREDIT) {
            entries.add(new Entry(at(head.runFinishedAt(), runDate), Kind.CLOSED, "",
                    String.valueOf(head.closedBecause()), ""));
        }
        if (head.creditNumber() != null) {
            entries.addAll(returned(head.requestNo(), head.creditNumber()));
        }
        entries.sort(Comparator.comparing(Entry::at));
        return new Timeline(head.tenant(), head.state(), List.copyOf(entries), head.creditNumber(), head.returnOn(),
                head.dueBy(), head.returnedOn());
    }

    private static Instant at(@Nullable Instant finished, LocalDate businessDate) {
        return (finished != null) ? finished : midnight(businessDate);
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay().toInstant(java.time.ZoneOffset.UTC);
    }

    private List<Entry> decisions(long requestNo) {
        List<Entry> entries = new ArrayList<>();
        this.jdbc.sql("""
                SELECT decided_by, decision, reason_code, reason, decided_at, dropped_at, dropped_because
                FROM approval WHERE request_no = :no ORDER BY approval_no
                """).param("no", requestNo).query(row -> {
            String code = row.getString("reason_code");
            entries.add(new Entry(Times.instant(row, "decided_at"), Kind.DECIDED, row.getString("decided_by"),
                    row.getString("decision") + ((code != null) ? " " + code : ""), row.getString("reason")));
            Instant dropped = Times.instantOrNull(row, "dropped_at");
            if (dropped != null) {
                entries.add(new Entry(dropped, Kind.APPROVAL_DROPPED, row.getString("decided_by"),
                        row.getString("dropped_because"), ""));
            }
        });
        return entries;
    }

    /** Returns what the audit trail has and no table does. */
    private List<Entry> audited(String requestId) {
        return this.jdbc.sql("""
                SELECT at, actor, action, detail FROM audit_event
                WHERE subject = :subject AND action IN ('WITHDRAWN', 'FIGURES_CHANGED', 'FILED_FOR_TENANT')
                ORDER BY sequence
                """)
            .param("subject", "request " + requestId)
            .query((row, n) -> new Entry(Times.instant(row, "at"), Kind.CHANGED, row.getString("actor"),
                    row.getString("action"), row.getString("detail")))
            .list();
    }

    private List<Entry> quarantined(long requestNo) {
        List<Entry> entries = new ArrayList<>();
        this.jdbc
            .sql("""
                    SELECT q.code, q.message, q.resolution, q.resolved_by, q.resolved_at, q.resolution_reason, n.business_date, n.finished_at
                    FROM quarantine q
                    JOIN nightly_run n ON n.run_id = q.run_id
                    WHERE q.request_no = :no
                    ORDER BY q.quarantine_no
                    """)
            .param("no", requestNo)
            .query(row -> {
                Instant resolved = Times.instantOrNull(row, "resolved_at");
                Instant put = at(Times.instantOrNull(row, "finished_at"), Times.date(row, "business_date"));
                // a person may resolve it before its run is done
                entries.add(new Entry((resolved != null && resolved.isBefore(put)) ? resolved : put, Kind.QUARANTINED,
                        "", row.getString("code"), row.getString("message")));
                if (resolved != null) {
                    entries.add(new Entry(resolved, Kind.RESOLVED, row.getString("resolved_by"),
                            row.getString("resolution"), row.getString("resolution_reason")));
                }
            });
        return entries;
    }

    private List<Entry> returned(long requestNo, String creditNumber) {
        List<Entry> entries = new ArrayList<>(this.jdbc.sql("""
                SELECT e.business_date, n.finished_at FROM ledger_entry e
                JOIN nightly_run n ON n.run_id = e.run_id
                WHERE e.request_no = :no AND e.kind = 'RETURN'
                """)
            .param("no", requestNo)
            .query((row, n) -> new Entry(at(Times.instantOrNull(row, "finished_at"), Times.date(row, "business_date")),
                    Kind.RETURNED, "", creditNumber, ""))
            .list());
        entries.addAll(this.jdbc.sql("""
                SELECT noted_at, noted_by, reason FROM return_failure WHERE request_no = :no ORDER BY attempt
                """)
            .param("no", requestNo)
            .query((row, n) -> new Entry(Times.instant(row, "noted_at"), Kind.RETURN_FAILED, row.getString("noted_by"),
                    creditNumber, row.getString("reason")))
            .list());
        entries.addAll(this.jdbc.sql("""
                SELECT c.business_date, n.finished_at
                FROM ledger_correction c
                JOIN return_retry y ON y.request_no = c.request_no AND y.attempt = c.attempt
                JOIN nightly_run n ON n.run_id = y.run_id
                WHERE c.request_no = :no AND c.kind = 'RETURN_AGAIN'
                """)
            .param("no", requestNo)
            .query((row, n) -> new Entry(at(Times.instantOrNull(row, "finished_at"), Times.date(row, "business_date")),
                    Kind.RETURNED, "", creditNumber, ""))
            .list());
        return entries;
    }

}
