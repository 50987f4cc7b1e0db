package org.prorata.batch.serve;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.prorata.batch.nightly.NightlyJob;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.RunRequests;
import org.prorata.run.NightlyRun;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Wires the scheduler with its health and its meters. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ServeConfiguration {

    @Bean
    ThreadPoolTaskScheduler nightlyThread() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("nightly-");
        return scheduler;
    }

    @Bean
    NightlyScheduler nightlyScheduler(ThreadPoolTaskScheduler nightlyThread, NightlyJob job, NightlyRuns runs,
            RunRequests requests, Clock clock, @Value("${prorata.cron}") String cron) {
        return new NightlyScheduler(nightlyThread, job, runs, requests, clock, cron);
    }

    @Bean
    HealthIndicator nightlyHealthIndicator(NightlyScheduler scheduler, NightlyRuns runs, Clock clock) {
        return () -> {
            List<NightlyRun> latest = runs.latest(1);
            Health.Builder health = scheduler.lastProblem().isEmpty() ? Health.up()
                    : Health.down().withDetail("problem", scheduler.lastProblem());
            latest.forEach(run -> health.withDetail("last_business_date", run.businessDate().toString())
                .withDetail("last_state", run.state().name())
                .withDetail("days_behind", LocalDate.now(clock.withZone(ZoneOffset.UTC)).toEpochDay() - 1
                        - run.businessDate().toEpochDay()));
            return health.build();
        };
    }

    @Bean
    MeterBinder nightlyMeters(JdbcClient jdbc) {
        return registry -> {
            for (String state : List.of("PENDING_APPROVAL", "QUEUED", "CLAIMED", "QUARANTINED")) {
                Gauge.builder("prorata.requests", () -> count(jdbc, state))
                    .description("Open cancellation requests by state")
                    .tag("state", state)
                    .register(registry);
            }
        };
    }

    private static long count(JdbcClient jdbc, String state) {
        return jdbc.sql(
                "SELECT COUNT(*) AS n FROM cancellation_request WHERE state = :state AND open_subscription_no IS NOT NULL")
            .param("state", state)
            .query((row, n) -> row.getLong("n"))
            .single();
    }

}
