package org.prorata.db.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.RefusedException;
import org.prorata.cancellation.RequestId;
import org.prorata.db.TestBooks;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class ClaimingTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static TestBooks books;

    private final Claiming claiming = books.claiming();

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void oneTenant() {
        books.emptied().tenant("T1", "EUR", 1);
    }

    @Test
    void placesCountTheRequestsInTheOrderTheyWereFiled() {
        queued(130);
        assertThat(books.claimed(NIGHT).counts().claimed()).isEqualTo(130);
        assertThat(books.values("SELECT place FROM claimed_request ORDER BY request_no"))
            .isEqualTo(IntStream.rangeClosed(1, 130).mapToObj(Integer::toString).toList());
    }

    @Test
    void neighboursAreInOneOf64Buckets() {
        queued(130);
        NightlyRun run = books.claimed(NIGHT);
        List<Integer> buckets = books.values("SELECT bucket FROM claimed_request ORDER BY request_no")
            .stream()
            .map(Integer::valueOf)
            .toList();
        assertThat(buckets).isSorted();
        assertThat(this.claiming.buckets(run.id())).isEqualTo(IntStream.range(0, 64).boxed().toList());
        assertThat(IntStream.range(0, 64).mapToLong(bucket -> buckets.stream().filter(each -> each == bucket).count()))
            .allMatch(size -> size == 2 || size == 3);
    }

    @Test
    void aFewRequestsFillAFewBuckets() {
        queued(3);
        assertThat(this.claiming.buckets(books.claimed(NIGHT).id())).containsExactly(0, 1, 2);
    }

    @Test
    void aNightWithoutWorkClaimsNothing() {
        NightlyRun run = books.claimed(NIGHT);
        assertThat(run.counts().claimed()).isZero();
        assertThat(this.claiming.buckets(run.id())).isEmpty();
    }

    @Test
    void claimingTwiceTakesNothingTwice() {
        queued(3);
        NightlyRun run = books.claimed(NIGHT);
        assertThat(this.claiming.claim(run.id(), NIGHT)).isZero();
        assertThat(books.claimed(NIGHT.plusDays(1)).counts().claimed()).isZero();
        assertThat(books.values("SELECT DISTINCT run_id FROM cancellation_request"))
            .containsExactly(Long.toString(run.id()));
    }

    @Test
    void onlyWhatIsDueIsClaimed() {
        queued(5);
        books.change("UPDATE cancellation_request SET effective_date = '2024-06-17' WHERE request_id = 'R2'");
        books.change("UPDATE cancellation_request SET requested_on = '2024-06-17' WHERE request_id = 'R3'");
        books.change("UPDATE cancellation_request SET state = 'WITHDRAWN' WHERE request_id = 'R4'");
        books.claimed(NIGHT);
        assertThat(states()).containsExactly("R1 CLAIMED", "R2 QUEUED", "R3 QUEUED", "R4 WITHDRAWN", "R5 CLAIMED");
        books.claimed(NIGHT.plusDays(1));
        assertThat(states()).containsExactly("R1 CLAIMED", "R2 CLAIMED", "R3 CLAIMED", "R4 WITHDRAWN", "R5 CLAIMED");
        assertThat(books.values("""
                SELECT q.place FROM claimed_request q JOIN cancellation_request r ON r.request_no = q.request_no
                WHERE r.request_id IN ('R2', 'R3') ORDER BY 1
                """)).containsExactly("1", "2");
    }

    /** An import that came between the question and the claim. */
    @Test
    void whatChangedInTheMomentOfTheClaimIsClaimedInASecondRound() {
        queued(2);
        books.tenant("T2", "EUR", 1).charged("T2", 3, "100.00", "21.00").cancel("R3", "S3", NIGHT);
        NightlyRun run = books.runs().open(NIGHT);
        assertThat(this.claiming.askAgain(NIGHT)).isZero();
        books.change("UPDATE tenant SET revision = revision + 1 WHERE tenant_id = 'T1'");
        assertThat(this.claiming.claim(run.id(), NIGHT)).isEqualTo(1);
        assertThat(this.claiming.mustAskAgain(NIGHT)).isTrue();
        assertThat(this.claiming.askAgain(NIGHT)).isZero();
        assertThat(this.claiming.claim(run.id(), NIGHT)).isEqualTo(2);
        assertThat(this.claiming.mustAskAgain(NIGHT)).isFalse();
        assertThat(this.claiming.freeze(run.id())).isEqualTo(3);
        assertThat(books.values("""
                SELECT CONCAT(r.request_id, ' ', q.place)
                FROM claimed_request q JOIN cancellation_request r ON r.request_no = q.request_no ORDER BY q.place
                """)).containsExactly("R1 1", "R2 2", "R3 3");
    }

    @Test
    void aDecisionThatIsStaleIsNotClaimedUntilTheGateWasAskedAgain() {
        queued(2);
        books.change("UPDATE tenant SET revision = revision + 1");
        NightlyRun run = books.runs().open(NIGHT);
        assertThat(this.claiming.claim(run.id(), NIGHT)).isZero();
        assertThat(this.claiming.askAgain(NIGHT)).isZero();
        assertThat(this.claiming.claim(run.id(), NIGHT)).isEqualTo(2);
    }

    @Test
    void aRequestThatNoLongerPassesGoesBackToApproval() {
        queued(2);
        books.change("UPDATE subscription SET assigned_licences = 25 WHERE subscription_id = 'S1'");
        books.change("UPDATE tenant SET revision = 2");
        assertThat(this.claiming.askAgain(NIGHT)).isEqualTo(1);
        assertThat(this.claiming.askAgain(NIGHT)).isZero();
        assertThat(books
            .values("""
                    SELECT CONCAT_WS(' ', request_id, state, route, gate_reasons, counted_licences, tenant_revision, approve_by)
                    FROM cancellation_request ORDER BY request_id
                    """))
            .containsExactly("R1 PENDING_APPROVAL APPROVAL AT_LIMIT 25 2 2024-06-29",
                    "R2 QUEUED SELF_SERVICE BELOW_LIMIT 10 2");
    }

    @Test
    void anApprovalStandsAsLongAsItsFiguresDo() {
        largeWithApproval();
        books.change("UPDATE subscription SET product = 'Visio'").change("UPDATE tenant SET revision = 2");
        assertThat(this.claiming.askAgain(NIGHT)).isZero();
        books.change("UPDATE charge SET net = 90").change("UPDATE tenant SET revision = 3");
        assertThat(this.claiming.askAgain(NIGHT)).isEqualTo(1);
        assertThat(books.value("SELECT CONCAT_WS(' ', state, approved_figures) FROM cancellation_request"))
            .isEqualTo("PENDING_APPROVAL");
    }

    @Test
    void whatIsNotDueIsNotAskedAgain() {
        queued(1);
        books.change("UPDATE subscription SET assigned_licences = 25").change("UPDATE tenant SET revision = 2");
        assertThat(this.claiming.askAgain(NIGHT.minusDays(1))).isZero();
        assertThat(books.stateOf("R1")).isEqualTo("QUEUED");
    }

    @Test
    void manyPagesAreAskedAgainOnce() {
        queued(520);
        books.change("UPDATE subscription SET assigned_licences = 25 WHERE subscription_no % 2 = 0")
            .change("UPDATE tenant SET revision = 2");
        assertThat(this.claiming.askAgain(NIGHT)).isEqualTo(260);
        assertThat(books.value("SELECT COUNT(*) FROM cancellation_request WHERE tenant_revision = 2")).isEqualTo("520");
    }

    @Test
    void aWithdrawalThatComesFirstWins() throws Exception {
        queued(2);
        NightlyRun run = books.runs().open(NIGHT);
        int[] claimed = { 0 };
        concurrently(() -> books.desk().withdraw(RequestId.of("R1"), "anna", TestBooks.TODAY),
                () -> claimed[0] = this.claiming.claim(run.id(), NIGHT));
        assertThat(claimed[0]).isEqualTo(1);
        assertThat(states()).containsExactly("R1 WITHDRAWN", "R2 CLAIMED");
    }

    @Test
    void aWithdrawalThatComesSecondIsRefused() throws Exception {
        queued(2);
        NightlyRun run = books.runs().open(NIGHT);
        concurrently(() -> assertThat(this.claiming.claim(run.id(), NIGHT)).isEqualTo(2),
                () -> assertThatThrownBy(() -> books.desk().withdraw(RequestId.of("R1"), "anna", TestBooks.TODAY))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("accepted: PENDING_APPROVAL or QUEUED"));
        assertThat(states()).containsExactly("R1 CLAIMED", "R2 CLAIMED");
    }

    @Test
    void approvalsLapseTheDayAfterTheirLast() {
        largeWithApproval();
        books.change("UPDATE cancellation_request SET request_id = 'R2'");
        books.subscription("S2", "T1").change("UPDATE subscription SET assigned_licences = 31");
        books.cancel("R1", "S2", NIGHT);
        assertThat(this.claiming.lapseApprovals(LocalDate.of(2024, 6, 29))).isZero();
        assertThat(this.claiming.lapseApprovals(LocalDate.of(2024, 6, 30))).isEqualTo(1);
        assertThat(this.claiming.lapseApprovals(LocalDate.of(2024, 6, 30))).isZero();
        assertThat(states()).containsExactly("R1 EXPIRED", "R2 QUEUED");
    }

    @Test
    void aTrialThatWillBePaidForBecomesASubscriptionWithATerm() {
        for (String frequency : List.of("MONTHLY", "ANNUAL", "TRIENNIAL")) {
            trial(frequency, "2024-01-30", "payment_method = 'CARD', billing_frequency = '" + frequency + "'");
        }
        assertThat(this.claiming.convertTrials(LocalDate.of(2024, 1, 30))).isZero();
        assertThat(this.claiming.convertTrials(LocalDate.of(2024, 1, 31))).isEqualTo(3);
        assertThat(this.claiming.convertTrials(LocalDate.of(2024, 1, 31))).isZero();
        assertThat(books
            .values("""
                    SELECT CONCAT_WS(' ', subscription_id, kind, state, first_term_start, term_start, term_end) FROM subscription
                    ORDER BY subscription_no
                    """))
            .containsExactly("MONTHLY PAID ACTIVE 2024-01-31 2024-01-31 2024-02-28",
                    "ANNUAL PAID ACTIVE 2024-01-31 2024-01-31 2025-01-30",
                    "TRIENNIAL PAID ACTIVE 2024-01-31 2024-01-31 2027-01-30");
    }

    @Test
    void otherTrialsExpire() {
        trial("unpaid", "2024-06-15", "payment_method = 'NONE'");
        trial("not-renewed", "2024-06-15", "auto_renew = FALSE");
        trial("stopped", "2024-06-15", "billing_stopped_on = '2024-06-10'");
        trial("later", "2024-06-16", "payment_method = 'NONE'");
        assertThat(this.claiming.convertTrials(NIGHT)).isZero();
        assertThat(this.claiming.expireTrials(NIGHT)).isEqualTo(3);
        assertThat(this.claiming.expireTrials(NIGHT)).isZero();
        assertThat(books.values(
                "SELECT CONCAT_WS(' ', subscription_id, state, state_since) FROM subscription ORDER BY subscription_id"))
            .containsExactly("later ACTIVE 2024-06-01", "not-renewed EXPIRED 2024-06-16", "stopped EXPIRED 2024-06-16",
                    "unpaid EXPIRED 2024-06-16");
    }

    @Test
    void anExpiredSubscriptionHas30DaysAndADisabledOne90() {
        trial("S1", "2024-06-15", "payment_method = 'NONE'");
        this.claiming.expireTrials(NIGHT);
        assertThat(ageOn(NIGHT.plusDays(29))).isEqualTo("EXPIRED 2024-06-16");
        assertThat(ageOn(NIGHT.plusDays(30))).isEqualTo("DISABLED 2024-07-16");
        assertThat(ageOn(NIGHT.plusDays(119))).isEqualTo("DISABLED 2024-07-16");
        assertThat(ageOn(NIGHT.plusDays(120))).isEqualTo("DELETED 2024-10-14");
    }

    @Test
    void nightsThatWereMissedAreCaughtUpInOne() {
        trial("S1", "2024-06-15", "payment_method = 'NONE'");
        assertThat(ageOn(NIGHT.plusYears(1))).isEqualTo("DELETED 2024-10-14");
    }

    private String ageOn(LocalDate night) {
        this.claiming.expireTrials(night);
        return books.value("SELECT CONCAT(state, ' ', state_since) FROM subscription");
    }

    private static void trial(String id, String lastDay, String otherwise) {
        books.subscription(id, "T1");
        books.change(
                "UPDATE subscription SET kind = 'TRIAL', first_term_start = '2024-01-01', term_start = '2024-01-01', term_end = ?, "
                        + otherwise + " WHERE subscription_id = ?",
                lastDay, id);
    }

    private static void largeWithApproval() {
        books.charged("T1", 1, "100.00", "21.00");
        books.change("UPDATE subscription SET assigned_licences = 31");
        books.cancel("R1", "S1", NIGHT).approve("R1");
    }

    /** Files requests R1, R2 and so on that are due tonight, in one go. */
    private static void queued(int requests) {
        List<Cancellation> cancellations = new ArrayList<>();
        for (int n = 1; n <= requests; n++) {
            books.subscription("S" + n, "T1");
            cancellations.add(TestBooks.cancellation("R" + n, "S" + n, NIGHT));
        }
        books.desk().file(cancellations);
    }

    private static List<String> states() {
        return books.values("SELECT CONCAT(request_id, ' ', state) FROM cancellation_request ORDER BY request_id");
    }

    /** Begins the second while the first is done and not yet committed. */
    private static void concurrently(Runnable first, Runnable second) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> one = threads.submit(() -> books.together(() -> {
                first.run();
                done.countDown();
                pause();
                return done;
            }));
            Future<?> other = threads.submit(() -> {
                done.await();
                second.run();
                return done;
            });
            one.get(30, TimeUnit.SECONDS);
            other.get(30, TimeUnit.SECONDS);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(300);
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
