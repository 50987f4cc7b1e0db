package org.prorata.db.run;

import java.util.List;

import org.prorata.credit.RefusalCode;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where the requests go that a run could not process; it stops the run when they are too
 * many.
 */
public final class Quarantine {

    /**
     * A request that a person has to look at.
     *
     * @param requestId the request
     * @param subscriptionId its subscription
     * @param code what kind of problem
     * @param message what was found
     * @param state where the request stands now
     * @param resolution what a person did about it, and why; empty as long as nobody has
     */
    public record Entry(String requestId, String subscriptionId, RefusalCode code, String message, String state,
            String resolution) {
    }

    private final JdbcClient jdbc;

    private final int percent;

    private final int always;

    /**
     * Sets the limit.
     * @param percent how much of the claimed requests may be bad before the run stops, in
     * percent
     * @param always how many may be bad in any case
     */
    public Quarantine(JdbcClient jdbc, int percent, int always) {
        this.jdbc = jdbc;
        this.percent = percent;
        this.always = always;
    }

    void add(long runId, ClaimedRequest claimed, RefusalCode code, String message) {
        this.jdbc
            .sql("INSERT INTO quarantine (request_no, run_id, code, message) VALUES (:request, :run, :code, :message)")
            .param("request", claimed.requestNo())
            .param("run", runId)
            .param("code", code.name())
            .param("message", message)
            .update();
        int moved = this.jdbc.sql("""
                UPDATE cancellation_request SET state = 'QUARANTINED'
                WHERE request_no = :request AND state = 'CLAIMED' AND run_id = :run
                """).param("request", claimed.requestNo()).param("run", runId).update();
        if (moved != 1) {
            throw new IllegalStateException(
                    "request " + claimed.request().cancellation().id() + " is not claimed by run " + runId);
        }
    }

    /**
     * Stops a run with too many bad requests; those that a person has released or
     * rejected since are not counted.
     * @throws BadRequestsException with the numbers and what to do
     */
    public void requireFew(long runId) {
        long bad = count("SELECT COUNT(*) AS n FROM quarantine WHERE run_id = :run AND resolution IS NULL", runId);
        if (bad <= this.always) {
            return;
        }
        long claimed = count("SELECT claimed AS n FROM nightly_run WHERE run_id = :run", runId);
        if (bad * 100 > claimed * this.percent) {
            throw new BadRequestsException("run " + runId + " stopped: " + bad + " of " + claimed
                    + " requests are bad, more than " + this.percent + " percent. See them with \"runs --run " + runId
                    + "\"; when they are right to be bad, start again with a higher --max-bad-percent");
        }
    }

    private long count(String sql, long runId) {
        return this.jdbc.sql(sql).param("run", runId).query((row, n) -> row.getLong("n")).single();
    }

    /** Returns what a run has put here, by request. */
    public List<Entry> of(long runId) {
        return this.jdbc
            .sql("""
                    SELECT r.request_id, s.subscription_id, q.code, q.message, r.state,
                           CASE WHEN q.resolution IS NULL THEN '' ELSE CONCAT(q.resolution, ' by ', q.resolved_by, ': ', q.resolution_reason) END
                               AS resolution
                    FROM quarantine q
                    JOIN cancellation_request r ON r.request_no = q.request_no
                    JOIN subscription s ON s.subscription_no = r.subscription_no
                    WHERE q.run_id = :run
                    ORDER BY r.request_id
                    """)
            .param("run", runId)
            .query((row, n) -> new Entry(row.getString("request_id"), row.getString("subscription_id"),
                    RefusalCode.valueOf(row.getString("code")), row.getString("message"), row.getString("state"),
                    row.getString("resolution")))
            .list();
    }

}
