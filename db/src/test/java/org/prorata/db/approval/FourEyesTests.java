package org.prorata.db.approval;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.approval.ApprovalRule;
import org.prorata.approval.Approver;
import org.prorata.approval.Delegation;
import org.prorata.approval.FigureChange;
import org.prorata.approval.RejectionReason;
import org.prorata.cancellation.ApprovalCase;
import org.prorata.cancellation.ApprovalDesk;
import org.prorata.cancellation.ApprovalDesk.Decision;
import org.prorata.cancellation.ApprovalView;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.DecisionOutcome;
import org.prorata.cancellation.DecisionOutcome.Why;
import org.prorata.cancellation.GivenDecision;
import org.prorata.cancellation.ProductDesk;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.RequestState;
import org.prorata.db.TestBooks;
import org.prorata.subscription.TenantId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class FourEyesTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final RequestId R1 = RequestId.of("R1");

    private static final String ANNA = "anna@example.com";

    private static final String BERTA = "berta@example.com";

    private static final String CARLA = "carla@example.com";

    private static TestBooks books;

    private final ApprovalDesk desk = books.approvalDesk();

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    /**
     * Anna has asked to cancel S1, with 31 licences; half of 100.00 and its tax come
     * back.
     */
    @BeforeEach
    void aLargeRequest() {
        books.emptied().tenant("T1", "EUR", 1).charged("T1", 1, "100.00", "21.00");
        books.change("UPDATE subscription SET assigned_licences = 31, purchased_licences = 31");
        books.cancel("R1", "S1", NIGHT).approver(BERTA).approver(CARLA);
    }

    @Test
    void oneApprovalQueuesTheRequestForTheFiguresThatWereSeen() {
        ApprovalView view = look(BERTA);
        assertThat(view.approval().state()).isEqualTo(ApprovalCase.State.WAITING);
        assertThat(view.approval().needed()).isOne();
        assertThat(view.approval().refund()).isEqualByComparingTo("60.50");
        assertThat(view.refusal()).isNull();
        assertThat(yes(view, BERTA)).isEqualTo(new DecisionOutcome.Approved(2));
        assertThat(books.stateOf("R1")).isEqualTo("QUEUED");
        assertThat(books.value("SELECT approved_figures FROM cancellation_request")).isEqualTo(view.figures().hash());
        assertThat(look(BERTA).approval().state()).isEqualTo(ApprovalCase.State.APPROVED);
        assertThat(books.value("SELECT CONCAT(action, ' ', actor) FROM audit_event ORDER BY sequence DESC LIMIT 1"))
            .isEqualTo("APPROVED " + BERTA);
        books.night(NIGHT);
        assertThat(books.stateOf("R1")).isEqualTo("CREDITED");
        books.night(NIGHT.plusDays(1));
        assertThat(look(BERTA).approval().state()).isEqualTo(ApprovalCase.State.SETTLED);
    }

    @Test
    void whoAsksNeverApprovesWhateverElseThePersonIs() {
        books.approver(ANNA);
        for (String same : List.of(ANNA, "ANNA@example.com", " anna@example.com ")) {
            assertThat(look(same).refusal()).isEqualTo(Why.OWN_REQUEST);
            assertThat(yes(look(same), same)).isEqualTo(new DecisionOutcome.NotAllowed(Why.OWN_REQUEST));
            assertThat(no(look(same), same)).isEqualTo(new DecisionOutcome.NotAllowed(Why.OWN_REQUEST));
        }
        assertThat(books.stateOf("R1")).isEqualTo("PENDING_APPROVAL");
    }

    @Test
    void afterTheLastDayNobodyDecides() {
        LocalDate today = LocalDate.ofInstant(TestBooks.CLOCK.instant(), ZoneOffset.UTC);
        books.change("UPDATE approval_case SET approve_by = '" + today + "'");
        assertThat(look(BERTA).refusal()).isNull();
        books.change("UPDATE approval_case SET approve_by = '" + today.minusDays(1) + "'");
        assertThat(yes(look(BERTA), BERTA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.LAST_DAY_IS_OVER));
        assertThat(no(look(BERTA), BERTA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.LAST_DAY_IS_OVER));
        assertThat(books.stateOf("R1")).isEqualTo("PENDING_APPROVAL");
    }

    @Test
    void whoAsksDoesNotApproveThroughADelegationAndDoesNotLendOne() {
        appoint(new Approver(ANNA, true, Set.of(), null));
        appoint(new Approver(CARLA, true, Set.of(), null));
        delegate(BERTA, ANNA, 0, 1);
        assertThat(yes(look(ANNA), ANNA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.OWN_REQUEST));
        appoint(Approver.ofEverything(ANNA));
        delegate(ANNA, CARLA, 0, 1);
        assertThat(yes(look(CARLA), CARLA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.OTHER_COUNTRY));
        delegate(BERTA, CARLA, 0, 1);
        assertThat(look(CARLA).onBehalfOf()).isEqualTo(BERTA);
        assertThat(yes(look(CARLA), CARLA)).isInstanceOf(DecisionOutcome.Approved.class);
        assertThat(look(CARLA).decisions()).singleElement()
            .satisfies(each -> assertThat(each.onBehalfOf()).isEqualTo(BERTA));
        assertThatThrownBy(() -> books.change("UPDATE approval SET on_behalf_of = requested_by")).rootCause()
            .hasMessageContaining("approval_is_not_for_who_asked");
    }

    @Test
    void aDelegationHoldsOnItsDaysUntilItIsEndedAndWhileTheDelegatorIsAnApprover() {
        appoint(new Approver(CARLA, true, Set.of("SE"), null));
        delegate(BERTA, CARLA, -5, -1);
        delegate(BERTA, CARLA, 1, 5);
        assertThat(look(CARLA).refusal()).isEqualTo(Why.OTHER_COUNTRY);
        long number = delegate(BERTA, CARLA, 0, 0);
        assertThat(look(CARLA).refusal()).isNull();
        assertThat(books.approvers().delegationsOf(CARLA)).hasSize(3);
        assertThat(books.<Boolean>together(() -> books.approvers().endDelegation(number, "people"))).isTrue();
        assertThat(books.<Boolean>together(() -> books.approvers().endDelegation(number, "people"))).isFalse();
        assertThat(look(CARLA).refusal()).isEqualTo(Why.OTHER_COUNTRY);
        delegate(BERTA, CARLA, 0, 0);
        dismiss(BERTA);
        assertThat(look(CARLA).refusal()).isEqualTo(Why.OTHER_COUNTRY);
    }

    @Test
    void anApproverDecidesWithinCountriesAndAmountsAndNobodyElseDoes() {
        assertThat(yes(look("eve"), "eve")).isEqualTo(new DecisionOutcome.NotAllowed(Why.NOT_AN_APPROVER));
        appoint(new Approver(BERTA, true, Set.of("SE", "BG"), null));
        assertThat(yes(look(BERTA), BERTA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.OTHER_COUNTRY));
        appoint(new Approver(BERTA, true, Set.of("LV"), Map.of("USD", new BigDecimal(1000))));
        assertThat(yes(look(BERTA), BERTA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.ABOVE_LIMIT));
        appoint(new Approver(BERTA, true, Set.of("LV"), Map.of("EUR", new BigDecimal("60.49"))));
        assertThat(yes(look(BERTA), BERTA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.ABOVE_LIMIT));
        appoint(new Approver(BERTA, false, null, null));
        assertThat(yes(look(BERTA), BERTA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.NOT_AN_APPROVER));
        appoint(new Approver(BERTA, true, Set.of("LV"), Map.of("EUR", new BigDecimal("60.50"))));
        assertThat(yes(look(BERTA), BERTA)).isInstanceOf(DecisionOutcome.Approved.class);
    }

    @Test
    void twoPeopleApproveWhereTheRulesSaySo() {
        rules(ApprovalRule.fromRefund(new BigDecimal("60.50"), "EUR", 2));
        assertThat(yes(look(BERTA), BERTA)).isEqualTo(new DecisionOutcome.Counted(1, 2, 2));
        assertThat(look(BERTA).refusal()).isEqualTo(Why.APPROVED_BEFORE);
        assertThat(yes(look(BERTA), BERTA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.APPROVED_BEFORE));
        assertThat(books.stateOf("R1")).isEqualTo("PENDING_APPROVAL");
        assertThat(yes(look(CARLA), CARLA)).isEqualTo(new DecisionOutcome.Approved(3));
        books.night(NIGHT);
        assertThat(books.stateOf("R1")).isEqualTo("CREDITED");
    }

    @Test
    void theRulesSpeakOfLicencesAndOfMoneyOfACurrency() {
        rules(ApprovalRule.fromLicences(32, 2), ApprovalRule.fromRefund(BigDecimal.ONE, "USD", 2));
        assertThat(yes(look(BERTA), BERTA)).isInstanceOf(DecisionOutcome.Approved.class);
        books.charged("T1", 2, "10.00", "2.10");
        books.change("UPDATE subscription SET assigned_licences = 32 WHERE subscription_id = 'S2'");
        rules(ApprovalRule.fromLicences(32, 2).within(3));
        books.cancel("R2", "S2", NIGHT);
        assertThat(books
            .value("SELECT CONCAT(needed, ' ', approve_by) FROM approval_case ORDER BY request_no DESC LIMIT 1"))
            .isEqualTo("2 2024-06-18");
    }

    @Test
    void otherFiguresDropTheApprovalsAndTellTheDifference() {
        rules(ApprovalRule.fromLicences(1, 2));
        ApprovalView before = look(CARLA);
        yes(look(BERTA), BERTA);
        books.change("UPDATE subscription SET assigned_licences = 40")
            .change("UPDATE tenant SET revision = revision + 1");
        DecisionOutcome outcome = yes(before, CARLA);
        assertThat(outcome).isInstanceOfSatisfying(DecisionOutcome.ChangedSince.class, changed -> {
            assertThat(changed.changes()).containsExactly(new FigureChange("licences", "31", "40"));
            assertThat(changed.now().countedLicences()).isEqualTo(40);
        });
        ApprovalView now = look(CARLA);
        assertThat(now.approval().given()).isZero();
        assertThat(now.decisions()).extracting(GivenDecision::droppedBecause).containsExactly("FIGURES_CHANGED");
        assertThat(yes(now, CARLA)).isInstanceOf(DecisionOutcome.Counted.class);
        assertThat(yes(look(BERTA), BERTA)).isInstanceOf(DecisionOutcome.Approved.class);
        assertThat(books.values("SELECT CONCAT(decided_by, ' ', COALESCE(dropped_because, 'counts')) FROM approval"))
            .containsExactly(BERTA + " FIGURES_CHANGED", CARLA + " counts", BERTA + " counts");
    }

    @Test
    void aDecisionOnAnOlderVersionIsNone() {
        ApprovalView before = look(BERTA);
        rules(ApprovalRule.fromLicences(1, 2));
        yes(look(CARLA), CARLA);
        assertThat(yes(before, BERTA)).isEqualTo(new DecisionOutcome.DecidedMeanwhile(ApprovalCase.State.WAITING, 2));
        no(look(BERTA), BERTA);
        books.approver("dora");
        assertThat(yes(before, "dora")).isEqualTo(new DecisionOutcome.DecidedMeanwhile(ApprovalCase.State.REJECTED, 3));
        assertThat(yes(look("dora"), "dora")).isEqualTo(new DecisionOutcome.NotWaiting(RequestState.REJECTED));
        assertThat(this.desk.approve(RequestId.of("R9"), BERTA, 1, "", ""))
            .isEqualTo(new DecisionOutcome.NotWaiting(null));
    }

    @Test
    void aRejectionSaysWhyInTenToAThousandCharacters() {
        ApprovalView view = look(BERTA);
        long version = view.approval().version();
        String hash = view.figures().hash();
        for (String words : List.of("", "too short", "  123456789   ", "x".repeat(1001))) {
            assertThat(this.desk.reject(R1, BERTA, version, hash, RejectionReason.OTHER, words)).as(words)
                .isInstanceOf(DecisionOutcome.Incomplete.class);
        }
        assertThat(this.desk.decide(new Decision(R1, version, hash, false, null, "ten characters"), BERTA))
            .isInstanceOf(DecisionOutcome.Incomplete.class);
        assertThat(this.desk.approve(R1, BERTA, version, hash, "x".repeat(1001)))
            .isInstanceOf(DecisionOutcome.Incomplete.class);
        assertThat(this.desk.reject(R1, BERTA, version, hash, RejectionReason.NOT_ENTITLED, "ten chars!"))
            .isEqualTo(new DecisionOutcome.Rejected(2));
        assertThat(books.stateOf("R1")).isEqualTo("REJECTED");
        assertThat(books.value("SELECT CONCAT(decision, ' ', reason_code, ' ', reason) FROM approval"))
            .isEqualTo("REJECTED NOT_ENTITLED ten chars!");
    }

    @Test
    void anApprovalIsTakenBackUntilARunHasClaimedTheRequest() {
        yes(look(BERTA), BERTA);
        assertThat(this.desk.takeBack(R1, CARLA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.NOTHING_TO_TAKE_BACK));
        assertThat(this.desk.takeBack(R1, BERTA)).isEqualTo(new DecisionOutcome.TakenBack(3));
        assertThat(books.stateOf("R1")).isEqualTo("PENDING_APPROVAL");
        assertThat(this.desk.takeBack(R1, BERTA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.NOTHING_TO_TAKE_BACK));
        assertThat(yes(look(BERTA), BERTA)).isInstanceOf(DecisionOutcome.Approved.class);
        books.claimed(NIGHT);
        assertThat(this.desk.takeBack(R1, BERTA)).isEqualTo(new DecisionOutcome.NotAllowed(Why.RUN_HAS_STARTED));
        assertThat(books.stateOf("R1")).isEqualTo("CLAIMED");
    }

    @Test
    void theRunSendsBackWhatWasApprovedBySomebodyWhoIsNoApproverAnyMore() {
        yes(look(BERTA), BERTA);
        dismiss(BERTA);
        assertThat(books.claimed(NIGHT).counts().claimed()).isZero();
        assertThat(books.stateOf("R1")).isEqualTo("PENDING_APPROVAL");
        assertThat(look(CARLA).decisions()).extracting(GivenDecision::droppedBecause).containsExactly("SENT_BACK");
        assertThat(look(CARLA).approval().given()).isZero();
        assertThat(yes(look(CARLA), CARLA)).isInstanceOf(DecisionOutcome.Approved.class);
        books.night(NIGHT.plusDays(1));
        assertThat(books.stateOf("R1")).isEqualTo("CREDITED");
    }

    @Test
    void theRunSendsBackWhatHasFewerApprovalsThanItNeeds() {
        yes(look(BERTA), BERTA);
        books.change("UPDATE approval SET dropped_at = '2024-06-15', dropped_because = 'TAKEN_BACK'");
        assertThat(books.claimed(NIGHT).counts().claimed()).isZero();
        assertThat(books.stateOf("R1")).isEqualTo("PENDING_APPROVAL");
    }

    @Test
    void theRunSendsBackWhatHasOtherFiguresNow() {
        yes(look(BERTA), BERTA);
        books.change("UPDATE charge SET net = 90, paid = 111").change("UPDATE tenant SET revision = revision + 1");
        assertThat(books.claimed(NIGHT).counts().claimed()).isZero();
        assertThat(look(CARLA).approval().state()).isEqualTo(ApprovalCase.State.WAITING);
        assertThat(look(CARLA).approval().refund()).isEqualByComparingTo("55.50");
    }

    @Test
    void aSmallRequestThatGrewBeforeItsNightGetsACase() {
        books.charged("T1", 2, "100.00", "21.00").cancel("R2", "S2", NIGHT);
        assertThat(this.desk.open(RequestId.of("R2"), BERTA)).isEmpty();
        books.change("UPDATE subscription SET assigned_licences = 50")
            .change("UPDATE tenant SET revision = revision + 1");
        books.claimed(NIGHT);
        assertThat(books.stateOf("R2")).isEqualTo("PENDING_APPROVAL");
        assertThat(books.say("R2", BERTA)).isInstanceOf(DecisionOutcome.Approved.class);
    }

    @Test
    void whatNobodyDecidesExpiresAndWhatIsTakenBackIsClosed() {
        books.charged("T1", 2, "100.00", "21.00");
        books.change("UPDATE subscription SET assigned_licences = 50");
        books.cancel("R2", "S2", NIGHT);
        books.desk().withdraw(RequestId.of("R2"), ANNA, TestBooks.TODAY);
        assertThat(books.<Integer>together(() -> books.claiming().lapseApprovals(LocalDate.of(2024, 6, 29)))).isZero();
        assertThat(books.<Integer>together(() -> books.claiming().lapseApprovals(LocalDate.of(2024, 6, 30)))).isOne();
        assertThat(books.values("""
                SELECT CONCAT(r.request_id, ' ', r.state, ' ', a.state) FROM cancellation_request r
                JOIN approval_case a ON a.request_no = r.request_no ORDER BY r.request_id
                """)).containsExactly("R1 EXPIRED EXPIRED", "R2 WITHDRAWN WITHDRAWN");
    }

    @Test
    void decisionsTogetherAreDecidedOneByOne() {
        books.charged("T1", 2, "100.00", "21.00");
        books.change("UPDATE subscription SET assigned_licences = 50").change("UPDATE tenant SET revision = 2");
        books.cancel("R2", "S2", NIGHT);
        ApprovalView one = look(BERTA);
        List<ApprovalDesk.Result> results = this.desk
            .decideAll(List.of(Decision.approve(R1, one.approval().version(), one.figures().hash(), ""),
                    Decision.approve(RequestId.of("R2"), 1, "never seen", ""),
                    Decision.approve(RequestId.of("R3"), 1, "", "")), BERTA);
        assertThat(results).extracting(each -> each.outcome().getClass().getSimpleName())
            .containsExactly("Approved", "ChangedSince", "NotWaiting");
        assertThatThrownBy(
                () -> this.desk.decideAll(java.util.Collections.nCopies(51, Decision.approve(R1, 1, "", "")), BERTA))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("up to 50");
    }

    @Test
    void twoApproversAtOnceMakeOneDecision() throws Exception {
        int rounds = 200;
        for (int n = 2; n <= rounds + 1; n++) {
            books.charged("T1", n, "100.00", "21.00");
        }
        books.change("UPDATE subscription SET assigned_licences = 31");
        List<Cancellation> filed = new ArrayList<>();
        for (int n = 2; n <= rounds + 1; n++) {
            filed.add(TestBooks.cancellation("R" + n, "S" + n, NIGHT));
        }
        books.desk().file(filed);
        int approved = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            CyclicBarrier start = new CyclicBarrier(2);
            for (int n = 2; n <= rounds + 1; n++) {
                RequestId id = RequestId.of("R" + n);
                ApprovalView view = this.desk.open(id, BERTA).orElseThrow();
                List<Future<DecisionOutcome>> both = new ArrayList<>();
                for (String person : List.of(BERTA, CARLA)) {
                    both.add(threads.submit(() -> {
                        start.await();
                        return this.desk.approve(id, person, view.approval().version(), view.figures().hash(), "");
                    }));
                }
                for (Future<DecisionOutcome> one : both) {
                    DecisionOutcome outcome = one.get();
                    assertThat(outcome).isInstanceOfAny(DecisionOutcome.Approved.class,
                            DecisionOutcome.DecidedMeanwhile.class);
                    approved += (outcome instanceof DecisionOutcome.Approved) ? 1 : 0;
                }
            }
        }
        assertThat(approved).isEqualTo(rounds);
        assertThat(books.value("SELECT COUNT(*) FROM approval")).isEqualTo(String.valueOf(rounds));
        assertThat(books.audit().verify().isWhole()).isTrue();
    }

    @Test
    void removingLicencesChangesTheGatesAnswerAndTheFigures() {
        var removed = books.productDesk()
            .removeLicences(TenantId.of("T1"), books.desk().figures(R1).subscription(), 31, 7, ANNA);
        assertThat(removed).isInstanceOf(ProductDesk.Removal.Removed.class);
        assertThat(look(BERTA).figures().countedLicences()).isEqualTo(24);
        assertThat(books.values("SELECT refund FROM approval_figures")).hasSize(2);
    }

    private ApprovalView look(String person) {
        return this.desk.open(R1, person).orElseThrow();
    }

    private DecisionOutcome yes(ApprovalView view, String person) {
        return this.desk.approve(R1, person, view.approval().version(), view.figures().hash(), "");
    }

    private DecisionOutcome no(ApprovalView view, String person) {
        return this.desk.reject(R1, person, view.approval().version(), view.figures().hash(),
                RejectionReason.FIGURES_WRONG, "the figures are wrong");
    }

    private static void appoint(Approver approver) {
        books.together(() -> {
            books.approvers().appoint(approver, "people@example.com");
            return approver;
        });
    }

    private static void dismiss(String person) {
        books.together(() -> books.approvers().dismiss(person, "people@example.com"));
    }

    private static long delegate(String from, String to, int fromDay, int toDay) {
        return books.together(() -> books.approvers()
            .delegate(new Delegation(0, from, to, TestBooks.TODAY.plusDays(fromDay), TestBooks.TODAY.plusDays(toDay)),
                    "people@example.com"));
    }

    private static void rules(ApprovalRule... rules) {
        books.together(() -> {
            books.rules().replace(List.of(rules), "people@example.com");
            return rules;
        });
    }

}
