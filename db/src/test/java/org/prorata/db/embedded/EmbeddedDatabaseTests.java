package org.prorata.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.schema.Schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * One folder for all, because unpacking the server takes long; each test finds it running
 * or not.
 */
@Tag("database")
class EmbeddedDatabaseTests {

    @TempDir
    private static Path home;

    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() throws SQLException {
        database = EmbeddedDatabase.of(home);
        assertThat(database.runningProcess()).isEmpty();
        assertThatCode(database::stop).doesNotThrowAnyException();
        new Schema(database.start()).migrate();
    }

    @AfterAll
    static void stop() {
        database.stop();
    }

    @Test
    void aSecondStartJoinsTheRunningOne() {
        DatabaseSettings settings = database.start();
        Long process = database.runningProcess().orElseThrow();
        EmbeddedDatabase second = EmbeddedDatabase.of(home);
        assertThat(second.start()).isEqualTo(settings);
        assertThat(second.runningProcess()).contains(process);
        assertThat(DatabaseSettings.fromEnvironment(Map.of("PRORATA_DATABASE_URL", " "), home)).isEqualTo(settings);
    }

    @Test
    void itListensOnLoopbackForTheApplicationAndTheOwner() throws SQLException {
        DatabaseSettings settings = database.start();
        assertThat(settings.url()).startsWith("jdbc:mysql://127.0.0.1:").contains("/prorata?");
        assertThat(settings.hasSeparateOwner()).isTrue();
        assertThat(one(settings, "SELECT CURRENT_USER()")).isEqualTo("prorata_app@127.0.0.1");
        assertThat(one(settings, "SELECT @@bind_address")).isEqualTo("127.0.0.1");
        assertThat(one(settings, "SELECT @@transaction_isolation")).isEqualTo("READ-COMMITTED");
        assertThatThrownBy(() -> one(settings, "DELETE FROM audit_event")).hasMessageContaining("denied");
    }

    @Test
    void aWrongPasswordIsRefused() {
        DatabaseSettings settings = database.start();
        for (String user : new String[] { settings.user(), settings.ownerUser(), "root" }) {
            refused(user, settings.password() + "x");
        }
        refused(settings.ownerUser(), settings.password());
    }

    @Test
    void nobodyGetsInWithoutAPassword() {
        for (String user : new String[] { "root", "prorata_owner", "prorata_app", "mysql", "mariadb.sys",
                System.getProperty("user.name"), "" }) {
            refused(user, "");
        }
    }

    @Test
    void onlyTheOwnerOfTheFolderReadsItsPasswords() throws IOException {
        for (String file : new String[] { "server.properties", "init.sql" }) {
            assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("var/db").resolve(file))))
                .as(file)
                .isEqualTo("rw-------");
        }
    }

    @Test
    void stoppingEndsTheProcessAndStartingAgainKeepsTheData() throws SQLException {
        DatabaseSettings before = database.start();
        long process = database.runningProcess().orElseThrow();
        String tenant = "T" + process;
        one(before, "INSERT INTO tenant (tenant_id, name, country, locale, time_zone, currency, billing_day) VALUES ('"
                + tenant + "', 'T', 'LV', 'lv', 'Europe/Riga', 'EUR', 1)");
        database.stop();
        assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(database.runningProcess()).isEmpty();
        assertThatThrownBy(() -> one(before, "SELECT 1")).isInstanceOf(SQLException.class);
        DatabaseSettings after = database.start();
        assertThat(after.password()).isEqualTo(before.password());
        assertThat(database.runningProcess().orElseThrow()).isNotEqualTo(process);
        assertThat(one(after, "SELECT COUNT(*) FROM tenant WHERE tenant_id = '" + tenant + "'")).isEqualTo("1");
    }

    @Test
    void aServerThatWasKilledComesUpAgain() throws SQLException {
        database.start();
        ProcessHandle server = ProcessHandle.of(database.runningProcess().orElseThrow()).orElseThrow();
        server.destroyForcibly();
        server.onExit().join();
        assertThat(database.runningProcess()).isEmpty();
        assertThat(one(database.start(), "SELECT COUNT(*) FROM audit_head")).isEqualTo("1");
    }

    /** Somebody interrupted the first start before the passwords were written down. */
    @Test
    void aFolderWhosePasswordsWereLostGetsNewOnes() throws SQLException, IOException {
        String before = database.start().password();
        database.stop();
        Files.delete(home.resolve("var/db/server.properties"));
        DatabaseSettings after = database.start();
        assertThat(after.password()).isNotEqualTo(before);
        assertThat(one(after, "SELECT COUNT(*) FROM audit_head")).isEqualTo("1");
        refused("prorata_app", before);
    }

    private static void refused(String user, String password) {
        String url = database.start().url();
        assertThatThrownBy(() -> DriverManager.getConnection(url, user, password)).as(user)
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("Access denied");
    }

    private static String one(DatabaseSettings settings, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return Integer.toString(statement.getUpdateCount());
            }
            statement.getResultSet().next();
            return statement.getResultSet().getString(1);
        }
    }

}
