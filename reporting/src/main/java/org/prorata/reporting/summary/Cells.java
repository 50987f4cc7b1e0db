package org.prorata.reporting.summary;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.db.Times;
import org.prorata.db.subscription.AccountRows;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Group;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds up the cells of the runs that were certified at a moment, without corrections. */
final class Cells {

    /** Flows {@code f} of the runs that were certified at the moment. */
    private static final String KNOWN = """
            FROM refund_flow f
            JOIN nightly_run k ON k.run_id = f.run_id AND k.state = 'CERTIFIED' AND k.finished_at <= :asOf
            """;

    /** One currency, before the period and within it. */
    record Flow(CurrencyUnit currency, Money opening, Money closing, long credits, Money net, Money tax, long parts,
            Money byCard, Money byBank, Money onAccount) {
    }

    /** What is owed at the end of the period, by when it was issued and promised. */
    record Owed(CurrencyUnit currency, int billingDay, LocalDate issuedOn, LocalDate dueBy, long credits, Money owed) {
    }

    record Day(CurrencyUnit currency, LocalDate date, long credits, Money issued, long returns, Money returned) {
    }

    /** How many credits took so many days to return. */
    record Took(CurrencyUnit currency, int days, boolean kept, long credits) {
    }

    record Grouped(CurrencyUnit currency, String dimension, String value, long credits, Money net, Money tax) {

        Group group() {
            return new Group(Dimension.valueOf(this.dimension), this.value, this.credits, this.net, this.tax);
        }

    }

    record Kept(YearMonth month, long kept, long broken) {
    }

    private final JdbcClient jdbc;

    private final Map<String, Object> parameters;

    Cells(JdbcClient jdbc, Period period, Instant asOf) {
        this.jdbc = jdbc;
        this.parameters = Map.of("asOf", Times.column(asOf), "month", period.first(), "next", period.next().first(),
                "most", period.most(), "end", period.last());
    }

    List<RefundSummary.Run> runs(LocalDate first, LocalDate last) {
        return this.jdbc.sql("""
                SELECT run_id, business_date, certificate FROM nightly_run
                WHERE state = 'CERTIFIED' AND finished_at <= :asOf AND business_date BETWEEN :first AND :last
                ORDER BY business_date
                """)
            .params(this.parameters)
            .param("first", first)
            .param("last", last)
            .query((row, n) -> new RefundSummary.Run(row.getLong("run_id"), Times.date(row, "business_date"),
                    row.getString("certificate")))
            .list();
    }

    List<Flow> flows() {
        return this.jdbc
            .sql("""
                    SELECT currency, SUM(CASE WHEN inside THEN 0 ELSE owed END) AS opening, SUM(owed) AS closing,
                           SUM(CASE WHEN inside AND kind = 'ISSUE' THEN credits ELSE 0 END) AS credits,
                           SUM(CASE WHEN inside THEN net ELSE 0 END) AS net, SUM(CASE WHEN inside THEN tax ELSE 0 END) AS tax,
                           SUM(CASE WHEN inside THEN parts ELSE 0 END) AS parts,
                           SUM(CASE WHEN inside THEN by_card ELSE 0 END) AS by_card,
                           SUM(CASE WHEN inside THEN by_bank ELSE 0 END) AS by_bank,
                           SUM(CASE WHEN inside THEN on_account ELSE 0 END) AS on_account
                    FROM (SELECT f.*, f.business_date >= %s AS inside %s WHERE f.business_date <= :end AND f.business_date < %s) x
                    GROUP BY currency
                    ORDER BY currency
                    """
                .formatted(Period.FIRST.formatted("f.billing_day"), KNOWN, Period.NEXT.formatted("f.billing_day")))
            .params(this.parameters)
            .query((row, n) -> {
                CurrencyUnit currency = currency(row);
                return new Flow(currency, AccountRows.money(currency, row, "opening"),
                        AccountRows.money(currency, row, "closing"), row.getLong("credits"),
                        AccountRows.money(currency, row, "net"), AccountRows.money(currency, row, "tax"),
                        row.getLong("parts"), AccountRows.money(currency, row, "by_card"),
                        AccountRows.money(currency, row, "by_bank"), AccountRows.money(currency, row, "on_account"));
            })
            .list();
    }

    List<Owed> owed() {
        return this.jdbc.sql("""
                SELECT f.currency, f.billing_day, f.issued_on, f.due_by, SUM(f.owed) AS owed,
                       SUM(CASE f.kind WHEN 'ISSUE' THEN f.credits ELSE -f.credits END) AS credits
                %s
                WHERE f.business_date <= :end AND f.business_date < %s
                GROUP BY f.currency, f.billing_day, f.issued_on, f.due_by
                HAVING SUM(f.owed) <> 0
                ORDER BY f.currency, f.issued_on, f.billing_day, f.due_by
                """.formatted(KNOWN, Period.NEXT.formatted("f.billing_day")))
            .params(this.parameters)
            .query((row, n) -> new Owed(currency(row), row.getInt("billing_day"), Times.date(row, "issued_on"),
                    Times.date(row, "due_by"), row.getLong("credits"), AccountRows.money(currency(row), row, "owed")))
            .list();
    }

    List<Day> days() {
        return this.jdbc
            .sql("""
                    SELECT f.currency, f.business_date, SUM(CASE f.kind WHEN 'ISSUE' THEN f.credits ELSE 0 END) AS credits,
                           SUM(f.net + f.tax) AS issued, SUM(f.parts) AS parts, SUM(f.by_card + f.by_bank + f.on_account) AS returned
                    %s
                    WHERE %s
                    GROUP BY f.currency, f.business_date
                    """
                .formatted(KNOWN, inside("f")))
            .params(this.parameters)
            .query((row, n) -> new Day(currency(row), Times.date(row, "business_date"), row.getLong("credits"),
                    AccountRows.money(currency(row), row, "issued"), row.getLong("parts"),
                    AccountRows.money(currency(row), row, "returned")))
            .list();
    }

    List<Took> took() {
        return this.jdbc.sql("""
                SELECT f.currency, f.days, f.business_date <= f.due_by AS kept, SUM(f.credits) AS credits
                %s
                WHERE f.kind = 'RETURN' AND %s
                GROUP BY f.currency, f.days, f.business_date <= f.due_by
                """.formatted(KNOWN, inside("f")))
            .params(this.parameters)
            .query((row, n) -> new Took(currency(row), row.getInt("days"), row.getBoolean("kept"),
                    row.getLong("credits")))
            .list();
    }

    /**
     * Groups the credits issued in the period, largest first, by each dimension and by
     * policy.
     */
    List<Grouped> groups() {
        return this.jdbc.sql("""
                SELECT f.currency, f.dimension, f.value, SUM(f.credits) AS credits, SUM(f.net) AS net, SUM(f.tax) AS tax
                FROM refund_group f
                JOIN nightly_run k ON k.run_id = f.run_id AND k.state = 'CERTIFIED' AND k.finished_at <= :asOf
                WHERE %s
                GROUP BY f.currency, f.dimension, f.value
                ORDER BY f.currency, f.dimension, credits DESC, f.value
                """.formatted(inside("f")))
            .params(this.parameters)
            .query((row, n) -> new Grouped(currency(row), row.getString("dimension"), row.getString("value"),
                    row.getLong("credits"), AccountRows.money(currency(row), row, "net"),
                    AccountRows.money(currency(row), row, "tax")))
            .list();
    }

    /**
     * Counts the credits returned within their promise and after it, by month, from one
     * month to the period's.
     */
    List<Kept> kept(YearMonth from) {
        return this.jdbc.sql("""
                SELECT %s AS month_of, SUM(CASE WHEN f.business_date <= f.due_by THEN f.credits ELSE 0 END) AS kept,
                       SUM(CASE WHEN f.business_date <= f.due_by THEN 0 ELSE f.credits END) AS broken
                %s
                WHERE f.kind = 'RETURN' AND f.business_date BETWEEN :from AND :end AND f.business_date < %s
                GROUP BY month_of
                ORDER BY month_of
                """.formatted(Period.MONTH_OF, KNOWN, Period.NEXT.formatted("f.billing_day")))
            .params(this.parameters)
            .param("from", from.atDay(1))
            .query((row, n) -> new Kept(month(row.getInt("month_of")), row.getLong("kept"), row.getLong("broken")))
            .list();
    }

    /** Returns the billing days of everything that is known, the smallest first. */
    List<Integer> billingDays() {
        return this.jdbc.sql("SELECT DISTINCT f.billing_day AS billing_day " + KNOWN + """
                WHERE f.business_date <= :end AND f.business_date < %s ORDER BY 1
                """.formatted(Period.NEXT.formatted("f.billing_day")))
            .params(this.parameters)
            .query((row, n) -> row.getInt("billing_day"))
            .list();
    }

    static YearMonth month(int yearAndMonth) {
        return YearMonth.of(yearAndMonth / 100, yearAndMonth % 100);
    }

    private static String inside(String row) {
        return "%1$s.business_date BETWEEN :month AND :end AND %1$s.business_date >= %2$s AND %1$s.business_date < %3$s"
            .formatted(row, Period.FIRST.formatted(row + ".billing_day"), Period.NEXT.formatted(row + ".billing_day"));
    }

    private static CurrencyUnit currency(ResultSet row) throws SQLException {
        return CurrencyUnit.of(row.getString("currency"));
    }

    static Money money(CurrencyUnit currency, BigDecimal amount) {
        return Money.of(currency, amount.setScale(currency.getDecimalPlaces()));
    }

}
