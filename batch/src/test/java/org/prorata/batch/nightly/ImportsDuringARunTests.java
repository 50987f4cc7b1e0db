package org.prorata.batch.nightly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.RefusedException;
import org.prorata.db.importing.ImportProgress;
import org.prorata.db.importing.Importer;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;
import org.prorata.table.BadTableException;

import static org.assertj.core.api.Assertions.assertThat;

/** The billing system's files come in while a run credits what they speak of. */
@Tag("database")
class ImportsDuringARunTests {

    private static final String NIGHT = TestMarket.LAST_DAY;

    private static final int SALES = 160;

    private static final String SUBSCRIPTIONS = "subscription_id,tenant_id,product,kind,channel,policy,payment_method,"
            + "billing_frequency,term_start,term_end,purchased_licences,assigned_licences,auto_renew\n";

    private static final String CHARGES = "charge_id,subscription_id,invoice_number,service_from,service_to,unit_price,"
            + "quantity,net,tax_rate,tax,paid,currency\n";

    private static final String CANCELLATIONS = "request_id,subscription_id,requested_at,requested_by,effective_date,reason\n";

    private static TestBooks books;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        books = TestBooks.open();
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @BeforeEach
    void clear() {
        books.clear();
    }

    private static TestSale march(String id) {
        return TestSale.of(id).charged("2024-03-01", "2024-03-31", "100.00", "21.00");
    }

    private static String subscription(String id, String payment, int licences, String product) {
        return "%s,T-%s,%s,PAID,DIRECT,,%s,ANNUAL,2024-01-01,2024-12-31,%d,%d,true%n".formatted(id, id, product,
                payment, licences, licences);
    }

    /** A charge of a dollar a day for March. */
    private static String charge(String id, String subscription) {
        return id + "," + subscription + ",I2,2024-03-01,2024-03-31,31,1,31.00,0,0.00,31.00,USD\n";
    }

    private static String cancellation(String subscription) {
        return "R-%s,%s,2024-02-20T10:00:00Z,anna@example.com,2024-03-10,%n".formatted(subscription, subscription);
    }

    private void bring(String subscriptions, String charges, String cancellations)
            throws IOException, BadTableException {
        Path set = Files.createTempDirectory(this.folder, "set");
        Files.writeString(set.resolve("subscriptions.csv"), SUBSCRIPTIONS + subscriptions);
        Files.writeString(set.resolve("charges.csv"), CHARGES + charges);
        Files.writeString(set.resolve("cancellations.csv"), CANCELLATIONS + cancellations);
        books.get(Importer.class).importSet(set, ImportProgress.none());
    }

    private static RunProgress afterTheClaim(Interruption step) {
        return new RunProgress() {
            @Override
            public void stage(String stage, long items) {
                try {
                    step.run();
                }
                catch (Exception ex) {
                    throw new IllegalStateException(ex);
                }
            }

            @Override
            public void done(int items) {
            }
        };
    }

    @FunctionalInterface
    private interface Interruption {

        void run() throws Exception;

    }

    /**
     * A request that was decided by licences is credited as it was claimed, with the
     * charges of this moment; one that was approved for its figures goes to quarantine
     * when they have changed.
     */
    @Test
    void whatChangesBetweenTheClaimAndTheCreditTakesPartOrGoesToQuarantine() {
        books.add(march("S1"), march("S2").licences(30), march("S3"), march("S4"), march("S5"));
        List.of("S1", "S2", "S3", "S4").forEach(sale -> books.file(sale, NIGHT));
        books.approve("R-S2");
        NightlyRun run = books.run(NIGHT,
                afterTheClaim(
                        () -> bring(subscription("S3", "CARD", 40, "Basic") + subscription("S4", "BANK", 10, "Basic"),
                                charge("N1", "S1") + charge("N2", "S2"), cancellation("S5"))));
        assertThat(run.counts()).isEqualTo(new RunCounts(4, 3, 0, 1, 0, 0, 0, 0));
        assertThat(books.credit("R-S1")).startsWith("USD 71.84 + 11.52");
        assertThat(books.text("SELECT code FROM quarantine")).isEqualTo("APPROVAL_FIGURES_CHANGED");
        assertThat(books.requestState("R-S2")).isEqualTo("QUARANTINED");
        assertThat(books.credit("R-S3")).startsWith("USD 54.84 + 11.52");
        assertThat(books.credit("R-S4")).contains("66.36 by BANK");
        assertThat(books.requestState("R-S5")).isEqualTo("QUEUED");
        assertThat(books.run("2024-03-16").counts().credited()).isEqualTo(1);
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void aRunAmongImportsCreditsEveryRequestOnce() throws Exception {
        List<TestSale> sales = new ArrayList<>();
        List<Cancellation> cancellations = new ArrayList<>();
        for (int i = 0; i < SALES; i++) {
            sales.add(march(id(i)));
            sales.add(march("F" + i));
            cancellations.add(TestBooks.cancellation(id(i), NIGHT));
        }
        books.add(sales);
        books.file(cancellations);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger imported = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger filed = new AtomicInteger();
        NightlyRun run;
        try (ExecutorService threads = Executors.newFixedThreadPool(2);
                TestBooks program = books.another(Map.of("prorata.chunk-size", "2"))) {
            List<Future<?>> importers = new ArrayList<>();
            for (int importer = 0; importer < 2; importer++) {
                int own = importer;
                importers.add(threads.submit(() -> {
                    for (int round = 0; !over.get() && round < 40; round++) {
                        importOneMore(own, round, imported, refused, filed);
                    }
                    return null;
                }));
            }
            try {
                run = program.run(NIGHT);
            }
            finally {
                over.set(true);
            }
            for (Future<?> importer : importers) {
                importer.get();
            }
        }
        assertThat(imported).as("%s imports were refused", refused).hasPositiveValue();
        assertThat(run.counts().balance()).isTrue();
        assertThat(run.counts().quarantined()).isZero();
        assertThat(run.counts().claimed()).isGreaterThanOrEqualTo(SALES);
        NightlyRun next = books.run("2024-03-16");
        assertThat(books.count("cancellation_request WHERE state <> 'CREDITED'")).isZero();
        assertThat(books.count("cancellation_request")).isEqualTo(SALES + filed.get());
        assertThat(run.counts().credited() + next.counts().credited()).isEqualTo(SALES + filed.get())
            .isEqualTo(books.count("credit"));
        assertThat(books.count("subscription WHERE state = 'DISABLED'")).isEqualTo(SALES + filed.get());
        assertThat(books.count("(SELECT c.request_no FROM credit c JOIN credit_line l ON l.request_no = c.request_no "
                + "GROUP BY c.request_no, c.net HAVING SUM(l.net) <> c.net) wrong"))
            .isZero();
        assertThat(books.problems()).isEmpty();
    }

    private static String id(int index) {
        return "S%03d".formatted(index);
    }

    /** Changes every subscription, the last first, charges some, cancels others. */
    private void importOneMore(int importer, int round, AtomicInteger imported, AtomicInteger refused,
            AtomicInteger filed) throws IOException, BadTableException {
        StringBuilder subscriptions = new StringBuilder();
        StringBuilder charges = new StringBuilder();
        for (int i = SALES - 1; i >= 0; i--) {
            subscriptions.append(subscription(id(i), "CARD", 10, "Basic " + importer + "-" + round));
            if (i % 8 == round % 8) {
                charges.append(charge("N-%d-%d-%d".formatted(importer, round, i), id(i)));
            }
        }
        int next = importer * SALES / 2 + round;
        try {
            bring(subscriptions.toString(), charges.toString(), cancellation("F" + next));
            imported.incrementAndGet();
            filed.incrementAndGet();
        }
        catch (RefusedException ex) {
            assertThat(ex.getMessage()).contains("try again when");
            refused.incrementAndGet();
        }
    }

}
