package org.prorata.db.credit;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.Outbox;
import org.prorata.cancellation.RequestEvent;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.credit.CreditState;
import org.prorata.db.Times;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where finance looks after returns: what stands where, what the bank sent back, and what
 * is to be tried again with the same key, by the next run.
 */
public final class ReturnDesk {

    private static final int LONGEST_REASON = 1000;

    /**
     * A credit on its way.
     *
     * @param number its number
     * @param requestNo its place in the books, for the cursor
     * @param request the request that it answers
     * @param tenantId who gets it
     * @param tenantName what people call them
     * @param currency ISO 4217
     * @param gross all of it
     * @param cash what goes back by the method
     * @param method CARD, BANK or NEXT_INVOICE
     * @param state where it stands
     * @param returnOn the business date of the night on which it is returned
     * @param dueBy the last day of the promise
     * @param returnedOn when it was returned; {@code null} when it is not
     * @param failure what the bank said last; {@code null} when it never failed
     */
    public record Item(String number, long requestNo, RequestId request, String tenantId, String tenantName,
            String currency, BigDecimal gross, BigDecimal cash, String method, CreditState state, LocalDate returnOn,
            LocalDate dueBy, @Nullable LocalDate returnedOn, @Nullable String failure) {
    }

    /**
     * Where a page ended: the next begins after it.
     *
     * @param day the day that the list is ordered by
     * @param requestNo the credit
     */
    public record Cursor(LocalDate day, long requestNo) {
    }

    /** Some of a list. */
    public record Page(List<Item> items, @Nullable Cursor next) {
    }

    /** What became of a change. */
    public sealed interface Change {

        /** It is noted that the return failed; the money is owed again. */
        record Failed(int attempt) implements Change {
        }

        /**
         * The next run returns it again.
         *
         * @param idempotencyKey the key it had before
         */
        record Retried(String idempotencyKey) implements Change {
        }

        /**
         * Nothing was changed: the credit stands elsewhere, or its run is not certified.
         */
        record NotNow(CreditState state) implements Change {
        }

        /** Nothing was changed: there is no such credit. */
        record NotKnown() implements Change {
        }

        /** Nothing was changed: something is missing or too long. */
        record Incomplete(String field, String accepted) implements Change {
        }

    }

    private record Standing(long requestNo, RequestId request, CreditState state, BigDecimal cash, String currency,
            String method) {
    }

    private static final String ITEM = """
            SELECT c.credit_number, c.request_no, r.request_id, t.tenant_id, t.name, c.currency, c.gross, c.cash, c.return_method,
                   c.state, c.return_on, c.due_by, c.returned_on,
                   (SELECT f.reason FROM return_failure f WHERE f.request_no = c.request_no ORDER BY f.attempt DESC LIMIT 1) AS failure
            %s
            JOIN cancellation_request r ON r.request_no = c.request_no
            JOIN subscription s ON s.subscription_no = r.subscription_no
            JOIN tenant t ON t.tenant_no = s.tenant_no
            """;

    private final JdbcClient jdbc;

    private final AuditTrail audit;

    private final Outbox outbox;

    private final UnitOfWork work;

    private final Clock clock;

    public ReturnDesk(JdbcClient jdbc, AuditTrail audit, Outbox outbox, UnitOfWork work, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.outbox = outbox;
        this.work = work;
        this.clock = clock;
    }

    /**
     * Returns the credits that stand in a state, by the day of their return, those that
     * are returned by the day on which they were, the latest first.
     */
    public Page list(CreditState state, @Nullable Cursor after, int size) {
        return switch (state) {
            case ISSUED, HELD, RETURNING -> page("FROM credit c", """
                    c.returned_on IS NULL AND c.state = '%s'
                    AND (c.return_on > :day OR (c.return_on = :day AND c.request_no > :no))""".formatted(state),
                    "c.return_on, c.request_no", (after != null) ? after : new Cursor(LocalDate.EPOCH, 0), size, false);
            case RETURNED -> page("FROM credit c", """
                    (c.returned_on < :day OR (c.returned_on = :day AND c.request_no < :no))""",
                    "c.returned_on DESC, c.request_no DESC",
                    (after != null) ? after : new Cursor(LocalDate.of(9999, 12, 31), Long.MAX_VALUE), size, true);
            case RETURN_FAILED -> page(
                    "FROM (SELECT DISTINCT request_no FROM return_failure) x JOIN credit c ON c.request_no = x.request_no",
                    "c.state = 'RETURN_FAILED' AND (c.return_on > :day OR (c.return_on = :day AND c.request_no > :no))",
                    "c.return_on, c.request_no", (after != null) ? after : new Cursor(LocalDate.EPOCH, 0), size, false);
        };
    }

    /** Returns what is not returned although its promise has passed, the oldest first. */
    public Page overdue(LocalDate today, @Nullable Cursor after, int size) {
        // a promise is never earlier than the day of the return: few credits are past
        // that and not returned
        return page("FROM credit c", """
                c.returned_on IS NULL AND c.return_on < '%s' AND c.due_by < '%s'
                AND (c.return_on > :day OR (c.return_on = :day AND c.request_no > :no))""".formatted(today, today),
                "c.return_on, c.request_no", (after != null) ? after : new Cursor(LocalDate.EPOCH, 0), size, false);
    }

    /**
     * Counts what is not returned although its promise has passed, and no more than so
     * many.
     */
    public long countOverdue(LocalDate today, int most) {
        return this.jdbc
            .sql("""
                    SELECT COUNT(*) AS n
                    FROM (SELECT 1 FROM credit WHERE returned_on IS NULL AND return_on < :today AND due_by < :today LIMIT :most) late
                    """)
            .param("today", today)
            .param("most", most)
            .query((row, n) -> row.getLong("n"))
            .single();
    }

    /** Finds a credit by its number. */
    public Optional<Item> item(String creditNumber) {
        return this.jdbc.sql(ITEM.formatted("FROM credit c") + "WHERE c.credit_number = :number")
            .param("number", creditNumber)
            .query((row, n) -> item(row))
            .optional();
    }

    private Page page(String from, String which, String order, Cursor after, int size, boolean byReturn) {
        List<Item> items = this.jdbc.sql((ITEM + """
                WHERE %s
                ORDER BY %s
                LIMIT :size
                """).formatted(from, which, order))
            .param("day", after.day())
            .param("no", after.requestNo())
            .param("size", size + 1)
            .query((row, n) -> item(row))
            .list();
        if (items.size() <= size) {
            return new Page(items, null);
        }
        Item last = items.get(size - 1);
        LocalDate returned = last.returnedOn();
        return new Page(List.copyOf(items.subList(0, size)),
                new Cursor((byReturn && returned != null) ? returned : last.returnOn(), last.requestNo()));
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(row.getString("credit_number"), row.getLong("request_no"),
                RequestId.of(row.getString("request_id")), row.getString("tenant_id"), row.getString("name"),
                row.getString("currency"), row.getBigDecimal("gross"), row.getBigDecimal("cash"),
                row.getString("return_method"), CreditState.valueOf(row.getString("state")),
                Times.date(row, "return_on"), Times.date(row, "due_by"), row.getObject("returned_on", LocalDate.class),
                row.getString("failure"));
    }

    /**
     * Notes that the bank or card network sent a return back: the money is owed again.
     * @param reason what it said, 1 to 1000 characters
     */
    public Change noteFailed(String creditNumber, String reason, String person) {
        String said = reason.strip();
        if (said.isEmpty() || said.length() > LONGEST_REASON) {
            return new Change.Incomplete("reason", "1 to " + LONGEST_REASON + " characters");
        }
        return this.work.inOneTransaction(() -> {
            Optional<Standing> found = find(creditNumber);
            if (found.isEmpty()) {
                return new Change.NotKnown();
            }
            Standing credit = found.get();
            int changed = this.jdbc.sql("""
                    UPDATE credit c
                    JOIN credit_return p ON p.request_no = c.request_no AND p.method = c.return_method
                    JOIN nightly_run n ON n.run_id = p.run_id
                    SET c.state = 'RETURN_FAILED', c.returned_on = NULL
                    WHERE c.request_no = :no AND c.state = 'RETURNED' AND c.cash > 0 AND n.state = 'CERTIFIED'
                      AND NOT EXISTS (SELECT 1 FROM return_retry y JOIN nightly_run l ON l.run_id = y.run_id
                                      WHERE y.request_no = c.request_no AND l.state <> 'CERTIFIED')
                    """).param("no", credit.requestNo()).update();
            if (changed == 0) {
                return new Change.NotNow(credit.state());
            }
            int attempt = attempts(credit.requestNo()) + 1;
            this.jdbc.sql("""
                    INSERT INTO return_failure (request_no, method, attempt, reason, noted_by, noted_at)
                    VALUES (:no, :method, :attempt, :reason, :person, :now)
                    """)
                .param("no", credit.requestNo())
                .param("method", credit.method())
                .param("attempt", attempt)
                .param("reason", said)
                .param("person", person)
                .param("now", Times.column(this.clock.instant()))
                .update();
            this.jdbc
                .sql("""
                        INSERT INTO ledger_correction (request_no, kind, attempt, business_date, currency, refund_liability, cash)
                        VALUES (:no, 'FAILED', :attempt, :today, :currency, :owed, :cash)
                        """)
                .param("no", credit.requestNo())
                .param("attempt", attempt)
                .param("today", LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC))
                .param("currency", credit.currency())
                .param("owed", credit.cash().negate())
                .param("cash", credit.cash())
                .update();
            this.audit.append(person, "RETURN_FAILED", "credit " + creditNumber, said);
            this.outbox.add(RequestEvent.RETURN_FAILED, List.of(credit.request()));
            return new Change.Failed(attempt);
        });
    }

    /** Has a failed return tried again by the next run, with the key it had. */
    public Change retry(String creditNumber, String person) {
        return this.work.inOneTransaction(() -> {
            Optional<Standing> found = find(creditNumber);
            if (found.isEmpty()) {
                return new Change.NotKnown();
            }
            Standing credit = found.get();
            int changed = this.jdbc
                .sql("UPDATE credit SET state = 'RETURNING' WHERE request_no = :no AND state = 'RETURN_FAILED'")
                .param("no", credit.requestNo())
                .update();
            if (changed == 0) {
                return new Change.NotNow(credit.state());
            }
            this.jdbc.sql("""
                    INSERT INTO return_retry (request_no, method, attempt, asked_by, asked_at)
                    VALUES (:no, :method, :attempt, :person, :now)
                    """)
                .param("no", credit.requestNo())
                .param("method", credit.method())
                .param("attempt", attempts(credit.requestNo()))
                .param("person", person)
                .param("now", Times.column(this.clock.instant()))
                .update();
            String key = this.jdbc
                .sql("SELECT idempotency_key FROM credit_return WHERE request_no = :no AND method = :method")
                .param("no", credit.requestNo())
                .param("method", credit.method())
                .query((row, n) -> row.getString("idempotency_key"))
                .single();
            this.audit.append(person, "RETURN_RETRIED", "credit " + creditNumber, "key " + key);
            return new Change.Retried(key);
        });
    }

    private int attempts(long requestNo) {
        return this.jdbc.sql("SELECT COALESCE(MAX(attempt), 0) AS n FROM return_failure WHERE request_no = :no")
            .param("no", requestNo)
            .query((row, n) -> row.getInt("n"))
            .single();
    }

    private Optional<Standing> find(String creditNumber) {
        return this.jdbc.sql("""
                SELECT c.request_no, r.request_id, c.state, c.cash, c.currency, c.return_method
                FROM credit c
                JOIN cancellation_request r ON r.request_no = c.request_no
                WHERE c.credit_number = :number
                """)
            .param("number", creditNumber)
            .query((row, n) -> new Standing(row.getLong("request_no"), RequestId.of(row.getString("request_id")),
                    CreditState.valueOf(row.getString("state")), row.getBigDecimal("cash"), row.getString("currency"),
                    row.getString("return_method")))
            .optional();
    }

}
