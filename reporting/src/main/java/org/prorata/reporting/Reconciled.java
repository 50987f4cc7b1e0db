package org.prorata.reporting;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.db.Times;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lays side by side what runs say in their certificates, what credits say, what the
 * ledger says and what the settlement files hold. Where a file is not in its folder any
 * more, the returns that were ordered stand for it, of which a file is a function.
 */
public final class Reconciled {

    /** What is compared. */
    public enum Measure {

        /** Credited before tax: certificate, credits, ledger, credit lines. */
        NET,

        /** Credited tax: certificate, credits, ledger, credit lines. */
        TAX,

        /** Returned by card: certificate, credits, ledger, settlement file. */
        CARD,

        /** Returned by bank: certificate, credits, ledger, settlement file. */
        BANK,

        /**
         * Returned on the next invoice: certificate, credits, ledger, settlement file.
         */
        NEXT_INVOICE

    }

    /**
     * One figure of one run in one currency.
     *
     * @param certificate what the run certified
     * @param credits the sum of the credits
     * @param ledger the sum of the entries
     * @param items the sum of credit lines, or of the lines of the settlement file
     */
    public record Line(long run, LocalDate businessDate, CurrencyUnit currency, Measure measure, Money certificate,
            Money credits, Money ledger, Money items) {

        Line withItems(Money other) {
            return new Line(this.run, this.businessDate, this.currency, this.measure, this.certificate, this.credits,
                    this.ledger, other);
        }

        /** Tells whether all four say the same. */
        public boolean agrees() {
            return this.certificate.isEqual(this.credits) && this.credits.isEqual(this.ledger)
                    && this.ledger.isEqual(this.items);
        }

    }

    /** A credit whose own figures differ. */
    public record Difference(long run, String creditNumber, Measure measure, Money credit, Money ledger, Money items) {
    }

    /**
     * @param differences of the runs that do not agree, item by item, at most 100
     */
    public record Comparison(List<Line> lines, List<Difference> differences) {

        public boolean agrees() {
            return this.differences.isEmpty() && this.lines.stream().allMatch(Line::agrees);
        }

    }

    private static final int MOST = 100;

    private final JdbcClient jdbc;

    private final SettledOnFile files;

    /**
     * Reads the books and, where they still are, the settlement files.
     * @param settlements the folder of the settlement files
     */
    public Reconciled(JdbcClient jdbc, Path settlements) {
        this.jdbc = jdbc;
        this.files = new SettledOnFile(jdbc, settlements);
    }

    /**
     * Compares the runs of some business dates, both included, that were certified at a
     * moment.
     */
    public Comparison of(LocalDate first, LocalDate last, Instant asOf) {
        List<Line> lines = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            lines.addAll(lines(measure, first, last, asOf));
        }
        lines.replaceAll(line -> this.files.sum(line).map(line::withItems).orElse(line));
        List<Difference> differences = new ArrayList<>();
        for (Line line : lines) {
            if (!line.agrees()) {
                List<Difference> onFile = this.files.differences(line, MOST);
                differences.addAll(onFile.isEmpty() ? differences(line) : onFile);
            }
        }
        lines.sort(java.util.Comparator.comparing(Line::businessDate)
            .thenComparing(line -> line.currency().getCode())
            .thenComparing(Line::measure));
        return new Comparison(List.copyOf(lines), differences.stream().limit(MOST).toList());
    }

    private List<Line> lines(Measure measure, LocalDate first, LocalDate last, Instant asOf) {
        return this.jdbc
            .sql("""
                    SELECT n.run_id, n.business_date, x.currency, SUM(x.certificate) AS certificate, SUM(x.credits) AS credits,
                           SUM(x.ledger) AS ledger, SUM(x.items) AS items
                    FROM nightly_run n
                    JOIN (%s) x ON x.run_id = n.run_id
                    WHERE n.state = 'CERTIFIED' AND n.finished_at <= :asOf AND n.business_date BETWEEN :first AND :last
                    GROUP BY n.run_id, n.business_date, x.currency
                    ORDER BY n.business_date, x.currency
                    """
                .formatted(sides(measure)))
            .param("first", first)
            .param("last", last)
            .param("asOf", Times.column(asOf))
            .query((row, n) -> line(row, measure))
            .list();
    }

    private static Line line(ResultSet row, Measure measure) throws SQLException {
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        return new Line(row.getLong("run_id"), Times.date(row, "business_date"), currency, measure,
                money(currency, row, "certificate"), money(currency, row, "credits"), money(currency, row, "ledger"),
                money(currency, row, "items"));
    }

    /**
     * Money that somebody tampered with may have more digits than its currency: they are
     * shown as they are nearest.
     */
    private static Money money(CurrencyUnit currency, ResultSet row, String column) throws SQLException {
        BigDecimal amount = row.getBigDecimal(column);
        return Money.of(currency, amount, java.math.RoundingMode.HALF_UP);
    }

    /** The four sides of a figure as rows of one run and currency each. */
    private static String sides(Measure measure) {
        String runs = "nightly_run d ON d.run_id = %s.run_id AND d.business_date BETWEEN :first AND :last";
        return switch (measure) {
            case NET, TAX -> {
                String column = (measure == Measure.NET) ? "net" : "tax";
                String account = (measure == Measure.NET) ? "deferred_revenue" : "tax_payable";
                yield """
                        SELECT run_id, currency, credited_%1$s AS certificate, 0 AS credits, 0 AS ledger, 0 AS items FROM run_total
                        UNION ALL
                        SELECT c.run_id, c.currency, 0, SUM(c.%1$s), 0, 0 FROM credit c JOIN %3$s GROUP BY c.run_id, c.currency
                        UNION ALL
                        SELECT e.run_id, e.currency, 0, 0, SUM(e.%2$s), 0 FROM ledger_entry e JOIN %4$s
                        WHERE e.kind = 'ISSUE' GROUP BY e.run_id, e.currency
                        UNION ALL
                        SELECT c.run_id, c.currency, 0, 0, 0, SUM(l.%1$s) FROM credit c JOIN %3$s
                        JOIN credit_line l ON l.request_no = c.request_no GROUP BY c.run_id, c.currency
                        """
                    .formatted(column, account, runs.formatted("c"), runs.formatted("e"));
            }
            case CARD, BANK, NEXT_INVOICE -> {
                boolean cash = measure != Measure.NEXT_INVOICE;
                String total = switch (measure) {
                    case CARD -> "returned_by_card";
                    case BANK -> "returned_by_bank";
                    case NET, TAX, NEXT_INVOICE -> "returned_on_account";
                };
                String method = cash ? "AND c.return_method = '" + measure.name() + "'" : "";
                yield """
                        SELECT run_id, currency, %1$s AS certificate, 0 AS credits, 0 AS ledger, 0 AS items FROM run_total
                        UNION ALL
                        SELECT e.run_id, e.currency, 0, SUM(c.%2$s), SUM(-e.%3$s), 0 FROM ledger_entry e JOIN %4$s
                        JOIN credit c ON c.request_no = e.request_no WHERE e.kind = 'RETURN' %5$s GROUP BY e.run_id, e.currency
                        UNION ALL
                        SELECT p.run_id, p.currency, 0, 0, 0, SUM(p.amount) FROM credit_return p JOIN %6$s
                        WHERE p.method = '%7$s' GROUP BY p.run_id, p.currency
                        """
                    .formatted(total, cash ? "cash" : "on_account", cash ? "cash" : "receivables", runs.formatted("e"),
                            method, runs.formatted("p"), measure.name());
            }
        };
    }

    private List<Difference> differences(Line line) {
        String sql = switch (line.measure()) {
            case NET, TAX ->
                """
                        SELECT c.credit_number, c.%1$s AS credit, COALESCE(e.%2$s, 0) AS ledger,
                               COALESCE((SELECT SUM(l.%1$s) FROM credit_line l WHERE l.request_no = c.request_no), 0) AS items
                        FROM credit c
                        LEFT JOIN ledger_entry e ON e.request_no = c.request_no AND e.kind = 'ISSUE'
                        WHERE c.run_id = :run AND c.currency = :currency
                        HAVING credit <> ledger OR credit <> items
                        """
                    .formatted((line.measure() == Measure.NET) ? "net" : "tax",
                            (line.measure() == Measure.NET) ? "deferred_revenue" : "tax_payable");
            case CARD, BANK, NEXT_INVOICE ->
                """
                        SELECT c.credit_number, c.%1$s AS credit, COALESCE(-e.%2$s, 0) AS ledger,
                               COALESCE((SELECT p.amount FROM credit_return p WHERE p.request_no = c.request_no AND p.method = '%3$s'), 0) AS items
                        FROM (SELECT request_no FROM ledger_entry WHERE run_id = :run AND kind = 'RETURN'
                              UNION SELECT request_no FROM credit_return WHERE run_id = :run) x
                        JOIN credit c ON c.request_no = x.request_no
                        LEFT JOIN ledger_entry e ON e.request_no = c.request_no AND e.kind = 'RETURN'
                        WHERE c.currency = :currency %4$s
                        HAVING credit <> ledger OR credit <> items
                        """
                    .formatted((line.measure() == Measure.NEXT_INVOICE) ? "on_account" : "cash",
                            (line.measure() == Measure.NEXT_INVOICE) ? "receivables" : "cash", line.measure().name(),
                            (line.measure() == Measure.NEXT_INVOICE) ? ""
                                    : "AND c.return_method = '" + line.measure().name() + "'");
        };
        return this.jdbc.sql(sql + " ORDER BY c.credit_number LIMIT " + MOST)
            .param("run", line.run())
            .param("currency", line.currency().getCode())
            .query((row, n) -> new Difference(line.run(), row.getString("credit_number"), line.measure(),
                    money(line.currency(), row, "credit"), money(line.currency(), row, "ledger"),
                    money(line.currency(), row, "items")))
            .list();
    }

}
