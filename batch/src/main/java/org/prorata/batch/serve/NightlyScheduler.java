package org.prorata.batch.serve;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.prorata.batch.nightly.LeaseTakenException;
import org.prorata.batch.nightly.NightlyJob;
import org.prorata.batch.nightly.RunProgress;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.RunRequests;
import org.prorata.db.run.RunRequests.RunRequest;
import org.prorata.run.NightlyRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.support.CronTrigger;

/**
 * Starts the nightly job by the clock and when a person asks for it. By the clock it runs
 * every business date since the last certified one up to yesterday, UTC; another process
 * with the lease is left alone.
 */
public final class NightlyScheduler implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(NightlyScheduler.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final TaskScheduler scheduler;

    private final NightlyJob job;

    private final NightlyRuns runs;

    private final Clock clock;

    private final String cron;

    private final AtomicReference<String> lastProblem = new AtomicReference<>("");

    private final RunRequests requests;

    private volatile @Nullable ScheduledFuture<?> schedule;

    private volatile @Nullable ScheduledFuture<?> watch;

    private volatile boolean running;

    public NightlyScheduler(TaskScheduler scheduler, NightlyJob job, NightlyRuns runs, RunRequests requests,
            Clock clock, String cron) {
        this.requests = requests;
        this.scheduler = scheduler;
        this.job = job;
        this.runs = runs;
        this.clock = clock;
        this.cron = cron;
    }

    @Override
    public void start() {
        this.running = true;
        this.schedule = this.scheduler.schedule(this::runMissedNights, new CronTrigger(this.cron, ZoneOffset.UTC));
        this.watch = this.scheduler.scheduleWithFixedDelay(this::runRequested, BETWEEN_LOOKS);
        LOG.info("the nightly job starts at \"{}\" UTC", this.cron);
    }

    /** Runs every night that is due. */
    void runMissedNights() {
        LocalDate yesterday = LocalDate.now(this.clock.withZone(ZoneOffset.UTC)).minusDays(1);
        try {
            List<NightlyRun> latest = this.runs.latest(1);
            LocalDate date = latest.isEmpty() ? yesterday : latest.getFirst().businessDate();
            for (; this.running && !date.isAfter(yesterday); date = date.plusDays(1)) {
                NightlyRun run = this.job.run(date, RunProgress.NONE);
                LOG.info("run {} of {} is certified: {}", run.id(), date, run.certificate());
            }
            this.lastProblem.set("");
        }
        catch (LeaseTakenException ex) {
            LOG.info("{}", ex.getMessage());
        }
        catch (RuntimeException ex) {
            this.lastProblem.set(String.valueOf(ex.getMessage()));
            LOG.error("the nightly run failed: {}", ex.getMessage());
        }
    }

    /** Runs what people have asked for, the oldest wish first. */
    void runRequested() {
        try {
            Optional<RunRequest> next = this.requests.take("process " + ProcessHandle.current().pid());
            while (this.running && next.isPresent()) {
                run(next.get());
                next = this.requests.take("process " + ProcessHandle.current().pid());
            }
        }
        catch (RuntimeException ex) {
            LOG.error("run requests cannot be looked at: {}", ex.getMessage());
        }
    }

    private void run(RunRequest request) {
        LOG.info("{} asked for the run of {}", request.askedBy(), request.businessDate());
        try {
            NightlyRun run = this.job.run(request.businessDate(), RunProgress.NONE);
            this.requests.done(request, String.valueOf(run.certificate()));
            this.lastProblem.set("");
        }
        catch (LeaseTakenException ex) {
            // it stays taken, and is taken again when the other run has had its time
            LOG.info("{}", ex.getMessage());
        }
        catch (RuntimeException ex) {
            this.requests.failed(request, String.valueOf(ex.getMessage()));
            this.lastProblem.set(String.valueOf(ex.getMessage()));
            LOG.error("the run of {} failed: {}", request.businessDate(), ex.getMessage());
        }
    }

    /** Returns what stopped the last start; empty when nothing did. */
    public String lastProblem() {
        return this.lastProblem.get();
    }

    @Override
    public void stop() {
        this.running = false;
        ScheduledFuture<?> next = this.schedule;
        if (next != null) {
            next.cancel(false);
        }
        ScheduledFuture<?> looking = this.watch;
        if (looking != null) {
            looking.cancel(false);
        }
        this.job.stop(PATIENCE);
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

}
