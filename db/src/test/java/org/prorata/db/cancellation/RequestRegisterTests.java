package org.prorata.db.cancellation;

import java.time.LocalDate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.cancellation.Preview;
import org.prorata.cancellation.RefusedException;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.RequestState;
import org.prorata.db.TestBooks;
import org.prorata.subscription.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("database")
class RequestRegisterTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static TestBooks books;

    private final RequestRegister register = new RequestRegister(books.client());

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    /** S1 has 31 licences, S2 ten. */
    @BeforeEach
    void twoProducts() {
        books.emptied().tenant("T1", "EUR", 1).charged("T1", 1, "300.00", "63.00").charged("T1", 2, "300.00", "63.00");
        books.change("UPDATE subscription SET assigned_licences = 31 WHERE subscription_id = 'S1'");
    }

    @Test
    void theNewestRequestOfASubscriptionComesFirst() {
        books.cancel("R1", "S2", NIGHT);
        books.desk().withdraw(RequestId.of("R1"), "anna@example.com", TestBooks.TODAY);
        books.cancel("R2", "S2", NIGHT).cancel("R3", "S1", NIGHT);
        assertThat(this.register.of(SubscriptionId.of("S2"), 10))
            .extracting(each -> each.request().cancellation().id().value())
            .containsExactly("R2", "R1");
        assertThat(this.register.of(SubscriptionId.of("S2"), 1)).hasSize(1);
    }

    @Test
    void onlyARequestThatSomebodyDecidesHasADayForIt() {
        books.cancel("R1", "S1", NIGHT).cancel("R2", "S2", NIGHT);
        assertThat(this.register.find(RequestId.of("R1")).orElseThrow().approveBy()).isAfter(TestBooks.TODAY);
        assertThat(this.register.find(RequestId.of("R2")).orElseThrow().approveBy()).isNull();
        assertThat(this.register.find(RequestId.of("R9"))).isEmpty();
    }

    @Test
    void aRequestSaysWhatItIsGoingToDo() {
        books.cancel("R1", "S1", NIGHT);
        Preview preview = books.desk().preview(RequestId.of("R1"));
        assertThat(preview.serviceEndsOn()).isEqualTo(NIGHT.minusDays(1));
        assertThat(preview.dueBy()).isEqualTo(LocalDate.of(2024, 7, 31));
        assertThat(preview.approvalsNeeded()).isOne();
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> books.desk().preview(RequestId.of("R9")));
    }

    @Test
    void aQueuedRequestCanBeWithdrawnUntilTheDayBeforeAndOneInReviewAsLongAsItIs() {
        books.cancel("R1", "S1", NIGHT).cancel("R2", "S2", NIGHT);
        assertThat(this.register.find(RequestId.of("R1")).orElseThrow().request().canBeWithdrawnOn(NIGHT)).isTrue();
        var queued = this.register.find(RequestId.of("R2")).orElseThrow().request();
        assertThat(queued.state()).isEqualTo(RequestState.QUEUED);
        assertThat(queued.canBeWithdrawnOn(NIGHT.minusDays(1))).isTrue();
        assertThat(queued.canBeWithdrawnOn(NIGHT)).isFalse();
    }

}
