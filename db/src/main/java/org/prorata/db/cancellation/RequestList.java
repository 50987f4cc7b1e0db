package org.prorata.db.cancellation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.RequestState;
import org.prorata.db.Times;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads cancellation requests as they stand, alone or page by page. */
public final class RequestList {

    private static final String SELECT = """
            SELECT r.request_no, r.request_id, s.subscription_id, t.tenant_id, s.product, r.state, r.route, r.requested_at, r.requested_by,
                   r.effective_date, r.reason, r.filed_at, r.counted_licences, r.closed_because, k.credit_number
            FROM %s
            JOIN tenant t ON t.tenant_no = s.tenant_no
            LEFT JOIN credit k ON k.request_no = r.request_no
            """;

    /**
     * A request as it stands.
     *
     * @param number its place in the books, for the cursor
     * @param request its name
     * @param subscription what is cancelled
     * @param tenant whose
     * @param product what people call it
     * @param state where it stands
     * @param route what the gate said when it was filed
     * @param requestedAt when it was asked
     * @param requestedBy who asked
     * @param effectiveDate the first day without service, in the tenant's time zone
     * @param reason why, in the person's words
     * @param filedAt when it entered the books
     * @param countedLicences the licences that were held against the limit
     * @param closedBecause why there was nothing to give back; {@code null} where it is
     * not closed without a credit
     * @param creditNumber the credit; {@code null} where there is none
     */
    public record Entry(long number, RequestId request, SubscriptionId subscription, TenantId tenant, String product,
            RequestState state, String route, Instant requestedAt, String requestedBy, LocalDate effectiveDate,
            String reason, Instant filedAt, long countedLicences, @Nullable String closedBecause,
            @Nullable String creditNumber) {
    }

    private final JdbcClient jdbc;

    public RequestList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Entry> find(RequestId id) {
        return this.jdbc
            .sql(SELECT.formatted("cancellation_request r JOIN subscription s ON s.subscription_no = r.subscription_no")
                    + "WHERE r.request_id = :id")
            .param("id", id.value())
            .query((row, n) -> entry(row))
            .optional()
            // the database takes blanks at the end for nothing
            .filter(entry -> entry.request().equals(id));
    }

    /**
     * Returns requests, the latest first.
     * @param tenant of that tenant; {@code null} for all
     * @param subscription about that subscription; {@code null} for all
     * @param before the number that the page before ended with; {@code null} for the
     * first
     * @param most how many at most
     */
    public List<Entry> latest(@Nullable TenantId tenant, @Nullable SubscriptionId subscription, @Nullable Long before,
            int most) {
        StringBuilder where = new StringBuilder("WHERE TRUE");
        Map<String, Object> parameters = new HashMap<>(Map.of("most", most));
        if (tenant != null) {
            where.append(" AND t.tenant_id = :tenant");
            parameters.put("tenant", tenant.value());
        }
        if (subscription != null) {
            where.append(" AND s.subscription_id = :subscription");
            parameters.put("subscription", subscription.value());
        }
        String page = "";
        if (before != null) {
            page = "r.request_no < :before";
            parameters.put("before", before);
        }
        // without a filter the page is cut first: only its rows are joined
        boolean all = tenant == null && subscription == null;
        String from = all ? "(SELECT * FROM cancellation_request r%s ORDER BY r.request_no DESC LIMIT :most) r"
            .formatted(page.isEmpty() ? "" : " WHERE " + page) : "cancellation_request r";
        if (!all && !page.isEmpty()) {
            where.append(" AND ").append(page);
        }
        return this.jdbc
            .sql(SELECT.formatted(from + " JOIN subscription s ON s.subscription_no = r.subscription_no") + where
                    + " ORDER BY r.request_no DESC LIMIT :most")
            .params(parameters)
            .query((row, n) -> entry(row))
            .list();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(row.getLong("request_no"), RequestId.of(row.getString("request_id")),
                SubscriptionId.of(row.getString("subscription_id")), TenantId.of(row.getString("tenant_id")),
                row.getString("product"), RequestState.valueOf(row.getString("state")), row.getString("route"),
                Times.instant(row, "requested_at"), row.getString("requested_by"), Times.date(row, "effective_date"),
                row.getString("reason"), Times.instant(row, "filed_at"), row.getLong("counted_licences"),
                row.getString("closed_because"), row.getString("credit_number"));
    }

}
