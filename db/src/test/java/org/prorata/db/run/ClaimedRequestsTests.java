package org.prorata.db.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.RequestId;
import org.prorata.db.TestBooks;
import org.prorata.run.NightlyRun;
import org.prorata.subscription.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ClaimedRequestsTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static TestBooks books;

    private final ClaimedRequests requests = books.claimedRequests();

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void oneTenant() {
        books.emptied().tenant("T1", "EUR", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 1000 })
    void pagesHoldEveryRequestOnce(int size) {
        NightlyRun run = claimed(150);
        List<String> seen = new ArrayList<>();
        for (int bucket : books.claiming().buckets(run.id())) {
            List<ClaimedRequest> page = this.requests.page(run.id(), bucket, 0, size);
            while (!page.isEmpty()) {
                assertThat(page.size()).isLessThanOrEqualTo(size);
                page.forEach(each -> {
                    String n = each.request().cancellation().id().value().substring(1);
                    assertThat(each.charges()).extracting(charge -> charge.id().value()).containsExactly("C" + n);
                    seen.add(n);
                });
                page = this.requests.page(run.id(), bucket, page.getLast().requestNo(), size);
            }
        }
        assertThat(seen).isEqualTo(IntStream.rangeClosed(1, 150).mapToObj(Integer::toString).toList());
        assertThat(this.requests.left(run.id())).isEqualTo(150);
    }

    @Test
    void whatWasSettledIsNotReadAgain() {
        NightlyRun run = claimed(70);
        List<ClaimedRequest> first = this.requests.page(run.id(), 0, 0, 1);
        books.settle(run, first.stream().map(books::settled).toList());
        assertThat(this.requests.left(run.id())).isEqualTo(69);
        assertThat(this.requests.page(run.id(), 0, 0, 10)).extracting(ClaimedRequest::requestNo)
            .isNotEmpty()
            .doesNotContain(first.getFirst().requestNo());
        books.settle(run);
        assertThat(this.requests.left(run.id())).isZero();
        assertThat(this.requests.page(run.id(), 0, 0, 10)).isEmpty();
    }

    @Test
    void aRequestComesWithAllThatItsSettlementNeeds() {
        books.charged("T1", 1, "100.00", "21.00").cancel("R1", "S1", NIGHT);
        NightlyRun run = books.claimed(NIGHT);
        ClaimedRequest claimed = this.requests.page(run.id(), 0, 0, 10).getFirst();
        SubscriptionId s1 = SubscriptionId.of("S1");
        assertThat(claimed.request())
            .isEqualTo(books.requests().find(List.of(RequestId.of("R1"))).get(RequestId.of("R1")));
        assertThat(claimed.tenant()).isEqualTo(books.subscriptions().accountsOf(List.of(s1)).get(s1).tenant());
        assertThat(claimed.subscription())
            .isEqualTo(books.subscriptions().accountsOf(List.of(s1)).get(s1).subscription(s1));
        assertThat(claimed.charges()).isEqualTo(books.subscriptions().chargesOf(s1));
        assertThat(claimed.place()).isEqualTo(1);
        assertThat(Long.toString(claimed.requestNo()))
            .isEqualTo(books.value("SELECT request_no FROM cancellation_request"));
    }

    @Test
    void onlyChargesThatReachToTheEffectiveDateAreRead() {
        books.charged("T1", 1, "100.00", "21.00");
        span("C-before", "2024-05-01", "2024-06-15");
        span("C-last-day", "2024-05-01", "2024-06-16");
        span("C-later", "2024-07-01", "2024-07-31");
        assertThat(chargesReadFor("S1")).containsExactly("C1", "C-last-day", "C-later");
    }

    @Test
    void aPolicyThatMayGiveEverythingBackReadsEveryChargeOfTheFirstTermOn() {
        books.charged("T1", 1, "100.00", "21.00").change("UPDATE subscription SET policy = 'csp-legacy'");
        span("C-before", "2024-05-01", "2024-05-31");
        span("C-first-day", "2024-05-02", "2024-06-01");
        assertThat(chargesReadFor("S1")).containsExactly("C1", "C-first-day");
    }

    @Test
    void aSubscriptionWithoutChargesHasNone() {
        books.subscription("S1", "T1");
        assertThat(chargesReadFor("S1")).isEmpty();
    }

    @Test
    void chargesAreKnownByTheirKeys() {
        books.charged("T1", 1, "100.00", "21.00").charge("C0", "S1", "1.00", "0.21");
        books.cancel("R1", "S1", NIGHT);
        ClaimedRequest claimed = this.requests.page(books.claimed(NIGHT).id(), 0, 0, 10).getFirst();
        for (int i = 0; i < 2; i++) {
            assertThat(books.value("SELECT charge_id FROM charge WHERE charge_no = ?", claimed.chargeNos().get(i)))
                .isEqualTo(claimed.charges().get(i).id().value());
        }
    }

    private List<String> chargesReadFor(String subscription) {
        books.cancel("R-" + subscription, subscription, NIGHT);
        NightlyRun run = books.claimed(NIGHT);
        return this.requests.page(run.id(), 0, 0, 10)
            .getFirst()
            .charges()
            .stream()
            .map(charge -> charge.id().value())
            .toList();
    }

    private static void span(String charge, String from, String to) {
        books.charge(charge, "S1", "10.00", "2.10")
            .change("UPDATE charge SET service_from = ?, service_to = ? WHERE charge_id = ?", from, to, charge);
    }

    private static NightlyRun claimed(int requests) {
        List<Cancellation> cancellations = new ArrayList<>();
        for (int n = 1; n <= requests; n++) {
            books.charged("T1", n, "30.00", "6.30");
            cancellations.add(TestBooks.cancellation("R" + n, "S" + n, NIGHT));
        }
        books.desk().file(cancellations);
        return books.claimed(NIGHT);
    }

}
