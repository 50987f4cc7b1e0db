package org.prorata.db.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditEvent;
import org.prorata.db.Times;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds events of the audit trail, the latest first. */
public final class AuditSearch {

    /**
     * Which events; what is {@code null} does not matter.
     *
     * @param actor who did it, exactly
     * @param action what was done, exactly
     * @param subject what it was done to, exactly
     * @param from the first moment
     * @param before the first moment that is too late
     */
    public record Filter(@Nullable String actor, @Nullable String action, @Nullable String subject,
            @Nullable Instant from, @Nullable Instant before) {
    }

    /**
     * Where a page ended: the next begins after it.
     *
     * @param at when the last event happened
     * @param sequence its place
     */
    public record Cursor(Instant at, long sequence) {
    }

    private record Question(String where, Map<String, Object> parameters) {
    }

    private static final String SELECT = """
            SELECT e.sequence, e.at, e.actor, e.action, e.subject, e.detail, e.previous_hash, e.hash
            FROM audit_event e
            """;

    private static final String ORDER = " ORDER BY e.at DESC, e.sequence DESC";

    private final JdbcClient jdbc;

    private final NamedParameterJdbcTemplate streaming;

    public AuditSearch(JdbcClient jdbc, JdbcTemplate streaming) {
        this.jdbc = jdbc;
        this.streaming = new NamedParameterJdbcTemplate(streaming);
    }

    /** Returns the next events. */
    public List<AuditEvent> page(Filter filter, @Nullable Cursor after, int most) {
        Question question = question(filter, after);
        return this.jdbc.sql(SELECT + question.where() + ORDER + " LIMIT " + most)
            .params(question.parameters())
            .query((row, n) -> event(row))
            .list();
    }

    /** Hands over every event that the filter lets through, row by row. */
    public void forEach(Filter filter, Consumer<AuditEvent> consumer) {
        Question question = question(filter, null);
        this.streaming.query(SELECT + question.where() + ORDER, question.parameters(), row -> {
            consumer.accept(event(row));
        });
    }

    /** Returns every action that was ever done, by name. */
    public List<String> actions() {
        return this.jdbc.sql("SELECT DISTINCT action FROM audit_event ORDER BY action")
            .query((row, n) -> row.getString("action"))
            .list();
    }

    private static Question question(Filter filter, @Nullable Cursor after) {
        StringBuilder where = new StringBuilder("WHERE TRUE");
        Map<String, Object> parameters = new HashMap<>();
        add(where, parameters, " AND e.actor = :actor", "actor", filter.actor());
        add(where, parameters, " AND e.action = :action", "action", filter.action());
        add(where, parameters, " AND e.subject = :subject", "subject", filter.subject());
        Instant from = filter.from();
        Instant before = filter.before();
        add(where, parameters, " AND e.at >= :from", "from", (from != null) ? Times.column(from) : null);
        add(where, parameters, " AND e.at < :before", "before", (before != null) ? Times.column(before) : null);
        if (after != null) {
            where.append(" AND (e.at < :at OR (e.at = :at AND e.sequence < :sequence))");
            parameters.put("at", Times.column(after.at()));
            parameters.put("sequence", after.sequence());
        }
        return new Question(where.toString(), parameters);
    }

    private static void add(StringBuilder where, Map<String, Object> parameters, String condition, String name,
            @Nullable Object value) {
        if (value != null) {
            where.append(condition);
            parameters.put(name, value);
        }
    }

    private static AuditEvent event(ResultSet row) throws SQLException {
        return new AuditEvent(row.getLong("sequence"), Times.instant(row, "at"), row.getString("actor"),
                row.getString("action"), row.getString("subject"), row.getString("detail"),
                row.getString("previous_hash"), row.getString("hash"));
    }

}
