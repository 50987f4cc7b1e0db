package org.prorata.db.callback;

import java.time.LocalDate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.cancellation.DecisionOutcome;
import org.prorata.cancellation.Filing;
import org.prorata.cancellation.RequestId;
import org.prorata.db.TestBooks;
import org.prorata.db.callback.CallbackDesk.Step;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class CallbackDeskTests {

    private static final TenantId T1 = TenantId.of("T1");

    private static final SubscriptionId S1 = SubscriptionId.of("S1");

    private static TestBooks books;

    private final CallbackDesk desk = books.callbackDesk();

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void aLargeSubscription() {
        books.emptied().tenant("T1", "EUR", 1).tenant("T2", "EUR", 1).charged("T1", 1, "100.00", "21.00");
        books.change("UPDATE subscription SET assigned_licences = 31");
    }

    @Test
    void isAskedForOnceASubscription() {
        Callback callback = done(ask("+371 67-00 (00)00"));
        assertThat(callback.phone()).isEqualTo("+37167000000");
        assertThat(callback.state()).isEqualTo(Callback.State.OPEN);
        assertThat(ask("+37167000001")).isEqualTo(new Step.AskedBefore(callback));
        assertThat(this.desk.queue(Callback.State.OPEN, 0, 10).callbacks()).containsExactly(callback);
        assertThat(this.desk.cancel(TenantId.of("T2"), callback.number(), "eve")).isInstanceOf(Step.NotKnown.class);
        done(this.desk.cancel(T1, callback.number(), "anna"));
        done(ask("+37167000001"));
    }

    @Test
    void refusesWhatNobodyCanCall() {
        for (String phone : new String[] { "", "67000000", "+0123456789", "+37167", "+371 call me",
                "+3716700000000000" }) {
            assertThat(ask(phone)).as(phone)
                .isInstanceOfSatisfying(Step.Incomplete.class, step -> assertThat(step.field()).isEqualTo("phone"));
        }
        assertThat(this.desk.ask(T1, S1, "+37167000000", "???", "", "anna")).isInstanceOf(Step.Incomplete.class);
        assertThat(this.desk.ask(T1, S1, "+37167000000", "lv", "x".repeat(201), "anna"))
            .isInstanceOf(Step.Incomplete.class);
        assertThat(this.desk.ask(TenantId.of("T2"), S1, "+37167000000", "lv", "", "eve"))
            .isInstanceOf(Step.NotKnown.class);
    }

    @Test
    void isTakenByOneSupporterWhoNotesWhatCameOfIt() {
        long number = done(ask("+37167000000")).number();
        assertThat(done(this.desk.take(number, "sam")).takenBy()).isEqualTo("sam");
        assertThat(this.desk.take(number, "sue")).isInstanceOf(Step.NotNow.class);
        assertThat(this.desk.done(number, "sue", "called")).isInstanceOf(Step.NotNow.class);
        assertThat(this.desk.done(number, "sam", " ")).isInstanceOf(Step.Incomplete.class);
        done(this.desk.giveBack(number, "sam"));
        done(this.desk.take(number, "sue"));
        Callback callback = done(this.desk.done(number, "sue", "they stay"));
        assertThat(callback.state()).isEqualTo(Callback.State.DONE);
        assertThat(callback.outcome()).isEqualTo("they stay");
        assertThat(this.desk.take(99, "sam")).isInstanceOf(Step.NotKnown.class);
        assertThat(books.values("SELECT action FROM audit_event ORDER BY sequence")).containsExactly("CALLBACK_ASKED",
                "CALLBACK_TAKEN", "CALLBACK_GIVEN_BACK", "CALLBACK_TAKEN", "CALLBACK_DONE");
    }

    @Test
    void whoFilesForTheTenantIsTheOneWhoAskedAndNeverApproves() {
        long number = done(ask("+37167000000")).number();
        RequestId request = RequestId.of("C1");
        LocalDate effective = LocalDate.of(2024, 6, 20);
        assertThat(this.desk.file(number, "sam", request, effective, "moving on")).isInstanceOf(Step.NotNow.class);
        this.desk.take(number, "sam");
        assertThat(this.desk.file(number, "sam", request, effective, "moving on")).isInstanceOfSatisfying(
                Step.Filed.class, step -> assertThat(step.filing()).isInstanceOf(Filing.Filed.class));
        assertThat(books.value("SELECT CONCAT(state, ' ', requested_by) FROM cancellation_request"))
            .isEqualTo("PENDING_APPROVAL sam");
        books.approver("sam").approver("boss");
        assertThat(books.say("C1", "sam")).isEqualTo(new DecisionOutcome.NotAllowed(DecisionOutcome.Why.OWN_REQUEST));
        assertThat(books.say("C1", "boss")).isInstanceOf(DecisionOutcome.Approved.class);
        assertThat(this.desk.file(number, "sam", RequestId.of("C2"), effective, "again"))
            .isInstanceOf(Step.NotNow.class);
    }

    @Test
    void whatTheDeskRefusesLeavesTheCallbackAsItWas() {
        long number = done(ask("+37167000000")).number();
        this.desk.take(number, "sam");
        books.cancel("R1", "S1", LocalDate.of(2024, 6, 20));
        assertThat(this.desk.file(number, "sam", RequestId.of("C1"), LocalDate.of(2024, 6, 20), ""))
            .isInstanceOfSatisfying(Step.Filed.class,
                    step -> assertThat(step.filing()).isInstanceOf(Filing.Refused.class));
        assertThat(this.desk.find(number).orElseThrow().requestId()).isNull();
    }

    private Step ask(String phone) {
        return this.desk.ask(T1, S1, phone, "lv", "mornings", "anna");
    }

    private static Callback done(Step step) {
        assertThat(step).isInstanceOf(Step.Done.class);
        return ((Step.Done) step).callback();
    }

}
