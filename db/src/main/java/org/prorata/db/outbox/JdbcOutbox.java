package org.prorata.db.outbox;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

import org.prorata.cancellation.Outbox;
import org.prorata.cancellation.RequestEvent;
import org.prorata.cancellation.RequestId;
import org.prorata.db.Times;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes events into {@code outbox_event}, one statement for any number of requests, and
 * only those that an enabled webhook wants: where there is none, nothing is written.
 */
public final class JdbcOutbox implements Outbox {

    /** Says that an enabled webhook wants the type, of a tenant called {@code t}. */
    private static final String WANTED = """
            EXISTS (SELECT 1 FROM webhook w WHERE w.enabled AND (w.tenant_no IS NULL OR w.tenant_no = t.tenant_no)
                    AND (w.events = '*' OR FIND_IN_SET(:type, w.events) > 0))""";

    private static final String INSERT = """
            INSERT INTO outbox_event (type, tenant_no, subject, data, at)
            SELECT :type, t.tenant_no, r.request_id,
                   JSON_OBJECT('request_id', r.request_id, 'subscription_id', s.subscription_id, 'tenant_id', t.tenant_id,
                       'state', r.state, 'effective_date', CAST(r.effective_date AS CHAR), 'credit_number', k.credit_number,
                       'amount', CAST(k.gross AS CHAR), 'currency', k.currency, 'returned_on', CAST(k.returned_on AS CHAR)),
                   :now
            FROM %s
            JOIN subscription s ON s.subscription_no = r.subscription_no
            JOIN tenant t ON t.tenant_no = s.tenant_no
            LEFT JOIN credit k ON k.request_no = r.request_no
            WHERE %s AND
            """
            + WANTED;

    private static final int PAGE = 500;

    private final JdbcClient jdbc;

    private final Clock clock;

    public JdbcOutbox(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void add(RequestEvent event, Collection<RequestId> requests) {
        if (requests.isEmpty() || !isWanted(event.type())) {
            return;
        }
        List<String> ids = requests.stream().map(RequestId::value).toList();
        for (int from = 0; from < ids.size(); from += PAGE) {
            this.jdbc.sql(INSERT.formatted("cancellation_request r", "r.request_id IN (:ids)"))
                .param("type", event.type())
                .param("now", Times.column(this.clock.instant()))
                .param("ids", ids.subList(from, Math.min(ids.size(), from + PAGE)))
                .update();
        }
    }

    /**
     * Writes what a run did, when it is certified, within the caller's transaction: an
     * event for each end of a request, for each return, and for the run.
     */
    public void addCompleted(long runId) {
        addOfRun(RequestEvent.CREDITED, runId, "cancellation_request r", "r.run_id = :run AND r.state = 'CREDITED'");
        addOfRun(RequestEvent.CLOSED_WITHOUT_CREDIT, runId, "cancellation_request r",
                "r.run_id = :run AND r.state = 'CLOSED_WITHOUT_CREDIT'");
        addOfRun(RequestEvent.QUARANTINED, runId,
                "quarantine q JOIN cancellation_request r ON r.request_no = q.request_no", "q.run_id = :run");
        addOfRun(RequestEvent.RETURNED, runId,
                "ledger_entry e JOIN cancellation_request r ON r.request_no = e.request_no",
                "e.run_id = :run AND e.kind = 'RETURN'");
        addRun("run.completed", runId, "");
    }

    /** Writes that a run stopped, within the caller's transaction. */
    public void addFailed(long runId, String failure) {
        addRun("run.failed", runId, failure);
    }

    private void addOfRun(RequestEvent event, long runId, String from, String which) {
        if (isWanted(event.type())) {
            this.jdbc.sql(INSERT.formatted(from, which))
                .param("type", event.type())
                .param("now", Times.column(this.clock.instant()))
                .param("run", runId)
                .update();
        }
    }

    private void addRun(String type, long runId, String failure) {
        if (isWanted(type)) {
            this.jdbc
                .sql("""
                        INSERT INTO outbox_event (type, subject, data, at)
                        SELECT :type, CONCAT('run ', n.business_date),
                               JSON_OBJECT('run_id', n.run_id, 'business_date', CAST(n.business_date AS CHAR), 'state', n.state,
                                   'claimed', n.claimed, 'credited', n.credited, 'nothing_due', n.nothing_due,
                                   'quarantined', n.quarantined, 'returned', n.returned, 'certificate', n.certificate,
                                   'failure', :failure),
                               :now
                        FROM nightly_run n WHERE n.run_id = :run
                        """)
                .param("type", type)
                .param("failure", failure)
                .param("now", Times.column(this.clock.instant()))
                .param("run", runId)
                .update();
        }
    }

    private boolean isWanted(String type) {
        return this.jdbc.sql(
                "SELECT EXISTS (SELECT 1 FROM webhook WHERE enabled AND (events = '*' OR FIND_IN_SET(:type, events) > 0)) AS wanted")
            .param("type", type)
            .query((row, n) -> row.getBoolean("wanted"))
            .single();
    }

}
