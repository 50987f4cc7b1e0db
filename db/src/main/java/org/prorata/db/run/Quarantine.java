package org.prorata.db.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RequestId;
import org.prorata.credit.RefusalCode;
import org.prorata.db.Times;
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

    /**
     * A request that a person looks at, with what the page shows.
     *
     * @param no its place in the quarantine, for the cursor
     * @param runId the run that put it here
     * @param businessDate the day of that run
     * @param requestId the request
     * @param subscriptionId its subscription
     * @param tenantId who asked
     * @param tenantName what people call them
     * @param code what kind of problem
     * @param message what was found
     * @param state where the request stands now
     * @param resolution RELEASED or REJECTED; {@code null} as long as nobody has decided
     * @param resolvedBy who decided
     * @param resolvedAt when
     * @param reason why
     */
    public record Item(long no, long runId, LocalDate businessDate, String requestId, String subscriptionId,
            String tenantId, String tenantName, RefusalCode code, String message, String state,
            @Nullable String resolution, @Nullable String resolvedBy, @Nullable Instant resolvedAt,
            @Nullable String reason) {

        /** Tells whether a person still has to decide. */
        public boolean isOpen() {
            return this.resolution == null;
        }

    }

    private static final String ITEM = """
            SELECT q.quarantine_no, q.run_id, n.business_date, r.request_id, s.subscription_id, t.tenant_id, t.name, q.code,
                   q.message, r.state, q.resolution, q.resolved_by, q.resolved_at, q.resolution_reason
            FROM quarantine q
            JOIN nightly_run n ON n.run_id = q.run_id
            JOIN cancellation_request r ON r.request_no = q.request_no
            JOIN subscription s ON s.subscription_no = r.subscription_no
            JOIN tenant t ON t.tenant_no = s.tenant_no
            """;

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

    /** Returns what nobody has decided yet, in the order in which it came. */
    public List<Item> open(long after, int most) {
        return items("WHERE q.resolution IS NULL AND q.quarantine_no > :after", 0, after, most);
    }

    /** Returns what a run has put here, decided or not, in the order in which it came. */
    public List<Item> page(long runId, long after, int most) {
        return items("WHERE q.run_id = :run AND q.quarantine_no > :after", runId, after, most);
    }

    private List<Item> items(String which, long runId, long after, int most) {
        return this.jdbc.sql(ITEM + which + " ORDER BY q.quarantine_no LIMIT :most")
            .param("run", runId)
            .param("after", after)
            .param("most", most)
            .query((row, n) -> item(row))
            .list();
    }

    /** Finds the last time that a request came here. */
    public Optional<Item> find(RequestId request) {
        return this.jdbc.sql(ITEM + "WHERE r.request_id = :request ORDER BY q.quarantine_no DESC LIMIT 1")
            .param("request", request.value())
            .query((row, n) -> item(row))
            .optional();
    }

    /** Counts what nobody has decided yet, and no more than so many. */
    public long countOpen(int most) {
        return this.jdbc
            .sql("SELECT COUNT(*) AS n FROM (SELECT 1 FROM quarantine WHERE resolution IS NULL LIMIT :most) open_ones")
            .param("most", most)
            .query((row, n) -> row.getLong("n"))
            .single();
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(row.getLong("quarantine_no"), row.getLong("run_id"), Times.date(row, "business_date"),
                row.getString("request_id"), row.getString("subscription_id"), row.getString("tenant_id"),
                row.getString("name"), RefusalCode.valueOf(row.getString("code")), row.getString("message"),
                row.getString("state"), row.getString("resolution"), row.getString("resolved_by"),
                Times.instantOrNull(row, "resolved_at"), row.getString("resolution_reason"));
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
