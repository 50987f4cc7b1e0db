package org.prorata.db.cancellation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationRequests;
import org.prorata.cancellation.FiledRequest;
import org.prorata.cancellation.Reason;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.RequestState;
import org.prorata.cancellation.StoredRequest;
import org.prorata.db.Times;
import org.prorata.policy.PolicyVersion;
import org.prorata.subscription.SubscriptionId;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps cancellation requests in {@code cancellation_request}. */
public final class JdbcCancellationRequests implements CancellationRequests {

    /**
     * Columns for {@link #stored}, of a request called {@code r} and its subscription
     * {@code s}.
     */
    public static final String STORED = """
            r.request_id, s.subscription_id, r.requested_at, r.requested_on, r.requested_by, r.effective_date, r.reason, r.state,
            r.policy, r.policy_effective_from, r.counted_licences, r.approved_figures""";

    private final JdbcTemplate batch;

    private final JdbcClient jdbc;

    private final Clock clock;

    public JdbcCancellationRequests(JdbcTemplate template, Clock clock) {
        this.batch = template;
        this.jdbc = JdbcClient.create(template);
        this.clock = clock;
    }

    @Override
    public Map<RequestId, StoredRequest> find(Collection<RequestId> ids) {
        Map<RequestId, StoredRequest> found = new HashMap<>();
        if (!ids.isEmpty()) {
            this.jdbc.sql("""
                    SELECT %s
                    FROM cancellation_request r
                    JOIN subscription s ON s.subscription_no = r.subscription_no
                    WHERE r.request_id IN (:ids)
                    """.formatted(STORED))
                .param("ids", ids.stream().map(RequestId::value).toList())
                .query((row, n) -> stored(row))
                .list()
                .forEach(request -> found.put(request.cancellation().id(), request));
        }
        return found;
    }

    /** Reads a request from a row with the columns {@link #STORED}. */
    public static StoredRequest stored(ResultSet row) throws SQLException {
        return new StoredRequest(cancellation(row), Times.date(row, "requested_on"),
                RequestState.valueOf(row.getString("state")),
                new PolicyVersion(row.getString("policy"), Times.date(row, "policy_effective_from")),
                row.getLong("counted_licences"), row.getString("approved_figures"));
    }

    /**
     * Reads what was asked for from a row with at least the first seven of the columns
     * {@link #STORED}.
     */
    public static Cancellation cancellation(ResultSet row) throws SQLException {
        return new Cancellation(RequestId.of(row.getString("request_id")),
                SubscriptionId.of(row.getString("subscription_id")), Times.instant(row, "requested_at"),
                row.getString("requested_by"), Times.date(row, "effective_date"), row.getString("reason"));
    }

    @Override
    public Set<SubscriptionId> withOpenRequest(Collection<SubscriptionId> subscriptions) {
        if (subscriptions.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(this.jdbc.sql("""
                SELECT s.subscription_id
                FROM subscription s
                JOIN cancellation_request r ON r.open_subscription_no = s.subscription_no
                WHERE s.subscription_id IN (:ids)
                """)
            .param("ids", subscriptions.stream().map(SubscriptionId::value).toList())
            .query((row, n) -> SubscriptionId.of(row.getString("subscription_id")))
            .list());
    }

    @Override
    public void file(Collection<FiledRequest> requests) {
        this.batch.batchUpdate(
                """
                        INSERT INTO cancellation_request (request_id, subscription_no, requested_at, requested_on, requested_by,
                            effective_date, reason, filed_at, route, gate_reasons, policy, policy_effective_from, counted_licences,
                            tenant_revision, approve_by, state, closed_because)
                        VALUES (?, (SELECT subscription_no FROM subscription WHERE subscription_id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                requests, 500, (statement, request) -> {
                    Cancellation cancellation = request.cancellation();
                    statement.setString(1, cancellation.id().value());
                    statement.setString(2, cancellation.subscription().value());
                    statement.setObject(3, Times.column(cancellation.requestedAt()));
                    statement.setObject(4, request.requestedOn());
                    statement.setString(5, cancellation.requestedBy());
                    statement.setObject(6, cancellation.effectiveDate());
                    statement.setString(7, cancellation.reason());
                    statement.setObject(8, Times.column(request.filedAt()));
                    statement.setString(9, request.answer().route().code());
                    statement.setString(10, reasons(request.answer().reasons()));
                    statement.setString(11, request.answer().policy().policy());
                    statement.setObject(12, request.answer().policy().effectiveFrom());
                    statement.setLong(13, request.answer().countedLicences());
                    statement.setLong(14, request.tenantRevision());
                    statement.setObject(15, request.approveBy());
                    statement.setString(16, request.state().name());
                    statement.setString(17, (request.state() == RequestState.CLOSED_WITHOUT_CREDIT)
                            ? request.answer().route().code() : null);
                });
    }

    /** Writes the reasons as the codes in their order. */
    public static String reasons(List<Reason> reasons) {
        return reasons.stream().map(reason -> reason.code().name()).collect(Collectors.joining(" "));
    }

    @Override
    public boolean move(RequestId id, RequestState from, RequestState to) {
        from.to(to);
        return this.jdbc.sql("UPDATE cancellation_request SET state = :to WHERE request_id = :id AND state = :from")
            .param("id", id.value())
            .param("from", from.name())
            .param("to", to.name())
            .update() == 1;
    }

    @Override
    public Map<SubscriptionId, StoredRequest> openOf(Collection<SubscriptionId> subscriptions) {
        Map<SubscriptionId, StoredRequest> open = new HashMap<>();
        if (!subscriptions.isEmpty()) {
            this.jdbc.sql("""
                    SELECT %s
                    FROM subscription s
                    JOIN cancellation_request r ON r.open_subscription_no = s.subscription_no
                    WHERE s.subscription_id IN (:ids)
                    """.formatted(STORED))
                .param("ids", subscriptions.stream().map(SubscriptionId::value).toList())
                .query((row, n) -> stored(row))
                .list()
                .forEach(request -> open.put(request.cancellation().subscription(), request));
        }
        return open;
    }

    @Override
    public boolean resolveQuarantine(RequestId id, boolean release, String resolvedBy, String reason) {
        RequestState next = RequestState.QUARANTINED.to(release ? RequestState.QUEUED : RequestState.REJECTED);
        int resolved = this.jdbc
            .sql("""
                    UPDATE quarantine q
                    JOIN cancellation_request r ON r.request_no = q.request_no AND r.run_id = q.run_id
                    SET q.resolution = :resolution, q.resolved_by = :resolvedBy, q.resolved_at = :now, q.resolution_reason = :reason
                    WHERE r.request_id = :id AND r.state = 'QUARANTINED' AND q.resolution IS NULL
                    """)
            .param("resolution", release ? "RELEASED" : "REJECTED")
            .param("resolvedBy", resolvedBy)
            .param("now", Times.column(this.clock.instant()))
            .param("reason", reason)
            .param("id", id.value())
            .update();
        if (resolved == 0) {
            return false;
        }
        // a released request is free to be claimed by the next run; the quarantine row
        // keeps the run that put it there
        String sql = release ? """
                UPDATE cancellation_request SET state = :next, run_id = NULL
                WHERE request_id = :id AND state = 'QUARANTINED'
                """ : "UPDATE cancellation_request SET state = :next WHERE request_id = :id AND state = 'QUARANTINED'";
        return this.jdbc.sql(sql).param("next", next.name()).param("id", id.value()).update() == 1;
    }

}
