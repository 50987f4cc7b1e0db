package org.prorata.db.subscription;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.prorata.subscription.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds tenants by what people know of them. */
public final class Tenants {

    /**
     * A tenant, also one without a subscription.
     *
     * @param id its name in the billing system
     * @param name what people call it
     * @param country ISO 3166-1 alpha-2
     * @param subscriptions how many it has, in any state
     */
    public record Found(TenantId id, String name, String country, int subscriptions) {
    }

    private static final String SELECT = """
            SELECT t.tenant_id, t.name, t.country,
                   (SELECT COUNT(*) FROM subscription s WHERE s.tenant_no = t.tenant_no) AS subscriptions
            FROM tenant t
            """;

    private final JdbcClient jdbc;

    public Tenants(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Found> find(TenantId id) {
        return this.jdbc.sql(SELECT + "WHERE t.tenant_id = :id")
            .param("id", id.value())
            .query((row, n) -> found(row))
            .optional();
    }

    /**
     * Returns tenants that have the words in their name, in whatever case, or as their
     * id; that one comes first, the others by name.
     * @param most how many at most
     */
    public List<Found> search(String words, int most) {
        return this.jdbc.sql(SELECT + """
                WHERE t.tenant_id = :words OR LOCATE(:words, t.name COLLATE utf8mb4_unicode_ci) > 0
                ORDER BY t.tenant_id = :words DESC, t.name, t.tenant_id
                LIMIT :most
                """).param("words", words).param("most", most).query((row, n) -> found(row)).list();
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(TenantId.of(row.getString("tenant_id")), row.getString("name"), row.getString("country"),
                row.getInt("subscriptions"));
    }

}
