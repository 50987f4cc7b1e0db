package org.prorata.db.schema;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class SchemaTests {

    @Test
    void migratesFromEmpty() throws SQLException {
        TestDatabase database = TestDatabase.empty();
        Schema schema = new Schema(database.settings());
        assertThat(schema.isCurrent()).isFalse();
        schema.migrate();
        assertThat(schema.isCurrent()).isTrue();
        assertThat(tables(database)).contains("tenant", "ledger_entry", "batch_job_instance");
    }

    @Test
    void theApplicationCannotChangeLedgerOrAudit() {
        TestDatabase database = TestDatabase.migrated();
        for (String table : List.of("ledger_entry", "audit_event", "credit_line", "credit_return", "approval",
                "run_total")) {
            assertThatThrownBy(() -> database.jdbc().sql("DELETE FROM " + table).update()).as(table)
                .hasMessageContaining("DELETE command denied");
            assertThatThrownBy(() -> database.jdbc().sql("TRUNCATE TABLE " + table).update()).as(table)
                .hasMessageContaining("denied");
        }
        assertThatThrownBy(() -> database.jdbc().sql("UPDATE ledger_entry SET cash = 0").update())
            .hasMessageContaining("UPDATE command denied");
        assertThatThrownBy(() -> database.jdbc().sql("UPDATE audit_event SET actor = ''").update())
            .hasMessageContaining("UPDATE command denied");
    }

    private static List<String> tables(TestDatabase database) {
        return database.asOwner()
            .sql("SELECT LOWER(table_name) FROM information_schema.tables WHERE table_schema = DATABASE()")
            .query(String.class)
            .list();
    }

}
