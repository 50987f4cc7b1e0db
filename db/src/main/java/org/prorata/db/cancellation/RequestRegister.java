package org.prorata.db.cancellation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.StoredRequest;
import org.prorata.subscription.SubscriptionId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lists the requests of a subscription, for whoever it belongs to. */
public final class RequestRegister {

    /**
     * A request.
     *
     * @param request what was asked for and where it stands
     * @param approveBy the last day on which it may be approved; {@code null} where
     * nobody needs to
     */
    public record Entry(StoredRequest request, @Nullable LocalDate approveBy) {
    }

    private static final String SELECT = """
            SELECT %s, r.approve_by
            FROM cancellation_request r
            JOIN subscription s ON s.subscription_no = r.subscription_no
            """.formatted(JdbcCancellationRequests.STORED);

    private final JdbcClient jdbc;

    public RequestRegister(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Entry> find(RequestId id) {
        return this.jdbc.sql(SELECT + "WHERE r.request_id = :id")
            .param("id", id.value())
            .query((row, n) -> entry(row))
            .optional();
    }

    /**
     * Returns the requests of a subscription, the newest first.
     * @param most how many at most
     */
    public List<Entry> of(SubscriptionId subscription, int most) {
        return this.jdbc.sql(SELECT + "WHERE s.subscription_id = :subscription ORDER BY r.request_no DESC LIMIT :most")
            .param("subscription", subscription.value())
            .param("most", most)
            .query((row, n) -> entry(row))
            .list();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(JdbcCancellationRequests.stored(row), row.getObject("approve_by", LocalDate.class));
    }

}
