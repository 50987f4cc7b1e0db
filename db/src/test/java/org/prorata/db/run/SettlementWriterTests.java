package org.prorata.db.run;

import java.time.LocalDate;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.cancellation.RequestId;
import org.prorata.db.TestBooks;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class SettlementWriterTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static TestBooks books;

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void threeRequests() {
        books.emptied().tenant("T1", "EUR", 1);
        for (int n = 1; n <= 3; n++) {
            books.charged("T1", n, "100.00", "21.00").cancel("R" + n, "S" + n, NIGHT);
        }
    }

    @Test
    void aCreditIsWrittenWithItsLinesItsEntryAndWhatItChanges() {
        books.settle(books.claimed(NIGHT));
        assertThat(books
            .values("SELECT CONCAT_WS(' ', credit_number, net, tax, gross, cash, on_account, return_method, return_on, "
                    + "due_by, state) FROM credit ORDER BY credit_number"))
            .hasSize(3)
            .startsWith("CR-20240616-0000001 50.0000 10.5000 60.5000 60.5000 0.0000 CARD 2024-07-01 2024-07-31 ISSUED");
        assertThat(books
            .values("SELECT CONCAT_WS(' ', days_unused, days_in_period, exact_numerator, exact_denominator, net, tax) "
                    + "FROM credit_line"))
            .hasSize(3)
            .containsOnly("15 30 1500.000000 30 50.0000 10.5000");
        assertThat(books
            .values("SELECT CONCAT_WS(' ', kind, business_date, deferred_revenue, tax_payable, refund_liability) "
                    + "FROM ledger_entry"))
            .hasSize(3)
            .containsOnly("ISSUE 2024-06-16 50.0000 10.5000 -60.5000");
        assertThat(books.values("SELECT CONCAT_WS(' ', credited_net, credited_tax) FROM charge"))
            .containsOnly("50.0000 10.5000");
        assertThat(books.values("SELECT CONCAT_WS(' ', state, state_since) FROM subscription"))
            .containsOnly("DISABLED 2024-06-16");
    }

    @Test
    void theOthersOfAChunkAreWrittenWhenTheDatabaseRefusesOne() {
        NightlyRun run = books.claimed(NIGHT);
        List<SettledRequest> chunk = settled(run);
        assertThat(chunk).hasSize(3);
        books.change("UPDATE charge SET credited_net = 90 WHERE charge_id = 'C2'");
        books.settle(run, chunk);
        assertThat(states()).containsExactly("R1 CREDITED", "R2 QUARANTINED", "R3 CREDITED");
        assertThat(books.value("SELECT code FROM quarantine")).isEqualTo("UNEXPECTED");
        assertThat(books.value("SELECT message FROM quarantine")).contains("charge_is_never_credited_beyond_its_net");
        assertThat(books.value("SELECT COUNT(*) FROM credit")).isEqualTo("2");
        assertThat(books.value("SELECT credited_net FROM charge WHERE charge_id = 'C2'")).isEqualTo("90.0000");
    }

    @Test
    void aSubscriptionThatChangedMeanwhileGoesToQuarantine() {
        NightlyRun run = books.claimed(NIGHT);
        books.change("UPDATE subscription SET state = 'DELETED' WHERE subscription_id = 'S3'");
        books.settle(run);
        assertThat(states()).containsExactly("R1 CREDITED", "R2 CREDITED", "R3 QUARANTINED");
        assertThat(books.value("SELECT CONCAT(code, ': ', message) FROM quarantine"))
            .isEqualTo("SUBSCRIPTION_CHANGED: active subscriptions: 0 rows were as expected, wanted 1");
        assertThat(books.value("SELECT credited_net FROM charge WHERE charge_id = 'C3'")).isEqualTo("0.0000");
    }

    @Test
    void aChunkThatIsWrittenTwiceCreditsNothingTwice() {
        NightlyRun run = books.claimed(NIGHT);
        List<SettledRequest> chunk = settled(run);
        books.settle(run, chunk);
        assertThatThrownBy(() -> books.settle(run, chunk)).isInstanceOf(RuntimeException.class);
        assertThat(books.value("SELECT COUNT(*) FROM credit")).isEqualTo("3");
        assertThat(books.value("SELECT credited_net FROM charge WHERE charge_id = 'C1'")).isEqualTo("50.0000");
        assertThat(books.value("SELECT COUNT(*) FROM quarantine")).isEqualTo("0");
    }

    @Test
    void aRefundWindowThatIsOverStopsBillingAndNothingElse() {
        books.emptied().tenant("T1", "EUR", 1).charged("T1", 1, "100.00", "21.00");
        books.change("UPDATE subscription SET policy = 'mca-2022'").cancel("R1", "S1", NIGHT);
        books.settle(books.claimed(NIGHT));
        assertThat(books.value("SELECT CONCAT_WS(' ', state, closed_because) FROM cancellation_request"))
            .isEqualTo("CLOSED_WITHOUT_CREDIT REFUND_WINDOW_OVER");
        assertThat(books.value("SELECT CONCAT_WS(' ', state, billing_stopped_on) FROM subscription"))
            .isEqualTo("ACTIVE 2024-06-16");
    }

    @Test
    void theQuarantineTellsWhatWasFoundAndWhatBecameOfIt() {
        books.change("UPDATE charge SET currency = 'USD' WHERE charge_id = 'C2'");
        NightlyRun run = books.claimed(NIGHT);
        books.settle(run);
        assertThat(books.quarantine().of(run.id())).singleElement().satisfies(entry -> {
            assertThat(entry.requestId()).isEqualTo("R2");
            assertThat(entry.message()).isEqualTo("charge C2: USD, its tenant T1 is billed in EUR");
            assertThat(entry.resolution()).isEmpty();
        });
        books.desk().reject(RequestId.of("R2"), "bob", "written off");
        assertThat(books.quarantine().of(run.id()).getFirst().resolution()).isEqualTo("REJECTED by bob: written off");
    }

    @Test
    void aRunWithTooManyBadRequestsStops() {
        books.change("UPDATE charge SET currency = 'USD' WHERE charge_id IN ('C2', 'C3')");
        NightlyRun run = books.claimed(NIGHT);
        books.settle(run);
        quarantine(66, 0).requireFew(run.id() + 1);
        quarantine(67, 0).requireFew(run.id());
        quarantine(0, 2).requireFew(run.id());
        assertThatThrownBy(() -> quarantine(66, 1).requireFew(run.id())).isInstanceOf(BadRequestsException.class)
            .hasMessageContaining("2 of 3 requests are bad, more than 66 percent");
    }

    private static List<SettledRequest> settled(NightlyRun run) {
        return books.claiming()
            .buckets(run.id())
            .stream()
            .flatMap(bucket -> books.claimedRequests().page(run.id(), bucket, 0, 10).stream())
            .map(books::settled)
            .toList();
    }

    private static Quarantine quarantine(int percent, int always) {
        return new Quarantine(books.database().jdbc(), percent, always);
    }

    private static List<String> states() {
        return books.values("SELECT CONCAT(request_id, ' ', state) FROM cancellation_request ORDER BY request_id");
    }

}
