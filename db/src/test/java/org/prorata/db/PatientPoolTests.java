package org.prorata.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

import com.zaxxer.hikari.HikariConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PatientPoolTests {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static HikariConfig config(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        return config;
    }

    private static Duration timeToFail(PatientPool pool) {
        long start = System.nanoTime();
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsWaitedForOnce() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (PatientPool pool = new PatientPool(config("jdbc:mysql://127.0.0.1:" + port + "/prorata", "app", ""))) {
            assertThat(timeToFail(pool)).isGreaterThanOrEqualTo(PATIENCE);
            for (int i = 0; i < 20; i++) {
                assertThat(timeToFail(pool)).isLessThan(PATIENCE.dividedBy(2));
            }
        }
    }

    @Test
    @Tag("database")
    void aPoolOfWhichAllConnectionsAreInUseIsWaitedForEachTime() throws SQLException {
        DatabaseSettings settings = TestDatabase.empty().settings();
        HikariConfig config = config(settings.url(), settings.ownerUser(), settings.ownerPassword());
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        try (PatientPool pool = new PatientPool(config)) {
            pool.getConnection().close();
            pool.getHikariConfigMXBean().setConnectionTimeout(PATIENCE.toMillis());
            try (Connection only = pool.getConnection()) {
                assertThat(timeToFail(pool)).isGreaterThanOrEqualTo(PATIENCE);
                assertThat(timeToFail(pool)).isGreaterThanOrEqualTo(PATIENCE);
                assertThat(only.isValid(1)).isTrue();
            }
            try (Connection next = pool.getConnection()) {
                assertThat(next.isValid(1)).isTrue();
            }
        }
    }

}
