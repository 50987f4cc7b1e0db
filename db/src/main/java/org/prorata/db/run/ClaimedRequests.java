package org.prorata.db.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.StoredRequest;
import org.prorata.charge.Charge;
import org.prorata.credit.RefusalCode;
import org.prorata.db.approval.JdbcApprovalCases;
import org.prorata.db.cancellation.JdbcCancellationRequests;
import org.prorata.db.run.ClaimedRequest.Unreadable;
import org.prorata.db.subscription.AccountRows;
import org.prorata.policy.Policies;
import org.prorata.policy.RefundLimit;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the claimed requests of one bucket page by page. A request that was settled is
 * not CLAIMED any more, so that the rows themselves say where to go on after a restart.
 */
public final class ClaimedRequests {

    /**
     * A request that the next run would take.
     *
     * @param request what its settlement is worked out from
     * @param doubtful whether the gate is asked again before it is taken
     */
    record Due(ClaimedRequest request, boolean doubtful) {
    }

    private record Head(long requestNo, int place, StoredRequest request, @Nullable Tenant tenant,
            Subscription subscription, @Nullable Unreadable unreadable) {
    }

    private record ChargeRow(long requestNo, long chargeNo, @Nullable Charge charge, @Nullable Unreadable unreadable) {
    }

    private final JdbcClient jdbc;

    private final List<String> policiesWithFullRefund;

    public ClaimedRequests(JdbcClient jdbc, Policies policies) {
        this.jdbc = jdbc;
        this.policiesWithFullRefund = new ArrayList<>(policies.all()
            .stream()
            .filter(policy -> !(policy.fullRefund() instanceof RefundLimit.Never))
            .map(policy -> policy.version().policy())
            .distinct()
            .toList());
        this.policiesWithFullRefund.add("");
    }

    /**
     * Returns the next requests of a bucket after the given key, in the order of their
     * keys.
     */
    public List<ClaimedRequest> page(long runId, int bucket, long after, int size) {
        List<Head> heads = this.jdbc
            .sql("""
                    SELECT q.request_no, q.place, %s, %s, %s
                    FROM claimed_request q
                    STRAIGHT_JOIN cancellation_request r FORCE INDEX (PRIMARY) ON r.request_no = q.request_no
                    STRAIGHT_JOIN subscription s FORCE INDEX (PRIMARY) ON s.subscription_no = r.subscription_no
                    STRAIGHT_JOIN tenant t FORCE INDEX (PRIMARY) ON t.tenant_no = s.tenant_no
                    WHERE q.run_id = :run AND q.bucket = :bucket AND q.request_no > :after
                      AND r.run_id = :run AND r.state = 'CLAIMED'
                    ORDER BY q.request_no
                    LIMIT :size
                    """.formatted(JdbcCancellationRequests.STORED.replace("s.subscription_id, ", ""),
                    AccountRows.SUBSCRIPTION, AccountRows.TENANT))
            .param("run", runId)
            .param("bucket", bucket)
            .param("after", after)
            .param("size", size)
            .query((row, n) -> head(row))
            .list();
        return heads.isEmpty() ? List.of() : withCharges(heads, runId, bucket);
    }

    /**
     * Returns the next requests that a run of the business date would take, in the order
     * of their keys; nothing is locked or changed.
     */
    List<Due> due(LocalDate businessDate, long after, int size) {
        Map<Long, Boolean> doubts = new HashMap<>();
        List<Head> heads = this.jdbc
            .sql("""
                    SELECT r.request_no, 0 AS place, %s, %s, %s,
                           r.tenant_revision <> t.revision OR EXISTS (
                               SELECT 1 FROM approval_case a
                               WHERE a.request_no = r.request_no AND a.state = 'APPROVED' AND (a.given < a.needed OR %s)) AS doubtful
                    FROM cancellation_request r FORCE INDEX (cancellation_request_of_run)
                    STRAIGHT_JOIN subscription s FORCE INDEX (PRIMARY) ON s.subscription_no = r.subscription_no
                    STRAIGHT_JOIN tenant t FORCE INDEX (PRIMARY) ON t.tenant_no = s.tenant_no
                    WHERE r.run_id IS NULL AND r.state = 'QUEUED' AND r.effective_date <= :date AND r.requested_on <= :date
                      AND r.request_no > :after
                    ORDER BY r.request_no
                    LIMIT :size
                    """
                .formatted(JdbcCancellationRequests.STORED.replace("s.subscription_id, ", ""), AccountRows.SUBSCRIPTION,
                        AccountRows.TENANT, JdbcApprovalCases.NOT_ENOUGH))
            .param("date", businessDate)
            .param("after", after)
            .param("size", size)
            .query((row, n) -> {
                doubts.put(row.getLong("request_no"), row.getBoolean("doubtful"));
                return head(row);
            })
            .list();
        if (heads.isEmpty()) {
            return List.of();
        }
        List<ClaimedRequest> requests = withCharges(heads, this.jdbc.sql("""
                SELECT r.request_no, c.charge_no, %s
                FROM cancellation_request r
                STRAIGHT_JOIN subscription s FORCE INDEX (PRIMARY) ON s.subscription_no = r.subscription_no
                STRAIGHT_JOIN charge c FORCE INDEX (charge_of_subscription) ON c.subscription_no = r.subscription_no
                    AND c.service_to >= CASE WHEN r.policy IN (:full) THEN s.first_term_start ELSE r.effective_date END
                WHERE r.request_no IN (:requests)
                ORDER BY r.request_no, c.charge_no
                """.formatted(AccountRows.CHARGE))
            .param("full", this.policiesWithFullRefund)
            .param("requests", heads.stream().map(Head::requestNo).toList()));
        return requests.stream().map(each -> new Due(each, doubts.getOrDefault(each.requestNo(), false))).toList();
    }

    /** Counts the requests of a run that are still to be settled. */
    public long left(long runId) {
        return this.jdbc.sql("SELECT COUNT(*) AS n FROM cancellation_request WHERE run_id = :run AND state = 'CLAIMED'")
            .param("run", runId)
            .query((row, n) -> row.getLong("n"))
            .single();
    }

    private List<ClaimedRequest> withCharges(List<Head> heads, long runId, int bucket) {
        return withCharges(heads, this.jdbc.sql("""
                SELECT r.request_no, c.charge_no, %s
                FROM claimed_request q
                STRAIGHT_JOIN cancellation_request r FORCE INDEX (PRIMARY) ON r.request_no = q.request_no
                STRAIGHT_JOIN subscription s FORCE INDEX (PRIMARY) ON s.subscription_no = r.subscription_no
                STRAIGHT_JOIN charge c FORCE INDEX (charge_of_subscription) ON c.subscription_no = r.subscription_no
                    AND c.service_to >= CASE WHEN r.policy IN (:full) THEN s.first_term_start ELSE r.effective_date END
                WHERE q.run_id = :run AND q.bucket = :bucket AND q.request_no BETWEEN :first AND :last
                  AND r.run_id = :run AND r.state = 'CLAIMED'
                ORDER BY q.request_no
                """.formatted(AccountRows.CHARGE))
            .param("full", this.policiesWithFullRefund)
            .param("run", runId)
            .param("bucket", bucket)
            .param("first", heads.getFirst().requestNo())
            .param("last", heads.getLast().requestNo()));
    }

    private static List<ClaimedRequest> withCharges(List<Head> heads, JdbcClient.StatementSpec chargesOf) {
        Map<Long, List<ChargeRow>> charges = new HashMap<>();
        chargesOf.query((row, n) -> charge(row))
            .list()
            .forEach(row -> charges.computeIfAbsent(row.requestNo(), no -> new ArrayList<>(2)).add(row));
        return heads.stream().map(head -> {
            // sorted here: a few each, which cost the server a sort of all
            List<ChargeRow> rows = charges.getOrDefault(head.requestNo(), List.of())
                .stream()
                .sorted(Comparator.comparingLong(ChargeRow::chargeNo))
                .toList();
            List<Charge> readable = rows.stream().map(ChargeRow::charge).filter(Objects::nonNull).toList();
            Unreadable unreadable = (head.unreadable() != null) ? head.unreadable()
                    : rows.stream().map(ChargeRow::unreadable).filter(Objects::nonNull).findFirst().orElse(null);
            return new ClaimedRequest(head.requestNo(), head.place(), head.request(), head.tenant(),
                    head.subscription(), readable, rows.stream().map(ChargeRow::chargeNo).toList(), unreadable);
        }).toList();
    }

    /**
     * Reads a request; a tenant that makes no sense is the trouble of its requests, not
     * that of the page.
     */
    private static Head head(ResultSet row) throws SQLException {
        Tenant tenant = null;
        Unreadable unreadable = null;
        try {
            tenant = AccountRows.tenant(row);
        }
        catch (RuntimeException ex) {
            unreadable = new Unreadable(RefusalCode.TENANT_UNREADABLE,
                    "tenant " + row.getString("tenant_id") + " cannot be read: time zone " + row.getString("time_zone")
                            + ", currency " + row.getString("currency") + ", billing day "
                            + row.getString("billing_day") + " (" + ex.getMessage() + ")");
        }
        return new Head(row.getLong("request_no"), row.getInt("place"), JdbcCancellationRequests.stored(row), tenant,
                AccountRows.subscription(row), unreadable);
    }

    /**
     * Reads a charge; one that makes no sense is its request's trouble, not that of the
     * page.
     */
    private static ChargeRow charge(ResultSet row) throws SQLException {
        long requestNo = row.getLong("request_no");
        long chargeNo = row.getLong("charge_no");
        try {
            return new ChargeRow(requestNo, chargeNo, AccountRows.charge(row), null);
        }
        catch (RuntimeException ex) {
            return new ChargeRow(requestNo, chargeNo, null,
                    new Unreadable(RefusalCode.CHARGE_UNREADABLE,
                            "charge " + row.getString("charge_id") + " cannot be read: net " + row.getString("net")
                                    + ", tax " + row.getString("tax") + ", paid " + row.getString("paid") + " "
                                    + row.getString("currency") + " (" + ex.getMessage() + ")"));
        }
    }

}
