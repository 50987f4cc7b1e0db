package org.prorata.batch.nightly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.RequestId;
import org.prorata.credit.RefusalCode;
import org.prorata.db.TestDatabase;
import org.prorata.db.run.Quarantine;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Bad requests end in quarantine, and nothing else suffers. 320 requests fill 64 buckets
 * with chunks of five.
 */
@Tag("database")
class PoisonTests {

    private static final int REQUESTS = 320;

    private static final String NIGHT = "2024-03-15";

    private static TestBooks books;

    @BeforeAll
    static void open() {
        books = TestBooks.open(TestDatabase.migrated(),
                Map.of("prorata.max-bad-percent", "10", "prorata.max-bad-always", "4"), UnaryOperator.identity());
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @BeforeEach
    void enter() {
        books.clear();
        List<TestSale> sales = new ArrayList<>();
        List<Cancellation> cancellations = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            sales.add(TestSale.of(id(i)).charged("2024-03-01", "2024-03-31", "100.00", "21.00"));
            cancellations.add(TestBooks.cancellation(id(i), NIGHT));
        }
        books.add(sales);
        books.file(cancellations);
    }

    private static String id(int index) {
        return "P%03d".formatted(index);
    }

    /** Changes the charges of requests behind the books' back. */
    private static void spoil(String change, int... indexes) {
        for (int index : indexes) {
            assertThat(books.tamper("UPDATE charge SET " + change + " WHERE charge_id = 'C-" + id(index) + "-1'"))
                .isEqualTo(1);
        }
    }

    private static void assertQuarantined(NightlyRun run, int... indexes) {
        Set<String> bad = new TreeSet<>();
        IntStream.of(indexes).forEach(index -> bad.add("R-" + id(index)));
        assertThat(new TreeSet<>(books.database()
            .jdbc()
            .sql("SELECT request_id FROM cancellation_request WHERE state = 'QUARANTINED'")
            .query((row, n) -> row.getString(1))
            .list())).isEqualTo(bad);
        assertThat(run.counts()).isEqualTo(new RunCounts(REQUESTS, REQUESTS - bad.size(), 0, bad.size(), 0, 0, 0, 0));
        assertThat(books.count("credit WHERE net = 54.84 AND tax = 11.52")).isEqualTo(REQUESTS - bad.size());
        assertThat(books.count("subscription WHERE state = 'DISABLED'")).isEqualTo(REQUESTS - bad.size());
        assertThat(books.count("charge WHERE credited_net = 54.84")).isEqualTo(REQUESTS - bad.size());
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void aBadRequestFirstInTheMiddleOrLastOfAChunkLeavesTheOthersAlone() {
        spoil("currency = 'EUR'", 0, 5 * 5 + 2, 5 * 7 + 4, REQUESTS - 1);
        assertQuarantined(books.run(NIGHT), 0, 27, 39, 319);
    }

    @Test
    void aWholeBadChunkLeavesTheOthersAlone() {
        spoil("currency = 'EUR'", 45, 46, 47, 48, 49);
        assertQuarantined(books.run(NIGHT), 45, 46, 47, 48, 49);
    }

    @Test
    void aChargeThatMakesNoSenseIsItsRequestsTroubleOnly() {
        spoil("net = 100.1234", 45);
        spoil("currency = 'XQZ'", 0);
        assertQuarantined(books.run(NIGHT), 0, 45);
        assertThat(books.text("SELECT message FROM quarantine q JOIN cancellation_request r "
                + "ON r.request_no = q.request_no WHERE r.request_id = 'R-P045'"))
            .contains("request R-P045", "charge C-P045-1 cannot be read", "100.1234", "USD");
        assertThat(books.text("SELECT DISTINCT code FROM quarantine")).isEqualTo("CHARGE_UNREADABLE");
    }

    /** The claim reads only tenants that have changed; the buckets read them all. */
    @ParameterizedTest
    @ValueSource(strings = { "", ", revision = revision + 1" })
    void aTenantThatMakesNoSenseIsTheTroubleOfItsRequestsOnly(String noticed) {
        books.add(TestSale.of("P000B").to("T-P000").charged("2024-03-01", "2024-03-31", "100.00", "21.00"));
        books.file("P000B", NIGHT);
        books.tamper("UPDATE tenant SET time_zone = 'Mars/Olympus'" + noticed + " WHERE tenant_id = 'T-P000'");
        books.tamper("UPDATE tenant SET currency = 'XQZ'" + noticed + " WHERE tenant_id = 'T-P045'");
        NightlyRun run = books.run(NIGHT);
        assertThat(run.counts()).isEqualTo(new RunCounts(REQUESTS + 1, REQUESTS - 2, 0, 3, 0, 0, 0, 0));
        assertThat(books.get(Quarantine.class).of(run.id()))
            .extracting(Quarantine.Entry::requestId, Quarantine.Entry::code)
            .containsExactly(tuple("R-P000", RefusalCode.TENANT_UNREADABLE),
                    tuple("R-P000B", RefusalCode.TENANT_UNREADABLE), tuple("R-P045", RefusalCode.TENANT_UNREADABLE));
        assertThat(books.get(Quarantine.class).of(run.id())).extracting(Quarantine.Entry::message)
            .satisfiesExactly(
                    message -> assertThat(message).startsWith("request R-P000: ")
                        .contains("tenant T-P000 cannot be read: time zone Mars/Olympus, currency USD, billing day 1"),
                    message -> assertThat(message).contains("tenant T-P000"),
                    message -> assertThat(message).contains("tenant T-P045", "currency XQZ"));
        assertThat(books.problems()).isEmpty();
        books.tamper("UPDATE tenant SET time_zone = 'UTC', currency = 'USD'");
        for (String request : List.of("R-P000", "R-P000B", "R-P045")) {
            books.get(CancellationDesk.class).release(RequestId.of(request), "berta", "put right");
        }
        assertThat(books.run("2024-03-16").counts().credited()).isEqualTo(3);
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void everyKindOfContradictionIsQuarantinedWithItsReason() {
        spoil("currency = 'EUR'", 1);
        spoil("net = -100, tax = -21, quantity = -1", 2);
        books
            .tamper("UPDATE cancellation_request SET policy_effective_from = '2019-01-01' WHERE request_id = 'R-P003'");
        books.tamper("UPDATE subscription SET state = 'DELETED' WHERE subscription_id = 'P004'");
        assertQuarantined(books.run(NIGHT), 1, 2, 3, 4);
        assertThat(books.database()
            .jdbc()
            .sql("SELECT CONCAT(r.request_id, ' ', q.code) FROM quarantine q "
                    + "JOIN cancellation_request r ON r.request_no = q.request_no ORDER BY 1")
            .query((row, n) -> row.getString(1))
            .list()).containsExactly("R-P001 CHARGE_CURRENCY_MISMATCH", "R-P002 REVERSALS_EXCEED_CHARGES",
                    "R-P003 POLICY_VERSION_UNKNOWN", "R-P004 SUBSCRIPTION_CHANGED");
    }

    @Test
    void whatTheDatabaseRefusesIsQuarantinedAlone() {
        spoil("net = 200, tax = 42, paid = 242", 0, 27, 39, 45, 46, 47, 48, 49);
        books.tamper("ALTER TABLE credit ADD CONSTRAINT credit_in_this_test CHECK (net <> 109.68)");
        try {
            assertQuarantined(books.run(NIGHT), 0, 27, 39, 45, 46, 47, 48, 49);
            assertThat(books.text("SELECT DISTINCT code FROM quarantine")).isEqualTo("UNEXPECTED");
            assertThat(books.text("SELECT message FROM quarantine LIMIT 1")).contains("credit_in_this_test");
        }
        finally {
            books.tamper("ALTER TABLE credit DROP CONSTRAINT credit_in_this_test");
        }
    }

    @Test
    void aCreditNumberThatIsTakenQuarantinesItsRequestOnly() {
        books.add(TestSale.of("OLD").charged("2024-03-01", "2024-03-31", "100.00", "21.00"));
        books.file("OLD", "2024-03-01");
        books.run("2024-03-01");
        books.tamper("UPDATE credit SET credit_number = 'CR-20240315-0000048'");
        books.run(NIGHT);
        assertThat(books.requestState("R-P047")).isEqualTo("QUARANTINED");
        assertThat(books.count("credit")).isEqualTo(REQUESTS);
    }

    @Test
    void aRunWithTooManyBadRequestsStopsAndGoesOnWithAHigherLimit() {
        int[] bad = IntStream.range(0, 40).map(i -> i * 8).toArray();
        spoil("currency = 'EUR'", bad);
        assertThatThrownBy(() -> books.run(NIGHT)).isInstanceOf(RunFailedException.class)
            .hasMessageContaining("of 320 requests are bad, more than 10 percent")
            .hasMessageContaining("--max-bad-percent");
        assertThat(books.text("SELECT state FROM nightly_run")).isEqualTo("FAILED");
        List<Quarantine.Entry> seen = books.get(Quarantine.class)
            .of(Long.parseLong(books.text("SELECT run_id FROM nightly_run")));
        assertThat(seen).as("those that crossed the limit are seen as well").hasSizeGreaterThan(32);
        assertThat(seen).extracting(Quarantine.Entry::code).containsOnly(RefusalCode.CHARGE_CURRENCY_MISMATCH);
        try (TestBooks lenient = books
            .another(Map.of("prorata.max-bad-percent", "20", "prorata.max-bad-always", "4"))) {
            assertQuarantined(lenient.run(NIGHT), bad);
        }
    }

    @Test
    void aRunStopsToWhenTheDatabaseRefusesTooMany() {
        int[] bad = IntStream.range(0, 40).map(i -> i * 8).toArray();
        books.tamper("UPDATE subscription SET state = 'DELETED' WHERE MOD(subscription_no, 8) = "
                + "(SELECT m FROM (SELECT MOD(subscription_no, 8) AS m FROM subscription WHERE subscription_id = 'P000') x)");
        assertThatThrownBy(() -> books.run(NIGHT)).isInstanceOf(RunFailedException.class)
            .hasMessageContaining("of 320 requests are bad, more than 10 percent");
        try (TestBooks lenient = books
            .another(Map.of("prorata.max-bad-percent", "20", "prorata.max-bad-always", "4"))) {
            NightlyRun run = lenient.run(NIGHT);
            assertThat(run.counts().quarantined()).isEqualTo(bad.length);
            assertThat(run.counts().credited()).isEqualTo(REQUESTS - bad.length);
        }
    }

    @Test
    void theLimitHoldsHoweverTheBucketsRunBesideEachOther() {
        int[] bad = IntStream.range(REQUESTS - 33, REQUESTS).toArray();
        spoil("currency = 'EUR'", bad);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> books.run(NIGHT)).isInstanceOf(RunFailedException.class)
                .hasMessageContaining("more than 10 percent");
        }
        assertThatThrownBy(() -> books.get(DryRun.class).of(java.time.LocalDate.parse(NIGHT)))
            .isInstanceOf(RunFailedException.class);
    }

    @Test
    void aDryRunStopsWhereTheRunWould() {
        spoil("currency = 'EUR'", IntStream.range(REQUESTS - 33, REQUESTS).toArray());
        assertThatThrownBy(() -> books.get(DryRun.class).of(java.time.LocalDate.parse(NIGHT)))
            .hasMessageContaining("33 of 320 requests are bad, more than 10 percent");
        assertThat(books.count("nightly_run")).isZero();
    }

    @Test
    void aStoppedRunGoesOnAfterItsBadRequestsWereReleasedOrRejected() {
        spoil("currency = 'EUR'", IntStream.range(0, 40).map(i -> i * 8).toArray());
        assertThatThrownBy(() -> books.run(NIGHT)).isInstanceOf(RunFailedException.class);
        List<String> quarantined = books.database()
            .jdbc()
            .sql("SELECT request_id FROM cancellation_request WHERE state = 'QUARANTINED' ORDER BY request_id")
            .query((row, n) -> row.getString(1))
            .list();
        assertThat(quarantined).hasSizeGreaterThan(2);
        books.tamper("UPDATE charge SET currency = 'USD'");
        CancellationDesk desk = books.get(CancellationDesk.class);
        desk.reject(RequestId.of(quarantined.getFirst()), "berta", "a mistake");
        quarantined.stream().skip(1).forEach(request -> desk.release(RequestId.of(request), "berta", "corrected"));
        NightlyRun run = books.run(NIGHT);
        assertThat(run.counts().quarantined()).isEqualTo(quarantined.size());
        assertThat(run.counts().credited()).isEqualTo(REQUESTS - quarantined.size());
        assertThat(books.run("2024-03-16").counts().credited()).isEqualTo(quarantined.size() - 1);
        assertThat(books.count("credit")).isEqualTo(REQUESTS - 1);
        assertThat(books.problems()).isEmpty();
    }

}
