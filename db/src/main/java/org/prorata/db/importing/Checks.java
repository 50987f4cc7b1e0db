package org.prorata.db.importing;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.table.Problem;
import org.prorata.table.Problems;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Holds the staged rows against each other and against the books, with one query a rule.
 * Lines that are bad by themselves take part only where they are not reported twice.
 */
final class Checks {

    static final String IN_BOOKS = "a subscription that was imported";

    static final String IN_BOOKS_OR_SET = IN_BOOKS + ", or is in the same set";

    private static final List<String> CHARGE_COLUMNS = List.of("subscription_id", "invoice_number", "service_from",
            "service_to", "unit_price", "quantity", "net", "tax_rate", "tax", "paid", "currency");

    private static final List<String> CANCELLATION_COLUMNS = List.of("subscription_id", "requested_at", "requested_by",
            "effective_date", "reason");

    private final JdbcTemplate jdbc;

    private final JdbcTemplate streaming;

    private final Problems problems;

    /**
     * Prepares checks.
     * @param streaming hands on rows one by one as they come from the server
     */
    Checks(JdbcTemplate jdbc, JdbcTemplate streaming, Problems problems) {
        this.jdbc = jdbc;
        this.streaming = streaming;
        this.problems = problems;
    }

    void tenants(String file) {
        duplicates(file, "import_tenant", "tenant_id");
    }

    /**
     * Checks the subscriptions.
     * @param allTenants whether every tenant of the set is staged
     */
    void subscriptions(String file, boolean allTenants) {
        duplicates(file, "import_subscription", "subscription_id");
        if (allTenants) {
            this.streaming.query("""
                    SELECT i.line_no, i.tenant_id
                    FROM import_subscription i
                    LEFT JOIN import_tenant n ON n.tenant_id = i.tenant_id
                    LEFT JOIN tenant t ON t.tenant_id = i.tenant_id
                    WHERE i.tenant_id IS NOT NULL AND n.line_no IS NULL AND t.tenant_no IS NULL
                    ORDER BY i.line_no
                    """, row -> {
                report(file, row, "tenant_id", "is not known", row.getString("tenant_id"),
                        "a tenant that was imported, or is in the same set");
            });
        }
        this.streaming.query("""
                SELECT i.line_no, i.tenant_id, t.tenant_id AS known_tenant_id
                FROM import_subscription i
                JOIN subscription s ON s.subscription_id = i.subscription_id
                JOIN tenant t ON t.tenant_no = s.tenant_no
                WHERE t.tenant_id <> i.tenant_id
                ORDER BY i.line_no
                """, row -> {
            report(file, row, "tenant_id", "is not the subscription's tenant in the books", row.getString("tenant_id"),
                    row.getString("known_tenant_id") + ", as a subscription stays with its tenant");
        });
    }

    /** Tells charges of the file that are in the books from those that are not. */
    long knownCharges() {
        return this.jdbc.update("""
                INSERT INTO import_known_charge (line_no)
                SELECT i.line_no
                FROM import_charge i
                JOIN charge c ON c.charge_id = i.charge_id
                """);
    }

    /**
     * Checks the charges.
     * @param subscriptionColumn how the file calls the subscription
     * @param currencyColumn how the file calls the currency
     * @param known which subscriptions are accepted; {@code null} when some of the set
     * could not be staged, so that nobody can say
     */
    void charges(String file, String subscriptionColumn, String currencyColumn, @Nullable String known) {
        this.streaming.query("""
                SELECT DISTINCT i.line_no, i.charge_id, i.subscription_id, i.currency,
                    (n.line_no IS NULL AND s.subscription_no IS NULL) AS is_unknown,
                    COALESCE(n.tenant_id, o.tenant_id) AS tenant_id, COALESCE(m.currency, t.currency) AS tenant_currency
                FROM import_charge i
                LEFT JOIN import_known_charge k ON k.line_no = i.line_no
                LEFT JOIN import_subscription n ON n.subscription_id = i.subscription_id
                LEFT JOIN subscription s ON s.subscription_id = i.subscription_id
                LEFT JOIN tenant o ON o.tenant_no = s.tenant_no
                LEFT JOIN import_tenant m ON m.tenant_id = COALESCE(n.tenant_id, o.tenant_id)
                LEFT JOIN tenant t ON t.tenant_id = COALESCE(n.tenant_id, o.tenant_id)
                WHERE k.line_no IS NULL AND i.subscription_id IS NOT NULL
                  AND ((n.line_no IS NULL AND s.subscription_no IS NULL)
                    OR (NOT i.bad AND NOT COALESCE(m.bad, FALSE) AND i.currency <> COALESCE(m.currency, t.currency)))
                ORDER BY i.line_no
                """, row -> {
            if (!row.getBoolean("is_unknown")) {
                report(file, row, currencyColumn,
                        "CHARGE_CURRENCY_MISMATCH charge " + row.getString("charge_id") + ": its tenant "
                                + row.getString("tenant_id") + " is billed in " + row.getString("tenant_currency"),
                        row.getString("currency"), row.getString("tenant_currency"));
            }
            else if (known != null) {
                report(file, row, subscriptionColumn, "is not known", row.getString("subscription_id"), known);
            }
        });
    }

    /** Checks that no charge that is in the books has changed. */
    void unchangedCharges(String file) {
        this.streaming.query(
                """
                        SELECT i.line_no, i.charge_id, i.subscription_id, i.invoice_number, i.service_from, i.service_to, i.unit_price,
                            i.quantity, i.net, i.tax_rate, i.tax, i.paid, i.currency, s.subscription_id AS known_subscription_id,
                            c.invoice_number AS known_invoice_number, c.service_from AS known_service_from,
                            c.service_to AS known_service_to, c.unit_price AS known_unit_price, c.quantity AS known_quantity,
                            c.net AS known_net, c.tax_rate AS known_tax_rate, c.tax AS known_tax, c.paid AS known_paid,
                            c.currency AS known_currency
                        FROM import_known_charge k
                        JOIN import_charge i ON i.line_no = k.line_no
                        JOIN charge c ON c.charge_id = i.charge_id
                        JOIN subscription s ON s.subscription_no = c.subscription_no
                        WHERE NOT i.bad AND NOT (i.subscription_id = s.subscription_id AND i.invoice_number = c.invoice_number
                            AND i.service_from = c.service_from AND i.service_to = c.service_to AND i.unit_price = c.unit_price
                            AND i.quantity = c.quantity AND i.net = c.net AND i.tax_rate = c.tax_rate AND i.tax = c.tax
                            AND i.paid = c.paid AND i.currency = c.currency)
                        ORDER BY i.line_no
                        """,
                row -> {
                    reportDifference(file, row, "charge_id", CHARGE_COLUMNS);
                });
    }

    /**
     * Checks the cancellations, but not what the gate says to them.
     * @param allSubscriptions whether every subscription of the set is staged
     */
    void cancellations(String file, boolean allSubscriptions) {
        duplicates(file, "import_cancellation", "request_id");
        if (allSubscriptions) {
            this.streaming.query("""
                    SELECT i.line_no, i.subscription_id
                    FROM import_cancellation i
                    LEFT JOIN import_subscription n ON n.subscription_id = i.subscription_id
                    LEFT JOIN subscription s ON s.subscription_id = i.subscription_id
                    WHERE i.subscription_id IS NOT NULL AND n.line_no IS NULL AND s.subscription_no IS NULL
                    ORDER BY i.line_no
                    """, row -> {
                report(file, row, "subscription_id", "is not known", row.getString("subscription_id"), IN_BOOKS_OR_SET);
            });
        }
        this.streaming.query(
                """
                        SELECT i.line_no, i.request_id, i.subscription_id, i.requested_at, i.requested_by, i.effective_date, i.reason,
                            s.subscription_id AS known_subscription_id, r.requested_at AS known_requested_at,
                            r.requested_by AS known_requested_by, r.effective_date AS known_effective_date, r.reason AS known_reason
                        FROM import_cancellation i
                        JOIN cancellation_request r ON r.request_id = i.request_id
                        JOIN subscription s ON s.subscription_no = r.subscription_no
                        WHERE NOT i.bad AND NOT (i.subscription_id = s.subscription_id AND i.requested_at = r.requested_at
                            AND i.requested_by = r.requested_by COLLATE utf8mb4_bin AND i.effective_date = r.effective_date
                            AND i.reason = r.reason)
                        ORDER BY i.line_no
                        """,
                row -> {
                    reportDifference(file, row, "request_id", CANCELLATION_COLUMNS);
                });
    }

    /** Notes which ids a file has more than once. */
    boolean hasDuplicates(String table, String id) {
        return this.jdbc.update("""
                INSERT INTO import_duplicate (file, id, first_line)
                SELECT ?, %2$s, MIN(line_no) FROM %1$s GROUP BY %2$s HAVING COUNT(*) > 1
                """.formatted(table, id), table) > 0;
    }

    void duplicates(String file, String table, String id) {
        if (hasDuplicates(table, id)) {
            this.streaming.query("""
                    SELECT i.line_no, i.%2$s AS id, d.first_line
                    FROM %1$s i
                    JOIN import_duplicate d ON d.file = ? AND d.id = i.%2$s
                    WHERE i.line_no > d.first_line
                    ORDER BY i.line_no
                    """.formatted(table, id), row -> {
                report(file, row, id, "stands in the file before, on line " + row.getLong("first_line"),
                        row.getString("id"), "every " + id + " once");
            }, table);
        }
    }

    private void reportDifference(String file, ResultSet row, String id, List<String> columns) throws SQLException {
        for (String column : columns) {
            String found = shown(row, column);
            String known = shown(row, "known_" + column);
            if (!found.equals(known)) {
                report(file, row, column, id + " " + row.getString(id) + " is in the books with other content", found,
                        "the same content, or a new " + id);
                return;
            }
        }
    }

    private static String shown(ResultSet row, String column) throws SQLException {
        return (row.getObject(column) instanceof BigDecimal number) ? number.stripTrailingZeros().toPlainString()
                : row.getString(column);
    }

    private void report(String file, ResultSet row, String column, String wrong, String found, String accepted)
            throws SQLException {
        this.problems.add(Problem.of(file, row.getLong("line_no"), column, wrong, found, accepted));
    }

}
