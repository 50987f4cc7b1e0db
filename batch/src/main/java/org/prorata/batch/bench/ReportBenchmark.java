package org.prorata.batch.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.prorata.batch.ProrataApplication;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.run.RefundCells;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.Details;
import org.prorata.reporting.detail.Filter;
import org.prorata.reporting.document.DetailRows;
import org.prorata.reporting.document.DocumentOptions;
import org.prorata.reporting.document.Documents;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;
import org.prorata.reporting.summary.Snapshots;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures reports over many credits in one cycle: how long the publication and the
 * summary take, and the rate of detail rows in CSV and in a workbook beside the rate at
 * which the JDBC driver alone reads the same rows.
 */
public final class ReportBenchmark {

    private static final YearMonth CYCLE = YearMonth.of(2024, 12);

    /** Each tenant's cycle has begun by then, and none has ended. */
    private static final LocalDate FIRST_NIGHT = LocalDate.of(2024, 12, 20);

    private static final int NIGHTS = 12;

    private static final LocalDate RETURNED = LocalDate.of(2025, 1, 20);

    private static final String ROWS = """
            SELECT STRAIGHT_JOIN c.request_no, COALESCE(th.billing_day, t.billing_day), c.credit_number, r.request_id, t.tenant_id,
                   COALESCE(th.name, t.name), %s, s.subscription_id, %s, COALESCE(sh.billing_frequency, s.billing_frequency),
                   r.requested_on, c.cancel_effective, r.counted_licences, r.route, r.policy, r.policy_effective_from, r.requested_by,
                   r.reason, n.business_date, c.run_id, c.currency, c.net, c.tax, c.gross, c.cash, c.on_account, c.return_method,
                   c.return_on, c.due_by, b.business_date
            FROM credit c FORCE INDEX (credit_has_a_run)
            %s
            LEFT JOIN ledger_entry b ON b.request_no = c.request_no AND b.kind = 'RETURN'
            WHERE c.run_id = ? ORDER BY c.request_no
            """
        .formatted(RefundCells.COUNTRY, RefundCells.PRODUCT, RefundCells.ACCOUNT_OF_CREDIT);

    private final DatabaseSettings settings;

    private final Consumer<String> notes;

    public ReportBenchmark(DatabaseSettings settings, Consumer<String> notes) {
        this.settings = settings;
        this.notes = notes;
    }

    /** Returns the measurements by name, in seconds, rows per second and ratios. */
    public Map<String, Object> run(int credits) throws SQLException, IOException {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("credits", credits);
        this.notes.accept("bench: making books with " + credits + " credits in one cycle");
        try (ScratchBooks books = ScratchBooks.make(this.settings, "report", credits)) {
            credit(books, credits);
            try (ConfigurableApplicationContext context = ProrataApplication.start(WebApplicationType.NONE, Map.of(),
                    books.settings())) {
                measure(context, books, credits, results);
            }
        }
        return results;
    }

    private void measure(ConfigurableApplicationContext context, ScratchBooks books, int credits,
            Map<String, Object> results) throws SQLException, IOException {
        this.notes.accept("bench: publishing");
        long start = System.nanoTime();
        context.getBean(Snapshots.class).publish(NIGHTS + 1);
        results.put("publish_seconds", seconds(start));
        RefundSummaries summaries = context.getBean(RefundSummaries.class);
        Question question = new Question(View.CYCLE, CYCLE, summaries.latestKnowledge());
        start = System.nanoTime();
        RefundSummary summary = summaries.live(question);
        results.put("first_summary_seconds", seconds(start));
        start = System.nanoTime();
        RefundSummary next = summaries.live(new Question(View.CYCLE, CYCLE.plusMonths(1), summaries.latestKnowledge()));
        results.put("summary_of_returns_seconds", seconds(start));
        start = System.nanoTime();
        summaries.live(question);
        results.put("summary_seconds", seconds(start));
        results.put("balanced", summary.currencies().stream().allMatch(of -> of.rollForward().balances())
                && next.currencies().stream().allMatch(of -> of.rollForward().balances()));
        results.put("credits_in_summary",
                summary.currencies().stream().mapToLong(of -> of.rollForward().credits()).sum());
        this.notes.accept("bench: reading rows");
        // the first pass fills the server's cache for all that are measured
        read(books);
        start = System.nanoTime();
        long rows = read(books);
        double jdbc = rate(results, "jdbc", rows, start);
        results.put("rows", rows);
        Details details = context.getBean(Details.class);
        start = System.nanoTime();
        details.credits(question, Filter.NONE).forEach(row -> {
        });
        rate(results, "detail", rows, start);
        for (Format format : List.of(Format.CSV, Format.XLSX)) {
            this.notes.accept("bench: " + format);
            Counted out = new Counted();
            start = System.nanoTime();
            new Documents().write(format, summary, null,
                    List.of(new DetailRows(DetailTable.CREDITS,
                            details.rows(DetailTable.CREDITS, question, Filter.NONE))),
                    DocumentOptions.in(Language.EN), out);
            double rate = rate(results, format.ending(), rows, start);
            results.put(format.ending() + "_bytes", out.bytes);
            results.put(format.ending() + "_to_jdbc", Math.round(rate * 100 / jdbc) / 100.0);
        }
        if (rows != credits) {
            throw new IllegalStateException("the driver read " + rows + " rows of " + credits + " credits");
        }
    }

    /**
     * Reads the rows behind the table of credits with the driver alone, value by value.
     */
    private static long read(ScratchBooks books) throws SQLException {
        long rows = 0;
        try (Connection connection = connect(books); PreparedStatement statement = connection.prepareStatement(ROWS)) {
            statement.setFetchSize(Integer.MIN_VALUE);
            for (int run = 1; run <= NIGHTS; run++) {
                statement.setLong(1, run);
                try (ResultSet row = statement.executeQuery()) {
                    int columns = row.getMetaData().getColumnCount();
                    while (row.next()) {
                        for (int column = 1; column <= columns; column++) {
                            row.getObject(column);
                        }
                        rows++;
                    }
                }
            }
        }
        return rows;
    }

    /** Adds what runs would have written, by a few statements. */
    private static void credit(ScratchBooks books, int credits) throws SQLException {
        try (Connection connection = connect(books); Statement statement = connection.createStatement()) {
            for (int night = 0; night <= NIGHTS; night++) {
                LocalDate date = (night < NIGHTS) ? FIRST_NIGHT.plusDays(night) : RETURNED;
                statement.execute("""
                        INSERT INTO nightly_run (run_id, business_date, state, certificate, started_at, finished_at)
                        VALUES (%d, '%s', 'CERTIFIED', 'sha256:bench', '%s 01:00:00', '%s 02:00:00')
                        """.formatted(night + 1, date, date.plusDays(1), date.plusDays(1)));
            }
            int share = credits / NIGHTS + 1;
            for (String sql : List.of(
                    """
                            INSERT INTO credit (request_no, credit_number, run_id, refund_share, cancel_effective, currency, net, tax, gross, cash,
                                on_account, return_method, return_on, due_by, state, returned_on)
                            SELECT r.request_no, CONCAT('CR-', DATE_FORMAT(n.business_date, '%%Y%%m%%d'), '-', LPAD(r.request_no, 7, '0')),
                                   n.run_id, 'PRORATED', DATE_SUB(n.business_date, INTERVAL r.request_no MOD 7 DAY), ch.currency,
                                   ROUND(ch.net / 2, 2), ROUND(ch.tax / 2, 2), ROUND(ch.net / 2, 2) + ROUND(ch.tax / 2, 2),
                                   IF(s.payment_method = 'INVOICE', 0, ROUND(ch.net / 2, 2) + ROUND(ch.tax / 2, 2)),
                                   IF(s.payment_method = 'INVOICE', ROUND(ch.net / 2, 2) + ROUND(ch.tax / 2, 2), 0),
                                   IF(s.payment_method = 'INVOICE', 'NEXT_INVOICE', s.payment_method), '%1$s', '2025-02-19', 'RETURNED', '%1$s'
                            FROM cancellation_request r
                            JOIN subscription s ON s.subscription_no = r.subscription_no
                            JOIN charge ch ON ch.subscription_no = s.subscription_no
                            JOIN nightly_run n ON n.run_id = 1 + r.request_no DIV %2$d
                            """
                        .formatted(RETURNED, share),
                    """
                            INSERT INTO credit_line (request_no, charge_no, days_in_period, days_unused, rounding, exact_numerator,
                                exact_denominator, net, tax, capped, tax_remainder)
                            SELECT c.request_no, ch.charge_no, 30, 15, 'EXACT_HALF_UP', ch.net * 15, 30, c.net, c.tax, FALSE, FALSE
                            FROM credit c
                            JOIN cancellation_request r ON r.request_no = c.request_no
                            JOIN charge ch ON ch.subscription_no = r.subscription_no
                            """,
                    """
                            INSERT INTO ledger_entry (request_no, kind, run_id, business_date, currency, deferred_revenue, tax_payable, refund_liability)
                            SELECT c.request_no, 'ISSUE', c.run_id, n.business_date, c.currency, c.net, c.tax, -c.gross
                            FROM credit c
                            JOIN nightly_run n ON n.run_id = c.run_id
                            """,
                    """
                            INSERT INTO ledger_entry (request_no, kind, run_id, business_date, currency, refund_liability, cash, receivables)
                            SELECT request_no, 'RETURN', %d, '%s', currency, gross, -cash, -on_account FROM credit
                            """
                        .formatted(NIGHTS + 1, RETURNED),
                    "ANALYZE TABLE credit, credit_line, ledger_entry, nightly_run")) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connect(ScratchBooks books) throws SQLException {
        DatabaseSettings settings = books.settings();
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    private static double seconds(long start) {
        return Math.round(Duration.ofNanos(System.nanoTime() - start).toMillis() / 10.0) / 100.0;
    }

    private static double rate(Map<String, Object> results, String name, long rows, long start) {
        double rate = rows * 1e9 / (System.nanoTime() - start);
        results.put(name + "_rows_per_second", Math.round(rate));
        return rate;
    }

    /** Counts what is written and keeps nothing. */
    private static final class Counted extends OutputStream {

        private long bytes;

        @Override
        public void write(int b) {
            this.bytes++;
        }

        @Override
        public void write(byte[] b, int from, int length) {
            this.bytes += length;
        }

    }

}
