package org.prorata.batch.nightly;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.RequestId;
import org.prorata.policy.PoliciesFile;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the nightly job does to the books, from the request to the settlement file. */
@Tag("database")
class NightlyJobTests {

    private static TestBooks books;

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

    @Test
    void aCreditGivesBackTheUnusedDaysToTheCent() {
        books.add(march("S1"));
        books.file("S1", "2024-03-15");
        NightlyRun run = books.run("2024-03-15");
        assertThat(run.counts()).isEqualTo(new RunCounts(1, 1, 0, 0, 0, 0, 0, 0));
        assertThat(books.credit("R-S1"))
            .isEqualTo("USD 54.84 + 11.52: 66.36 by CARD, 0.00 on account, on 2024-04-01, by 2024-04-30");
        assertThat(books.requestState("R-S1")).isEqualTo("CREDITED");
        assertThat(books.subscriptionState("S1")).isEqualTo("DISABLED since 2024-03-15");
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void aReversalTakesPartWithItsSign() {
        books.add(TestSale.of("S1")
            .charged("2024-03-01", "2024-03-31", "120.00", "0.00")
            .charged("2024-03-11", "2024-03-31", "-40.00", "0.00"));
        books.file("S1", "2024-03-15");
        books.run("2024-03-15");
        assertThat(books.credit("R-S1")).startsWith("USD 33.43 + 0.00");
        assertThat(books.count("credit_line WHERE net IN (65.81, -32.38)")).isEqualTo(2);
    }

    @Test
    void aCurrencyWithoutMinorUnitsAndOneWithThreeAreCreditedInTheirOwn() {
        books.add(TestSale.of("S1").in("JPY").charged("2024-03-01", "2024-03-31", "1000", "100"),
                TestSale.of("S2").in("KWD").charged("2024-03-01", "2024-03-31", "10.000", "0.500"));
        books.file("S1", "2024-03-15");
        books.file("S2", "2024-03-15");
        NightlyRun run = books.run("2024-03-15");
        assertThat(books.credit("R-S1")).startsWith("JPY 548 + 55: 603 by CARD, 0 on account");
        assertThat(books.credit("R-S2")).startsWith("KWD 5.484 + 0.274: 5.758 by CARD, 0.000 on account");
        assertThat(run.totals().get("JPY").gross()).hasToString("JPY 603");
        assertThat(run.totals().get("KWD").gross()).hasToString("KWD 5.758");
    }

    @Test
    void whatIsOwedIsSettledFirstAndTheRestGoesBackInCash() {
        books.add(TestSale.of("S1").charged("2024-04-01", "2024-04-30", "100.00", "20.00", "90.00"),
                TestSale.of("S2").charged("2024-04-01", "2024-04-30", "100.00", "20.00", "60.00"),
                TestSale.of("S3")
                    .paidBy(PaymentMethod.INVOICE)
                    .charged("2024-04-01", "2024-04-30", "100.00", "20.00", "120.00"),
                TestSale.of("S4")
                    .paidBy(PaymentMethod.BANK)
                    .charged("2024-04-01", "2024-04-30", "100.00", "20.00", "120.00"));
        List.of("S1", "S2", "S3", "S4").forEach(sale -> books.file(sale, "2024-04-16"));
        books.run("2024-04-16");
        assertThat(books.credit("R-S1")).startsWith("USD 50.00 + 10.00: 30.00 by CARD, 30.00 on account");
        assertThat(books.credit("R-S2")).startsWith("USD 50.00 + 10.00: 0.00 by NEXT_INVOICE, 60.00 on account");
        assertThat(books.credit("R-S3")).startsWith("USD 50.00 + 10.00: 0.00 by NEXT_INVOICE, 60.00 on account");
        assertThat(books.credit("R-S4")).startsWith("USD 50.00 + 10.00: 60.00 by BANK, 0.00 on account");
        NightlyRun returned = books.run("2024-05-01");
        assertThat(returned.counts().returned()).isEqualTo(4);
        assertThat(returned.totals().get("USD").returnedByCard()).hasToString("USD 30.00");
        assertThat(returned.totals().get("USD").returnedByBank()).hasToString("USD 60.00");
        assertThat(returned.totals().get("USD").returnedOnAccount()).hasToString("USD 150.00");
    }

    @Test
    void everyClaimedRequestComesToOneEnd() {
        TestMarket.of(1, 200).enter(books);
        NightlyRun run = books.run(TestMarket.LAST_DAY);
        RunCounts counts = run.counts();
        assertThat(counts.claimed()).isGreaterThan(150)
            .isEqualTo(counts.credited() + counts.nothingDue() + counts.quarantined());
        assertThat(counts.credited()).isPositive().isEqualTo(books.count("credit"));
        assertThat(counts.nothingDue()).isPositive()
            .isEqualTo(books.count(
                    "cancellation_request WHERE state = 'CLOSED_WITHOUT_CREDIT' AND run_id IS NOT NULL AND route <> 'TRIAL_STOPPED'"));
        assertThat(counts.quarantined()).isPositive().isEqualTo(books.count("quarantine"));
        assertThat(counts.returned()).isPositive().isEqualTo(books.count("credit WHERE state = 'RETURNED'"));
        assertThat(counts.trialsExpired() + counts.trialsConverted()).isPositive();
        assertThat(books.count("cancellation_request WHERE state = 'CLAIMED'")).isZero();
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void aCertifiedDateRunAgainChangesNothing() {
        TestMarket.of(2, 40).enter(books);
        NightlyRun run = books.run(TestMarket.LAST_DAY);
        SortedMap<String, Object> outcome = books.outcome();
        SortedMap<String, Long> rows = books.rows();
        books.add(march("S1"));
        books.file("S1", "2024-03-10");
        NightlyRun again = books.run(TestMarket.LAST_DAY);
        assertThat(again).isEqualTo(run);
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(books.requestState("R-S1")).isEqualTo("QUEUED");
        assertThat(books.rows().get("BATCH_JOB_EXECUTION")).isEqualTo(rows.get("BATCH_JOB_EXECUTION"));
        assertThat(books.rows().get("audit_event")).isEqualTo(rows.get("audit_event"));
        assertThat(books.outcome().get("runs")).isEqualTo(outcome.get("runs"));
        assertThat(books.outcome().get("credits")).isEqualTo(outcome.get("credits"));
    }

    @Test
    void catchingUpNightByNightGivesTheAmountsOfOneLateRun() {
        LocalDate last = LocalDate.parse(TestMarket.LAST_DAY);
        TestMarket.of(3, 60).enter(books);
        books.run(last.toString());
        List<String> late = amounts();
        books.clear();
        TestMarket.of(3, 60).enter(books);
        for (LocalDate date = last.minusDays(25); !date.isAfter(last); date = date.plusDays(1)) {
            books.run(date.toString());
        }
        assertThat(amounts()).hasSizeGreaterThan(30).isEqualTo(late);
        assertThat(books.count("nightly_run WHERE state = 'CERTIFIED'")).isEqualTo(26);
        assertThat(books.problems()).isEmpty();
    }

    private static List<String> amounts() {
        return books.database().jdbc().sql("""
                SELECT CONCAT_WS('|', s.subscription_id, s.state, s.state_since, s.kind, s.term_start, s.term_end,
                    COALESCE(s.billing_stopped_on, ''), COALESCE(r.state, ''), COALESCE(r.closed_because, ''),
                    COALESCE(c.net, ''), COALESCE(c.tax, ''), COALESCE(c.cash, ''), COALESCE(c.on_account, ''),
                    COALESCE(c.return_method, ''), COALESCE(c.return_on, ''), COALESCE(c.due_by, ''),
                    COALESCE(c.state, ''))
                FROM subscription s
                LEFT JOIN cancellation_request r ON r.subscription_no = s.subscription_no
                LEFT JOIN credit c ON c.request_no = r.request_no
                ORDER BY s.subscription_id
                """).query((row, n) -> row.getString(1)).list();
    }

    @Test
    void aNightThatWasBegunIsFinishedBeforeTheNext() {
        books.add(march("S1"), march("S2"));
        books.file("S1", "2024-03-10");
        books.file("S2", "2024-03-11");
        books.database()
            .jdbc()
            .sql("INSERT INTO nightly_run (business_date, state, started_at) VALUES ('2024-03-10', 'OPEN', NOW(6))")
            .update();
        books.run("2024-03-11");
        assertThat(books.text("SELECT n.business_date FROM credit c JOIN nightly_run n ON n.run_id = c.run_id "
                + "JOIN cancellation_request r ON r.request_no = c.request_no WHERE r.request_id = 'R-S1'"))
            .isEqualTo("2024-03-10");
        assertThat(books.count("nightly_run WHERE state = 'CERTIFIED'")).isEqualTo(2);
    }

    @Test
    void whatIsAskedOrTakesEffectLaterWaitsForItsNight() {
        books.add(march("S1"), march("S2"), march("S3"));
        books.file("S1", "2024-03-15");
        books.file("S2", "2024-03-16");
        books.file(List.of(new Cancellation(RequestId.of("R-S3"), SubscriptionId.of("S3"),
                LocalDate.of(2024, 3, 16).atTime(LocalTime.MIN).toInstant(ZoneOffset.UTC), "anna@example.com",
                LocalDate.of(2024, 3, 10), "")));
        assertThat(books.run("2024-03-15").counts().claimed()).isEqualTo(1);
        assertThat(books.requestState("R-S2")).isEqualTo("QUEUED");
        assertThat(books.requestState("R-S3")).isEqualTo("QUEUED");
        assertThat(books.run("2024-03-16").counts().claimed()).isEqualTo(2);
        assertThat(books.credit("R-S3")).startsWith("USD 70.97 + ");
    }

    @Test
    void theDayIsTheTenantsDay() {
        books.add(march("S1").at("Pacific/Auckland"), march("S2").at("America/Los_Angeles"));
        for (String sale : List.of("S1", "S2")) {
            books.file(List.of(new Cancellation(RequestId.of("R-" + sale), SubscriptionId.of(sale),
                    LocalDate.of(2024, 3, 15).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC), "anna@example.com",
                    LocalDate.of(2024, 3, 15), "")));
        }
        books.run("2024-03-15");
        assertThat(books.requestState("R-S1")).as("asked on the 16th in Auckland").isEqualTo("QUEUED");
        assertThat(books.requestState("R-S2")).isEqualTo("CREDITED");
    }

    @Test
    void trialsExpireOrBecomePaidTheDayAfterTheirLast() {
        books.add(TestSale.of("S1").trialUntil("2024-03-14").paidBy(PaymentMethod.NONE),
                TestSale.of("S2").trialUntil("2024-03-14"), TestSale.of("S3").trialUntil("2024-03-15"),
                TestSale.of("S4").trialUntil("2024-03-14").withoutRenewal(),
                TestSale.of("S5").trialUntil("2024-03-14").monthly());
        books.file("S2", "2024-03-10");
        RunCounts counts = books.run("2024-03-15").counts();
        assertThat(counts.trialsExpired()).isEqualTo(3);
        assertThat(counts.trialsConverted()).isEqualTo(1);
        assertThat(books.subscriptionState("S1")).isEqualTo("EXPIRED since 2024-03-15");
        assertThat(books.subscriptionState("S2")).as("it was stopped").isEqualTo("EXPIRED since 2024-03-15");
        assertThat(books.requestState("R-S2")).isEqualTo("CLOSED_WITHOUT_CREDIT");
        assertThat(books.subscriptionState("S3")).as("its last day is the 15th").startsWith("ACTIVE");
        assertThat(books.subscriptionState("S4")).isEqualTo("EXPIRED since 2024-03-15");
        assertThat(books.text("SELECT CONCAT_WS(' ', kind, state, first_term_start, term_start, term_end) "
                + "FROM subscription WHERE subscription_id = 'S5'"))
            .isEqualTo("PAID ACTIVE 2024-03-15 2024-03-15 2024-04-14");
    }

    @Test
    void aPaidSubscriptionThatIsNotBilledAgainExpiresTheDayAfterItsTerm() {
        books.add(march("S1").under("mca-2022"), march("S2"), march("S3").licences(30), march("S4").under("mca-2022"));
        books.change("UPDATE subscription SET term_end = '2024-03-31'");
        books.file("S1", "2024-03-15");
        books.file("S4", "2024-03-16");
        books.run("2024-03-15");
        // nobody has decided about this one when its term ends
        books.file("S3", "2024-03-20");
        books.tamper("UPDATE subscription SET billing_stopped_on = '2024-03-15' WHERE subscription_id = 'S3'");
        books.run("2024-03-31");
        assertThat(books.subscriptionState("S1")).as("its last day is the 31st").startsWith("ACTIVE");
        assertThat(books.run("2024-04-01").counts().trialsExpired()).as("it is no trial").isZero();
        assertThat(books.subscriptionState("S1")).isEqualTo("EXPIRED since 2024-04-01");
        assertThat(books.subscriptionState("S4")).isEqualTo("EXPIRED since 2024-04-01");
        assertThat(books.subscriptionState("S2")).as("it is billed again").startsWith("ACTIVE");
        assertThat(books.subscriptionState("S3")).as("its request decides").startsWith("ACTIVE");
        books.approve("R-S3");
        assertThat(books.run("2024-04-02").counts().credited()).isEqualTo(1);
        assertThat(books.subscriptionState("S3")).isEqualTo("DISABLED since 2024-03-20");
        books.run("2024-05-01");
        assertThat(books.subscriptionState("S1")).isEqualTo("DISABLED since 2024-05-01");
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void anExpiredSubscriptionHasThirtyDaysOfGraceAndNinetyToComeBack() {
        books.add(TestSale.of("S1").trialUntil("2024-03-14").paidBy(PaymentMethod.NONE));
        books.run("2024-03-15");
        books.run("2024-04-13");
        assertThat(books.subscriptionState("S1")).isEqualTo("EXPIRED since 2024-03-15");
        books.run("2024-04-14");
        assertThat(books.subscriptionState("S1")).isEqualTo("DISABLED since 2024-04-14");
        books.run("2024-07-12");
        assertThat(books.subscriptionState("S1")).isEqualTo("DISABLED since 2024-04-14");
        books.run("2024-07-13");
        assertThat(books.subscriptionState("S1")).isEqualTo("DELETED since 2024-07-13");
    }

    @Test
    void anApprovalThatNobodyGivesLapses() {
        books.add(march("S1").licences(25));
        books.file("S1", "2024-03-15");
        assertThat(books.requestState("R-S1")).isEqualTo("PENDING_APPROVAL");
        assertThat(books.run("2024-04-04").counts().approvalsLapsed()).isZero();
        assertThat(books.run("2024-04-05").counts().approvalsLapsed()).isEqualTo(1);
        assertThat(books.requestState("R-S1")).isEqualTo("EXPIRED");
        books.file(List.of(new Cancellation(RequestId.of("R2"), SubscriptionId.of("S1"), TestBooks.NOW,
                "anna@example.com", LocalDate.of(2024, 3, 20), "")));
        assertThat(books.requestState("R2")).isEqualTo("PENDING_APPROVAL");
    }

    @Test
    void aRequestWhoseLicencesGrewGoesBackToApproval() {
        books.add(march("S1").licences(24));
        books.file("S1", "2024-03-15");
        books.change("UPDATE subscription SET assigned_licences = 25");
        assertThat(books.run("2024-03-15").counts().claimed()).isZero();
        assertThat(books.requestState("R-S1")).isEqualTo("PENDING_APPROVAL");
        books.approve("R-S1");
        assertThat(books.run("2024-03-16").counts().credited()).isEqualTo(1);
        assertThat(books.credit("R-S1")).startsWith("USD 54.84 + 11.52");
    }

    @Test
    void anApprovedRequestIsCreditedWhileItsFiguresStand() {
        books.add(march("S1").licences(30), march("S2").to("T-S1"));
        books.file("S1", "2024-03-15");
        assertThat(books.run("2024-03-14").counts().claimed()).isZero();
        books.approve("R-S1");
        books.change("UPDATE subscription SET assigned_licences = 11 WHERE subscription_id = 'S2'");
        assertThat(books.run("2024-03-15").counts().credited()).isEqualTo(1);
    }

    @Test
    void anApprovedRequestWithANewChargeGoesBackToApproval() {
        books.add(march("S1").licences(30));
        books.file("S1", "2024-03-15");
        books.approve("R-S1");
        books.change("UPDATE charge SET net = 90, tax = 18.90, paid = 108.90");
        assertThat(books.run("2024-03-15").counts().claimed()).isZero();
        assertThat(books.requestState("R-S1")).isEqualTo("PENDING_APPROVAL");
    }

    @Test
    void anApprovedRequestWhoseChargeChangedBehindTheBooksBackIsQuarantined() {
        books.add(march("S1").licences(30));
        books.file("S1", "2024-03-15");
        books.approve("R-S1");
        books.tamper("UPDATE charge SET net = 90, tax = 18.90, paid = 108.90");
        assertThat(books.run("2024-03-15").counts().quarantined()).isEqualTo(1);
        assertThat(books.text("SELECT code FROM quarantine")).isEqualTo("APPROVAL_FIGURES_CHANGED");
        assertThat(books.credit("R-S1")).isEqualTo("none");
    }

    @Test
    void whatHasNothingToGiveBackEndsWithoutACredit() {
        books.add(march("S1").through(Channel.PRODUCT_KEY), march("S2").under("mca-2022"),
                TestSale.of("S3").charged("2024-02-01", "2024-02-29", "100.00", "21.00"),
                TestSale.of("S4").charged("2024-03-01", "2024-03-31", "0.00", "0.00"));
        List.of("S1", "S2", "S3", "S4").forEach(sale -> books.file(sale, "2024-03-15"));
        assertThat(books.run("2024-03-15").counts()).isEqualTo(new RunCounts(4, 0, 4, 0, 0, 0, 0, 0));
        assertThat(because("R-S1")).isEqualTo("PRODUCT_KEY");
        assertThat(because("R-S2")).isEqualTo("REFUND_WINDOW_OVER");
        assertThat(because("R-S3")).isEqualTo("NOTHING_UNUSED");
        assertThat(because("R-S4")).isEqualTo("NOTHING_UNUSED");
        assertThat(books.subscriptionState("S1")).isEqualTo("DISABLED since 2024-03-15");
        assertThat(books.subscriptionState("S2")).as("its service goes on").startsWith("ACTIVE");
        assertThat(books.text("SELECT billing_stopped_on FROM subscription WHERE subscription_id = 'S2'"))
            .isEqualTo("2024-03-15");
        assertThat(books.subscriptionState("S3")).isEqualTo("DISABLED since 2024-03-15");
        assertThat(books.subscriptionState("S4")).isEqualTo("DISABLED since 2024-03-15");
    }

    private static String because(String request) {
        return books.text("SELECT closed_because FROM cancellation_request WHERE request_id = '" + request + "'");
    }

    @Test
    void aCreditIsReturnedOnTheFirstNightOfTheNextCycle() {
        books.add(march("S1").billedOn(20), march("S2").billedOn(31));
        books.file("S1", "2024-03-15");
        books.file("S2", "2024-03-15");
        books.run("2024-03-15");
        assertThat(books.run("2024-03-19").counts().returned()).isZero();
        assertThat(books.run("2024-03-20").counts().returned()).isEqualTo(1);
        assertThat(books.text("SELECT CONCAT(c.state, ' ', c.returned_on) FROM credit c JOIN cancellation_request r "
                + "ON r.request_no = c.request_no WHERE r.request_id = 'R-S1'"))
            .isEqualTo("RETURNED 2024-03-20");
        assertThat(books.settlementFiles()).containsOnlyKeys("settlement-2024-03-20-card.csv");
        assertThat(books.settlementFiles().get("settlement-2024-03-20-card.csv")).isEqualToNormalizingNewlines("""
                idempotency_key,credit_number,tenant_id,subscription_id,currency,amount
                CR-20240315-0000001-CARD,CR-20240315-0000001,T-S1,S1,USD,66.36
                """);
        assertThat(books.credit("R-S2")).endsWith("on 2024-03-31, by 2024-04-29");
        assertThat(books.run("2024-04-10").counts().returned()).as("a late night returns what is due").isEqualTo(1);
        assertThat(books.sum("refund_liability", "ledger_entry")).isEqualByComparingTo("0");
    }

    @Test
    void theSettlementFilesSumToTheCertificate() {
        TestMarket.of(4, 150).enter(books);
        books.run(TestMarket.LAST_DAY);
        books.clearSettlementFiles();
        NightlyRun run = books.run("2024-04-30");
        Map<String, BigDecimal> sums = new TreeMap<>();
        books.settlementFiles().forEach((name, content) -> content.lines().skip(1).forEach(line -> {
            String[] cells = line.split(",");
            sums.merge(cells[4] + name.substring("settlement-2024-04-30".length()), new BigDecimal(cells[5]),
                    BigDecimal::add);
        }));
        Map<String, BigDecimal> certified = new TreeMap<>();
        run.totals().forEach((currency, total) -> {
            certified.put(currency + "-card.csv", total.returnedByCard().getAmount());
            certified.put(currency + "-bank.csv", total.returnedByBank().getAmount());
            certified.put(currency + "-next-invoice.csv", total.returnedOnAccount().getAmount());
        });
        assertThat(sums).hasSize(12).isEqualTo(certified);
    }

    @Test
    void aPolicyCanReturnAtOnce(@TempDir Path folder) throws IOException {
        Path policies = folder.resolve("policies.csv");
        String shipped = new String(PoliciesFile.openShipped().readAllBytes(), StandardCharsets.UTF_8);
        Files.writeString(policies, shipped
                + "at-once,2020-01-01,false,ASSIGNED,25,false,SUBSCRIPTION,NEVER,ALWAYS,LAST_RENEWAL,CREDITED,EXACT_HALF_UP,AT_ONCE\n");
        try (TestBooks own = books.another(Map.of("prorata.policies", policies.toString()))) {
            own.add(march("S1").under("at-once"));
            own.file("S1", "2024-03-15");
            NightlyRun run = own.run("2024-03-15");
            assertThat(run.counts()).isEqualTo(new RunCounts(1, 1, 0, 0, 1, 0, 0, 0));
            assertThat(own.credit("R-S1")).endsWith("on 2024-03-15, by 2024-04-30");
            assertThat(run.totals().get("USD").returned()).hasToString("USD 66.36");
            assertThat(own.settlementFiles()).containsOnlyKeys("settlement-2024-03-15-card.csv");
        }
    }

    @Test
    void aDryRunWritesNothingAndGivesTheCertificateOfTheRun() {
        TestMarket.of(5, 120).enter(books);
        SortedMap<String, Long> rows = books.rows();
        SortedMap<String, Object> outcome = books.outcome();
        DryRun.Result dry = books.get(DryRun.class).of(LocalDate.parse(TestMarket.LAST_DAY));
        assertThat(books.rows()).isEqualTo(rows);
        assertThat(books.outcome()).isEqualTo(outcome);
        NightlyRun run = books.run(TestMarket.LAST_DAY);
        assertThat(dry.run().certificateText()).isEqualTo(run.certificateText());
        assertThat(dry.run().certificate()).isEqualTo(run.certificate());
        assertThat(dry.run().totals()).isEqualTo(run.totals());
        assertThat(dry.quarantined()).hasSize((int) run.counts().quarantined());
        assertThat(books.get(DryRun.class).of(LocalDate.parse(TestMarket.LAST_DAY)).run()).isEqualTo(run);
    }

    @Test
    void aReleasedRequestIsCreditedByTheNextRun() {
        books.add(TestSale.of("S1").charged("2024-03-01", "2024-03-31", "100.00", "21.00", "121.00", "EUR"));
        books.file("S1", "2024-03-15");
        NightlyRun first = books.run("2024-03-15");
        assertThat(first.counts().quarantined()).isEqualTo(1);
        assertThat(books.text("SELECT CONCAT(code, ' ', message) FROM quarantine"))
            .isEqualTo("CHARGE_CURRENCY_MISMATCH charge C-S1-1: EUR, its tenant T-S1 is billed in USD");
        books.tamper("UPDATE charge SET currency = 'USD'");
        books.get(CancellationDesk.class).release(RequestId.of("R-S1"), "berta", "the charge is corrected");
        assertThat(books.run("2024-03-16").counts().credited()).isEqualTo(1);
        assertThat(books.credit("R-S1")).startsWith("USD 54.84 + 11.52");
        assertThat(books.problems()).as("the first certificate still stands").isEmpty();
    }

    @Test
    void aRejectedRequestEndsAndTheSubscriptionCanBeCancelledAnew() {
        books.add(TestSale.of("S1").charged("2024-03-01", "2024-03-31", "100.00", "21.00", "121.00", "EUR"));
        books.file("S1", "2024-03-15");
        books.run("2024-03-15");
        books.get(CancellationDesk.class).reject(RequestId.of("R-S1"), "berta", "a mistake");
        assertThat(books.requestState("R-S1")).isEqualTo("REJECTED");
        assertThat(books.subscriptionState("S1")).startsWith("ACTIVE");
        books.tamper("UPDATE charge SET currency = 'USD'");
        books.file(List.of(new Cancellation(RequestId.of("R2"), SubscriptionId.of("S1"), TestBooks.NOW,
                "anna@example.com", LocalDate.of(2024, 3, 16), "")));
        assertThat(books.run("2024-03-16").counts().credited()).isEqualTo(1);
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void aRunWhoseRowsWereChangedBetweenItsStepsIsNotCertified(@TempDir Path folder) throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        books.add(march("S1").billedOn(20));
        books.file("S1", "2024-03-15");
        try (TestBooks own = books.another(Map.of("prorata.settlements", notAFolder.resolve("in").toString()))) {
            assertThatThrownBy(() -> own.run("2024-03-20")).isInstanceOf(RunFailedException.class)
                .hasMessageContaining("the settlement file")
                .hasMessageContaining("PRORATA_SETTLEMENTS");
        }
        assertThat(books.text("SELECT state FROM nightly_run")).isEqualTo("FAILED");
        books.tamper("UPDATE ledger_entry SET deferred_revenue = deferred_revenue + 1, "
                + "refund_liability = refund_liability - 1 WHERE kind = 'ISSUE'");
        assertThatThrownBy(() -> books.run("2024-03-20")).isInstanceOf(RunFailedException.class)
            .hasMessageContaining("does not balance: claimed 1, credited 1, nothing due 0, quarantined 0")
            .hasMessageContaining("CR-20240315-0000001 has 66.3600 and 67.3600".replace("20240315", "20240320"));
        assertThat(books.text("SELECT CONCAT(state, ' ', failure) FROM nightly_run")).startsWith("FAILED run ")
            .contains("67.3600");
        books.tamper("UPDATE ledger_entry SET deferred_revenue = deferred_revenue - 1, "
                + "refund_liability = refund_liability + 1 WHERE kind = 'ISSUE'");
        assertThat(books.run("2024-03-20").isCertified()).isTrue();
        assertThat(books.problems()).isEmpty();
    }

    @Test
    void aRunThatFailsAtItsCertificateGoesOnFromThere(@TempDir Path folder) throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        books.add(march("S1").billedOn(20));
        books.file("S1", "2024-03-15");
        try (TestBooks own = books.another(Map.of("prorata.settlements", notAFolder.resolve("in").toString()))) {
            assertThatThrownBy(() -> own.run("2024-03-20")).isInstanceOf(RunFailedException.class);
        }
        books.tamper("INSERT INTO run_total SELECT run_id, 'USD', 0, 0, 0, 0, 0 FROM nightly_run");
        assertThatThrownBy(() -> books.run("2024-03-20")).isInstanceOf(RunFailedException.class)
            .hasMessageContaining("Duplicate entry");
        books.tamper("DELETE FROM run_total");
        assertThat(books.run("2024-03-20").isCertified()).isTrue();
        assertThat(books.problems()).isEmpty();
    }

}
