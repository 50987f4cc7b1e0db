package org.prorata.db.audit;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

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
        String[] previous = { AuditEvent.GENESIS };
        long[] checked = { 0 };
        String[] problem = { "" };
        this.streaming.query("""
                SELECT sequence, at, actor, action, subject, detail, previous_hash, hash
                FROM audit_event
                ORDER BY sequence
                """, row -> {
            AuditEvent event = new AuditEvent(row.getLong("sequence"), Times.instant(row, "at"), row.getString("actor"),
                    row.getString("action"), row.getString("subject"), row.getString("detail"),
                    row.getString("previous_hash"), row.getString("hash"));
            if (problem[0].isEmpty() && !event.follows(checked[0], previous[0])) {
                problem[0] = "audit event " + event.sequence() + " of " + event.at()
                        + " was changed, or one before it was removed or added";
            }
            checked[0]++;
            previous[0] = event.hash();
        });
        Head head = this.jdbc.sql("SELECT sequence, hash FROM audit_head WHERE id = 1")
            .query((row, n) -> new Head(row.getLong("sequence"), row.getString("hash")))
            .single();
        if (problem[0].isEmpty() && (head.sequence() != checked[0] || !head.hash().equals(previous[0]))) {
            problem[0] = "the trail ends with event " + checked[0] + ", its head says " + head.sequence()
                    + ": the last events were removed";
        }
        return new Verification(checked[0], problem[0]);
    }

}
