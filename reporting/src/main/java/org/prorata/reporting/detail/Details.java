package org.prorata.reporting.detail;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.prorata.billing.BillingCycle;
import org.prorata.billing.BillingDay;
import org.prorata.db.Times;
import org.prorata.db.run.RefundCells;
import org.prorata.money.ExactAmount;
import org.prorata.reporting.summary.CorrectedCredit;
import org.prorata.reporting.summary.Corrections;
import org.prorata.reporting.summary.Knowledge;
import org.prorata.reporting.summary.Period;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reads the credits that were issued in a period, and their lines, in the order of their
 * numbers, as they were known at a moment: the same question gives the same rows for
 * ever. Rows are read page by page, so that any number of them takes the memory of one
 * page and no connection is held between pages.
 */
public final class Details {

    private static final int PAGE = 1_000;

    private static final int SMALL_PAGE = 200;

    /** With one more that is being written, these are in memory. */
    private static final int PAGES_AHEAD = 3;

    /**
     * Keeps the credits of tenants whose cycle of the period holds the run's business
     * date.
     */
    private static final String WITHIN = "AND %s BETWEEN :leastDay AND :mostDay ".formatted(RefundCells.BILLING_DAY);

    private static final String CREDIT = """
            SELECT STRAIGHT_JOIN c.request_no, %1$s AS billing_day, c.credit_number, r.request_id, t.tenant_id,
                   COALESCE(th.name, t.name), %2$s, s.subscription_id, %3$s, COALESCE(sh.billing_frequency, s.billing_frequency),
                   r.requested_on, c.cancel_effective, r.counted_licences, r.route, r.policy, r.policy_effective_from, r.requested_by,
                   r.reason, n.business_date, c.run_id, c.currency, c.net, c.tax, c.gross, c.cash, c.on_account, c.return_method,
                   c.return_on, c.due_by, CASE WHEN k.run_id IS NOT NULL THEN b.business_date END
            FROM credit c FORCE INDEX (credit_has_a_run)
            %4$s
            LEFT JOIN ledger_entry b ON b.request_no = c.request_no AND b.kind = 'RETURN'
            LEFT JOIN nightly_run k ON k.run_id = b.run_id AND k.state = 'CERTIFIED' AND k.finished_at <= :asOf
            WHERE c.run_id = :run AND c.request_no > :after AND c.request_no <= :upTo
            """
        .formatted(RefundCells.BILLING_DAY, RefundCells.COUNTRY, RefundCells.PRODUCT, RefundCells.ACCOUNT_OF_CREDIT);

    private static final String LINE = """
            SELECT STRAIGHT_JOIN c.request_no, c.credit_number, ch.charge_id, ch.invoice_number, ch.service_from, ch.service_to, ch.unit_price,
                   ch.quantity, l.days_in_period, l.days_unused, l.rounding, l.exact_numerator, l.exact_denominator, c.currency, l.net,
                   ch.tax_rate, l.tax, l.capped, l.tax_remainder
            """;

    private static final String LINES = """
            FROM credit c FORCE INDEX (credit_has_a_run)
            %s
            JOIN credit_line l ON l.request_no = c.request_no
            JOIN charge ch ON ch.charge_no = l.charge_no
            WHERE c.run_id = :run AND c.request_no > :after AND c.request_no <= :upTo
            """.formatted(RefundCells.ACCOUNT_OF_CREDIT);

    private final JdbcClient jdbc;

    private final TransactionOperations transactions;

    public Details(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Returns the rows of a table. */
    public RowSource rows(DetailTable table, Question question, Filter filter) {
        return switch (table) {
            case CREDITS -> credits(question, filter);
            case LINES -> lines(question, filter);
        };
    }

    /**
     * Returns a row for each credit; a filter by tax rate takes credits with a line of
     * that rate.
     */
    public RowSource credits(Question question, Filter filter) {
        return sink -> {
            CreditRows rows = new CreditRows(question, filter);
            inOrder(pages(question, filter, null, PAGE), rows::page, sink);
        };
    }

    /**
     * Returns a row for each line of a credit; a filter by tax rate takes the lines of
     * that rate.
     */
    public RowSource lines(Question question, Filter filter) {
        return sink -> inOrder(pages(question, filter, null, PAGE), page -> lines(question, filter, page), sink);
    }

    /**
     * Returns some rows of the credits, for a page of a list.
     * @param creditNumber the last one of the page before; null for the first page
     * @param size how many at most
     */
    public List<@Nullable Object[]> creditsAfter(Question question, Filter filter, @Nullable String creditNumber,
            int size) {
        CreditRows rows = new CreditRows(question, filter);
        List<@Nullable Object[]> found = new ArrayList<>();
        Iterator<Page> pages = pages(question, filter, creditNumber, Math.max(size, SMALL_PAGE));
        while (found.size() < size && pages.hasNext()) {
            found.addAll(rows.page(pages.next()));
        }
        return List.copyOf(found.subList(0, Math.min(size, found.size())));
    }

    /**
     * Hands over the rows of page after page; the next pages are read while the rows of
     * the one before are taken.
     */
    private static void inOrder(Iterator<Page> pages, Function<Page, List<@Nullable Object[]>> read,
            RowSource.Sink sink) throws IOException {
        Deque<Future<List<@Nullable Object[]>>> ahead = new ArrayDeque<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            while (pages.hasNext() || !ahead.isEmpty()) {
                while (pages.hasNext() && ahead.size() < PAGES_AHEAD) {
                    Page page = pages.next();
                    ahead.add(readers.submit(() -> read.apply(page)));
                }
                for (@Nullable
                Object[] row : rows(ahead.remove())) {
                    sink.row(row);
                }
            }
        }
    }

    private static List<@Nullable Object[]> rows(Future<List<@Nullable Object[]>> reading) throws IOException {
        try {
            return reading.get();
        }
        catch (ExecutionException ex) {
            throw new IOException("the rows cannot be read: " + ex.getCause(), ex.getCause());
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IOException("the reading was interrupted", ex);
        }
    }

    /**
     * Counts the rows of a table: from the sums of the runs, but for the lines of one
     * value of another dimension than the tax rate, which are counted themselves.
     */
    public long count(DetailTable table, Question question, Filter filter) {
        if (table == DetailTable.CREDITS) {
            return runs(question, filter).stream().mapToLong(RunOfCredits::credits).sum();
        }
        return (filter.dimension() == null || filter.dimension() == Dimension.TAX_RATE) ? linesInSums(question, filter)
                : countLines(question, filter);
    }

    private long linesInSums(Question question, Filter filter) {
        new RefundCells(this.jdbc).publishMissing(this.transactions);
        String day = "g.billing_day";
        return this.jdbc.sql("""
                SELECT COALESCE(SUM(g.credit_lines), 0) AS n
                FROM refund_group g
                JOIN nightly_run k ON k.run_id = g.run_id AND k.state = 'CERTIFIED' AND k.finished_at <= :asOf
                WHERE g.dimension = 'TAX_RATE' AND (:value IS NULL OR g.value = :value)
                  AND (:currency IS NULL OR g.currency = :currency)
                  AND g.business_date BETWEEN :month AND :end AND g.business_date >= %s AND g.business_date < %s
                """.formatted(Period.FIRST.formatted(day), Period.NEXT.formatted(day)))
            .params(parameters(question, filter))
            .query((row, n) -> row.getLong("n"))
            .single();
    }

    private long countLines(Question question, Filter filter) {
        long lines = 0;
        for (RunOfCredits run : runs(question, filter)) {
            lines += this.jdbc.sql("SELECT STRAIGHT_JOIN COUNT(*) AS n " + LINES + WITHIN + which(filter, true))
                .params(parameters(question, filter))
                .params(new Page(run, 0, Long.MAX_VALUE).parameters())
                .query((row, n) -> row.getLong("n"))
                .single();
        }
        return lines;
    }

    /**
     * A run with credits of the period.
     *
     * @param least the smallest billing day whose cycle holds the run's business date
     * @param most the largest one
     */
    private record RunOfCredits(long id, long credits, int least, int most) {
    }

    /** Credits of a run, by the numbers of their requests. */
    private record Page(RunOfCredits run, long after, long upTo) {

        Map<String, Object> parameters() {
            return Map.of("run", this.run.id(), "after", this.after, "upTo", this.upTo, "leastDay", this.run.least(),
                    "mostDay", this.run.most());
        }

    }

    /** Walks through the runs, page by page; a page is looked for when it is wanted. */
    private Iterator<Page> pages(Question question, Filter filter, @Nullable String afterCredit, int size) {
        long[] from = (afterCredit != null) ? place(afterCredit) : new long[] { -1, 0 };
        Iterator<RunOfCredits> runs = runs(question, filter).stream()
            .dropWhile(run -> afterCredit != null && run.id() != from[0])
            .iterator();
        return new Iterator<>() {

            private Optional<Page> next = first();

            private Optional<Page> first() {
                while (runs.hasNext()) {
                    RunOfCredits run = runs.next();
                    Optional<Page> page = endOfPage(run, (run.id() == from[0]) ? from[1] : 0, size);
                    if (page.isPresent()) {
                        return page;
                    }
                }
                return Optional.empty();
            }

            @Override
            public boolean hasNext() {
                return this.next.isPresent();
            }

            @Override
            public Page next() {
                Page page = this.next.orElseThrow();
                this.next = endOfPage(page.run(), page.upTo(), size).or(this::first);
                return page;
            }

        };
    }

    private long[] place(String creditNumber) {
        return this.jdbc.sql("SELECT run_id, request_no FROM credit WHERE credit_number = :number")
            .param("number", creditNumber)
            .query((row, n) -> new long[] { row.getLong("run_id"), row.getLong("request_no") })
            .optional()
            .orElseThrow(() -> new IllegalArgumentException("there is no credit " + creditNumber));
    }

    private Optional<Page> endOfPage(RunOfCredits run, long after, int size) {
        return this.jdbc
            .sql("""
                    SELECT MAX(request_no) AS last
                    FROM (SELECT request_no FROM credit FORCE INDEX (credit_has_a_run) WHERE run_id = :run AND request_no > :after
                          ORDER BY request_no LIMIT :size) page
                    """)
            .param("run", run.id())
            .param("after", after)
            .param("size", size)
            .query((row, n) -> Optional.ofNullable(row.getObject("last", Long.class)))
            .single()
            .map(last -> new Page(run, after, last));
    }

    /** Finds the runs that issued anything wanted, by business date, from their sums. */
    private List<RunOfCredits> runs(Question question, Filter filter) {
        new RefundCells(this.jdbc).publishMissing(this.transactions);
        String cells = (filter.dimension() != null)
                ? "FROM refund_group f WHERE f.dimension = :dimension AND f.value = :value"
                : "FROM refund_flow f WHERE f.kind = 'ISSUE'";
        String day = "f.billing_day";
        return this.jdbc.sql("""
                SELECT k.run_id, k.business_date, x.credits
                FROM (SELECT f.run_id, SUM(f.credits) AS credits %s AND (:currency IS NULL OR f.currency = :currency)
                          AND f.business_date BETWEEN :month AND :end AND f.business_date >= %s AND f.business_date < %s
                      GROUP BY f.run_id) x
                JOIN nightly_run k ON k.run_id = x.run_id AND k.state = 'CERTIFIED' AND k.finished_at <= :asOf
                ORDER BY k.business_date
                """.formatted(cells, Period.FIRST.formatted(day), Period.NEXT.formatted(day)))
            .params(parameters(question, filter))
            .query((row, n) -> {
                LocalDate date = Times.date(row, "business_date");
                int[] days = IntStream.rangeClosed(1, 31).filter(each -> holds(question, each, date)).toArray();
                return new RunOfCredits(row.getLong("run_id"), row.getLong("credits"), days[0], days[days.length - 1]);
            })
            .list();
    }

    private static boolean holds(Question question, int billingDay, LocalDate date) {
        BillingCycle cycle = new Period(question.view(), question.month()).of(billingDay);
        return !date.isBefore(cycle.first()) && !date.isAfter(cycle.last());
    }

    /** Says in SQL which credits are wanted, as the sums of the runs count them. */
    private static String which(Filter filter, boolean lines) {
        String currency = (filter.currency() != null) ? "AND c.currency = :currency " : "";
        if (filter.dimension() == null) {
            return currency;
        }
        return currency + switch (filter.dimension()) {
            case ROUTE -> "AND r.route = :value ";
            case REASON -> "AND " + RefundCells.REASON + " = :value ";
            case PRODUCT -> "AND " + RefundCells.PRODUCT + " = :value ";
            case COUNTRY -> "AND " + RefundCells.COUNTRY + " = :value ";
            case METHOD -> "AND c.return_method = :value ";
            case TAX_RATE -> lines ? "AND " + RefundCells.TAX_RATE + " = :value " : """
                    AND EXISTS (SELECT 1 FROM credit_line l JOIN charge ch ON ch.charge_no = l.charge_no
                                WHERE l.request_no = c.request_no AND %s = :value)
                    """.formatted(RefundCells.TAX_RATE);
        };
    }

    private static Map<String, @Nullable Object> parameters(Question question, Filter filter) {
        Period period = new Period(question.view(), question.month());
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("asOf", Times.column(question.asOf()));
        parameters.put("month", period.first());
        parameters.put("next", question.month().plusMonths(1).atDay(1));
        parameters.put("most", period.most());
        parameters.put("end", period.last());
        parameters.put("currency", (filter.currency() != null) ? filter.currency().getCode() : null);
        parameters.put("dimension", (filter.dimension() != null) ? filter.dimension().name() : null);
        parameters.put("value", filter.value());
        return parameters;
    }

    private List<@Nullable Object[]> lines(Question question, Filter filter, Page page) {
        return this.jdbc.sql(LINE + LINES + WITHIN + which(filter, true) + " ORDER BY c.request_no, ch.charge_id")
            .params(parameters(question, filter))
            .params(page.parameters())
            .query((row, n) -> line(row))
            .list();
    }

    private static @Nullable Object[] line(ResultSet row) throws SQLException {
        int digits = CurrencyUnit.of(row.getString(14)).getDecimalPlaces();
        BigDecimal net = row.getBigDecimal(15).setScale(digits);
        BigDecimal tax = row.getBigDecimal(17).setScale(digits);
        return new @Nullable Object[] { row.getString(2), row.getString(3), row.getString(4), date(row, 5),
                date(row, 6), plain(row.getBigDecimal(7)), row.getLong(8), row.getLong(9), row.getLong(10),
                row.getString(11), new ExactAmount(row.getBigDecimal(12), row.getLong(13)).asFraction(),
                row.getString(14), net, plain(row.getBigDecimal(16)), tax, net.add(tax), row.getBoolean(18),
                row.getBoolean(19) };
    }

    /** A rate or a price without zeros at its end. */
    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
    }

    private static @Nullable LocalDate date(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    private record Approval(String by, Instant at) {
    }

    /** The credits of one question: what is read once for all pages. */
    private final class CreditRows {

        private final Question question;

        private final Filter filter;

        private final Map<Long, CorrectedCredit> corrected;

        private final LocalDate latest;

        CreditRows(Question question, Filter filter) {
            this.question = question;
            this.filter = filter;
            this.corrected = Corrections.knownAt(Details.this.jdbc, question.asOf());
            this.latest = Knowledge.latestBusinessDate(Details.this.jdbc, question.asOf()).orElse(LocalDate.MIN);
        }

        List<@Nullable Object[]> page(Page page) {
            Map<Long, Approval> approvals = approvals(page);
            return Details.this.jdbc.sql(CREDIT + WITHIN + which(this.filter, false) + " ORDER BY c.request_no")
                .params(parameters(this.question, this.filter))
                .params(page.parameters())
                .query((row, n) -> credit(row, approvals))
                .list();
        }

        private Map<Long, Approval> approvals(Page page) {
            Map<Long, Approval> approvals = new HashMap<>();
            Details.this.jdbc
                .sql("""
                        SELECT v.request_no, v.decided_by, v.decided_at
                        FROM approval v
                        JOIN credit c ON c.request_no = v.request_no
                        WHERE v.request_no > :after AND v.request_no <= :upTo AND c.run_id = :run AND v.decision = 'APPROVED'
                          AND v.decided_at <= :asOf AND (v.dropped_at IS NULL OR v.dropped_at > :asOf)
                        ORDER BY v.approval_no
                        """)
                .params(page.parameters())
                .param("asOf", Times.column(this.question.asOf()))
                .query(row -> {
                    Approval approval = new Approval(row.getString("decided_by"),
                            Times.instant(row, "decided_at").truncatedTo(ChronoUnit.SECONDS));
                    approvals.merge(row.getLong("request_no"), approval,
                            (one, other) -> new Approval(one.by() + ", " + other.by(), other.at()));
                });
            return approvals;
        }

        private @Nullable Object[] credit(ResultSet row, Map<Long, Approval> approvals) throws SQLException {
            long request = row.getLong(1);
            LocalDate effective = row.getObject(12, LocalDate.class);
            LocalDate issued = row.getObject(19, LocalDate.class);
            LocalDate dueBy = row.getObject(29, LocalDate.class);
            LocalDate atFirst = row.getObject(30, LocalDate.class);
            int digits = CurrencyUnit.of(row.getString(21)).getDecimalPlaces();
            BigDecimal gross = row.getBigDecimal(24).setScale(digits);
            BigDecimal cash = row.getBigDecimal(25).setScale(digits);
            Standing standing = standing(request, atFirst, gross, digits);
            BillingCycle cycle = BillingDay.of(row.getInt(2)).cycleOf(issued);
            Approval approval = approvals.get(request);
            String method = row.getString(27);
            LocalDate returned = standing.returnedOn();
            return new @Nullable Object[] { row.getString(3), row.getString(4), row.getString(5), row.getString(6),
                    row.getString(7), row.getString(8), row.getString(9), row.getString(10), cycle.first(),
                    cycle.last(), date(row, 11), effective, row.getLong(13), row.getString(14), row.getString(15),
                    date(row, 16), row.getString(17), (approval != null) ? approval.by() : null,
                    (approval != null) ? approval.at() : null, row.getString(18), issued, row.getLong(20),
                    row.getString(21), row.getBigDecimal(22).setScale(digits), row.getBigDecimal(23).setScale(digits),
                    gross, cash, row.getBigDecimal(26).setScale(digits), method, date(row, 28), dueBy, returned,
                    (atFirst != null) ? row.getString(3) + "-" + ((cash.signum() > 0) ? method : "NEXT_INVOICE") : null,
                    (returned != null) ? ChronoUnit.DAYS.between(effective, returned) : null, promise(dueBy, returned),
                    standing.owed(), standing.state() };
        }

        private record Standing(String state, @Nullable LocalDate returnedOn, BigDecimal owed) {
        }

        private Standing standing(long request, @Nullable LocalDate atFirst, BigDecimal gross, int digits) {
            CorrectedCredit credit = this.corrected.get(request);
            if (atFirst == null) {
                return new Standing("ISSUED", null, gross);
            }
            if (credit == null) {
                return new Standing("RETURNED", atFirst, BigDecimal.ZERO.setScale(digits));
            }
            CorrectedCredit.Event last = credit.events().getLast();
            if (!last.failed()) {
                return new Standing("RETURNED", last.date(), BigDecimal.ZERO.setScale(digits));
            }
            Instant asked = last.askedAgainAt();
            boolean again = asked != null && !asked.isAfter(this.question.asOf());
            return new Standing(again ? "RETURNING" : "RETURN_FAILED", null, last.amount().getAmount());
        }

        private String promise(LocalDate dueBy, @Nullable LocalDate returned) {
            if (returned != null) {
                return returned.isAfter(dueBy) ? "BROKEN" : "KEPT";
            }
            return dueBy.isAfter(this.latest) ? "OPEN" : "BROKEN";
        }

    }

}
