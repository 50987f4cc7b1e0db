package org.prorata.web.security;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Removes sessions that are over, each by its key. The library's own statement reads the
 * index of expiry times with locks, beside the pages that move living sessions along in
 * it: one of the two is then told of a deadlock, and that was the page.
 */
final class ExpiredSessions {

    private final JdbcClient jdbc;

    private final Clock clock;

    ExpiredSessions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    void remove() {
        long now = this.clock.millis();
        List<String> over = this.jdbc.sql("SELECT PRIMARY_ID FROM SPRING_SESSION WHERE EXPIRY_TIME < ?")
            .param(now)
            .query((row, n) -> row.getString("PRIMARY_ID"))
            .list();
        for (String session : over) {
            this.jdbc.sql("DELETE FROM SPRING_SESSION WHERE PRIMARY_ID = ? AND EXPIRY_TIME < ?")
                .param(session)
                .param(now)
                .update();
        }
    }

}
