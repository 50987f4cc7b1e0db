package org.prorata.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool that waits for a database that does not answer, but once for all: for some
 * seconds after a wait in vain it says so at once. Otherwise each of the 64 buckets of a
 * run would wait several times, one after the other, before the run could tell anybody.
 */
final class PatientPool extends HikariDataSource {

    private record Away(long since, SQLException why) {
    }

    private static final Duration KNOWN_FOR = Duration.ofSeconds(3);

    private volatile @Nullable Away away;

    PatientPool(HikariConfig config) {
        super(config);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Away known = this.away;
        if (known != null && System.nanoTime() - known.since() < KNOWN_FOR.toNanos()) {
            throw new SQLTransientConnectionException(known.why().getMessage(), known.why());
        }
        try {
            Connection connection = super.getConnection();
            this.away = null;
            return connection;
        }
        catch (SQLTransientConnectionException ex) {
            // without a cause the database is there, and all connections are in use
            if (ex.getCause() instanceof SQLException why) {
                this.away = new Away(System.nanoTime(), why);
            }
            throw ex;
        }
    }

}
