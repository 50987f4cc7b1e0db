package org.prorata.db.credit;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RequestId;
import org.prorata.credit.CreditState;
import org.prorata.db.Times;
import org.prorata.money.ExactAmount;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads credits with their lines, alone or page by page. */
public final class CreditList {

    private static final String SELECT = """
            SELECT c.request_no, c.credit_number, r.request_id, s.subscription_id, t.tenant_id, n.business_date, c.refund_share,
                   c.cancel_effective, c.currency, c.net, c.tax, c.gross, c.cash, c.on_account, c.return_method, c.return_on, c.due_by,
                   c.state, c.returned_on
            FROM credit c
            JOIN nightly_run n ON n.run_id = c.run_id
            JOIN cancellation_request r ON r.request_no = c.request_no
            JOIN subscription s ON s.subscription_no = r.subscription_no
            JOIN tenant t ON t.tenant_no = s.tenant_no
            """;

    /**
     * A credit as it stands.
     *
     * @param requestNo its place in the books, for the cursor
     * @param number its number
     * @param request the request that it answers
     * @param subscription what was cancelled
     * @param tenant who gets it
     * @param businessDate of the run that issued it
     * @param share everything or the unused part
     * @param cancelEffective the first day without service
     * @param net before tax
     * @param tax the tax
     * @param gross all of it
     * @param cash what goes back by the method
     * @param onAccount what settles what is owed or lowers the next invoice
     * @param method how the cash part goes back
     * @param returnOn the business date of the night on which it is returned
     * @param dueBy the last day of the promise
     * @param state where it stands
     * @param returnedOn when it was returned; {@code null} when it is not
     */
    public record Entry(long requestNo, String number, RequestId request, SubscriptionId subscription, TenantId tenant,
            LocalDate businessDate, String share, LocalDate cancelEffective, Money net, Money tax, Money gross,
            Money cash, Money onAccount, String method, LocalDate returnOn, LocalDate dueBy, CreditState state,
            @Nullable LocalDate returnedOn) {
    }

    /**
     * What one charge gives back.
     *
     * @param charge the charge
     * @param from the first day that it pays for
     * @param to the last
     * @param daysInPeriod how many days that is
     * @param daysUnused how many of them were not used
     * @param rounding how the amount was rounded
     * @param exactNet the amount before any rounding
     * @param net the amount
     * @param tax the tax on it
     * @param capped whether it was lowered to what was left of the charge
     */
    public record Line(String charge, LocalDate from, LocalDate to, int daysInPeriod, int daysUnused, String rounding,
            ExactAmount exactNet, Money net, Money tax, boolean capped) {
    }

    private final JdbcClient jdbc;

    public CreditList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Entry> find(String number) {
        return this.jdbc.sql(SELECT + "WHERE c.credit_number = :number")
            .param("number", number)
            .query((row, n) -> entry(row))
            .optional()
            // the database takes blanks at the end for nothing
            .filter(entry -> entry.number().equals(number));
    }

    /** Returns the lines of a credit, by charge. */
    public List<Line> linesOf(Entry credit) {
        return this.jdbc
            .sql("""
                    SELECT h.charge_id, h.service_from, h.service_to, l.days_in_period, l.days_unused, l.rounding, l.exact_numerator,
                           l.exact_denominator, l.net, l.tax, l.capped, h.currency
                    FROM credit_line l
                    JOIN charge h ON h.charge_no = l.charge_no
                    WHERE l.request_no = :no
                    ORDER BY h.charge_id
                    """)
            .param("no", credit.requestNo())
            .query((row, n) -> line(row))
            .list();
    }

    /**
     * Returns credits, those of the latest requests first.
     * @param tenant of that tenant; {@code null} for all
     * @param businessDate of the run of that day; {@code null} for all
     * @param before the request that the page before ended with; {@code null} for the
     * first
     * @param most how many at most
     */
    public List<Entry> latest(@Nullable TenantId tenant, @Nullable LocalDate businessDate, @Nullable Long before,
            int most) {
        StringBuilder where = new StringBuilder("WHERE TRUE");
        Map<String, Object> parameters = new HashMap<>(Map.of("most", most));
        if (tenant != null) {
            where.append(" AND t.tenant_id = :tenant");
            parameters.put("tenant", tenant.value());
        }
        if (businessDate != null) {
            where.append(" AND c.run_id = (SELECT x.run_id FROM nightly_run x WHERE x.business_date = :date)");
            parameters.put("date", businessDate);
        }
        if (before != null) {
            where.append(" AND c.request_no < :before");
            parameters.put("before", before);
        }
        return this.jdbc.sql(SELECT + where + " ORDER BY c.request_no DESC LIMIT :most")
            .params(parameters)
            .query((row, n) -> entry(row))
            .list();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        return new Entry(row.getLong("request_no"), row.getString("credit_number"),
                RequestId.of(row.getString("request_id")), SubscriptionId.of(row.getString("subscription_id")),
                TenantId.of(row.getString("tenant_id")), Times.date(row, "business_date"),
                row.getString("refund_share"), Times.date(row, "cancel_effective"), money(currency, row, "net"),
                money(currency, row, "tax"), money(currency, row, "gross"), money(currency, row, "cash"),
                money(currency, row, "on_account"), row.getString("return_method"), Times.date(row, "return_on"),
                Times.date(row, "due_by"), CreditState.valueOf(row.getString("state")),
                row.getObject("returned_on", LocalDate.class));
    }

    private static Line line(ResultSet row) throws SQLException {
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        return new Line(row.getString("charge_id"), Times.date(row, "service_from"), Times.date(row, "service_to"),
                row.getInt("days_in_period"), row.getInt("days_unused"), row.getString("rounding"),
                new ExactAmount(row.getBigDecimal("exact_numerator"), row.getLong("exact_denominator")),
                money(currency, row, "net"), money(currency, row, "tax"), row.getBoolean("capped"));
    }

    private static Money money(CurrencyUnit currency, ResultSet row, String column) throws SQLException {
        BigDecimal amount = row.getBigDecimal(column);
        return Money.of(currency, amount.setScale(currency.getDecimalPlaces()));
    }

}
