package org.prorata.batch.nightly;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import javax.sql.DataSource;

import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.DataSources;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.run.Lease;
import org.prorata.db.run.NightlyRuns;
import org.prorata.run.NightlyRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * Runs the nightly job for a business date, exactly once whatever happens: one process at
 * a time by the lease, a date that is certified is never run again, what a dead process
 * left is finished first, and passing troubles of the database are waited out.
 */
public final class NightlyJob {

    private static final Logger LOG = LoggerFactory.getLogger(NightlyJob.class);

    private static final int MOST_STARTS = 6;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private final JobOperator operator;

    private final JobRepository repository;

    private final Job job;

    private final NightlyRuns runs;

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final DeadRuns deadRuns;

    private final DataSource dataSource;

    private final DatabaseSettings settings;

    private final Clock clock;

    private final RunProgressRelay progress;

    private volatile boolean stopping;

    /** Held for reading by every start, of which there may be several at a time. */
    private final ReadWriteLock starts = new ReentrantReadWriteLock();

    public NightlyJob(JobOperator operator, JobRepository repository, Job job, NightlyRuns runs, AuditTrail audit,
            UnitOfWork work, JdbcClient jdbc, DataSource dataSource, DatabaseSettings settings, Clock clock,
            RunProgressRelay progress) {
        this.operator = operator;
        this.repository = repository;
        this.job = job;
        this.runs = runs;
        this.audit = audit;
        this.work = work;
        this.deadRuns = new DeadRuns(jdbc);
        this.dataSource = dataSource;
        this.settings = settings;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Runs the job for a business date, after any earlier one that was begun and not
     * certified.
     * @return the certified run, which may have been certified before
     * @throws LeaseTakenException when another process runs the job
     * @throws RunFailedException when the run stopped; starting it again goes on where it
     * stopped
     */
    public NightlyRun run(LocalDate businessDate, RunProgress watcher) {
        this.starts.readLock().lock();
        try {
            NightlyRun done = this.runs.find(businessDate).filter(this::isDone).orElse(null);
            return (done != null) ? done : runUnderLease(businessDate, watcher);
        }
        finally {
            this.starts.readLock().unlock();
        }
    }

    private NightlyRun runUnderLease(LocalDate businessDate, RunProgress watcher) {
        String trouble = "";
        for (int start = 1; start <= MOST_STARTS; start++) {
            try (Lease lease = takeLease(); RunProgressRelay.Watch watch = this.progress.watchedBy(watcher)) {
                for (NightlyRun unfinished : this.runs.unfinishedBefore(businessDate)) {
                    LOG.warn("run {} of {} was begun and not certified; it is finished first", unfinished.id(),
                            unfinished.businessDate());
                    Optional<String> passing = start(unfinished, lease);
                    if (passing.isPresent()) {
                        throw new SQLException(passing.get());
                    }
                }
                NightlyRun run = this.runs.open(businessDate);
                if (isDone(run)) {
                    return run;
                }
                Optional<String> passing = start(run, lease);
                if (passing.isEmpty()) {
                    return this.runs.find(run.id()).orElseThrow();
                }
                trouble = passing.get();
            }
            catch (SQLException | DataAccessException | TransactionException ex) {
                trouble = String.valueOf(ex.getMessage());
            }
            if (this.stopping) {
                break;
            }
            LOG.warn("the run met a trouble of the database that may pass, start {} of {}: {}", start, MOST_STARTS,
                    trouble);
            pause(FIRST_WAIT.multipliedBy(1L << (start - 1)));
        }
        throw new RunFailedException("the run of " + businessDate + " stopped: " + trouble
                + ". When the database is well again, start it once more: it goes on where it stopped");
    }

    /**
     * Tells whether nothing of a run is left to do: it is certified, and the job did not
     * stop between that and the end of its last step.
     */
    private boolean isDone(NightlyRun run) {
        if (!run.isCertified()) {
            return false;
        }
        JobInstance instance = this.repository.getJobInstance(NightlyJobConfiguration.JOB, parameters(run));
        JobExecution last = (instance != null) ? this.repository.getLastJobExecution(instance) : null;
        return last == null || last.getStatus() == BatchStatus.COMPLETED;
    }

    private static JobParameters parameters(NightlyRun run) {
        return new JobParametersBuilder().addLocalDate(NightlyJobConfiguration.BUSINESS_DATE, run.businessDate())
            .addLong(NightlyJobConfiguration.RUN, run.id(), false)
            .toJobParameters();
    }

    private Lease takeLease() throws SQLException {
        String holder = "process " + ProcessHandle.current().pid() + " on " + hostName();
        DataSource sessions = DataSources.single(this.settings.url(), this.settings.user(), this.settings.password());
        Optional<Lease> lease = Lease.take(sessions, holder, this.clock);
        if (lease.isEmpty()) {
            throw new LeaseTakenException("another run holds the lease: " + Lease.holder(this.dataSource)
                    + ". Nothing was done; try again when it has ended");
        }
        return lease.get();
    }

    /**
     * Starts the job for a run.
     * @return empty when the run is certified, what was wrong when it may pass by itself
     */
    private Optional<String> start(NightlyRun run, Lease lease) throws SQLException {
        int left = this.deadRuns.clearAway();
        if (left > 0) {
            LOG.warn("{} executions were left behind by a process that died; the run goes on where it stopped", left);
        }
        this.runs.started(run.id());
        JobParameters parameters = parameters(run);
        JobInstance begun = this.repository.getJobInstance(NightlyJobConfiguration.JOB, parameters);
        if (begun != null) {
            this.deadRuns.putInOrder(begun);
        }
        JobExecution execution;
        try {
            execution = this.operator.start(this.job, parameters);
        }
        catch (JobExecutionException ex) {
            throw new SQLException("the job cannot be started: " + ex.getMessage(), ex);
        }
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            return Optional.empty();
        }
        if (this.stopping || execution.getStatus() == BatchStatus.STOPPED) {
            throw new RunFailedException("the run of " + run.businessDate()
                    + " was stopped in good order; start it again and it goes on where it stopped");
        }
        Failure failure = Failure.of(execution);
        if (failure.mayPass() || !lease.isHeld()) {
            return Optional.of(failure.message());
        }
        fail(run, failure.message());
        throw new RunFailedException(failure.message());
    }

    private void fail(NightlyRun run, String message) {
        this.work.inOneTransaction(() -> {
            // a run that is certified stays that; what failed is its publication
            if (!this.runs.find(run.id()).orElseThrow().isCertified()) {
                this.runs.failed(run.id(), message);
            }
            this.audit.append("nightly run", "FAILED", "run " + run.businessDate(), message);
            return run;
        });
    }

    /**
     * Stops the present run after the chunks it is at, and waits until it has stopped.
     */
    public void stop(Duration patience) {
        this.stopping = true;
        try {
            Set<JobExecution> running = this.repository.findRunningJobExecutions(NightlyJobConfiguration.JOB);
            for (JobExecution execution : running) {
                this.operator.stop(execution);
            }
            if (!this.starts.writeLock().tryLock(patience.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("the run did not stop within {}; it is left to be finished by the next start", patience);
                return;
            }
            this.starts.writeLock().unlock();
            if (running.stream().anyMatch(this::isStopped)) {
                LOG.warn("the run was stopped in good order; start it again and it goes on where it stopped");
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        catch (Exception ex) {
            LOG.warn("the run could not be asked to stop; it is left to be finished by the next start", ex);
        }
    }

    private boolean isStopped(JobExecution execution) {
        JobExecution now = this.repository.getJobExecution(execution.getId());
        return now != null && now.getStatus() == BatchStatus.STOPPED;
    }

    private static void pause(Duration wait) {
        try {
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        }
        catch (UnknownHostException ex) {
            return "this machine";
        }
    }

}
