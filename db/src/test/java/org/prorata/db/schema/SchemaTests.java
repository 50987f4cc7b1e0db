package org.prorata.db.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.command.core.RollbackCountCommandStep;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.ui.LoggerUIService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.DataSources;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.TestDatabase;
import org.prorata.proof.Sha256;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class SchemaTests {

    private static final String BATCH_SCRIPT = "org/springframework/batch/core/schema-mysql.sql";

    /** A release with rows that later ones hold otherwise. */
    private static final String EARLIER_RELEASE = "1.0.0";

    @Test
    void migratesFromEmptyAndIsCurrentByOneLook() throws SQLException {
        TestDatabase database = TestDatabase.empty();
        Schema schema = new Schema(database.settings());
        assertThat(schema.isCurrent()).isFalse();
        schema.migrate();
        assertThat(schema.isCurrent()).isTrue();
        assertThat(tables(database)).contains("tenant", "ledger_entry", "ledger_posting", "batch_job_instance");
    }

    @Test
    void aSchemaOfAnotherReleaseIsNotCurrent() throws SQLException {
        TestDatabase database = TestDatabase.migrated();
        database.asOwner()
            .sql("UPDATE DATABASECHANGELOG SET TAG = '0.9.0' WHERE TAG = '" + Schema.RELEASE + "'")
            .update();
        assertThat(new Schema(database.settings()).isCurrent()).isFalse();
    }

    @Test
    void migratingTwiceChangesNothing() throws SQLException {
        TestDatabase database = TestDatabase.migrated();
        List<Map<String, Object>> before = changelog(database);
        List<String> columns = columns(database);
        new Schema(database.settings()).migrate();
        assertThat(changelog(database)).isEqualTo(before);
        assertThat(columns(database)).isEqualTo(columns);
    }

    @Test
    void everyChangesetCanBeTakenBackAndDoneAgain() throws Exception {
        TestDatabase database = TestDatabase.migrated();
        List<String> columns = columns(database);
        rollback(database, changelog(database).size());
        assertThat(tables(database)).containsExactlyInAnyOrder("databasechangelog", "databasechangeloglock");
        Schema schema = new Schema(database.settings());
        assertThat(schema.isCurrent()).isFalse();
        schema.migrate();
        assertThat(schema.isCurrent()).isTrue();
        assertThat(columns(database)).isEqualTo(columns);
        assertThat(database.jdbc().sql("SELECT COUNT(*) FROM tenant").query(Long.class).single()).isZero();
    }

    @Test
    void rowsOfAnEarlierReleaseOutliveTheMigration() throws SQLException {
        TestDatabase database = TestDatabase.migrated();
        Schema schema = new Schema(database.settings());
        schema.rollbackTo(EARLIER_RELEASE);
        database.jdbc().sql("""
                INSERT INTO tenant (tenant_id, name, country, locale, time_zone, currency, billing_day)
                VALUES ('T1', 'Zaļā birža SIA', 'LV', 'lv', 'Europe/Riga', 'EUR', 31)
                """).update();
        oldRequest(database, 1, "QUEUED", "'" + "a".repeat(64) + "'");
        oldRequest(database, 2, "PENDING_APPROVAL", "NULL");
        for (String figures : List.of("b", "a", "a")) {
            database.asOwner().sql("""
                    INSERT INTO approval (request_no, requested_by, decided_by, decision, figures, reason, decided_at)
                    SELECT request_no, 'anna', 'boss', 'APPROVED', REPEAT(?, 64), '', '2024-06-15'
                    FROM cancellation_request WHERE request_id = 'R1'
                    """).param(figures).update();
        }
        schema.migrate();
        assertThat(schema.isCurrent()).isTrue();
        assertThat(database.asOwner()
            .sql("SELECT CONCAT_WS(' ', state, needed, given, version, country, product) FROM approval_case ORDER BY request_no")
            .query(String.class)
            .list()).containsExactly("APPROVED 1 1 1 LV P", "WAITING 1 0 1 LV P");
        assertThat(database.asOwner()
            .sql("SELECT COALESCE(dropped_because, 'counts') FROM approval ORDER BY approval_no")
            .query(String.class)
            .list()).containsExactly("FIGURES_CHANGED", "SENT_BACK", "counts");
        assertThat(database.asOwner().sql("SELECT person_id FROM approver WHERE enabled").query(String.class).list())
            .containsExactly("boss");
        assertThat(database.jdbc()
            .sql("SELECT CONCAT_WS('|', tenant_id, name, billing_day, revision) FROM tenant")
            .query(String.class)
            .list()).containsExactly("T1|Zaļā birža SIA|31|1");
    }

    private static void oldRequest(TestDatabase database, int number, String state, String approvedFigures) {
        database.asOwner()
            .sql("""
                    INSERT INTO subscription (subscription_id, tenant_no, product, kind, channel, payment_method, billing_frequency,
                        first_term_start, term_start, term_end, purchased_licences, assigned_licences, auto_renew, state, state_since)
                    SELECT 'S%d', tenant_no, 'P', 'PAID', 'DIRECT', 'CARD', 'MONTHLY', '2024-06-01', '2024-06-01', '2024-06-30', 31, 31,
                        TRUE, 'ACTIVE', '2024-06-01'
                    FROM tenant
                    """
                .formatted(number))
            .update();
        database.asOwner()
            .sql("""
                    INSERT INTO cancellation_request (request_id, subscription_no, requested_at, requested_on, requested_by, effective_date,
                        reason, filed_at, route, gate_reasons, policy, policy_effective_from, counted_licences, tenant_revision, approve_by,
                        approved_figures, state)
                    SELECT 'R%1$d', subscription_no, '2024-06-15', '2024-06-15', 'anna', '2024-06-16', '', '2024-06-15', 'APPROVAL',
                        'ABOVE_LIMIT', 'microsoft-2020', '2020-04-18', 31, 1, '2024-06-29', %3$s, '%2$s'
                    FROM subscription WHERE subscription_id = 'S%1$d'
                    """
                .formatted(number, state, approvedFigures))
            .update();
    }

    @Test
    void theTablesOfSpringBatchAreThoseOfItsOwnScript() {
        TestDatabase migrated = TestDatabase.migrated();
        TestDatabase theirs = TestDatabase.empty();
        new ResourceDatabasePopulator(new ClassPathResource(BATCH_SCRIPT)).execute(owner(theirs));
        assertThat(columns(theirs)).isNotEmpty();
        assertThat(columns(migrated).stream().filter(column -> column.startsWith("batch_"))).isEqualTo(columns(theirs));
    }

    /**
     * The changeset runs the script of the Spring Batch that is on the class path. When
     * this fails, Spring Batch was upgraded and has changed it: databases that exist need
     * a changeset with the difference, from
     * {@code org/springframework/batch/core/migration}.
     */
    @Test
    void theScriptOfSpringBatchIsTheOneThatWasReleased() throws IOException {
        try (InputStream script = new ClassPathResource(BATCH_SCRIPT).getInputStream()) {
            assertThat(Sha256.of(new String(script.readAllBytes(), StandardCharsets.UTF_8)))
                .isEqualTo("774f0a4f140011ca6983bbcdd4f9f5c5c448db66838ec639c1b0f84d9c28f4c3");
        }
    }

    private static void rollback(TestDatabase database, int changesets) throws Exception {
        try (Connection connection = owner(database).getConnection()) {
            CommandScope rollback = new CommandScope(RollbackCountCommandStep.COMMAND_NAME[0])
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG,
                        DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection)))
                .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG.getName(), "db/changelog/changelog.yaml")
                .addArgumentValue(RollbackCountCommandStep.COUNT_ARG, changesets);
            rollback.setOutput(OutputStream.nullOutputStream());
            Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), () -> {
                rollback.execute();
            });
        }
    }

    private static DataSource owner(TestDatabase database) {
        DatabaseSettings settings = database.settings();
        return DataSources.single(settings.url(), settings.ownerUser(), settings.ownerPassword());
    }

    private static List<Map<String, Object>> changelog(TestDatabase database) {
        return database.asOwner()
            .sql("SELECT ID, MD5SUM, DATEEXECUTED, ORDEREXECUTED, TAG FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED")
            .query()
            .listOfRows();
    }

    private static List<String> tables(TestDatabase database) {
        return database.asOwner()
            .sql("SELECT LOWER(table_name) FROM information_schema.tables WHERE table_schema = DATABASE()")
            .query(String.class)
            .list();
    }

    private static List<String> columns(TestDatabase database) {
        return database.asOwner()
            .sql("""
                    SELECT CONCAT_WS(' ', LOWER(table_name), column_name, column_type, is_nullable, column_key, collation_name)
                    FROM information_schema.columns
                    WHERE table_schema = DATABASE() AND table_name NOT LIKE 'DATABASECHANGELOG%'
                    ORDER BY LOWER(table_name), ordinal_position
                    """)
            .query(String.class)
            .list();
    }

}
