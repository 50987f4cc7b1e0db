package org.prorata.db.cancellation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationRequests;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.RequestState;
import org.prorata.cancellation.StoredRequest;
import org.prorata.db.TestBooks;
import org.prorata.policy.PolicyVersion;
import org.prorata.subscription.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class JdbcCancellationRequestsTests {

    private static final LocalDate DUE = LocalDate.of(2024, 6, 16);

    private static final RequestId R1 = RequestId.of("R1");

    private static final RequestId R2 = RequestId.of("R2");

    private static final PolicyVersion MICROSOFT = new PolicyVersion("microsoft-2020", LocalDate.of(2020, 4, 18));

    private static TestBooks books;

    private final CancellationRequests requests = books.requests();

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    /** S1 is small, S2 needs approval, S3 is a trial with a card, S4 a partner's. */
    @BeforeEach
    void fourSubscriptions() {
        books.emptied().tenant("T1", "EUR", 1);
        for (int n = 1; n <= 4; n++) {
            books.charged("T1", n, "100.00", "21.00");
        }
        books.change("UPDATE subscription SET assigned_licences = 31 WHERE subscription_id = 'S2'");
        books.change("UPDATE subscription SET kind = 'TRIAL' WHERE subscription_id = 'S3'");
        books.change("UPDATE subscription SET channel = 'PARTNER' WHERE subscription_id = 'S4'");
    }

    @Test
    void whatWasFiledIsFoundToTheLetter() {
        Cancellation cancellation = new Cancellation(R1, SubscriptionId.of("S1"),
                Instant.parse("2024-06-14T22:30:00.123456Z"), "Jānis Bērziņš", DUE, "„too expensive“ 🙂, really");
        books.desk().file(List.of(cancellation));
        assertThat(this.requests.find(List.of(R1, RequestId.of("r1"), RequestId.of("R9")))).containsOnlyKeys(R1)
            .containsValue(new StoredRequest(cancellation, LocalDate.of(2024, 6, 15), RequestState.QUEUED, MICROSOFT,
                    10, null));
        assertThat(this.requests.find(List.of())).isEmpty();
    }

    @Test
    void aRequestKeepsItsRouteAndItsReasons() {
        for (int n = 1; n <= 4; n++) {
            books.cancel("R" + n, "S" + n, DUE);
        }
        assertThat(books
            .values("""
                    SELECT CONCAT_WS(' ', request_id, state, route, closed_because, approve_by, counted_licences, tenant_revision)
                    FROM cancellation_request ORDER BY request_id
                    """))
            .containsExactly("R1 QUEUED SELF_SERVICE 10 1", "R2 PENDING_APPROVAL APPROVAL 2024-06-29 31 1",
                    "R3 CLOSED_WITHOUT_CREDIT TRIAL_STOPPED TRIAL_STOPPED 10 1", "R4 REJECTED NOT_CANCELLABLE 10 1");
        assertThat(books.values("SELECT gate_reasons FROM cancellation_request ORDER BY request_id"))
            .containsExactly("BELOW_LIMIT", "ABOVE_LIMIT", "TRIAL_WITH_PAYMENT_METHOD", "BOUGHT_THROUGH_PARTNER");
    }

    @Test
    void onlyOpenRequestsAreOpen() {
        for (int n = 1; n <= 4; n++) {
            books.cancel("R" + n, "S" + n, DUE);
        }
        List<SubscriptionId> all = List.of(SubscriptionId.of("S1"), SubscriptionId.of("S2"), SubscriptionId.of("S3"),
                SubscriptionId.of("S4"));
        assertThat(this.requests.withOpenRequest(all)).containsOnly(SubscriptionId.of("S1"), SubscriptionId.of("S2"));
        this.requests.move(R1, RequestState.QUEUED, RequestState.WITHDRAWN);
        assertThat(this.requests.withOpenRequest(all)).containsOnly(SubscriptionId.of("S2"));
        assertThat(this.requests.withOpenRequest(List.of())).isEmpty();
        books.cancel("R1-again", "S1", DUE);
        assertThat(books.stateOf("R1-again")).isEqualTo("QUEUED");
    }

    @Test
    void aRequestMovesFromTheStateItIsInAndNoOther() {
        books.cancel("R1", "S1", DUE);
        assertThat(this.requests.move(R1, RequestState.PENDING_APPROVAL, RequestState.WITHDRAWN)).isFalse();
        assertThat(this.requests.move(R2, RequestState.QUEUED, RequestState.WITHDRAWN)).isFalse();
        assertThatThrownBy(() -> this.requests.move(R1, RequestState.QUEUED, RequestState.EXPIRED))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("QUEUED cannot become EXPIRED");
        assertThat(books.stateOf("R1")).isEqualTo("QUEUED");
        assertThat(this.requests.move(R1, RequestState.QUEUED, RequestState.WITHDRAWN)).isTrue();
        assertThat(this.requests.move(R1, RequestState.QUEUED, RequestState.WITHDRAWN)).isFalse();
    }

    @Test
    void aReleasedRequestIsFreeForTheNextRunAndItsStoryIsKept() {
        quarantined();
        assertThat(resolve(true)).isTrue();
        assertThat(resolve(true)).isFalse();
        assertThat(books.value("SELECT CONCAT_WS(' ', state, run_id) FROM cancellation_request")).isEqualTo("QUEUED");
        assertThat(
                books.value("SELECT CONCAT_WS(' ', code, resolution, resolved_by, resolution_reason) FROM quarantine"))
            .isEqualTo("CHARGE_CURRENCY_MISMATCH RELEASED bob corrected");
        books.change("UPDATE charge SET currency = 'EUR'");
        books.night(DUE.plusDays(1));
        assertThat(books.stateOf("R1")).isEqualTo("CREDITED");
    }

    @Test
    void aRejectedRequestKeepsTheRunThatQuarantinedIt() {
        quarantined();
        assertThat(resolve(false)).isTrue();
        assertThat(books.value("SELECT CONCAT(state, ' ', run_id IS NOT NULL) FROM cancellation_request"))
            .isEqualTo("REJECTED 1");
        assertThat(books.value("SELECT resolution FROM quarantine")).isEqualTo("REJECTED");
    }

    @Test
    void whatIsNotInQuarantineIsNotResolved() {
        books.cancel("R1", "S1", DUE);
        assertThat(resolve(true)).isFalse();
        assertThat(books.stateOf("R1")).isEqualTo("QUEUED");
    }

    private void quarantined() {
        books.cancel("R1", "S1", DUE).change("UPDATE charge SET currency = 'USD' WHERE charge_id = 'C1'");
        books.night(DUE);
        assertThat(books.stateOf("R1")).isEqualTo("QUARANTINED");
    }

    private boolean resolve(boolean release) {
        return books.together(() -> this.requests.resolveQuarantine(R1, release, "bob", "corrected"));
    }

}
