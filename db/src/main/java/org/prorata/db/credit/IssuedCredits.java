package org.prorata.db.credit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RequestId;
import org.prorata.credit.Credit;
import org.prorata.credit.CreditLine;
import org.prorata.credit.CreditState;
import org.prorata.credit.ReturnMethod;
import org.prorata.db.Times;
import org.prorata.db.subscription.AccountRows;
import org.prorata.money.ExactAmount;
import org.prorata.policy.Policies;
import org.prorata.policy.Policy;
import org.prorata.policy.PolicyVersion;
import org.prorata.policy.RefundShare;
import org.prorata.policy.Rounding;
import org.prorata.subscription.SubscriptionId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads credits as they were issued, for whoever they belong to. */
public final class IssuedCredits {

    /**
     * A credit on its way.
     *
     * @param number its number
     * @param request the request it answers
     * @param cancelEffective first day without service
     * @param gross what goes back, with tax
     * @param state how far it is
     * @param method how its cash part goes back
     * @param dueBy the last day of the promise
     * @param returnedOn when it was returned; {@code null} until then
     */
    public record Issued(String number, RequestId request, LocalDate cancelEffective, Money gross, CreditState state,
            ReturnMethod method, LocalDate dueBy, @Nullable LocalDate returnedOn) {
    }

    private static final String SELECT = """
            SELECT k.credit_number, k.request_no, k.refund_share, k.cancel_effective, k.currency, k.net, k.tax, k.gross, k.cash,
                   k.on_account, k.return_method, k.return_on, k.due_by, k.state, k.returned_on, r.request_id, r.policy,
                   r.policy_effective_from, s.subscription_id
            FROM credit k
            JOIN cancellation_request r ON r.request_no = k.request_no
            JOIN subscription s ON s.subscription_no = r.subscription_no
            """;

    private final JdbcClient jdbc;

    private final Policies policies;

    public IssuedCredits(JdbcClient jdbc, Policies policies) {
        this.jdbc = jdbc;
        this.policies = policies;
    }

    /** Returns the credits of a subscription, the newest first. */
    public List<Issued> of(SubscriptionId subscription) {
        return this.jdbc.sql(SELECT + "WHERE s.subscription_id = :subscription ORDER BY k.request_no DESC")
            .param("subscription", subscription.value())
            .query((row, n) -> issued(row))
            .list();
    }

    /** Returns the credit that answers a request, if there is one. */
    public Optional<Issued> of(RequestId request) {
        return this.jdbc.sql(SELECT + "WHERE r.request_id = :request")
            .param("request", request.value())
            .query((row, n) -> issued(row))
            .optional();
    }

    /**
     * Returns the credit that answers a request with its lines, as they were written when
     * it was issued, so that it can explain itself.
     * @return empty where there is none, or its policy is not in the policies file any
     * more
     */
    public Optional<Credit> whole(RequestId request) {
        return this.jdbc.sql(SELECT + "WHERE r.request_id = :request")
            .param("request", request.value())
            .query((row, n) -> whole(row))
            .optional()
            .flatMap(credit -> credit);
    }

    private static Issued issued(ResultSet row) throws SQLException {
        return new Issued(row.getString("credit_number"), RequestId.of(row.getString("request_id")),
                Times.date(row, "cancel_effective"), AccountRows.money(currency(row), row, "gross"),
                CreditState.valueOf(row.getString("state")), ReturnMethod.valueOf(row.getString("return_method")),
                Times.date(row, "due_by"), row.getObject("returned_on", LocalDate.class));
    }

    private Optional<Credit> whole(ResultSet row) throws SQLException {
        Optional<Policy> policy = this.policies
            .find(new PolicyVersion(row.getString("policy"), Times.date(row, "policy_effective_from")));
        if (policy.isEmpty()) {
            return Optional.empty();
        }
        CurrencyUnit currency = currency(row);
        return Optional.of(new Credit(RequestId.of(row.getString("request_id")),
                SubscriptionId.of(row.getString("subscription_id")), policy.get(),
                RefundShare.valueOf(row.getString("refund_share")), Times.date(row, "cancel_effective"),
                lines(row.getLong("request_no")), AccountRows.money(currency, row, "net"),
                AccountRows.money(currency, row, "tax"), AccountRows.money(currency, row, "cash"),
                AccountRows.money(currency, row, "on_account"), ReturnMethod.valueOf(row.getString("return_method")),
                Times.date(row, "return_on"), Times.date(row, "due_by")));
    }

    private List<CreditLine> lines(long requestNo) {
        return this.jdbc.sql("""
                SELECT %s, l.days_in_period, l.days_unused, l.rounding, l.exact_numerator, l.exact_denominator,
                       l.net AS line_net, l.tax AS line_tax, l.capped, l.tax_remainder
                FROM credit_line l
                JOIN charge c ON c.charge_no = l.charge_no
                WHERE l.request_no = :request
                ORDER BY c.service_from, c.charge_id
                """.formatted(AccountRows.CHARGE)).param("request", requestNo).query((row, n) -> line(row)).list();
    }

    private static CreditLine line(ResultSet row) throws SQLException {
        CurrencyUnit currency = currency(row);
        return new CreditLine(AccountRows.charge(row), row.getInt("days_in_period"), row.getInt("days_unused"),
                Rounding.valueOf(row.getString("rounding")),
                new ExactAmount(row.getBigDecimal("exact_numerator"), row.getLong("exact_denominator")),
                AccountRows.money(currency, row, "line_net"), AccountRows.money(currency, row, "line_tax"),
                row.getBoolean("capped"), row.getBoolean("tax_remainder"));
    }

    private static CurrencyUnit currency(ResultSet row) throws SQLException {
        return CurrencyUnit.of(row.getString("currency"));
    }

}
