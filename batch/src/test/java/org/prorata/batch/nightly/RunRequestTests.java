package org.prorata.batch.nightly;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.batch.serve.NightlyScheduler;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.RunRequests;
import org.prorata.db.run.RunRequests.RunRequest;
import org.prorata.run.NightlyRun;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/** A run that a person asks for elsewhere is started by the scheduler. */
@Tag("database")
class RunRequestTests {

    private static final String NEVER = "0 0 0 29 2 MON";

    @Test
    void theSchedulerRunsWhatSomebodyAskedFor() throws Exception {
        ThreadPoolTaskScheduler thread = new ThreadPoolTaskScheduler();
        try (TestBooks books = TestBooks.open()) {
            thread.initialize();
            RunRequests requests = books.get(RunRequests.class);
            NightlyRuns runs = books.get(NightlyRuns.class);
            LocalDate night = LocalDate.of(2024, 2, 29);
            RunRequests.Asked asked = requests.ask(night, "finance@example.com");
            assertThat(asked).isInstanceOf(RunRequests.Asked.Filed.class);
            long number = ((RunRequests.Asked.Filed) asked).request().number();
            NightlyScheduler scheduler = new NightlyScheduler(thread, books.get(NightlyJob.class), runs, requests,
                    books.get(Clock.class), NEVER);
            scheduler.start();
            try {
                RunRequest done = finished(requests, number);
                assertThat(done.state()).isEqualTo("DONE");
                assertThat(runs.find(night).filter(NightlyRun::isCertified)).isPresent();
                assertThat(done.outcome()).isEqualTo(runs.find(night).orElseThrow().certificate());
                assertThat(scheduler.lastProblem()).isEmpty();
            }
            finally {
                scheduler.stop();
                thread.shutdown();
            }
        }
    }

    private static RunRequest finished(RunRequests requests, long number) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        RunRequest request = requests.find(number).orElseThrow();
        while (request.outcome() == null && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(100);
            request = requests.find(number).orElseThrow();
        }
        return request;
    }

}
