package org.prorata.db.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

import javax.sql.DataSource;

import org.prorata.db.Times;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The right to run the nightly job, which one process has at a time. It is a named lock
 * of a database session of its own: it ends with that session, so that a process that
 * dies gives it up at once and nobody has to clear it away.
 */
public final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private static final String NAME = "CONCAT(LEFT(DATABASE(), 40), ':prorata-nightly')";

    /**
     * The server may need a moment to notice that the process that held the lease has
     * died.
     */
    private static final int SECONDS_TO_WAIT = 2;

    private final Connection session;

    private Lease(Connection session) {
        this.session = session;
    }

    /**
     * Takes the lease if nobody has it.
     * @param sessions makes a connection that nothing else uses
     * @param holder who takes it, for people
     */
    public static Optional<Lease> take(DataSource sessions, String holder, Clock clock) throws SQLException {
        Connection session = sessions.getConnection();
        try {
            session.setAutoCommit(true);
            if (!ask(session, "SELECT GET_LOCK(" + NAME + ", " + SECONDS_TO_WAIT + ")")) {
                session.close();
                return Optional.empty();
            }
            try (PreparedStatement statement = session
                .prepareStatement("REPLACE INTO lease_holder (lease, holder, since) VALUES ('nightly', ?, ?)")) {
                statement.setString(1, holder);
                statement.setObject(2, Times.column(clock.instant()));
                statement.executeUpdate();
            }
            return Optional.of(new Lease(session));
        }
        catch (SQLException ex) {
            session.close();
            throw ex;
        }
    }

    /** Says who took the lease last and when. */
    public static String holder(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection
                    .prepareStatement("SELECT holder, since FROM lease_holder WHERE lease = 'nightly'");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString("holder") + " since " + Times.instant(row, "since") : "nobody known";
        }
    }

    /**
     * Tells whether some process has the lease now, which means that a run is at work.
     */
    public static boolean isTaken(JdbcClient jdbc) {
        return jdbc.sql("SELECT IS_FREE_LOCK(" + NAME + ") = 0 AS taken")
            .query((row, n) -> row.getBoolean("taken"))
            .single();
    }

    /** Tells whether the lease still is ours; a lost session has lost it. */
    public boolean isHeld() {
        try {
            return ask(this.session, "SELECT IS_USED_LOCK(" + NAME + ") = CONNECTION_ID()");
        }
        catch (SQLException ex) {
            return false;
        }
    }

    private static boolean ask(Connection session, String sql) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql); ResultSet row = statement.executeQuery()) {
            return row.next() && row.getInt(1) == 1;
        }
    }

    @Override
    public void close() {
        // the server ends a session some time after it was closed, but gives up the lock
        // at once
        try (Connection ending = this.session) {
            ask(ending, "SELECT RELEASE_LOCK(" + NAME + ")");
        }
        catch (SQLException ex) {
            LOG.debug("the session of the lease was lost, and the lease with it", ex);
        }
    }

}
