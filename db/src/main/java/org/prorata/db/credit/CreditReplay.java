package org.prorata.db.credit;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.joda.money.Money;
import org.prorata.cancellation.RefusedException;
import org.prorata.cancellation.StoredRequest;
import org.prorata.charge.Charge;
import org.prorata.credit.Credit;
import org.prorata.credit.CreditCalculation;
import org.prorata.credit.Settlement;
import org.prorata.db.cancellation.JdbcCancellationRequests;
import org.prorata.db.subscription.AccountRows;
import org.prorata.policy.Policies;
import org.prorata.policy.Policy;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Works a credit out again from the charges it points at, as they were before it, so that
 * it can be explained and disputed.
 */
public final class CreditReplay {

    /**
     * A credit worked out again.
     *
     * @param number its number
     * @param credit what comes out now
     * @param same whether that is what was issued, to the cent
     * @param issued what was issued, gross
     */
    public record Replay(String number, Credit credit, boolean same, Money issued) {
    }

    private record Issued(long requestNo, StoredRequest request, Tenant tenant, Subscription subscription,
            BigDecimal net, BigDecimal tax) {
    }

    private final JdbcClient jdbc;

    private final Policies policies;

    public CreditReplay(JdbcClient jdbc, Policies policies) {
        this.jdbc = jdbc;
        this.policies = policies;
    }

    /**
     * Works out a credit again.
     * @return empty when there is no credit of that number
     * @throws RefusedException when its policy is gone from the policies file, or nothing
     * would be credited now
     */
    public Optional<Replay> replay(String number) {
        return issued(number).map(issued -> {
            Policy policy = this.policies.find(issued.request().policy())
                .orElseThrow(() -> new RefusedException("credit " + number + " was worked out by "
                        + issued.request().policy() + ", which is not in the policies file"));
            Settlement settlement = CreditCalculation.settle(issued.request().cancellation(), issued.tenant(),
                    issued.subscription(), policy, chargesBefore(issued.requestNo()));
            if (!(settlement instanceof Settlement.Credited(Credit credit))) {
                throw new RefusedException("credit " + number
                        + " cannot be worked out again: its subscription and charges now give " + settlement);
            }
            Money net = Money.of(issued.tenant().currency(),
                    issued.net().setScale(issued.tenant().currency().getDecimalPlaces()));
            Money tax = Money.of(issued.tenant().currency(),
                    issued.tax().setScale(issued.tenant().currency().getDecimalPlaces()));
            return new Replay(number, credit, credit.net().isEqual(net) && credit.tax().isEqual(tax), net.plus(tax));
        });
    }

    private Optional<Issued> issued(String number) {
        return this.jdbc
            .sql("""
                    SELECT k.request_no, k.net AS issued_net, k.tax AS issued_tax, %s, %s, %s
                    FROM credit k
                    JOIN cancellation_request r ON r.request_no = k.request_no
                    JOIN subscription s ON s.subscription_no = r.subscription_no
                    JOIN tenant t ON t.tenant_no = s.tenant_no
                    WHERE k.credit_number = :number
                    """.formatted(JdbcCancellationRequests.STORED.replace("s.subscription_id, ", ""),
                    AccountRows.SUBSCRIPTION, AccountRows.TENANT))
            .param("number", number)
            .query((row, n) -> issued(row))
            .optional();
    }

    private static Issued issued(ResultSet row) throws SQLException {
        return new Issued(row.getLong("request_no"), JdbcCancellationRequests.stored(row), AccountRows.tenant(row),
                AccountRows.subscription(row), row.getBigDecimal("issued_net"), row.getBigDecimal("issued_tax"));
    }

    /** Returns the charges of a credit with what was credited before it. */
    private List<Charge> chargesBefore(long requestNo) {
        return this.jdbc
            .sql("""
                    SELECT c.charge_id, c.service_from, c.service_to, c.unit_price, c.quantity, c.net, c.tax, c.paid, c.currency,
                           c.credited_net - l.net AS credited_net, c.credited_tax - l.tax AS credited_tax
                    FROM credit_line l
                    JOIN charge c ON c.charge_no = l.charge_no
                    WHERE l.request_no = :request
                    ORDER BY c.charge_no
                    """)
            .param("request", requestNo)
            .query((row, n) -> AccountRows.charge(row))
            .list();
    }

}
