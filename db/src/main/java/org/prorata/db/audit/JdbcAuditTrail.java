package org.prorata.db.audit;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditEvent;
import org.prorata.audit.AuditTrail;
import org.prorata.db.Times;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the chain in {@code audit_event}; the row in {@code audit_head} lets one
 * transaction at a time add to it.
 */
public final class JdbcAuditTrail implements AuditTrail {

    private record Head(long sequence, String hash) {
    }

    private final JdbcClient jdbc;

    private final JdbcTemplate streaming;

    private final Clock clock;

    public JdbcAuditTrail(JdbcTemplate template, Clock clock) {
        this.jdbc = JdbcClient.create(template);
        this.streaming = template;
        this.clock = clock;
    }

    @Override
    public void append(String actor, String action, String subject, String detail) {
        Head head = this.jdbc.sql("SELECT sequence, hash FROM audit_head WHERE id = 1 FOR UPDATE")
            .query((row, n) -> new Head(row.getLong("sequence"), row.getString("hash")))
            .single();
        AuditEvent event = AuditEvent.after(head.sequence(), head.hash(),
                this.clock.instant().truncatedTo(ChronoUnit.MICROS), actor, action, subject, detail);
        this.jdbc.sql("""
                INSERT INTO audit_event (sequence, at, actor, action, subject, detail, previous_hash, hash)
                VALUES (:sequence, :at, :actor, :action, :subject, :detail, :previousHash, :hash)
                """)
            .param("sequence", event.sequence())
            .param("at", Times.column(event.at()))
            .param("actor", actor)
            .param("action", action)
            .param("subject", subject)
            .param("detail", detail)
            .param("previousHash", event.previousHash())
            .param("hash", event.hash())
            .update();
        this.jdbc.sql("UPDATE audit_head SET sequence = :sequence, hash = :hash WHERE id = 1")
            .param("sequence", event.sequence())
            .param("hash", event.hash())
            .update();
    }

    @Override
    public Verification verify() {
        Check check = new Check();
        // one statement sees one moment: events that are appended meanwhile are in
        // neither
        this.streaming.query("""
                SELECT h.sequence AS head_sequence, h.hash AS head_hash,
                       e.sequence, e.at, e.actor, e.action, e.subject, e.detail, e.previous_hash, e.hash
                FROM audit_head h
                LEFT JOIN audit_event e ON TRUE
                WHERE h.id = 1
                ORDER BY e.sequence
                """, row -> {
            check.head = new Head(row.getLong("head_sequence"), row.getString("head_hash"));
            if (row.getString("hash") != null) {
                check.add(new AuditEvent(row.getLong("sequence"), Times.instant(row, "at"), row.getString("actor"),
                        row.getString("action"), row.getString("subject"), row.getString("detail"),
                        row.getString("previous_hash"), row.getString("hash")));
            }
        });
        return check.result();
    }

    private static final class Check {

        private @Nullable Head head;

        private long checked;

        private String previous = AuditEvent.GENESIS;

        private String problem = "";

        private void add(AuditEvent event) {
            if (this.problem.isEmpty() && !event.follows(this.checked, this.previous)) {
                this.problem = "audit event " + event.sequence() + " of " + event.at()
                        + " was changed, or one before it was removed or added";
            }
            this.checked++;
            this.previous = event.hash();
        }

        private Verification result() {
            Head last = this.head;
            if (this.problem.isEmpty() && last == null) {
                this.problem = "the trail has no head: the row of audit_head was removed";
            }
            else if (this.problem.isEmpty() && last != null
                    && (last.sequence() != this.checked || !last.hash().equals(this.previous))) {
                this.problem = "the trail ends with event " + this.checked + ", its head says " + last.sequence()
                        + ": the last events were removed or added";
            }
            return new Verification(this.checked, this.problem);
        }

    }

}
