package org.prorata.reporting.export;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.Times;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * The book of exports. Whoever takes one says again and again that he is at it; of one
 * who does not the export is taken by the next, from the start, up to three times.
 */
public final class Exports {

    /** How many exports of one person may wait or be written at a time. */
    public static final int MOST_OPEN = 3;

    /** How long a file is kept. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final int MOST_ATTEMPTS = 3;

    /** How far an export is. */
    public enum State {

        WAITING, RUNNING, DONE, FAILED, REMOVED

    }

    /**
     * What is asked for.
     *
     * @param question the period, and what was known when
     * @param table which rows
     * @param currency of one currency only; null for all
     * @param dimension with a value of it only; null for all
     * @param value that value; null without a dimension
     * @param format what the file is
     * @param language the tag of the language of its texts
     * @param separator between the cells of a CSV file
     */
    public record Wish(Question question, DetailTable table, @Nullable String currency, @Nullable Dimension dimension,
            @Nullable String value, Format format, String language, char separator) {

        public Wish {
            // as the database keeps it, so that the same wish is known again
            question = new Question(question.view(), question.month(), question.asOf().truncatedTo(ChronoUnit.MICROS));
        }

    }

    /**
     * An export.
     *
     * @param number its name
     * @param askedBy the id of the person
     * @param rows how many rows there were when it was asked for
     * @param rowsDone how many of them are written
     * @param attempt which try this is, from 1; 0 before the first
     * @param problem why it failed; empty otherwise
     * @param fileName what the file is called; null until it is there
     * @param size in bytes; null until it is there
     * @param sha256 of the file; null until it is there
     * @param keptUntil when the file goes; null until it is there
     */
    public record Export(long number, String askedBy, Instant askedAt, Wish wish, State state, long rows, long rowsDone,
            int attempt, String problem, @Nullable String fileName, @Nullable Long size, @Nullable String sha256,
            @Nullable Instant keptUntil) {

        public boolean isOpen() {
            return this.state == State.WAITING || this.state == State.RUNNING;
        }

        /** Returns how much is written, 0 to 100. */
        public int percent() {
            return (this.state == State.DONE) ? 100
                    : (this.rows <= 0) ? 0 : (int) Math.min(99, this.rowsDone * 100 / this.rows);
        }

    }

    /** What became of a wish. */
    public sealed interface Asked {

        /** It waits for its turn. */
        record Filed(Export export) implements Asked {
        }

        /** The same person has asked for the same, and it is on its way or there. */
        record AskedBefore(Export export) implements Asked {
        }

        /** The person has {@link #MOST_OPEN} that are not finished. */
        record TooMany() implements Asked {
        }

    }

    private static final String SELECT = """
            SELECT export_no, asked_by, asked_at, period_view, month, as_of, content, currency, dimension, dimension_value, format,
                   language, delimiter, state, row_count, rows_done, attempts, problem, file_name, size, sha256, kept_until
            FROM report_export
            """;

    private final JdbcClient jdbc;

    private final UnitOfWork work;

    private final AuditTrail audit;

    private final Clock clock;

    public Exports(JdbcClient jdbc, UnitOfWork work, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.work = work;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Asks for an export.
     * @param rows how many rows it will have
     * @param person the id of who asks, who has an account
     */
    public Asked ask(Wish wish, long rows, String person) {
        return this.work.inOneTransaction(() -> {
            // one wish of a person at a time, or the limit would not hold
            this.jdbc.sql("SELECT person_no FROM person WHERE person_id = :person FOR UPDATE")
                .param("person", person)
                .query(Long.class)
                .single();
            Optional<Export> before = same(wish, person);
            if (before.isPresent()) {
                return new Asked.AskedBefore(before.get());
            }
            int open = this.jdbc
                .sql("SELECT COUNT(*) FROM report_export WHERE asked_by = :person AND state IN ('WAITING', 'RUNNING')")
                .param("person", person)
                .query(Integer.class)
                .single();
            return (open >= MOST_OPEN) ? new Asked.TooMany() : new Asked.Filed(file(wish, rows, person));
        });
    }

    private Optional<Export> same(Wish wish, String person) {
        return this.jdbc.sql(SELECT + """
                WHERE asked_by = :person AND state IN ('WAITING', 'RUNNING', 'DONE')
                ORDER BY export_no DESC
                """)
            .param("person", person)
            .query((row, n) -> export(row))
            .list()
            .stream()
            .filter(export -> export.wish().equals(wish))
            .findFirst();
    }

    private Export file(Wish wish, long rows, String person) {
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        this.jdbc
            .sql("""
                    INSERT INTO report_export (asked_by, asked_at, period_view, month, as_of, content, currency, dimension, dimension_value,
                        format, language, delimiter, state, row_count)
                    VALUES (:person, :now, :view, :month, :asOf, :content, :currency, :dimension, :value,
                        :format, :language, :separator, 'WAITING', :rows)
                    """)
            .param("person", person)
            .param("now", Times.column(this.clock.instant()))
            .param("view", wish.question().view().name())
            .param("month", wish.question().month().toString())
            .param("asOf", Times.column(wish.question().asOf()))
            .param("content", wish.table().name())
            .param("currency", wish.currency())
            .param("dimension", (wish.dimension() != null) ? wish.dimension().name() : null)
            .param("value", wish.value())
            .param("format", wish.format().name())
            .param("language", wish.language())
            .param("separator", String.valueOf(wish.separator()))
            .param("rows", rows)
            .update(key);
        long number = Objects.requireNonNull(key.getKey(), "the database gave the export no number").longValue();
        this.audit.append(person, "EXPORT_ASKED", "export " + number,
                wish.question().view() + " " + wish.question().month() + " as of " + wish.question().asOf() + " "
                        + wish.table() + " " + wish.format() + ((wish.currency() != null) ? " " + wish.currency() : "")
                        + ((wish.dimension() != null) ? " " + wish.dimension() + "=" + wish.value() : ""));
        return find(number).orElseThrow();
    }

    public Optional<Export> find(long number) {
        return this.jdbc.sql(SELECT + "WHERE export_no = :number")
            .param("number", number)
            .query((row, n) -> export(row))
            .optional();
    }

    /** Returns the latest exports of a person, the latest first. */
    public List<Export> of(String person, int most) {
        return this.jdbc.sql(SELECT + "WHERE asked_by = :person ORDER BY export_no DESC LIMIT :most")
            .param("person", person)
            .param("most", most)
            .query((row, n) -> export(row))
            .list();
    }

    /**
     * Takes the oldest export that waits, or one whose writer has not said for too long
     * that he is at it.
     * @param lease how long until the taker says so again
     */
    public Optional<Export> take(Duration lease) {
        return this.work.inOneTransaction(() -> {
            Instant now = this.clock.instant();
            giveUp(now);
            Optional<Export> next = this.jdbc.sql(SELECT + """
                    WHERE state = 'WAITING' OR (state = 'RUNNING' AND taken_until < :now)
                    ORDER BY export_no LIMIT 1
                    FOR UPDATE SKIP LOCKED
                    """).param("now", Times.column(now)).query((row, n) -> export(row)).optional();
            next.ifPresent(export -> this.jdbc
                .sql("""
                        UPDATE report_export SET state = 'RUNNING', attempts = attempts + 1, rows_done = 0, taken_until = :until
                        WHERE export_no = :number
                        """)
                .param("until", Times.column(now.plus(lease)))
                .param("number", export.number())
                .update());
            return next.flatMap(export -> find(export.number()));
        });
    }

    private void giveUp(Instant now) {
        this.jdbc.sql("""
                UPDATE report_export SET state = 'FAILED', taken_until = NULL, finished_at = :now,
                    problem = 'whoever wrote it died each time'
                WHERE state = 'RUNNING' AND taken_until < :now AND attempts >= :most
                """).param("now", Times.column(now)).param("most", MOST_ATTEMPTS).update();
    }

    /**
     * Says that a taker is at it.
     * @return false when the export is no longer his
     */
    public boolean progress(Export taken, long rowsDone, Duration lease) {
        return this.jdbc.sql("""
                UPDATE report_export SET rows_done = :rows, taken_until = :until
                WHERE export_no = :number AND state = 'RUNNING' AND attempts = :attempt
                """)
            .param("rows", rowsDone)
            .param("until", Times.column(this.clock.instant().plus(lease)))
            .param("number", taken.number())
            .param("attempt", taken.attempt())
            .update() == 1;
    }

    /**
     * Says that the file is there.
     * @return false when the export is no longer the taker's: his file is nobody's
     */
    public boolean done(Export taken, long rows, String fileName, long size, String sha256) {
        return this.work.inOneTransaction(() -> {
            Instant now = this.clock.instant();
            boolean mine = this.jdbc.sql("""
                    UPDATE report_export SET state = 'DONE', taken_until = NULL, rows_done = :rows, row_count = :rows,
                        file_name = :file, size = :size, sha256 = :sha256, finished_at = :now, kept_until = :until
                    WHERE export_no = :number AND state = 'RUNNING' AND attempts = :attempt
                    """)
                .param("rows", rows)
                .param("file", fileName)
                .param("size", size)
                .param("sha256", sha256)
                .param("now", Times.column(now))
                .param("until", Times.column(now.plus(KEPT)))
                .param("number", taken.number())
                .param("attempt", taken.attempt())
                .update() == 1;
            if (mine) {
                this.audit.append(taken.askedBy(), "EXPORT_WRITTEN", "export " + taken.number(),
                        fileName + " sha256:" + sha256);
            }
            return mine;
        });
    }

    /** Says that it did not work: it waits again, or is given up after the third time. */
    public void failed(Export taken, String problem) {
        this.jdbc.sql("""
                UPDATE report_export SET state = :state, taken_until = NULL, problem = :problem, finished_at = :finished
                WHERE export_no = :number AND state = 'RUNNING' AND attempts = :attempt
                """)
            .param("state", (taken.attempt() >= MOST_ATTEMPTS) ? "FAILED" : "WAITING")
            .param("problem", (problem.length() > 500) ? problem.substring(0, 500) : problem)
            .param("finished", (taken.attempt() >= MOST_ATTEMPTS) ? Times.column(this.clock.instant()) : null)
            .param("number", taken.number())
            .param("attempt", taken.attempt())
            .update();
    }

    /** Gives an export back as if it had not been taken, because the taker stops. */
    public void giveBack(Export taken) {
        this.jdbc.sql("""
                UPDATE report_export SET state = 'WAITING', taken_until = NULL, rows_done = 0, attempts = attempts - 1
                WHERE export_no = :number AND state = 'RUNNING' AND attempts = :attempt
                """).param("number", taken.number()).param("attempt", taken.attempt()).update();
    }

    /** Returns exports whose file was kept long enough. */
    public List<Export> outlived() {
        return this.jdbc.sql(SELECT + "WHERE state = 'DONE' AND kept_until <= :now")
            .param("now", Times.column(this.clock.instant()))
            .query((row, n) -> export(row))
            .list();
    }

    /** Notes that the file is gone. */
    public void removed(Export export) {
        this.jdbc.sql("UPDATE report_export SET state = 'REMOVED' WHERE export_no = :number AND state = 'DONE'")
            .param("number", export.number())
            .update();
    }

    private static Export export(ResultSet row) throws SQLException {
        String dimension = row.getString("dimension");
        Wish wish = new Wish(
                new Question(View.valueOf(row.getString("period_view")), YearMonth.parse(row.getString("month")),
                        Times.instant(row, "as_of")),
                DetailTable.valueOf(row.getString("content")), row.getString("currency"),
                (dimension != null) ? Dimension.valueOf(dimension) : null, row.getString("dimension_value"),
                Format.valueOf(row.getString("format")), row.getString("language"),
                row.getString("delimiter").charAt(0));
        return new Export(row.getLong("export_no"), row.getString("asked_by"), Times.instant(row, "asked_at"), wish,
                State.valueOf(row.getString("state")), row.getLong("row_count"), row.getLong("rows_done"),
                row.getInt("attempts"), row.getString("problem"), row.getString("file_name"),
                row.getObject("size", Long.class), row.getString("sha256"), Times.instantOrNull(row, "kept_until"));
    }

}
