package org.prorata.db.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.Times;
import org.prorata.run.NightlyRun;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * Where a person asks for a run and the scheduler finds it: they do not know each other.
 */
public final class RunRequests {

    /** After how long a request that a scheduler took is taken again. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /**
     * Somebody's wish for a run.
     *
     * @param number its name
     * @param businessDate the day that the run works for
     * @param runId the run that is started again; {@code null} where the date had none
     * @param askedBy who
     * @param askedAt when
     * @param state FILED, TAKEN, DONE or FAILED
     * @param outcome what came of it; {@code null} until it is known
     */
    public record RunRequest(long number, LocalDate businessDate, @Nullable Long runId, String askedBy, Instant askedAt,
            String state, @Nullable String outcome) {
    }

    /** What became of the wish. */
    public sealed interface Asked {

        /** The scheduler takes it. */
        record Filed(RunRequest request) implements Asked {
        }

        /** Somebody has asked for that date already. */
        record AskedBefore(RunRequest request) implements Asked {
        }

        /** The run of that date is certified: it is never run again. */
        record Certified(LocalDate businessDate) implements Asked {
        }

        /** The day is not over. */
        record TooEarly(LocalDate latest) implements Asked {
        }

        /** There is no such run. */
        record NotKnown() implements Asked {
        }

    }

    private static final String SELECT = """
            SELECT run_request_no, business_date, run_id, asked_by, asked_at, state, outcome FROM run_request
            """;

    private final JdbcClient jdbc;

    private final NightlyRuns runs;

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final Clock clock;

    public RunRequests(JdbcClient jdbc, NightlyRuns runs, AuditTrail audit, UnitOfWork work, Clock clock) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.audit = audit;
        this.work = work;
        this.clock = clock;
    }

    /** Asks for the run of a business date, which is over, UTC. */
    public Asked ask(LocalDate businessDate, String person) {
        LocalDate yesterday = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC).minusDays(1);
        if (businessDate.isAfter(yesterday)) {
            return new Asked.TooEarly(yesterday);
        }
        Optional<NightlyRun> run = this.runs.find(businessDate);
        return file(businessDate, run, person);
    }

    /** Asks for a run that stopped to be started again: it goes on where it stopped. */
    public Asked restart(long runId, String person) {
        Optional<NightlyRun> run = this.runs.find(runId);
        return run.isEmpty() ? new Asked.NotKnown() : file(run.get().businessDate(), run, person);
    }

    private Asked file(LocalDate businessDate, Optional<NightlyRun> run, String person) {
        if (run.filter(NightlyRun::isCertified).isPresent()) {
            return new Asked.Certified(businessDate);
        }
        try {
            return this.work.inOneTransaction(() -> {
                GeneratedKeyHolder key = new GeneratedKeyHolder();
                this.jdbc.sql("""
                        INSERT INTO run_request (business_date, run_id, asked_by, asked_at, state)
                        VALUES (:date, :run, :person, :now, 'FILED')
                        """)
                    .param("date", businessDate)
                    .param("run", run.map(NightlyRun::id).orElse(null))
                    .param("person", person)
                    .param("now", Times.column(this.clock.instant()))
                    .update(key);
                this.audit.append(person, run.isPresent() ? "RESTART_ASKED" : "RUN_ASKED", "run " + businessDate, "");
                Number number = key.getKey();
                if (number == null) {
                    throw new IllegalStateException("the database gave the run request no number");
                }
                return new Asked.Filed(find(number.longValue()).orElseThrow());
            });
        }
        catch (DuplicateKeyException ex) {
            return this.jdbc.sql(SELECT + "WHERE open_business_date = :date")
                .param("date", businessDate)
                .query((row, n) -> request(row))
                .optional()
                .<Asked>map(Asked.AskedBefore::new)
                .orElseGet(() -> new Asked.Certified(businessDate));
        }
    }

    public Optional<RunRequest> find(long number) {
        return this.jdbc.sql(SELECT + "WHERE run_request_no = :number")
            .param("number", number)
            .query((row, n) -> request(row))
            .optional();
    }

    /** Returns the latest requests, the latest first. */
    public List<RunRequest> latest(int most) {
        return this.jdbc.sql(SELECT + "ORDER BY run_request_no DESC LIMIT :most")
            .param("most", most)
            .query((row, n) -> request(row))
            .list();
    }

    /**
     * Takes the oldest request that waits, or that somebody took who never finished it.
     * @param by which process
     */
    public Optional<RunRequest> take(String by) {
        return this.work.inOneTransaction(() -> {
            Instant now = this.clock.instant();
            Optional<RunRequest> next = this.jdbc.sql(SELECT + """
                    WHERE state = 'FILED' OR (state = 'TAKEN' AND taken_at < :dead)
                    ORDER BY run_request_no LIMIT 1
                    FOR UPDATE SKIP LOCKED
                    """).param("dead", Times.column(now.minus(PATIENCE))).query((row, n) -> request(row)).optional();
            next.ifPresent(request -> this.jdbc.sql(
                    "UPDATE run_request SET state = 'TAKEN', taken_by = :by, taken_at = :now WHERE run_request_no = :number")
                .param("by", by)
                .param("now", Times.column(now))
                .param("number", request.number())
                .update());
            return next;
        });
    }

    /** Notes that the run is certified. */
    public void done(RunRequest request, String outcome) {
        finish(request, "DONE", outcome);
    }

    /** Notes that the run stopped, and why. */
    public void failed(RunRequest request, String problem) {
        finish(request, "FAILED", problem);
    }

    private void finish(RunRequest request, String state, String outcome) {
        this.jdbc.sql("""
                UPDATE run_request SET state = :state, outcome = :outcome, finished_at = :now
                WHERE run_request_no = :number AND state = 'TAKEN'
                """)
            .param("state", state)
            .param("outcome", outcome)
            .param("now", Times.column(this.clock.instant()))
            .param("number", request.number())
            .update();
    }

    private static RunRequest request(ResultSet row) throws SQLException {
        return new RunRequest(row.getLong("run_request_no"), Times.date(row, "business_date"),
                row.getObject("run_id", Long.class), row.getString("asked_by"), Times.instant(row, "asked_at"),
                row.getString("state"), row.getString("outcome"));
    }

}
