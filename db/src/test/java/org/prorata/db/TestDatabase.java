package org.prorata.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.prorata.db.schema.Schema;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A real database for tests: MySQL in a container where Docker answers, the embedded
 * MariaDB where it does not; {@code -Dprorata.test.database=embedded} or {@code =mysql}
 * decides it. Each one is a schema of its own with a user of its own that has the
 * application's rights and no more.
 */
public final class TestDatabase {

    private static final class Shared {

        private static final TestServer SERVER = start();

        private static TestServer start() {
            TestServer server = TestServer.started(Path.of(System.getProperty("prorata.test.home", "target")));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        }

    }

    private final DatabaseSettings settings;

    private final HikariDataSource dataSource;

    private TestDatabase(DatabaseSettings settings) {
        this.settings = settings;
        this.dataSource = DataSources.pooled(settings, 12);
    }

    /** Returns a new, migrated database. */
    public static TestDatabase migrated() {
        return migrated(Shared.SERVER);
    }

    /** Returns a new, migrated database of a server that others do not use. */
    public static TestDatabase migrated(TestServer server) {
        TestDatabase database = empty(server);
        try {
            new Schema(database.settings).migrate();
        }
        catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
        return database;
    }

    /** Returns a new database without a table. */
    public static TestDatabase empty() {
        return empty(Shared.SERVER);
    }

    private static TestDatabase empty(TestServer server) {
        String name = "t_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        try (Connection connection = server.connection(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
            statement.execute("CREATE USER '" + name + "'@'%' IDENTIFIED BY 'app-in-tests'");
        }
        catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
        return new TestDatabase(new DatabaseSettings(server.url() + name + "?sslMode=DISABLED", name, "app-in-tests",
                "root", server.rootPassword()));
    }

    public DatabaseSettings settings() {
        return this.settings;
    }

    /** Returns connections of the application's user. */
    public DataSource dataSource() {
        return this.dataSource;
    }

    /** Returns a client that may do everything, to prepare and to tamper. */
    public JdbcClient asOwner() {
        return JdbcClient
            .create(DataSources.single(this.settings.url(), this.settings.ownerUser(), this.settings.ownerPassword()));
    }

    /** Returns a client with the application's rights. */
    public JdbcClient jdbc() {
        return JdbcClient.create(this.dataSource);
    }

    public TransactionTemplate transactions() {
        return new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
    }

}
