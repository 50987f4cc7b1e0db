package org.prorata.batch.machines;

import java.time.Duration;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import org.prorata.batch.nightly.Failure;
import org.prorata.batch.nightly.PassingTroubleException;
import org.prorata.batch.nightly.RunFailedException;
import org.prorata.batch.nightly.RunProgress;
import org.prorata.db.run.Quarantine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * The manager's side: orders each bucket once, and waits in the bookkeeping of the job
 * until all are over, as long as there is progress.
 * <p>
 * Spring Batch's own {@code MessageChannelPartitionHandler} waits for a fixed time
 * whether buckets make progress or not, knows nothing of a dead-letter queue or of a job
 * that is to stop, and its workers do not tell why a bucket failed.
 */
final class RemoteBuckets implements PartitionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteBuckets.class);

    private static final int BUCKETS = 64;

    private static final Duration POLL = Duration.ofMillis(250);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration REMIND = Duration.ofSeconds(15);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final EmbeddedBroker embedded;

    private final Broker broker;

    private final BrokerSettings settings;

    private final Terms terms;

    private final BucketExecutions executions;

    private final JobRepository repository;

    private final Quarantine quarantine;

    private final RunProgress progress;

    RemoteBuckets(EmbeddedBroker embedded, Broker broker, BrokerSettings settings, Terms terms,
            BucketExecutions executions, JobRepository repository, Quarantine quarantine, RunProgress progress) {
        this.embedded = embedded;
        this.broker = broker;
        this.settings = settings;
        this.terms = terms;
        this.executions = executions;
        this.repository = repository;
        this.quarantine = quarantine;
        this.progress = progress;
    }

    @Override
    public Collection<StepExecution> handle(StepExecutionSplitter splitter, StepExecution credit) throws Exception {
        Set<Long> buckets = splitter.split(credit, BUCKETS)
            .stream()
            .map(StepExecution::getId)
            .collect(Collectors.toSet());
        if (buckets.isEmpty()) {
            return List.of();
        }
        Long run = credit.getJobParameters().getLong("run");
        if (run == null) {
            throw new IllegalStateException("the job was started without a run");
        }
        if (this.settings.embedded()) {
            this.embedded.open();
        }
        boolean over = false;
        try (JMSContext context = this.broker.connect()) {
            order(context, credit.getJobExecutionId(), buckets);
            new Wait(context, credit.getJobExecutionId(), run, buckets).untilOver();
            over = true;
        }
        catch (JMSException ex) {
            throw this.broker.lost(ex);
        }
        catch (JMSRuntimeException ex) {
            throw this.broker.lost(ex);
        }
        finally {
            if (!over) {
                this.executions.giveUp(buckets);
            }
        }
        return result(credit.getJobExecutionId(), buckets);
    }

    private void order(JMSContext context, long jobExecution, Set<Long> buckets) throws JMSException {
        var queue = context.createQueue(Broker.BUCKETS);
        var producer = context.createProducer();
        for (long bucket : buckets.stream().sorted().toList()) {
            producer.send(queue, new BucketOrder(jobExecution, bucket).message(context, this.terms));
        }
        context.commit();
        LOG.info("{} buckets wait for workers at {}: {}", buckets.size(), this.broker, this.terms);
    }

    /** Returns the buckets as the workers left them. */
    private List<StepExecution> result(long jobExecution, Set<Long> buckets) {
        JobExecution execution = this.repository.getJobExecution(jobExecution);
        if (execution == null) {
            throw new IllegalStateException("execution " + jobExecution + " of the job is gone");
        }
        List<StepExecution> over = execution.getStepExecutions()
            .stream()
            .filter(each -> buckets.contains(each.getId()))
            .toList();
        List<Failure> failures = over.stream()
            .filter(each -> each.getStatus().isUnsuccessful())
            .map(BucketFailure::of)
            .toList();
        for (Failure failure : failures) {
            if (!failure.mayPass()) {
                throw new RunFailedException(failure.message());
            }
        }
        if (!failures.isEmpty()) {
            throw new PassingTroubleException(failures.getFirst().message());
        }
        return over;
    }

    /** One wait for all buckets. */
    private final class Wait {

        private final JMSContext context;

        private final long jobExecution;

        private final long run;

        private final Set<Long> buckets;

        private final long begun = System.nanoTime();

        private long lastProgress = this.begun;

        private long lastLook = this.begun - LOOK.toNanos();

        private long lastReminder = this.begun;

        private long written = -1;

        private long over;

        private Set<Long> dead = Set.of();

        Wait(JMSContext context, long jobExecution, long run, Set<Long> buckets) {
            this.context = context;
            this.jobExecution = jobExecution;
            this.run = run;
            this.buckets = buckets;
        }

        /**
         * Waits.
         * @throws RunFailedException when no bucket makes progress any more or some are
         * dead letters
         */
        void untilOver() throws JMSException, JobInterruptedException {
            while (true) {
                List<BucketExecutions.Standing> standings = RemoteBuckets.this.executions.standing(this.buckets);
                note(standings);
                if (standings.getFirst().isStopping()) {
                    untilStopped();
                    return;
                }
                if (hasPassed(this.lastLook, LOOK)) {
                    this.lastLook = System.nanoTime();
                    this.dead = deadLetters();
                    RemoteBuckets.this.quarantine.requireFew(this.run);
                }
                List<BucketExecutions.Standing> open = standings.stream().filter(each -> !each.isOver()).toList();
                if (this.dead.containsAll(open.stream().map(BucketExecutions.Standing::id).toList())) {
                    requireNoneDead(open);
                    return;
                }
                requireProgress(standings, open.size());
                pause();
            }
        }

        private void note(List<BucketExecutions.Standing> standings) {
            long writtenNow = standings.stream().mapToLong(BucketExecutions.Standing::written).sum();
            long overNow = standings.stream().filter(BucketExecutions.Standing::isOver).count();
            if (writtenNow != this.written || overNow != this.over) {
                this.lastProgress = System.nanoTime();
            }
            if (writtenNow > Math.max(this.written, 0)) {
                RemoteBuckets.this.progress.done((int) (writtenNow - Math.max(this.written, 0)));
            }
            this.written = writtenNow;
            this.over = overNow;
        }

        /** Lets the buckets in hand stop; each does so after its chunk. */
        private void untilStopped() throws JobInterruptedException {
            RemoteBuckets.this.executions.callBack(this.buckets);
            long asked = System.nanoTime();
            while (!RemoteBuckets.this.executions.standing(this.buckets)
                .stream()
                .allMatch(BucketExecutions.Standing::isOver)) {
                if (hasPassed(asked, STOP_PATIENCE)) {
                    RemoteBuckets.this.executions.giveUp(this.buckets);
                }
                pause();
            }
        }

        private void requireNoneDead(List<BucketExecutions.Standing> open) {
            if (!open.isEmpty()) {
                throw new RunFailedException("the run stopped: " + names(open) + " went to the dead-letter queue "
                        + Broker.DEAD_LETTERS + " of the broker " + RemoteBuckets.this.broker
                        + ", because the workers that took it died or could not do it; the "
                        + "others are finished. See what the workers say, then start the run again: it goes on where "
                        + "it stopped");
            }
        }

        private static String names(List<BucketExecutions.Standing> open) {
            return open.stream()
                .map(BucketExecutions.Standing::name)
                .map(name -> name.substring(name.lastIndexOf(':') + 1))
                .sorted()
                .collect(Collectors.joining(", "));
        }

        private void requireProgress(List<BucketExecutions.Standing> standings, int open) {
            boolean begun = standings.stream().anyMatch(BucketExecutions.Standing::isBegun);
            Duration patience = RemoteBuckets.this.settings.patience();
            if (hasPassed(this.lastProgress, patience)) {
                throw new RunFailedException("the run stopped: no bucket has made progress for " + patience.toSeconds()
                        + " s, " + open + " of " + this.buckets.size() + " are not finished"
                        + (begun ? "" : " and no worker has taken one")
                        + ". Start workers with \"prorata worker\" that " + "reach the broker "
                        + RemoteBuckets.this.broker + " and have the same release, database and "
                        + "policies, or run with --workers local; the next start goes on where this one stopped");
            }
            if (!begun && hasPassed(this.lastReminder, REMIND)) {
                this.lastReminder = System.nanoTime();
                LOG.warn("no worker has taken a bucket yet; start \"prorata worker\" for the broker {}",
                        RemoteBuckets.this.broker);
            }
        }

        /** Looks which buckets were handed out too often; the letters stay there. */
        private Set<Long> deadLetters() throws JMSException {
            Set<Long> now = new HashSet<>();
            try (QueueBrowser browser = this.context.createBrowser(this.context.createQueue(Broker.DEAD_LETTERS),
                    BucketOrder.selector(this.jobExecution))) {
                for (Enumeration<?> each = browser.getEnumeration(); each.hasMoreElements();) {
                    now.add(BucketOrder.of((Message) each.nextElement()).stepExecution());
                }
            }
            now.stream()
                .filter(each -> !this.dead.contains(each))
                .forEach(each -> LOG.warn("execution {} of a bucket went to the dead-letter queue {}", each,
                        Broker.DEAD_LETTERS));
            return now;
        }

        private static boolean hasPassed(long since, Duration time) {
            return System.nanoTime() - since >= time.toNanos();
        }

        private static void pause() throws JobInterruptedException {
            try {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                throw new JobInterruptedException("interrupted while waiting for the workers");
            }
        }

    }

}
