package org.prorata.db.credit;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;

import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.prorata.money.ExactAmount;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lists credits and their lines, row by row, as the contract's files have them. */
public final class CreditRegister {

    /** Columns of {@link #credits}. */
    public static final List<String> CREDIT_COLUMNS = List.of("credit_number", "request_id", "subscription_id",
            "tenant_id", "run", "policy", "cancel_effective", "currency", "net", "tax", "gross", "state",
            "return_method", "due_by", "returned_on");

    /** Columns of {@link #lines}. */
    public static final List<String> LINE_COLUMNS = List.of("credit_number", "charge_id", "service_from", "service_to",
            "days_in_period", "days_unused", "rounding", "exact_net", "net", "tax");

    private final JdbcTemplate streaming;

    public CreditRegister(JdbcTemplate streaming) {
        this.streaming = streaming;
    }

    /** Hands over the credits of one run, or of all, by credit number. */
    public void credits(@Nullable Long runId, Consumer<List<String>> consumer) {
        this.streaming.query(
                """
                        SELECT c.credit_number, r.request_id, s.subscription_id, t.tenant_id, c.run_id, r.policy, c.cancel_effective, c.currency,
                               c.net, c.tax, c.gross, c.state, c.return_method, c.due_by, c.returned_on
                        FROM credit c
                        JOIN cancellation_request r ON r.request_no = c.request_no
                        JOIN subscription s ON s.subscription_no = r.subscription_no
                        JOIN tenant t ON t.tenant_no = s.tenant_no
                        WHERE ? IS NULL OR c.run_id = ?
                        ORDER BY c.credit_number
                        """,
                row -> {
                    CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
                    String returnedOn = row.getString("returned_on");
                    consumer.accept(List.of(row.getString("credit_number"), row.getString("request_id"),
                            row.getString("subscription_id"), row.getString("tenant_id"), row.getString("run_id"),
                            row.getString("policy"), row.getString("cancel_effective"), currency.getCode(),
                            amount(row.getBigDecimal("net"), currency), amount(row.getBigDecimal("tax"), currency),
                            amount(row.getBigDecimal("gross"), currency), row.getString("state"),
                            row.getString("return_method"), row.getString("due_by"),
                            (returnedOn != null) ? returnedOn : ""));
                }, runId, runId);
    }

    /**
     * Hands over the lines of the credits of one run, or of all, by credit number and
     * charge.
     */
    public void lines(@Nullable Long runId, Consumer<List<String>> consumer) {
        this.streaming.query(
                """
                        SELECT c.credit_number, ch.charge_id, ch.service_from, ch.service_to, l.days_in_period, l.days_unused, l.rounding,
                               l.exact_numerator, l.exact_denominator, l.net, l.tax, c.currency
                        FROM credit c
                        JOIN credit_line l ON l.request_no = c.request_no
                        JOIN charge ch ON ch.charge_no = l.charge_no
                        WHERE ? IS NULL OR c.run_id = ?
                        ORDER BY c.credit_number, ch.charge_id
                        """,
                row -> {
                    CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
                    ExactAmount exact = new ExactAmount(row.getBigDecimal("exact_numerator"),
                            row.getLong("exact_denominator"));
                    consumer.accept(List.of(row.getString("credit_number"), row.getString("charge_id"),
                            row.getString("service_from"), row.getString("service_to"), row.getString("days_in_period"),
                            row.getString("days_unused"), row.getString("rounding"), exact.asFraction(),
                            amount(row.getBigDecimal("net"), currency), amount(row.getBigDecimal("tax"), currency)));
                }, runId, runId);
    }

    private static String amount(BigDecimal amount, CurrencyUnit currency) {
        return amount.setScale(currency.getDecimalPlaces()).toPlainString();
    }

}
