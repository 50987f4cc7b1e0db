package org.prorata.db.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.GateAnswer;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.StoredRequest;
import org.prorata.db.approval.JdbcApprovalCases;
import org.prorata.db.cancellation.JdbcCancellationRequests;
import org.prorata.db.subscription.AccountRows;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.Subscriptions;
import org.prorata.subscription.SubscriptionState;
import org.prorata.subscription.TenantAccount;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The first stage of a run: ages subscriptions, lets approvals lapse, asks the gate again
 * where an account has changed, and freezes the work by stamping the due requests with
 * the run. Each step changes only rows that still need it, so that doing it twice does
 * nothing.
 */
public final class Claiming {

    private static final int PAGE = 500;

    /** Trials whose last day is over and that will be paid for. */
    private static final String CONVERTING = """
            kind = 'TRIAL' AND term_end < :date AND state = 'ACTIVE' AND payment_method <> 'NONE' AND auto_renew
            AND billing_stopped_on IS NULL""";

    /**
     * What the first stage of a run ages.
     *
     * @param trialsExpired trials that end
     * @param trialsConverted trials that become paid subscriptions
     * @param approvalsLapsed requests that nobody has decided in time
     */
    public record Aging(long trialsExpired, long trialsConverted, long approvalsLapsed) {
    }

    private record Stale(long requestNo, StoredRequest request, long revision, boolean readable) {
    }

    private final JdbcClient jdbc;

    private final Subscriptions subscriptions;

    private final CancellationDesk desk;

    public Claiming(JdbcClient jdbc, Subscriptions subscriptions, CancellationDesk desk) {
        this.jdbc = jdbc;
        this.subscriptions = subscriptions;
        this.desk = desk;
    }

    /**
     * Turns trials whose last day is over and that will be paid for into paid
     * subscriptions with a new term.
     * @return how many
     */
    public int convertTrials(LocalDate businessDate) {
        // more paid licences may take requests of the tenant above a limit: they are
        // asked about again
        this.jdbc.sql("""
                UPDATE tenant SET revision = revision + 1
                WHERE tenant_no IN (SELECT tenant_no FROM subscription WHERE %s)
                """.formatted(CONVERTING)).param("date", businessDate).update();
        // term_end is assigned last: MySQL takes assignments from left to right
        return this.jdbc
            .sql("""
                    UPDATE subscription
                    SET kind = 'PAID', first_term_start = DATE_ADD(term_end, INTERVAL 1 DAY), term_start = DATE_ADD(term_end, INTERVAL 1 DAY),
                        term_end = DATE_SUB(DATE_ADD(DATE_ADD(term_end, INTERVAL 1 DAY), INTERVAL CASE billing_frequency
                            WHEN 'MONTHLY' THEN 1 WHEN 'ANNUAL' THEN 12 ELSE 36 END MONTH), INTERVAL 1 DAY)
                    WHERE %s
                    """
                .formatted(CONVERTING))
            .param("date", businessDate)
            .update();
    }

    /**
     * Lets the other trials whose last day is over expire, and the paid subscriptions
     * that are not billed again; moves expired and disabled subscriptions on.
     * @return how many trials expired
     */
    public int expireTrials(LocalDate businessDate) {
        expireStopped(businessDate);
        int expired = this.jdbc.sql("""
                UPDATE subscription SET state = 'EXPIRED', state_since = DATE_ADD(term_end, INTERVAL 1 DAY)
                WHERE kind = 'TRIAL' AND term_end < :date AND state = 'ACTIVE'
                """).param("date", businessDate).update();
        this.jdbc.sql("""
                UPDATE subscription SET state = 'DISABLED', state_since = DATE_ADD(state_since, INTERVAL :grace DAY)
                WHERE state = 'EXPIRED' AND state_since <= :since
                """)
            .param("grace", SubscriptionState.DAYS_OF_GRACE)
            .param("since", businessDate.minusDays(SubscriptionState.DAYS_OF_GRACE))
            .update();
        this.jdbc.sql("""
                UPDATE subscription SET state = 'DELETED', state_since = DATE_ADD(state_since, INTERVAL :disabled DAY)
                WHERE state = 'DISABLED' AND state_since <= :since
                """)
            .param("disabled", SubscriptionState.DAYS_DISABLED)
            .param("since", businessDate.minusDays(SubscriptionState.DAYS_DISABLED))
            .update();
        return expired;
    }

    /** Counts what a run of the business date would age; nothing is changed. */
    public Aging aging(LocalDate businessDate) {
        return this.jdbc
            .sql("""
                    SELECT (SELECT COUNT(*) FROM subscription WHERE kind = 'TRIAL' AND term_end < :date AND state = 'ACTIVE') AS ended,
                           (SELECT COUNT(*) FROM subscription WHERE %s) AS converting,
                           (SELECT COUNT(*) FROM approval_case a JOIN cancellation_request r ON r.request_no = a.request_no
                            WHERE a.state = 'WAITING' AND a.approve_by < :date AND r.state = 'PENDING_APPROVAL') AS lapsing
                    """
                .formatted(CONVERTING))
            .param("date", businessDate)
            .query((row, n) -> new Aging(row.getLong("ended") - row.getLong("converting"), row.getLong("converting"),
                    row.getLong("lapsing")))
            .single();
    }

    /** One with an open request is left to what becomes of that. */
    private void expireStopped(LocalDate businessDate) {
        this.jdbc.sql("""
                UPDATE subscription s
                LEFT JOIN cancellation_request r ON r.open_subscription_no = s.subscription_no
                SET s.state = 'EXPIRED', s.state_since = DATE_ADD(s.term_end, INTERVAL 1 DAY)
                WHERE s.kind = 'PAID' AND s.term_end < :date AND s.state = 'ACTIVE' AND s.billing_stopped_on IS NOT NULL
                  AND r.request_no IS NULL
                """).param("date", businessDate).update();
    }

    /**
     * Ends the requests that nobody has decided in time.
     * @return how many
     */
    public int lapseApprovals(LocalDate businessDate) {
        List<RequestId> lapsing = this.jdbc.sql("""
                SELECT r.request_id
                FROM approval_case a
                JOIN cancellation_request r ON r.request_no = a.request_no
                WHERE a.state = 'WAITING' AND a.approve_by < :date AND r.state = 'PENDING_APPROVAL'
                """).param("date", businessDate).query((row, n) -> RequestId.of(row.getString("request_id"))).list();
        if (lapsing.isEmpty()) {
            return 0;
        }
        int rows = this.jdbc.sql("""
                UPDATE approval_case a
                JOIN cancellation_request r ON r.request_no = a.request_no
                SET a.state = 'EXPIRED', a.version = a.version + 1, a.decided_at = UTC_TIMESTAMP(6), r.state = 'EXPIRED'
                WHERE a.state = 'WAITING' AND a.approve_by < :date AND r.state = 'PENDING_APPROVAL'
                """).param("date", businessDate).update();
        this.desk.lapsed(lapsing);
        // one row of each table
        return rows / 2;
    }

    /**
     * Makes approved requests stale whose approvals do not hold any more, so that they
     * are asked about again; requests that need no approval are not looked at.
     */
    public void doubtApprovals(LocalDate businessDate) {
        this.jdbc.sql("""
                UPDATE approval_case a
                JOIN cancellation_request r ON r.request_no = a.request_no
                SET a.state = 'SETTLED'
                WHERE a.state = 'APPROVED' AND r.state IN ('CREDITED', 'CLOSED_WITHOUT_CREDIT')
                """).update();
        this.jdbc.sql("""
                UPDATE cancellation_request r
                JOIN approval_case a ON a.request_no = r.request_no
                SET r.tenant_revision = 0
                WHERE a.state = 'APPROVED' AND r.run_id IS NULL AND r.state = 'QUEUED' AND r.effective_date <= :date
                  AND (a.given < a.needed OR %s)
                """.formatted(JdbcApprovalCases.NOT_ENOUGH)).param("date", businessDate).update();
    }

    /**
     * Asks again about every due request whose account has changed since it was decided,
     * and about every approved one whose approvals do not hold any more; those that no
     * longer pass go back to approval.
     * @return how many went back
     */
    public int askAgain(LocalDate businessDate) {
        doubtApprovals(businessDate);
        int sentBack = 0;
        long last = 0;
        List<Stale> page = stale(businessDate, last);
        while (!page.isEmpty()) {
            Set<SubscriptionId> ids = new HashSet<>();
            page.stream()
                .filter(Stale::readable)
                .forEach(each -> ids.add(each.request().cancellation().subscription()));
            Map<SubscriptionId, TenantAccount> accounts = this.subscriptions.accountsOf(ids);
            for (Stale each : page) {
                TenantAccount account = accounts.get(each.request().cancellation().subscription());
                if (!each.readable()) {
                    // it is claimed all the same, so that the run puts it into quarantine
                    // with the reason
                    stillPasses(each, each.revision());
                }
                else if (account != null && askAgain(each, account)) {
                    sentBack++;
                }
            }
            last = page.getLast().requestNo();
            page = stale(businessDate, last);
        }
        return sentBack;
    }

    private boolean askAgain(Stale stale, TenantAccount account) {
        Optional<GateAnswer> refused = this.desk.askAgain(stale.request(), account);
        if (refused.isEmpty()) {
            stillPasses(stale, account.revision());
            return false;
        }
        return this.desk.sendBack(stale.request(), account, refused.get());
    }

    /**
     * Tells whether the account of a due request has changed since the gate was asked, as
     * an import may do in any moment.
     */
    public boolean mustAskAgain(LocalDate businessDate) {
        return !stale(businessDate, 0).isEmpty();
    }

    private void stillPasses(Stale stale, long revision) {
        this.jdbc.sql(
                "UPDATE cancellation_request SET tenant_revision = :revision WHERE request_no = :no AND state = 'QUEUED'")
            .param("revision", revision)
            .param("no", stale.requestNo())
            .update();
    }

    private List<Stale> stale(LocalDate businessDate, long after) {
        return this.jdbc.sql("""
                SELECT r.request_no, t.revision, %s, %s
                FROM cancellation_request r FORCE INDEX (cancellation_request_of_run)
                STRAIGHT_JOIN subscription s FORCE INDEX (PRIMARY) ON s.subscription_no = r.subscription_no
                STRAIGHT_JOIN tenant t FORCE INDEX (PRIMARY) ON t.tenant_no = s.tenant_no
                WHERE r.run_id IS NULL AND r.state = 'QUEUED' AND r.effective_date <= :date AND r.requested_on <= :date
                  AND r.tenant_revision <> t.revision AND r.request_no > :after
                ORDER BY r.request_no
                LIMIT %d
                """.formatted(JdbcCancellationRequests.STORED, AccountRows.TENANT, PAGE))
            .param("date", businessDate)
            .param("after", after)
            .query((row, n) -> stale(row))
            .list();
    }

    private static Stale stale(ResultSet row) throws SQLException {
        return new Stale(row.getLong("request_no"), JdbcCancellationRequests.stored(row), row.getLong("revision"),
                isReadable(row));
    }

    private static boolean isReadable(ResultSet row) throws SQLException {
        try {
            AccountRows.tenant(row);
            return true;
        }
        catch (RuntimeException ex) {
            return false;
        }
    }

    /**
     * Stamps the due requests with the run. It may be called again for requests whose
     * account had changed in that moment.
     * @return how many were claimed
     */
    public int claim(long runId, LocalDate businessDate) {
        return claim(runId, businessDate, Runnable::run);
    }

    /**
     * Stamps the due requests with the run, in ranges of their keys.
     * @param executor where ranges are claimed side by side; each in a transaction of its
     * own there
     * @return how many were claimed
     */
    public int claim(long runId, LocalDate businessDate, Executor executor) {
        Range waiting = this.jdbc.sql("""
                SELECT COALESCE(MIN(request_no), 0) AS first, COALESCE(MAX(request_no), -1) AS last
                FROM cancellation_request FORCE INDEX (cancellation_request_of_run) WHERE run_id IS NULL
                """).query((row, n) -> new Range(row.getLong("first"), row.getLong("last"))).single();
        return waiting.split()
            .map(range -> CompletableFuture.supplyAsync(() -> claim(runId, businessDate, range), executor))
            .toList()
            .stream()
            .mapToInt(CompletableFuture::join)
            .sum();
    }

    private record Range(long first, long last) {

        private static final int PARTS = 16;

        private static final int SMALL = 1000;

        Stream<Range> split() {
            long width = Math.max(SMALL, (this.last - this.first) / PARTS + 1);
            return LongStream.iterate(this.first, start -> start <= this.last, start -> start + width)
                .mapToObj(start -> new Range(start, Math.min(this.last, start + width - 1)));
        }

    }

    private int claim(long runId, LocalDate businessDate, Range range) {
        // one table is changed, and each of its rows looks two others up by their keys:
        // with a join, old statistics can make the server read all requests for each one
        return this.jdbc.sql("""
                UPDATE cancellation_request r FORCE INDEX (cancellation_request_of_run)
                SET r.state = 'CLAIMED', r.run_id = :run
                WHERE r.run_id IS NULL AND r.request_no BETWEEN :first AND :last
                  AND r.state = 'QUEUED' AND r.effective_date <= :date AND r.requested_on <= :date
                  AND r.tenant_revision = (
                      SELECT STRAIGHT_JOIN t.revision
                      FROM subscription s FORCE INDEX (PRIMARY)
                      JOIN tenant t FORCE INDEX (PRIMARY) ON t.tenant_no = s.tenant_no
                      WHERE s.subscription_no = r.subscription_no)
                """)
            .param("run", runId)
            .param("date", businessDate)
            .param("first", range.first())
            .param("last", range.last())
            .update();
    }

    /**
     * Freezes what was claimed: each request gets a place, which numbers its credit, and
     * neighbours share one of 64 buckets. None of it ever changes, whatever becomes of
     * the requests.
     * @return how many requests the run has
     */
    public int freeze(long runId) {
        return this.jdbc
            .sql("""
                    INSERT INTO claimed_request (run_id, bucket, request_no, place)
                    SELECT :run, NTILE(64) OVER (ORDER BY r.request_no) - 1, r.request_no, ROW_NUMBER() OVER (ORDER BY r.request_no)
                    FROM cancellation_request r FORCE INDEX (cancellation_request_of_run)
                    WHERE r.run_id = :run
                    """)
            .param("run", runId)
            .update();
    }

    /**
     * Returns the buckets that hold requests of the run; they never change once it has
     * claimed.
     */
    public List<Integer> buckets(long runId) {
        return this.jdbc.sql("SELECT DISTINCT bucket FROM claimed_request WHERE run_id = :run ORDER BY bucket")
            .param("run", runId)
            .query((row, n) -> row.getInt("bucket"))
            .list();
    }

}
