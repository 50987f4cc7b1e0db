package org.prorata.db.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.Times;
import org.prorata.subscription.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * Who wants to be told what, and what is still to be told. Any number of senders may work
 * at once: none gets what another one has, and what a sender that died had comes again.
 */
public final class Webhooks {

    /** All types of events. */
    public static final String EVERYTHING = "*";

    /**
     * Where events are sent.
     *
     * @param number its name
     * @param tenant whose events; {@code null} for those of all tenants and of the runs
     * @param url where they go
     * @param secret what they are signed with
     * @param events their types, or {@link #EVERYTHING}
     * @param enabled whether they are sent
     */
    public record Webhook(long number, @Nullable TenantId tenant, String url, String secret, Set<String> events,
            boolean enabled) {

        @Override
        public String toString() {
            return "webhook " + this.number + " to " + this.url + " of " + this.events;
        }

    }

    /**
     * Something to send.
     *
     * @param number its name, to note what became of it
     * @param attempt which attempt it is, from 1
     * @param url where it goes
     * @param secret what it is signed with
     * @param eventNumber the event, which is the same in every attempt
     * @param type the type of the event
     * @param subject what it is about
     * @param data JSON
     * @param at when it happened
     */
    public record Delivery(long number, int attempt, String url, String secret, long eventNumber, String type,
            String subject, String data, Instant at) {

        @Override
        public String toString() {
            return "delivery " + this.number + ", attempt " + this.attempt + " to " + this.url;
        }

    }

    /**
     * One line of the log.
     *
     * @param number the delivery
     * @param type of the event
     * @param subject of the event
     * @param state PENDING, DELIVERED or FAILED
     * @param attempts how often it was tried
     * @param nextAttemptAt when it is tried again; {@code null} when it is not
     * @param status the last HTTP status; {@code null} where there was no answer
     * @param problem what was wrong; empty when nothing was
     */
    public record Logged(long number, String type, String subject, String state, int attempts,
            @Nullable Instant nextAttemptAt, @Nullable Integer status, @Nullable String problem) {
    }

    private final JdbcClient jdbc;

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final Clock clock;

    public Webhooks(JdbcClient jdbc, AuditTrail audit, UnitOfWork work, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.work = work;
        this.clock = clock;
    }

    /**
     * Adds a webhook, which is told of what happens from now on.
     * @return its number; zero when there is no such tenant
     */
    public long add(@Nullable TenantId tenant, String url, String secret, Set<String> events, String by) {
        return this.work.inOneTransaction(() -> {
            GeneratedKeyHolder key = new GeneratedKeyHolder();
            int added = this.jdbc.sql("""
                    INSERT INTO webhook (tenant_no, url, secret, events, enabled, created_by, created_at)
                    SELECT t.tenant_no, :url, :secret, :events, TRUE, :by, :now
                    FROM audit_head h
                    LEFT JOIN tenant t ON t.tenant_id = :tenant
                    WHERE h.id = 1 AND (:tenant IS NULL OR t.tenant_no IS NOT NULL)
                    """)
                .param("url", url)
                .param("secret", secret)
                .param("events", String.join(",", new TreeSet<>(events)))
                .param("by", by)
                .param("now", Times.column(this.clock.instant()))
                .param("tenant", (tenant != null) ? tenant.value() : null)
                .update(key);
            Number number = key.getKey();
            if (added == 0 || number == null) {
                return 0L;
            }
            this.audit.append(by, "WEBHOOK_ADDED", "webhook " + number,
                    url + " " + new TreeSet<>(events) + ((tenant != null) ? " of tenant " + tenant : ""));
            return number.longValue();
        });
    }

    /** Turns a webhook on or off; what waits for one that is off waits on. */
    public boolean enable(long number, boolean enabled, String by) {
        return this.work.inOneTransaction(() -> {
            boolean changed = this.jdbc
                .sql("UPDATE webhook SET enabled = :enabled WHERE webhook_no = :number AND enabled <> :enabled")
                .param("enabled", enabled)
                .param("number", number)
                .update() == 1;
            if (changed) {
                this.audit.append(by, enabled ? "WEBHOOK_ENABLED" : "WEBHOOK_DISABLED", "webhook " + number, "");
            }
            return changed;
        });
    }

    public List<Webhook> all() {
        return this.jdbc.sql("""
                SELECT w.webhook_no, t.tenant_id, w.url, w.secret, w.events, w.enabled
                FROM webhook w LEFT JOIN tenant t ON t.tenant_no = w.tenant_no ORDER BY w.webhook_no
                """).query((row, n) -> webhook(row)).list();
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        String tenant = row.getString("tenant_id");
        return new Webhook(row.getLong("webhook_no"), (tenant != null) ? TenantId.of(tenant) : null,
                row.getString("url"), row.getString("secret"), Set.of(row.getString("events").split(",")),
                row.getBoolean("enabled"));
    }

    /**
     * Makes a delivery of every new event for every webhook that wants it.
     * @param most how many events to look at
     * @return how many were looked at
     */
    public int dispatch(int most) {
        return this.work.inOneTransaction(() -> {
            List<Long> events = this.jdbc.sql("""
                    SELECT event_no FROM outbox_event WHERE dispatched = FALSE ORDER BY event_no LIMIT :most
                    FOR UPDATE SKIP LOCKED
                    """).param("most", most).query((row, n) -> row.getLong("event_no")).list();
            if (events.isEmpty()) {
                return 0;
            }
            this.jdbc.sql("""
                    INSERT INTO webhook_delivery (event_no, webhook_no, state, next_attempt_at)
                    SELECT e.event_no, w.webhook_no, 'PENDING', :now
                    FROM outbox_event e
                    JOIN webhook w ON w.enabled AND (w.tenant_no IS NULL OR w.tenant_no = e.tenant_no)
                        AND (w.events = '*' OR FIND_IN_SET(e.type, w.events) > 0)
                    WHERE e.event_no IN (:events)
                    """).param("now", Times.column(this.clock.instant())).param("events", events).update();
            this.jdbc.sql("UPDATE outbox_event SET dispatched = TRUE WHERE event_no IN (:events)")
                .param("events", events)
                .update();
            return events.size();
        });
    }

    /**
     * Takes the deliveries that are due. Whoever takes them notes what became of each
     * with {@link #delivered} or {@link #failed}; otherwise they are due again after a
     * while.
     * @param lease how long the sender may take
     */
    public List<Delivery> take(int most, Duration lease) {
        return this.work.inOneTransaction(() -> {
            Instant now = this.clock.instant();
            List<Delivery> due = this.jdbc
                .sql("""
                        SELECT d.delivery_no, d.attempts + 1 AS attempt, w.url, w.secret, e.event_no, e.type, e.subject, e.data, e.at
                        FROM webhook_delivery d
                        JOIN webhook w ON w.webhook_no = d.webhook_no
                        JOIN outbox_event e ON e.event_no = d.event_no
                        WHERE d.state = 'PENDING' AND d.next_attempt_at <= :now AND w.enabled
                        ORDER BY d.next_attempt_at, d.delivery_no
                        LIMIT :most
                        FOR UPDATE SKIP LOCKED
                        """)
                .param("now", Times.column(now))
                .param("most", most)
                .query((row, n) -> new Delivery(row.getLong("delivery_no"), row.getInt("attempt"), row.getString("url"),
                        row.getString("secret"), row.getLong("event_no"), row.getString("type"),
                        row.getString("subject"), row.getString("data"), Times.instant(row, "at")))
                .list();
            if (!due.isEmpty()) {
                this.jdbc.sql("""
                        UPDATE webhook_delivery SET attempts = attempts + 1, next_attempt_at = :again
                        WHERE delivery_no IN (:deliveries)
                        """)
                    .param("again", Times.column(now.plus(lease)))
                    .param("deliveries", due.stream().map(Delivery::number).toList())
                    .update();
            }
            return due;
        });
    }

    /** Notes that a delivery was accepted. */
    public void delivered(Delivery delivery, int status) {
        note(delivery, status, "", "DELIVERED", null);
    }

    /**
     * Notes that an attempt failed.
     * @param status the HTTP status; {@code null} where there was no answer
     * @param problem in words; what is longer than 500 characters is cut
     * @param again when to try again; {@code null} to give it up
     */
    public void failed(Delivery delivery, @Nullable Integer status, String problem, @Nullable Instant again) {
        note(delivery, status, (problem.length() > 500) ? problem.substring(0, 500) : problem,
                (again != null) ? "PENDING" : "FAILED", again);
    }

    private void note(Delivery delivery, @Nullable Integer status, String problem, String state,
            @Nullable Instant again) {
        this.work.inOneTransaction(() -> {
            this.jdbc.sql("""
                    INSERT INTO webhook_attempt (delivery_no, attempt, at, status, problem)
                    VALUES (:delivery, :attempt, :now, :status, :problem)
                    """)
                .param("delivery", delivery.number())
                .param("attempt", delivery.attempt())
                .param("now", Times.column(this.clock.instant()))
                .param("status", status)
                .param("problem", problem)
                .update();
            // a sender that took too long does not undo what the next one did
            this.jdbc
                .sql("""
                        UPDATE webhook_delivery SET state = :state, next_attempt_at = :again
                        WHERE delivery_no = :delivery AND state = 'PENDING' AND (attempts = :attempt OR :state = 'DELIVERED')
                        """)
                .param("state", state)
                .param("again", (again != null) ? Times.column(again) : null)
                .param("delivery", delivery.number())
                .param("attempt", delivery.attempt())
                .update();
            return delivery;
        });
    }

    /** Has a delivery sent once more, now. */
    public boolean sendAgain(long delivery, String by) {
        return this.work.inOneTransaction(() -> {
            boolean changed = this.jdbc.sql("""
                    UPDATE webhook_delivery SET state = 'PENDING', next_attempt_at = :now
                    WHERE delivery_no = :delivery AND state <> 'PENDING'
                    """).param("now", Times.column(this.clock.instant())).param("delivery", delivery).update() == 1;
            if (changed) {
                this.audit.append(by, "DELIVERY_SENT_AGAIN", "delivery " + delivery, "");
            }
            return changed;
        });
    }

    /**
     * Returns the log of a webhook, the latest first.
     * @param before the number that the page before ended with; empty for the first
     */
    public List<Logged> log(long webhook, Optional<Long> before, int size) {
        return new ArrayList<>(this.jdbc.sql("""
                SELECT d.delivery_no, e.type, e.subject, d.state, d.attempts, d.next_attempt_at, a.status, a.problem
                FROM webhook_delivery d
                JOIN outbox_event e ON e.event_no = d.event_no
                LEFT JOIN webhook_attempt a ON a.delivery_no = d.delivery_no
                    AND a.attempt = (SELECT MAX(x.attempt) FROM webhook_attempt x WHERE x.delivery_no = d.delivery_no)
                WHERE d.webhook_no = :webhook AND d.delivery_no < :before
                ORDER BY d.delivery_no DESC
                LIMIT :size
                """)
            .param("webhook", webhook)
            .param("before", before.orElse(Long.MAX_VALUE))
            .param("size", size)
            .query((row, n) -> new Logged(row.getLong("delivery_no"), row.getString("type"), row.getString("subject"),
                    row.getString("state"), row.getInt("attempts"), Times.instantOrNull(row, "next_attempt_at"),
                    row.getObject("status", Integer.class), row.getString("problem")))
            .list());
    }

}
