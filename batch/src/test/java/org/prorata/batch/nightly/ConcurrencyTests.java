package org.prorata.batch.nightly;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.batch.Prorata;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.RefusedException;
import org.prorata.cancellation.RequestId;
import org.prorata.db.DatabaseSettings;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A run among other runs, people at work and troubles of the database. */
@Tag("database")
class ConcurrencyTests {

    private static final String NIGHT = TestMarket.LAST_DAY;

    private static TestBooks books;

    private static ExecutorService threads;

    @BeforeAll
    static void open() {
        books = TestBooks.open();
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void close() {
        threads.shutdownNow();
        books.close();
    }

    @BeforeEach
    void clear() {
        books.clear();
    }

    /** Opens a connection as the owner, for a transaction that stands in the way. */
    private static Connection intruder() throws SQLException {
        DatabaseSettings settings = books.database().settings();
        Connection connection = DriverManager.getConnection(settings.url(), settings.ownerUser(),
                settings.ownerPassword());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("the wait is over").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Returns what a run of an equal market leaves behind when nothing disturbs it. */
    private static SortedMap<String, Object> undisturbed(long seed, int size) {
        TestMarket.of(seed, size).enter(books);
        books.run(NIGHT);
        SortedMap<String, Object> outcome = books.outcome();
        books.clear();
        TestMarket.of(seed, size).enter(books);
        return outcome;
    }

    @Test
    void ofTwoStartsOneRunsAndTheOtherIsToldWhoDoes() throws Exception {
        TestMarket.of(1, 40).enter(books);
        CountDownLatch crediting = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        Future<NightlyRun> first = threads.submit(() -> books.run(NIGHT, new RunProgress() {
            @Override
            public void stage(String stage, long items) {
                crediting.countDown();
                try {
                    refused.await();
                }
                catch (InterruptedException ex) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void done(int items) {
            }
        }));
        try (TestBooks other = books.another(Map.of())) {
            crediting.await();
            assertThatThrownBy(() -> other.run(NIGHT)).isInstanceOf(LeaseTakenException.class)
                .hasMessageContaining("another run holds the lease: process " + ProcessHandle.current().pid());
            refused.countDown();
            assertThat(first.get().isCertified()).isTrue();
            assertThat(other.run(NIGHT)).isEqualTo(first.get());
        }
        assertThat(first.get().attempts()).isEqualTo(1);
    }

    @Test
    void ofSixteenStartsAtOnceOneRuns() throws Exception {
        SortedMap<String, Object> clean = undisturbed(2, 60);
        List<TestBooks> programs = List.of(books.another(Map.of()), books.another(Map.of()));
        AtomicInteger refused = new AtomicInteger();
        List<Future<NightlyRun>> starts = new ArrayList<>();
        try (Connection intruder = intruder(); Statement statement = intruder.createStatement()) {
            // nobody gets past the end of the claim until the other fifteen are refused
            statement.executeQuery("SELECT * FROM audit_head FOR UPDATE");
            for (int i = 0; i < 16; i++) {
                TestBooks program = programs.get(i % 2);
                starts.add(threads.submit(() -> {
                    try {
                        return program.run(NIGHT);
                    }
                    catch (LeaseTakenException ex) {
                        refused.incrementAndGet();
                        throw ex;
                    }
                }));
            }
            await(() -> refused.get() == 15);
            intruder.rollback();
        }
        int certified = 0;
        for (Future<NightlyRun> start : starts) {
            try {
                certified += start.get().isCertified() ? 1 : 0;
            }
            catch (ExecutionException ex) {
                assertThat(ex).hasCauseInstanceOf(LeaseTakenException.class);
            }
        }
        programs.forEach(TestBooks::close);
        assertThat(certified).isEqualTo(1);
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.count("BATCH_JOB_EXECUTION")).isEqualTo(1);
    }

    @Test
    void aStartThatIsRefusedLeavesTheProgressOfTheRunningOneAlone() throws Exception {
        TestMarket.of(1, 40).enter(books);
        CountDownLatch crediting = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Future<NightlyRun> first = threads.submit(() -> books.run(NIGHT, new RunProgress() {
            @Override
            public void stage(String stage, long items) {
                crediting.countDown();
                try {
                    refused.await();
                }
                catch (InterruptedException ex) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void done(int items) {
                done.addAndGet(items);
            }
        }));
        crediting.await();
        assertThatThrownBy(() -> books.run(NIGHT)).isInstanceOf(LeaseTakenException.class);
        refused.countDown();
        long claimed = first.get().counts().claimed();
        assertThat((long) done.get()).isEqualTo(claimed);
    }

    @Test
    void whoStopsTheJobWaitsForTheRunningStartAndNotForTheRefusedOne() throws Exception {
        TestMarket.of(1, 40).enter(books);
        CountDownLatch crediting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestBooks program = books.another(Map.of())) {
            Future<NightlyRun> first = threads.submit(() -> program.run(NIGHT, new RunProgress() {
                @Override
                public void stage(String stage, long items) {
                    crediting.countDown();
                    try {
                        goOn.await();
                    }
                    catch (InterruptedException ex) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public void done(int items) {
                }
            }));
            crediting.await();
            assertThatThrownBy(() -> program.run(NIGHT)).isInstanceOf(LeaseTakenException.class);
            Future<?> stopped = threads.submit(() -> program.get(NightlyJob.class).stop(Duration.ofSeconds(30)));
            try {
                await(() -> books.count("BATCH_JOB_EXECUTION WHERE STATUS IN ('STOPPING', 'STOPPED')") == 1);
                assertThat(stopped.isDone()).isFalse();
            }
            finally {
                goOn.countDown();
            }
            assertThatThrownBy(first::get).hasRootCauseInstanceOf(RunFailedException.class)
                .hasMessageContaining("was stopped in good order");
            stopped.get();
        }
        assertThat(books.run(NIGHT).isCertified()).isTrue();
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void manyNightsInARowNeverMeetTheirOwnLease() {
        LocalDate date = LocalDate.of(2024, 1, 1);
        for (int i = 0; i < 25; i++) {
            books.run(date.plusDays(i).toString());
        }
        assertThat(books.count("nightly_run WHERE state = 'CERTIFIED' AND attempts = 1")).isEqualTo(25);
    }

    @Test
    void peopleMayApproveWithdrawAndFileWhileARunIsGoingOn() throws Exception {
        TestMarket.of(3, 150).enter(books);
        List<TestSale> large = new ArrayList<>();
        List<TestSale> small = new ArrayList<>();
        List<Cancellation> waiting = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            large.add(TestSale.of("A" + i).licences(30).charged("2024-03-01", "2024-03-31", "100.00", "21.00"));
            waiting.add(TestBooks.cancellation("A" + i, "2024-03-10"));
            small.add(TestSale.of("F" + i).charged("2024-03-01", "2024-03-31", "100.00", "21.00"));
        }
        books.add(large);
        books.add(small);
        books.file(waiting);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger approved = new AtomicInteger();
        AtomicInteger withdrawn = new AtomicInteger();
        AtomicInteger filed = new AtomicInteger();
        CancellationDesk desk = books.get(CancellationDesk.class);
        Future<?> approver = threads.submit(() -> {
            for (; !over.get() && approved.get() < 30; approved.incrementAndGet()) {
                books.approve("R-A" + approved.get());
            }
        });
        Future<?> withdrawer = threads.submit(() -> {
            for (; !over.get() && withdrawn.get() < 30; withdrawn.incrementAndGet()) {
                desk.withdraw(RequestId.of("R-A" + (59 - withdrawn.get())), "anna", LocalDate.of(2024, 3, 1));
            }
        });
        Future<?> filer = threads.submit(() -> {
            for (; !over.get() && filed.get() < 60; filed.incrementAndGet()) {
                books.file("F" + filed.get(), "2024-03-10");
            }
        });
        NightlyRun run = books.run(NIGHT);
        over.set(true);
        approver.get();
        withdrawer.get();
        filer.get();
        assertThat(approved.get() + withdrawn.get() + filed.get()).as("something went on").isPositive();
        NightlyRun next = books.run("2024-03-16");
        assertThat(run.counts().balance()).isTrue();
        assertThat(books.count("cancellation_request WHERE state IN ('QUEUED', 'CLAIMED')")).isZero();
        assertThat(books.count("cancellation_request r JOIN credit c ON c.request_no = r.request_no "
                + "WHERE r.request_id LIKE 'R-A%'"))
            .isEqualTo(approved.get());
        assertThat(books.count("cancellation_request WHERE state = 'WITHDRAWN'")).isEqualTo(withdrawn.get());
        assertThat(books.count("cancellation_request r JOIN credit c ON c.request_no = r.request_no "
                + "WHERE r.request_id LIKE 'R-F%'"))
            .isEqualTo(filed.get());
        assertThat(run.counts().credited() + next.counts().credited()).isEqualTo(books.count("credit"));
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void whatARunHasClaimedCanNeitherBeWithdrawnNorDecided() {
        books.add(TestSale.of("S1").charged("2024-03-01", "2024-03-31", "100.00", "21.00"));
        books.file("S1", "2024-03-15");
        CancellationDesk desk = books.get(CancellationDesk.class);
        books.run(NIGHT, new RunProgress() {
            @Override
            public void stage(String stage, long items) {
                assertThat(books.requestState("R-S1")).isEqualTo("CLAIMED");
                assertThatThrownBy(() -> desk.withdraw(RequestId.of("R-S1"), "anna", LocalDate.of(2024, 3, 1)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("request R-S1 is CLAIMED, accepted: PENDING_APPROVAL or QUEUED");
            }

            @Override
            public void done(int items) {
            }
        });
        assertThat(books.requestState("R-S1")).isEqualTo("CREDITED");
    }

    @Test
    void aRunThatLosesADeadlockEndsExactAllTheSame() throws Exception {
        SortedMap<String, Object> clean = undisturbed(4, 250);
        try (Connection intruder = intruder(); Statement statement = intruder.createStatement()) {
            Deadlock deadlock = new Deadlock(statement);
            books.run(NIGHT, deadlock);
            deadlock.closed.get();
        }
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.text("SELECT attempts FROM nightly_run")).isEqualTo("2");
        assertThat(books.count("BATCH_STEP_EXECUTION WHERE STATUS = 'FAILED' AND STEP_NAME LIKE '%bucket-05'"))
            .isEqualTo(1);
        assertThat(books.problems()).isEmpty();
    }

    /**
     * Takes the last request of a chunk, waits until the bucket that has begun with the
     * first one waits for it, and asks for the first one. It has changed more rows than
     * the bucket, so that the database lets the bucket die.
     */
    private static final class Deadlock implements RunProgress {

        private final Statement statement;

        private Future<?> closed;

        Deadlock(Statement statement) {
            this.statement = statement;
        }

        @Override
        public void stage(String stage, long items) {
            if (this.closed != null) {
                return;
            }
            String last = books.text("SELECT MAX(request_no) FROM claimed_request WHERE bucket = 5");
            String first = books.text("SELECT MIN(request_no) FROM claimed_request WHERE bucket = 5");
            try {
                this.statement.executeUpdate("UPDATE tenant SET name = CONCAT(name, '!')");
                this.statement.executeQuery(
                        "SELECT request_no FROM cancellation_request WHERE request_no = " + last + " FOR UPDATE");
            }
            catch (SQLException ex) {
                throw new IllegalStateException(ex);
            }
            this.closed = threads.submit(() -> {
                try {
                    await(Deadlock::aBucketWaits);
                    this.statement.executeQuery(
                            "SELECT request_no FROM cancellation_request WHERE request_no = " + first + " FOR UPDATE");
                }
                finally {
                    this.statement.getConnection().rollback();
                }
                return null;
            });
        }

        private static boolean aBucketWaits() throws InterruptedException {
            // the database refreshes the view only when nobody has looked for a tenth of
            // a
            // second
            TimeUnit.MILLISECONDS.sleep(200);
            return books.database()
                .asOwner()
                .sql("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")
                .query((row, n) -> row.getInt(1))
                .single() > 0;
        }

        @Override
        public void done(int items) {
        }

    }

    @Test
    void aRunThatLosesAllItsConnectionsGoesOnByItself() {
        SortedMap<String, Object> clean = undisturbed(5, 200);
        AtomicInteger done = new AtomicInteger();
        AtomicInteger killed = new AtomicInteger();
        books.run(NIGHT, new RunProgress() {
            @Override
            public void stage(String stage, long items) {
            }

            @Override
            public void done(int items) {
                if (done.incrementAndGet() == 10) {
                    killed.set(killConnections());
                }
            }
        });
        assertThat(killed).hasValueGreaterThan(2);
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.text("SELECT attempts > 1 FROM nightly_run")).isEqualTo("1");
        assertThat(books.problems()).isEmpty();
    }

    /** Ends every session of the application, that of the lease too. */
    private static int killConnections() {
        List<Long> ids = books.database()
            .asOwner()
            .sql("SELECT id FROM information_schema.processlist WHERE user = :user")
            .param("user", books.database().settings().user())
            .query((row, n) -> row.getLong(1))
            .list();
        for (Long id : ids) {
            try {
                books.database().asOwner().sql("KILL " + id).update();
            }
            catch (RuntimeException ex) {
                // it has ended by itself
            }
        }
        return ids.size();
    }

    @Test
    void aRunThatLosesOnlyItsLeaseDoesNotRunBesideAnother() throws Exception {
        SortedMap<String, Object> clean = undisturbed(6, 200);
        AtomicInteger done = new AtomicInteger();
        List<Future<NightlyRun>> other = new ArrayList<>();
        try (TestBooks program = books.another(Map.of())) {
            program.get(NightlyJob.class);
            NightlyRun first = null;
            try {
                first = books.run(NIGHT, new RunProgress() {
                    @Override
                    public void stage(String stage, long items) {
                    }

                    @Override
                    public void done(int items) {
                        if (done.incrementAndGet() == 10) {
                            books.database()
                                .asOwner()
                                .sql("SELECT IS_USED_LOCK(CONCAT(LEFT(DATABASE(), 40), ':prorata-nightly'))")
                                .query((row, n) -> row.getLong(1))
                                .list()
                                .forEach(id -> books.database().asOwner().sql("KILL " + id).update());
                            other.add(threads.submit(() -> program.run(NIGHT)));
                        }
                    }
                });
            }
            catch (LeaseTakenException ex) {
                // the other has it now
            }
            NightlyRun second = other.getFirst().get();
            assertThat(second.isCertified()).isTrue();
            if (first != null) {
                assertThat(first.certificate()).isEqualTo(second.certificate());
            }
        }
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void aRunThatIsAskedToEndStopsInGoodOrderAndGoesOnNextTime() throws Exception {
        SortedMap<String, Object> clean = undisturbed(7, 400);
        Map<String, String> environment = new HashMap<>(TestProcess.environment(books.database().settings()));
        environment.putAll(Map.of("PRORATA_THREADS", "1", "PRORATA_CHUNK_SIZE", "1", "PRORATA_SETTLEMENTS",
                books.folder().toString()));
        TestProcess process = TestProcess.start(Prorata.class, environment, "nightly", "--business-date", NIGHT);
        await(() -> books.count("credit") >= 5 || !process.isAlive());
        process.terminate();
        TestProcess.Ended ended = process.await();
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(143);
        assertThat(ended.err()).contains("was stopped in good order; start it again and it goes on where it stopped");
        assertThat(books.text("SELECT STATUS FROM BATCH_JOB_EXECUTION")).isEqualTo("STOPPED");
        assertThat(books.count("credit")).isBetween(5L, 300L);
        assertThat(books.run(NIGHT).isCertified()).isTrue();
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.problems()).isEmpty();
    }

}
