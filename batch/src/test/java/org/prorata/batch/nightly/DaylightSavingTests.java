package org.prorata.batch.nightly;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.batch.serve.NightlyScheduler;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.RequestId;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.RunRequests;
import org.prorata.subscription.SubscriptionId;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.SimpleTriggerContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Nights in which the clocks of the tenants, or of the machine, are changed. */
@Tag("database")
class DaylightSavingTests {

    /**
     * When a request was made, on which day that is where its tenant lives, and at which
     * local time: around midnight, around the change and in the hour that comes twice.
     * Midnight of 8 September does not exist in Santiago, nor that of 26 April in Cairo;
     * 6 April ends twice in Santiago, 31 October in Cairo. The days and the local times
     * were worked out by Python's zoneinfo.
     */
    private static final String REQUESTS = """
            Europe/Stockholm 2024-03-30T22:59:59.999Z 2024-03-30 23:59:59 +0100
            Europe/Stockholm 2024-03-30T23:00:00Z 2024-03-31 00:00:00 +0100
            Europe/Stockholm 2024-03-31T00:59:59Z 2024-03-31 01:59:59 +0100
            Europe/Stockholm 2024-03-31T01:00:00Z 2024-03-31 03:00:00 +0200
            Europe/Stockholm 2024-03-31T21:59:59Z 2024-03-31 23:59:59 +0200
            Europe/Stockholm 2024-03-31T22:00:00Z 2024-04-01 00:00:00 +0200
            Europe/Stockholm 2024-10-26T21:59:59Z 2024-10-26 23:59:59 +0200
            Europe/Stockholm 2024-10-26T22:00:00Z 2024-10-27 00:00:00 +0200
            Europe/Stockholm 2024-10-27T00:30:00Z 2024-10-27 02:30:00 +0200
            Europe/Stockholm 2024-10-27T01:30:00Z 2024-10-27 02:30:00 +0100
            Europe/Stockholm 2024-10-27T22:59:59Z 2024-10-27 23:59:59 +0100
            Europe/Stockholm 2024-10-27T23:00:00Z 2024-10-28 00:00:00 +0100
            America/New_York 2024-03-10T04:59:59Z 2024-03-09 23:59:59 -0500
            America/New_York 2024-03-10T05:00:00Z 2024-03-10 00:00:00 -0500
            America/New_York 2024-03-10T07:00:00Z 2024-03-10 03:00:00 -0400
            America/New_York 2024-03-11T03:59:59Z 2024-03-10 23:59:59 -0400
            America/New_York 2024-03-11T04:00:00Z 2024-03-11 00:00:00 -0400
            America/New_York 2024-11-03T03:59:59Z 2024-11-02 23:59:59 -0400
            America/New_York 2024-11-03T04:00:00Z 2024-11-03 00:00:00 -0400
            America/New_York 2024-11-03T05:30:00Z 2024-11-03 01:30:00 -0400
            America/New_York 2024-11-03T06:30:00Z 2024-11-03 01:30:00 -0500
            America/New_York 2024-11-04T04:59:59Z 2024-11-03 23:59:59 -0500
            America/New_York 2024-11-04T05:00:00Z 2024-11-04 00:00:00 -0500
            Australia/Lord_Howe 2024-10-05T13:29:59Z 2024-10-05 23:59:59 +1030
            Australia/Lord_Howe 2024-10-05T13:30:00Z 2024-10-06 00:00:00 +1030
            Australia/Lord_Howe 2024-10-05T15:30:00Z 2024-10-06 02:30:00 +1100
            Australia/Lord_Howe 2024-10-06T12:59:59Z 2024-10-06 23:59:59 +1100
            Australia/Lord_Howe 2024-10-06T13:00:00Z 2024-10-07 00:00:00 +1100
            Australia/Lord_Howe 2024-04-06T12:59:59Z 2024-04-06 23:59:59 +1100
            Australia/Lord_Howe 2024-04-06T13:00:00Z 2024-04-07 00:00:00 +1100
            Australia/Lord_Howe 2024-04-06T14:45:00Z 2024-04-07 01:45:00 +1100
            Australia/Lord_Howe 2024-04-06T15:15:00Z 2024-04-07 01:45:00 +1030
            Australia/Lord_Howe 2024-04-07T13:29:59Z 2024-04-07 23:59:59 +1030
            Australia/Lord_Howe 2024-04-07T13:30:00Z 2024-04-08 00:00:00 +1030
            Asia/Kathmandu 2024-03-30T18:14:59Z 2024-03-30 23:59:59 +0545
            Asia/Kathmandu 2024-03-30T18:15:00Z 2024-03-31 00:00:00 +0545
            America/Santiago 2024-09-08T03:59:59Z 2024-09-07 23:59:59 -0400
            America/Santiago 2024-09-08T04:00:00Z 2024-09-08 01:00:00 -0300
            America/Santiago 2024-09-09T02:59:59Z 2024-09-08 23:59:59 -0300
            America/Santiago 2024-09-09T03:00:00Z 2024-09-09 00:00:00 -0300
            America/Santiago 2024-04-07T02:59:59Z 2024-04-06 23:59:59 -0300
            America/Santiago 2024-04-07T03:00:00Z 2024-04-06 23:00:00 -0400
            America/Santiago 2024-04-07T03:59:59Z 2024-04-06 23:59:59 -0400
            America/Santiago 2024-04-07T04:00:00Z 2024-04-07 00:00:00 -0400
            Africa/Cairo 2024-04-25T21:59:59Z 2024-04-25 23:59:59 +0200
            Africa/Cairo 2024-04-25T22:00:00Z 2024-04-26 01:00:00 +0300
            Africa/Cairo 2024-04-26T20:59:59Z 2024-04-26 23:59:59 +0300
            Africa/Cairo 2024-04-26T21:00:00Z 2024-04-27 00:00:00 +0300
            Africa/Cairo 2024-10-31T20:59:59Z 2024-10-31 23:59:59 +0300
            Africa/Cairo 2024-10-31T21:00:00Z 2024-10-31 23:00:00 +0200
            Africa/Cairo 2024-10-31T21:59:59Z 2024-10-31 23:59:59 +0200
            Africa/Cairo 2024-10-31T22:00:00Z 2024-11-01 00:00:00 +0200
            """;

    private static final SetClock CLOCK = SetClock.at(TestBooks.NOW);

    private static TestBooks books;

    private record Asked(String id, ZoneId zone, Instant at, LocalDate day) {
    }

    @BeforeAll
    static void open() {
        books = TestBooks.open(CLOCK);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @BeforeEach
    void clear() {
        CLOCK.set(TestBooks.NOW);
        books.clear();
    }

    private static List<Asked> requests() {
        List<Asked> requests = new ArrayList<>();
        REQUESTS.lines().forEach(line -> {
            String[] cells = line.split(" ");
            requests.add(new Asked("Z%02d".formatted(requests.size()), ZoneId.of(cells[0]), Instant.parse(cells[1]),
                    LocalDate.parse(cells[2])));
        });
        return requests;
    }

    /** Each subscription costs ten a day, for the whole month. */
    @Test
    void everyRequestIsCreditedInTheNightOfItsTenantsDayForItsTenantsDays() {
        List<Asked> requests = requests();
        List<TestSale> sales = new ArrayList<>();
        List<Cancellation> cancellations = new ArrayList<>();
        TreeSet<LocalDate> nights = new TreeSet<>();
        TreeMap<String, String> expected = new TreeMap<>();
        for (Asked asked : requests) {
            YearMonth month = YearMonth.from(asked.day());
            int unused = month.lengthOfMonth() - asked.day().getDayOfMonth() + 1;
            sales.add(TestSale.of(asked.id())
                .at(asked.zone().getId())
                .charged(month.atDay(1).toString(), month.atEndOfMonth().toString(), month.lengthOfMonth() + "0.00",
                        "0.00"));
            cancellations.add(new Cancellation(RequestId.of("R-" + asked.id()), SubscriptionId.of(asked.id()),
                    asked.at(), "anna@example.com", asked.day(), ""));
            nights.add(asked.day().minusDays(1));
            nights.add(asked.day());
            expected.put("R-" + asked.id(),
                    "%s %s %s %s %s".formatted(asked.day(), unused, BigDecimal.valueOf(unused * 10L).setScale(4),
                            month.plusMonths(1).atDay(1), month.plusMonths(1).atEndOfMonth()));
        }
        books.add(sales);
        books.file(cancellations);
        nights.forEach(night -> books.run(night.toString()));
        TreeMap<String, String> credited = new TreeMap<>();
        books.database()
            .jdbc()
            .sql("""
                    SELECT r.request_id, CONCAT_WS(' ', n.business_date, l.days_unused, c.net, c.return_on, c.due_by) AS credit
                    FROM credit c
                    JOIN credit_line l ON l.request_no = c.request_no
                    JOIN cancellation_request r ON r.request_no = c.request_no
                    JOIN nightly_run n ON n.run_id = c.run_id
                    """)
            .query(row -> {
                credited.put(row.getString("request_id"), row.getString("credit"));
            });
        assertThat(credited).isEqualTo(expected);
        assertThat(books.problems()).isEmpty();
    }

    /** Takes what is to be done and when; a test lets the time pass. */
    private static final class Alarm extends ThreadPoolTaskScheduler {

        private static final long serialVersionUID = 1L;

        private transient Runnable task;

        private transient Trigger trigger;

        @Override
        public @Nullable ScheduledFuture<?> schedule(Runnable newTask, Trigger newTrigger) {
            this.task = newTask;
            this.trigger = newTrigger;
            return null;
        }

        @Override
        public @Nullable ScheduledFuture<?> scheduleWithFixedDelay(Runnable look, Duration delay) {
            // nobody asks for a run here
            return null;
        }

        List<Instant> ringUntil(Instant end) {
            List<Instant> rung = new ArrayList<>();
            SimpleTriggerContext context = new SimpleTriggerContext(CLOCK);
            for (Instant next = this.trigger.nextExecution(context); next != null
                    && next.isBefore(end); next = this.trigger.nextExecution(context)) {
                CLOCK.set(next);
                rung.add(next);
                this.task.run();
                context.update(next, next, CLOCK.instant());
            }
            return rung;
        }

    }

    /**
     * The hour of the cron is missing or comes twice where the machine is; the cron is in
     * UTC, where every hour comes once.
     */
    @ParameterizedTest
    @CsvSource({ "Europe/Stockholm, 2024-03-31, 0 30 2 * * *", "Europe/Stockholm, 2024-10-27, 0 30 2 * * *",
            "Europe/Stockholm, 2024-10-27, 0 30 1 * * *", "America/Santiago, 2024-09-08, 0 15 4 * * *",
            "America/Santiago, 2024-04-07, 0 30 3 * * *", "Australia/Lord_Howe, 2024-10-06, 0 15 2 * * *" })
    void serveRunsEveryNightOnce(String zone, LocalDate change, String cron) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            CLOCK.set(change.minusDays(2).atStartOfDay(java.time.ZoneOffset.UTC).toInstant());
            Alarm alarm = new Alarm();
            NightlyScheduler scheduler = new NightlyScheduler(alarm, books.get(NightlyJob.class),
                    books.get(NightlyRuns.class), books.get(RunRequests.class), CLOCK, cron);
            scheduler.start();
            List<Instant> rung = alarm.ringUntil(change.plusDays(3).atStartOfDay(java.time.ZoneOffset.UTC).toInstant());
            assertThat(rung).hasSize(5);
            assertThat(scheduler.lastProblem()).isEmpty();
            assertThat(dates()).containsExactly(change.minusDays(3), change.minusDays(2), change.minusDays(1), change,
                    change.plusDays(1));
            // once more in the same night, as where the hour comes twice
            alarm.task.run();
            assertThat(dates()).hasSize(5);
            // the machine was off for two nights
            CLOCK.set(change.plusDays(5).atTime(12, 0).toInstant(java.time.ZoneOffset.UTC));
            alarm.task.run();
            assertThat(dates()).hasSize(8).doesNotHaveDuplicates().endsWith(change.plusDays(4));
            assertThat(books.count("nightly_run WHERE state = 'CERTIFIED' AND attempts = 1")).isEqualTo(8);
            assertThat(books.count("BATCH_JOB_EXECUTION")).isEqualTo(8);
        }
        finally {
            TimeZone.setDefault(before);
        }
    }

    private static List<LocalDate> dates() {
        return books.database()
            .jdbc()
            .sql("SELECT business_date FROM nightly_run ORDER BY business_date")
            .query((row, n) -> row.getObject("business_date", LocalDate.class))
            .list();
    }

}
