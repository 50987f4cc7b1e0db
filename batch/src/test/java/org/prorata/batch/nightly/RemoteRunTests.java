package org.prorata.batch.nightly;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.schema.Schema;
import org.prorata.batch.Prorata;
import org.prorata.batch.machines.BucketWorker;
import org.prorata.batch.nightly.RunInAProcess.Death;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.TestDatabase;
import org.prorata.run.NightlyRun;
import org.springframework.dao.CannotAcquireLockException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A run whose buckets other processes work on leaves behind what a local one does. */
@Tag("database")
class RemoteRunTests {

    private static final String NIGHT = TestMarket.LAST_DAY;

    private static final String PASSWORD = "broker-in-tests";

    private static final String BUCKETS = "prorata.buckets";

    private static final String DEAD_LETTERS = "DLQ";

    private static TestBooks books;

    private static ExecutorService threads;

    private int port;

    private ActiveMQConnectionFactory connections;

    @BeforeAll
    static void open() {
        books = TestBooks.open(TestDatabase.migrated(), Map.of("prorata.chunk-size", "2"), UnaryOperator.identity());
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void close() {
        threads.shutdownNow();
        books.close();
    }

    @BeforeEach
    void clear() throws IOException {
        books.clear();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        this.connections = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + this.port);
    }

    @AfterEach
    void disconnect() {
        this.connections.close();
    }

    private Map<String, String> settings() {
        return Map.of("prorata.workers", "remote", "prorata.broker.port", Integer.toString(this.port),
                "prorata.broker.password", PASSWORD, "prorata.chunk-size", "2", "prorata.broker.patience", "60s");
    }

    private TestBooks manager(String patience) {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.put("prorata.broker.patience", patience);
        return books.another(settings);
    }

    private TestBooks worker(UnaryOperator<DataSource> around) {
        return TestBooks.open(books.database(), new HashMap<>(settings()), around);
    }

    /** Starts the program as a process of its own. */
    private TestProcess prorata(DatabaseSettings database, Map<String, String> more, String... arguments) {
        Map<String, String> environment = new HashMap<>(TestProcess.environment(database));
        environment.put("PRORATA_SETTLEMENTS", books.folder().toString());
        environment.put("PRORATA_BROKER_PORT", Integer.toString(this.port));
        environment.put("PRORATA_BROKER_PASSWORD", PASSWORD);
        environment.put("PRORATA_CHUNK_SIZE", "2");
        environment.putAll(more);
        return TestProcess.start(Prorata.class, environment, arguments);
    }

    private static SortedMap<String, Object> outcomeOfALocalRun(long seed, int size) {
        TestMarket.of(seed, size).enter(books);
        books.run(NIGHT);
        SortedMap<String, Object> outcome = books.outcome();
        books.clear();
        TestMarket.of(seed, size).enter(books);
        return outcome;
    }

    private static Future<NightlyRun> start(TestBooks manager) {
        return threads.submit(() -> manager.run(NIGHT));
    }

    private static Future<BucketWorker.Work> startWork(TestBooks worker) {
        return threads.submit(() -> worker.get(BucketWorker.class).work(1));
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("the wait is over").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private JMSContext connect() {
        return this.connections.createContext("prorata", PASSWORD, JMSContext.SESSION_TRANSACTED);
    }

    private List<Message> messages(String queue) throws JMSException {
        List<Message> messages = new ArrayList<>();
        try (JMSContext context = this.connections.createContext("prorata", PASSWORD);
                QueueBrowser browser = context.createBrowser(context.createQueue(queue))) {
            Collections.list((java.util.Enumeration<?>) browser.getEnumeration())
                .forEach(each -> messages.add((Message) each));
            return messages;
        }
        catch (JMSRuntimeException ex) {
            return messages; // not open yet
        }
    }

    @Test
    void aKilledWorkerAndAKilledManagerLeaveBehindWhatALocalRunDoes() {
        SortedMap<String, Object> clean = outcomeOfALocalRun(1, 220);
        DatabaseSettings database = books.database().settings();
        TestProcess doomed = RunInAProcess.startWorker(database, books.folder(), settings(),
                new Death("INSERT INTO credit ", 40));
        List<TestProcess> workers = List.of(prorata(database, Map.of(), "worker", "--threads", "1"),
                prorata(database, Map.of(), "worker", "--threads", "1"));
        TestProcess.Ended manager = RunInAProcess
            .start(database, books.folder(), NIGHT, settings(), new Death("SELECT s.STEP_EXECUTION_ID", 16))
            .await();
        assertThat(manager.exitCode()).as(manager.err()).isEqualTo(RunInAProcess.KILLED);
        assertThat(books.text("SELECT state FROM nightly_run")).isEqualTo("CREDITING");
        assertThat(books.count("BATCH_JOB_EXECUTION WHERE STATUS = 'STARTED'")).isEqualTo(1);
        manager = prorata(database, Map.of(), "nightly", "--workers", "remote", "--business-date", NIGHT).await();
        assertThat(manager.exitCode()).as(manager.err()).isZero();
        TestProcess.Ended killed = doomed.await();
        assertThat(killed.exitCode()).as(killed.err()).isEqualTo(RunInAProcess.KILLED);
        workers.forEach(TestProcess::terminate);
        for (TestProcess worker : workers) {
            TestProcess.Ended ended = worker.await();
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(143);
            assertThat(ended.out()).startsWith("Done: ");
        }
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void withoutAWorkerTheWaitEndsAndTheNextLocalStartFinishesTheRun() {
        SortedMap<String, Object> clean = outcomeOfALocalRun(2, 60);
        TestProcess stranger = prorata(TestDatabase.migrated().settings(), Map.of(), "worker");
        TestProcess.Ended ended = prorata(books.database().settings(), Map.of("PRORATA_BROKER_PATIENCE", "8s"),
                "nightly", "--workers", "remote", "--business-date", NIGHT, "--json")
            .await();
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.out()).contains("\"state\" : \"FAILED\"");
        assertThat(ended.err()).contains("no bucket has made progress for 8 s")
            .contains("no worker has taken one")
            .contains("Start workers with \"prorata worker\"");
        stranger.terminate();
        assertThat(stranger.await().err()).contains("orders for ",
                " buckets are left alone: they are for release " + Schema.RELEASE + ", database t_");
        assertThat(books.run(NIGHT).isCertified()).isTrue();
        assertThat(books.outcome()).isEqualTo(clean);
    }

    @Test
    void aPoisonedOrderGoesToTheDeadLettersAndStopsNothing() throws Exception {
        SortedMap<String, Object> clean = outcomeOfALocalRun(3, 60);
        try (TestBooks manager = manager("60s"); TestBooks worker = worker(UnaryOperator.identity())) {
            Future<NightlyRun> run = start(manager);
            await(() -> messages(BUCKETS).size() > 50);
            try (JMSContext context = connect()) {
                Message poison = messages(BUCKETS).getFirst();
                Message order = context.createMessage();
                for (Object name : Collections.list((java.util.Enumeration<?>) poison.getPropertyNames())) {
                    if (name.toString().startsWith("prorata")) {
                        order.setObjectProperty(name.toString(), poison.getObjectProperty(name.toString()));
                    }
                }
                order.setLongProperty("prorataStepExecution", Long.MAX_VALUE);
                context.createProducer().send(context.createQueue(BUCKETS), order);
                context.createProducer().send(context.createQueue(BUCKETS), "no order at all");
                context.commit();
            }
            Future<BucketWorker.Work> work = startWork(worker);
            assertThat(run.get().isCertified()).isTrue();
            await(() -> messages(DEAD_LETTERS).size() == 1);
            assertThat(messages(BUCKETS)).hasSize(1);
            worker.get(BucketWorker.class).stop();
            assertThat(work.get().requests()).isEqualTo(run.get().counts().claimed());
        }
        assertThat(books.outcome()).isEqualTo(clean);
    }

    @Test
    void aBucketThatIsADeadLetterEndsTheWaitWhenTheOthersAreDone() throws Exception {
        SortedMap<String, Object> clean = outcomeOfALocalRun(4, 60);
        try (TestBooks manager = manager("60s"); TestBooks worker = worker(UnaryOperator.identity())) {
            Future<NightlyRun> run = start(manager);
            await(() -> messages(BUCKETS).size() > 50);
            String id = messages(BUCKETS).getFirst().getStringProperty("prorataStepExecution");
            try (JMSContext context = connect();
                    var consumer = context.createConsumer(context.createQueue(BUCKETS),
                            "prorataStepExecution = " + id)) {
                for (int i = 0; i < 5; i++) {
                    assertThat(consumer.receive(20_000)).isNotNull();
                    context.rollback();
                }
            }
            Future<BucketWorker.Work> work = startWork(worker);
            String bucket = books.text("SELECT STEP_NAME FROM BATCH_STEP_EXECUTION WHERE STEP_EXECUTION_ID = " + id);
            assertThatThrownBy(run::get).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RunFailedException.class)
                .hasMessageContaining(bucket.substring(bucket.indexOf(':') + 1) + " went to the dead-letter queue DLQ");
            assertThat(books.count("cancellation_request WHERE state = 'CLAIMED'")).isEqualTo(1);
            assertThat(manager.run(NIGHT).isCertified()).isTrue();
            worker.get(BucketWorker.class).stop();
            work.get();
        }
        assertThat(books.outcome()).isEqualTo(clean);
    }

    @Test
    void aWorkerThatIsToldToStopGivesItsBucketBack() throws Exception {
        SortedMap<String, Object> clean = outcomeOfALocalRun(5, 220);
        AtomicReference<Runnable> stop = new AtomicReference<>();
        Consumer<DatabaseCalls.Call> afterTheFirstChunk = call -> {
            if (call.what().startsWith("INSERT INTO credit ")) {
                stop.get().run();
            }
        };
        try (TestBooks manager = manager("60s");
                TestBooks leaving = worker(DatabaseCalls.watchedBy(afterTheFirstChunk));
                TestBooks staying = worker(UnaryOperator.identity())) {
            stop.set(leaving.get(BucketWorker.class)::stop);
            Future<NightlyRun> run = start(manager);
            BucketWorker.Work left = startWork(leaving).get();
            assertThat(left.buckets()).isZero();
            assertThat(left.requests()).isEqualTo(2);
            assertThat(books.text("SELECT STEP_NAME FROM BATCH_STEP_EXECUTION WHERE STATUS = 'STOPPED'"))
                .startsWith("bucket:");
            Future<BucketWorker.Work> work = startWork(staying);
            assertThat(run.get().isCertified()).isTrue();
            staying.get(BucketWorker.class).stop();
            assertThat(work.get().requests()).isEqualTo(run.get().counts().claimed() - 2);
            assertThat(run.get().attempts()).isEqualTo(1);
        }
        assertThat(books.outcome()).isEqualTo(clean);
    }

    @Test
    void aPassingTroubleOfAWorkerStartsTheJobAgain() throws Exception {
        SortedMap<String, Object> clean = outcomeOfALocalRun(6, 60);
        AtomicInteger state = new AtomicInteger();
        Consumer<DatabaseCalls.Call> once = call -> {
            if (call.what().startsWith("INSERT INTO credit ")) {
                state.compareAndSet(0, 1);
            }
            if (call.what().contains("UPDATE BATCH_STEP_EXECUTION") && state.compareAndSet(1, 2)) {
                throw new CannotAcquireLockException("a deadlock, as far as anybody can tell");
            }
        };
        try (TestBooks manager = manager("60s"); TestBooks worker = worker(DatabaseCalls.watchedBy(once))) {
            Future<BucketWorker.Work> work = startWork(worker);
            NightlyRun run = start(manager).get();
            assertThat(run.isCertified()).isTrue();
            assertThat(run.attempts()).isEqualTo(2);
            worker.get(BucketWorker.class).stop();
            work.get();
        }
        assertThat(books.outcome()).isEqualTo(clean);
    }

    @Test
    void ofTwoManagersOneRunsAndTheOtherIsToldWhoDoes() throws Exception {
        SortedMap<String, Object> clean = outcomeOfALocalRun(7, 60);
        DatabaseSettings database = books.database().settings();
        try (TestBooks manager = manager("60s")) {
            Future<NightlyRun> run = start(manager);
            await(() -> messages(BUCKETS).size() > 50);
            TestProcess.Ended second = prorata(database, Map.of(), "nightly", "--workers", "remote", "--business-date",
                    NIGHT)
                .await();
            assertThat(second.exitCode()).as(second.err()).isEqualTo(3);
            TestProcess.Ended refused = prorata(database, Map.of("PRORATA_BROKER_PASSWORD", "another"), "worker")
                .await();
            assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
            assertThat(refused.err()).contains("the broker refuses the user");
            manager.get(NightlyJob.class).stop(Duration.ofSeconds(30));
            assertThatThrownBy(run::get).hasMessageContaining("stopped in good order");
        }
        assertThat(books.count("BATCH_STEP_EXECUTION WHERE STATUS = 'STARTING'")).isZero();
        assertThat(books.run(LocalDate.parse(NIGHT).toString()).isCertified()).isTrue();
        assertThat(books.outcome()).isEqualTo(clean);
    }

    @Test
    void aPortThatIsTakenEndsTheRunWithAMessage() throws IOException {
        try (ServerSocket taken = new ServerSocket(this.port, 1, InetAddress.getLoopbackAddress());
                TestBooks manager = manager("60s")) {
            TestMarket.of(8, 20).enter(books);
            assertThatThrownBy(() -> manager.run(NIGHT)).isInstanceOf(RunFailedException.class)
                .hasMessageContaining("no broker can be opened on 127.0.0.1:" + taken.getLocalPort());
        }
        assertThat(books.run(NIGHT).isCertified()).isTrue();
    }

    @Test
    void noBrokerIsOpenWithoutAPassword() {
        Map<String, String> none = Map.of("PRORATA_BROKER_PASSWORD", "");
        for (List<String> command : List.of(List.of("worker"), List.of("nightly", "--workers", "remote"))) {
            TestProcess.Ended ended = prorata(books.database().settings(), none, command.toArray(String[]::new))
                .await();
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
            assertThat(ended.err()).contains("PRORATA_BROKER_PASSWORD is not set");
        }
        assertThat(books.count("nightly_run")).isZero();
    }

}
