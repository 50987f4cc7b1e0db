package org.prorata.db.schema;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.command.core.RollbackCommandStep;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.ui.LoggerUIService;
import org.prorata.db.DatabaseSettings;

/**
 * The schema of one database: brings it up to date, back to an earlier release, and
 * grants the application its rights.
 */
public final class Schema {

    /** The release that this program's changelog ends with. */
    public static final String RELEASE = "1.2.0";

    private static final String CHANGELOG = "db/changelog/changelog.yaml";

    /** Tables to which the application only ever adds rows. */
    private static final List<String> APPEND_ONLY = List.of("ledger_entry", "audit_event", "credit_line",
            "credit_return", "approval", "run_total", "approval_figures", "webhook_attempt", "return_failure",
            "ledger_correction", "claimed_request", "approval_case", "tenant_history", "subscription_history",
            "published_run", "refund_flow", "refund_group", "report_snapshot");

    private static final List<String> CHANGING = List.of("tenant", "subscription", "charge", "nightly_run",
            "cancellation_request", "quarantine", "credit", "audit_head", "approver", "approver_delegation",
            "callback_request", "webhook", "outbox_event", "webhook_delivery", "run_request", "return_retry", "person",
            "account", "api_client", "api_token", "report_export", "report_subscription", "report_delivery");

    /** Tables from which rows go when they are not wanted any more. */
    private static final List<String> ALL_ROWS = List.of("lease_holder", "approval_rule", "approver_country",
            "approver_limit", "idempotency_key", "role_grant", "SPRING_SESSION", "SPRING_SESSION_ATTRIBUTES");

    private static final List<String> BATCH = List.of("BATCH_JOB_INSTANCE", "BATCH_JOB_EXECUTION",
            "BATCH_JOB_EXECUTION_PARAMS", "BATCH_JOB_EXECUTION_CONTEXT", "BATCH_STEP_EXECUTION",
            "BATCH_STEP_EXECUTION_CONTEXT", "BATCH_JOB_INSTANCE_SEQ", "BATCH_JOB_EXECUTION_SEQ",
            "BATCH_STEP_EXECUTION_SEQ");

    /** Kept, because the logging of the JDK forgets a logger's level with the logger. */
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private final DatabaseSettings settings;

    public Schema(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** Tells whether the schema is that of this program, by one look at the database. */
    public boolean isCurrent() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet tagged = statement
                    .executeQuery("SELECT COUNT(*) FROM DATABASECHANGELOG WHERE TAG = '" + RELEASE + "'")) {
            return tagged.next() && tagged.getInt(1) == 1;
        }
        catch (SQLException ex) {
            // 42S02: no such table; 42000: the application's user has no right to it
            // before the first grant
            if ("42S02".equals(ex.getSQLState()) || "42000".equals(ex.getSQLState())) {
                return false;
            }
            throw ex;
        }
    }

    /**
     * Brings the schema up to date and, where the application has a user of its own,
     * grants it what it needs.
     */
    public void migrate() throws SQLException {
        try (Connection connection = connect()) {
            run(UpdateCommandStep.COMMAND_NAME[0], connection,
                    Map.of(UpdateCommandStep.CHANGELOG_FILE_ARG.getName(), CHANGELOG));
        }
        if (this.settings.hasSeparateOwner()) {
            grant();
        }
    }

    /** Takes the schema back to the state that a release left it in. */
    public void rollbackTo(String tag) throws SQLException {
        try (Connection connection = connect()) {
            run(RollbackCommandStep.COMMAND_NAME[0], connection, Map.of(UpdateCommandStep.CHANGELOG_FILE_ARG.getName(),
                    CHANGELOG, RollbackCommandStep.TAG_ARG.getName(), tag));
        }
    }

    /**
     * Returns the statements that give the application's user its rights, for a server
     * where somebody else runs them.
     */
    public Map<String, String> grants(String user) {
        Map<String, String> grants = new LinkedHashMap<>();
        APPEND_ONLY.forEach(table -> grants.put(table, "GRANT SELECT, INSERT ON " + table + " TO " + user));
        CHANGING.forEach(table -> grants.put(table, "GRANT SELECT, INSERT, UPDATE ON " + table + " TO " + user));
        BATCH.forEach(table -> grants.put(table, "GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + user));
        ALL_ROWS
            .forEach(table -> grants.put(table, "GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + user));
        grants.put("approval_case (figures)",
                "GRANT UPDATE (state, version, figures, refund, licences, needed, given, decided_at, approve_by) ON approval_case TO "
                        + user);
        grants.put("approval (dropped)", "GRANT UPDATE (dropped_at, dropped_because) ON approval TO " + user);
        grants.put("signing_key", "GRANT SELECT, INSERT ON signing_key TO " + user);
        grants.put("ledger_posting", "GRANT SELECT ON ledger_posting TO " + user);
        grants.put("DATABASECHANGELOG", "GRANT SELECT ON DATABASECHANGELOG TO " + user);
        grants.put("*", "GRANT CREATE TEMPORARY TABLES ON * TO " + user);
        return grants;
    }

    private void grant() throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String grant : grants(account()).values()) {
                statement.execute(grant);
            }
        }
        catch (SQLException ex) {
            throw new SQLException("the schema is up to date, but " + this.settings.ownerUser() + " cannot give "
                    + this.settings.user() + " its rights: " + ex.getMessage()
                    + ". Give the owner all rights on the schema WITH GRANT OPTION, or let somebody else run what \"migrate --print-grants\" prints",
                    ex);
        }
    }

    /** Asks the server which of its accounts the application's user is, host included. */
    private String account() throws SQLException {
        String server = this.settings.url().replaceFirst("(jdbc:mysql://[^/]+/)[^?]*", "$1");
        try (Connection connection = DriverManager.getConnection(server, this.settings.user(),
                this.settings.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CURRENT_USER()")) {
            row.next();
            String account = row.getString(1);
            int at = account.lastIndexOf('@');
            return statement.enquoteLiteral(account.substring(0, at)) + "@"
                    + statement.enquoteLiteral(account.substring(at + 1));
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(this.settings.url(), this.settings.ownerUser(),
                this.settings.ownerPassword());
    }

    private static void run(String command, Connection connection, Map<String, String> arguments) throws SQLException {
        LIQUIBASE.setLevel(Level.SEVERE);
        try {
            Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), () -> {
                Database database = DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(connection));
                CommandScope scope = new CommandScope(command);
                scope.addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database);
                arguments.forEach(scope::addArgumentValue);
                scope.setOutput(java.io.OutputStream.nullOutputStream());
                scope.execute();
            });
        }
        catch (LiquibaseException ex) {
            throw new SQLException("the schema cannot be changed: " + ex.getMessage(), ex);
        }
        catch (Exception ex) {
            throw new SQLException("the schema cannot be changed", ex);
        }
    }

}
