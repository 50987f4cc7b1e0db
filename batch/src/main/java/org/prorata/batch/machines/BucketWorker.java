package org.prorata.batch.machines;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import org.jspecify.annotations.Nullable;
import org.prorata.batch.nightly.Failure;
import org.prorata.batch.nightly.PassingTroubleException;
import org.prorata.batch.nightly.RunFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Does buckets that a manager orders, until it is told to stop. An order is taken off the
 * queue when its bucket is over in the database and not before: the broker hands the
 * bucket of a worker that dies to another, which goes on with the requests that are still
 * CLAIMED.
 * <p>
 * Spring Batch's own {@code StepExecutionRequestHandler} executes whatever it is handed:
 * a bucket that is finished once more, and a bucket of a job that has ended beside the
 * same bucket of the job that took its place. This one looks first. Two workers that
 * nevertheless have the same bucket, because the broker took one of them for dead, cannot
 * both write: the version of the bucket's execution is raised in the transaction of every
 * chunk, and the chunk of who comes second is rolled back.
 */
public final class BucketWorker {

    /**
     * What a worker has done.
     *
     * @param buckets how many buckets it finished
     * @param requests how many requests it settled
     */
    public record Work(long buckets, long requests) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(BucketWorker.class);

    private static final Duration RECEIVE = Duration.ofMillis(500);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(20);

    private final Broker broker;

    private final BrokerSettings settings;

    private final Terms terms;

    private final JobRepository repository;

    private final AbstractStep bucketStep;

    private final JdbcClient jdbc;

    private final Set<StepExecution> inHand = ConcurrentHashMap.newKeySet();

    private final CountDownLatch stopping = new CountDownLatch(1);

    private final AtomicReference<@Nullable RuntimeException> problem = new AtomicReference<>();

    private final AtomicLong buckets = new AtomicLong();

    private final AtomicLong requests = new AtomicLong();

    private final Now lastLine = new Now();

    private final Now lastComplaint = new Now();

    private final Now lastLook = new Now();

    private final AtomicLong lastSeen = new AtomicLong(System.nanoTime());

    BucketWorker(Broker broker, BrokerSettings settings, Terms terms, JobRepository repository, AbstractStep bucketStep,
            JdbcClient jdbc) {
        this.broker = broker;
        this.settings = settings;
        this.terms = terms;
        this.repository = repository;
        this.bucketStep = bucketStep;
        this.jdbc = jdbc;
        bucketStep.registerStepExecutionListener(new BucketFailure());
    }

    /**
     * Works until {@link #stop()}.
     * @param threads how many buckets at a time
     * @throws RunFailedException when the broker refuses this worker or stays away
     */
    public Work work(int threads) throws InterruptedException {
        LOG.info("{} threads look for buckets at {}: {}", threads, this.broker, this.terms);
        List<Thread> all = new ArrayList<>();
        for (int i = 1; i <= threads; i++) {
            all.add(Thread.ofPlatform().name("bucket-" + i).start(this::untilStopped));
        }
        for (Thread thread : all) {
            thread.join();
        }
        RuntimeException ended = this.problem.get();
        if (ended != null) {
            throw ended;
        }
        return new Work(this.buckets.get(), this.requests.get());
    }

    /** Lets the chunks in hand finish; their buckets go back to the queue. */
    public void stop() {
        this.stopping.countDown();
        this.inHand.forEach(StepExecution::setTerminateOnly);
    }

    private boolean isStopping() {
        return this.stopping.getCount() == 0;
    }

    private void untilStopped() {
        while (!isStopping()) {
            try (JMSContext context = this.broker.connect()) {
                takeOrders(context);
            }
            catch (PassingTroubleException ex) {
                waitForBroker(String.valueOf(ex.getMessage()));
            }
            catch (JMSException ex) {
                waitForBroker(this.broker.lost(ex).getMessage());
            }
            catch (JMSRuntimeException ex) {
                waitForBroker(this.broker.lost(ex).getMessage());
            }
            catch (RuntimeException ex) {
                this.problem.compareAndSet(null, ex);
                stop();
            }
        }
    }

    private void takeOrders(JMSContext context) throws JMSException {
        try (JMSConsumer consumer = context.createConsumer(context.createQueue(Broker.BUCKETS),
                this.terms.selector())) {
            this.lastComplaint.forget();
            while (!isStopping()) {
                this.lastSeen.set(System.nanoTime());
                Message message = consumer.receive(RECEIVE.toMillis());
                if (message != null) {
                    take(context, message);
                }
                else if (this.lastLook.isLongerAgoThan(BETWEEN_LOOKS)) {
                    look(context);
                }
            }
        }
    }

    private void take(JMSContext context, Message message) throws JMSException {
        boolean over;
        try {
            over = isOver(BucketOrder.of(message));
        }
        catch (RuntimeException | JobInterruptedException ex) {
            Failure failure = Failure.of(List.of(ex), "");
            LOG.warn("an order could not be carried out and goes back to the queue: {}", failure.message());
            over = false;
        }
        if (over) {
            context.commit();
        }
        else {
            context.rollback();
            waitForDatabase();
        }
    }

    /**
     * Does what an order asks for.
     * @return whether nothing is left to do; otherwise the order goes back to the queue
     */
    private boolean isOver(BucketOrder order) throws JobInterruptedException {
        StepExecution bucket = find(order);
        BatchStatus job = bucket.getJobExecution().getStatus();
        if (job != BatchStatus.STARTED || isDone(bucket.getStatus())) {
            LOG.info("{} of execution {} needs nothing any more: it is {}, the job is {}", bucket.getStepName(),
                    order.jobExecution(), bucket.getStatus(), job);
            return true;
        }
        if (bucket.getStatus() != BatchStatus.STARTING) {
            LOG.warn("{} comes back from another worker; going on where it stopped", bucket.getStepName());
        }
        return execute(bucket);
    }

    private StepExecution find(BucketOrder order) {
        @Nullable StepExecution bucket;
        try {
            bucket = this.repository.getStepExecution(order.stepExecution());
        }
        catch (EmptyResultDataAccessException ex) {
            bucket = null;
        }
        if (bucket == null || bucket.getJobExecutionId() != order.jobExecution()) {
            throw new IllegalArgumentException("there is no execution " + order.stepExecution()
                    + " of a bucket in database " + this.terms.database());
        }
        return bucket;
    }

    /** Tells whether a bucket has ended for good; one that was given back is STOPPED. */
    private static boolean isDone(BatchStatus status) {
        return switch (status) {
            case STARTING, STARTED, STOPPING, STOPPED -> false;
            case COMPLETED, FAILED, ABANDONED, UNKNOWN -> true;
        };
    }

    private boolean execute(StepExecution bucket) throws JobInterruptedException {
        long before = bucket.getWriteCount();
        bucket.setExitStatus(ExitStatus.EXECUTING);
        this.inHand.add(bucket);
        try {
            if (isStopping()) {
                return false;
            }
            this.bucketStep.execute(bucket);
        }
        finally {
            this.inHand.remove(bucket);
            this.requests.addAndGet(bucket.getWriteCount() - before);
        }
        return switch (bucket.getStatus()) {
            case COMPLETED -> {
                this.buckets.incrementAndGet();
                tell();
                yield true;
            }
            case FAILED -> {
                LOG.warn("{} failed: {}", bucket.getStepName(),
                        Failure.of(bucket.getFailureExceptions(), "no reason known").message());
                yield true;
            }
            // because this worker is stopping, or else because the job is
            case STOPPED -> !isStopping();
            // UNKNOWN: its end could not be written down, so the database knows better
            case STARTING, STARTED, STOPPING, ABANDONED, UNKNOWN -> false;
        };
    }

    private void tell() {
        if (this.lastLine.isLongerAgoThan(BETWEEN_LINES)) {
            LOG.info("{} buckets with {} requests done so far", this.buckets, this.requests);
        }
    }

    /** Looks whether somebody waits for buckets that this worker must leave alone. */
    private void look(JMSContext context) throws JMSException {
        Map<Terms, Integer> others = new HashMap<>();
        try (QueueBrowser browser = context.createBrowser(context.createQueue(Broker.BUCKETS))) {
            for (Enumeration<?> each = browser.getEnumeration(); each.hasMoreElements();) {
                Terms theirs = Terms.readFrom((Message) each.nextElement());
                if (!theirs.equals(this.terms)) {
                    others.merge(theirs, 1, Integer::sum);
                }
            }
        }
        others.forEach((theirs, count) -> LOG.warn(
                "orders for {} buckets are left alone: they are for {}, but this worker is {}", count, theirs,
                this.terms));
    }

    private void waitForBroker(@Nullable String why) {
        if (this.lastComplaint.isLongerAgoThan(BETWEEN_COMPLAINTS)) {
            LOG.warn("waiting for the broker: {}", why);
        }
        if (System.nanoTime() - this.lastSeen.get() > this.settings.absence().toNanos()) {
            this.problem.compareAndSet(null, new RunFailedException(
                    "no broker was there for " + this.settings.absence() + " (PRORATA_BROKER_ABSENCE): " + why));
            stop();
        }
        pause();
    }

    /**
     * A worker that has lost the database takes no more orders: each would go back to the
     * queue, and at last to the dead-letter queue.
     */
    private void waitForDatabase() {
        while (!isStopping()) {
            try {
                this.jdbc.sql("SELECT 1").query(Integer.class).single();
                return;
            }
            catch (RuntimeException ex) {
                if (this.lastComplaint.isLongerAgoThan(BETWEEN_COMPLAINTS)) {
                    LOG.warn("waiting for the database: {}", Failure.of(List.of(ex), "").message());
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            this.stopping.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    /** When something was done last by any thread. */
    private static final class Now {

        private static final long NEVER = Long.MIN_VALUE;

        private final AtomicLong last = new AtomicLong(NEVER);

        /** Tells whether it is time to do it again, which the caller then does. */
        boolean isLongerAgoThan(Duration time) {
            long then = this.last.get();
            long now = System.nanoTime();
            return (then == NEVER || now - then > time.toNanos()) && this.last.compareAndSet(then, now);
        }

        void forget() {
            this.last.set(NEVER);
        }

    }

}
