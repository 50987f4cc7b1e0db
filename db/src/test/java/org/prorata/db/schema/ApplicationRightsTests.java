package org.prorata.db.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestDatabase;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The application's user has the rights it needs and no more; they are found by trying,
 * with statements that would change no row.
 */
@Tag("database")
class ApplicationRightsTests {

    private static final String READ = "SELECT";

    private static final String ADD = "SELECT INSERT";

    private static final String CHANGE = "SELECT INSERT UPDATE";

    private static final String ALL_ROWS = "SELECT INSERT UPDATE DELETE";

    private static TestDatabase database;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated();
    }

    @Test
    void areThoseOfEachTableAndNoMore() {
        Map<String, String> wanted = new TreeMap<>();
        List.of("ledger_entry", "audit_event", "credit_line", "credit_return", "approval", "run_total",
                "approval_figures", "webhook_attempt", "return_failure", "ledger_correction", "claimed_request",
                "tenant_history", "subscription_history", "published_run", "refund_flow", "refund_group",
                "report_snapshot", "signing_key")
            .forEach(table -> wanted.put(table, ADD));
        List.of("tenant", "subscription", "charge", "nightly_run", "cancellation_request", "quarantine", "credit",
                "audit_head", "approver", "approver_delegation", "approval_case", "callback_request", "webhook",
                "outbox_event", "webhook_delivery", "run_request", "return_retry", "person", "account", "api_client",
                "api_token", "report_export", "report_subscription", "report_delivery")
            .forEach(table -> wanted.put(table, CHANGE));
        List.of("lease_holder", "approval_rule", "approver_country", "approver_limit", "idempotency_key",
                "batch_job_instance", "batch_job_execution", "batch_job_execution_params",
                "batch_job_execution_context", "batch_step_execution", "batch_step_execution_context",
                "batch_job_instance_seq", "batch_job_execution_seq", "batch_step_execution_seq", "role_grant",
                "spring_session", "spring_session_attributes")
            .forEach(table -> wanted.put(table, ALL_ROWS));
        wanted.put("ledger_posting", READ);
        wanted.put("databasechangelog", READ);
        wanted.put("databasechangeloglock", "");
        assertThat(rights()).isEqualTo(wanted);
    }

    @Test
    void letAnApprovalBeDroppedAndNothingElseOfItBeChanged() {
        for (String column : List.of("decided_by", "requested_by", "on_behalf_of", "decision", "figures", "reason_code",
                "reason", "decided_at", "request_no")) {
            assertThat(isAllowed("UPDATE approval SET " + column + " = NULL WHERE FALSE")).as(column).isFalse();
        }
        assertThat(isAllowed("UPDATE approval SET dropped_at = NULL, dropped_because = NULL WHERE FALSE")).isTrue();
    }

    @Test
    void letNobodyChangeWhoAsked() {
        for (String column : List.of("requested_by", "request_no", "opened_at", "tenant_no", "country", "product",
                "currency")) {
            assertThat(isAllowed("UPDATE approval_case SET " + column + " = NULL WHERE FALSE")).as(column).isFalse();
        }
        assertThat(isAllowed("UPDATE approval_case SET state = NULL, version = NULL WHERE FALSE")).isTrue();
    }

    @Test
    void doNotReachTheTablesThemselves() {
        for (String table : List.of("ledger_entry", "audit_event", "credit_line", "credit_return", "approval",
                "run_total", "tenant")) {
            for (String sql : List.of("TRUNCATE TABLE %s", "DROP TABLE %s", "ALTER TABLE %s ADD COLUMN more INT",
                    "CREATE INDEX more ON %s (currency)",
                    "CREATE TRIGGER more BEFORE INSERT ON %s FOR EACH ROW SET @a = 1", "RENAME TABLE %s TO gone")) {
                assertThatThrownBy(() -> database.jdbc().sql(sql.formatted(table)).update()).as(sql, table)
                    .rootCause()
                    .hasMessageMatching("(?s).*(command denied|Access denied|not have the SUPER privilege).*");
            }
        }
    }

    @Test
    void allowTemporaryTablesAndNoOthers() {
        assertThat(database.jdbc().sql("CREATE TEMPORARY TABLE mine (n INT)").update()).isZero();
        assertThatThrownBy(() -> database.jdbc().sql("CREATE TABLE mine_for_ever (n INT)").update()).rootCause()
            .hasMessageContaining("CREATE command denied");
        assertThatThrownBy(() -> database.jdbc().sql("DROP DATABASE " + schema()).update()).rootCause()
            .hasMessageContaining("denied");
    }

    @Test
    void endAtTheSchema() {
        assertThatThrownBy(() -> database.jdbc().sql("SELECT COUNT(*) FROM mysql.user").query(Long.class).single())
            .rootCause()
            .hasMessageContaining("denied");
    }

    private static Map<String, String> rights() {
        Map<String, String> rights = new TreeMap<>();
        database.asOwner()
            .sql("""
                    SELECT table_name AS name, MIN(column_name) AS some_column FROM information_schema.columns
                    WHERE table_schema = DATABASE() AND extra NOT LIKE '%GENERATED%' GROUP BY table_name
                    """)
            .query((row, n) -> Map.entry(row.getString("name"), row.getString("some_column")))
            .list()
            .forEach(table -> rights.put(table.getKey().toLowerCase(Locale.ROOT),
                    rightsTo(table.getKey(), table.getValue())));
        return rights;
    }

    private static String rightsTo(String table, String column) {
        List<String> rights = new ArrayList<>();
        Map<String, String> tries = Map.of("SELECT", "SELECT COUNT(*) FROM %1$s", "INSERT",
                "INSERT INTO %1$s (%2$s) SELECT NULL FROM (SELECT 1 AS x) nothing WHERE FALSE", "UPDATE",
                "UPDATE %1$s SET %2$s = NULL WHERE FALSE", "DELETE", "DELETE FROM %1$s WHERE FALSE");
        for (String right : List.of("SELECT", "INSERT", "UPDATE", "DELETE")) {
            if (isAllowed(tries.get(right).formatted(table, column))) {
                rights.add(right);
            }
        }
        return String.join(" ", rights);
    }

    private static boolean isAllowed(String sql) {
        try {
            if (sql.startsWith("SELECT")) {
                database.jdbc().sql(sql).query(Long.class).single();
            }
            else {
                database.jdbc().sql(sql).update();
            }
            return true;
        }
        catch (DataAccessException ex) {
            // rights are looked at first: whatever else is wrong, the right is there
            return !String.valueOf(ex.getMostSpecificCause().getMessage()).contains("command denied");
        }
    }

    private static String schema() {
        return database.asOwner().sql("SELECT DATABASE()").query(String.class).single();
    }

}
