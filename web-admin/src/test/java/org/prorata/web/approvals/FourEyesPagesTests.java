package org.prorata.web.approvals;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.approval.ApprovalRule;
import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.cancellation.RequestId;
import org.prorata.db.callback.CallbackDesk;
import org.prorata.db.people.People;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;
import org.prorata.web.security.Proofs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of four eyes, as whoever sends a form meets them. Each test has a country of
 * its own.
 */
@Tag("database")
class FourEyesPagesTests {

    private static final TestWeb WEB = TestWeb.shared();

    @AfterEach
    void noRules() {
        new ApprovalWorld(WEB, "-").rules();
    }

    @Test
    void whoFilesNeverApprovesWhateverElseThePersonIs() {
        ApprovalWorld world = new ApprovalWorld(WEB, "AD");
        String both = world.approver("Both");
        WEB.bean(People.class).give("test", WEB.person(both), RoleGrant.of(Role.SUPPORT));
        String own = world.filed(world.id(both));
        String other = world.filed();
        Visitor visitor = WEB.signedIn(both);
        HttpResponse<String> page = visitor.get("/approvals/" + own);
        assertThat(page.body()).contains("You filed this; another person must decide").doesNotContain("id=\"approve\"");
        HttpResponse<String> answer = visitor.post("/approvals/" + own + "/approve", Seen.by(WEB, own).form("fine"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("You filed this; another person must decide");
        assertThat(world.stateOf(own)).isEqualTo("PENDING_APPROVAL");
        assertThat(visitor.get("/approvals?view=waiting").body()).contains(other).doesNotContain(own);
        assertThat(visitor.get("/approvals?view=mine").body()).contains(own).doesNotContain(other);
    }

    @Test
    void aSupporterWhoFilesForATenantIsWhoFiled() {
        ApprovalWorld world = new ApprovalWorld(WEB, "AG");
        String supporter = world.approver("Helper");
        WEB.bean(People.class).give("test", WEB.person(supporter), RoleGrant.of(Role.SUPPORT));
        world.subscribed();
        CallbackDesk desk = WEB.bean(CallbackDesk.class);
        var asked = (CallbackDesk.Step.Done) desk.ask(TenantId.of(world.tenant()),
                SubscriptionId.of(world.subscription()), "+37167000000", "lv", "", "nora@example.com");
        desk.take(asked.callback().number(), world.id(supporter));
        assertThat(desk.file(asked.callback().number(), world.id(supporter), RequestId.of("AG-for-them"),
                ApprovalWorld.effective(), "they asked"))
            .isInstanceOf(CallbackDesk.Step.Filed.class);
        Visitor visitor = WEB.signedIn(supporter);
        assertThat(visitor.get("/approvals/AG-for-them").body()).contains("You filed this; another person must decide");
        assertThat(visitor.post("/approvals/AG-for-them/approve", Seen.by(WEB, "AG-for-them").form("")).statusCode())
            .isEqualTo(422);
        assertThat(world.stateOf("AG-for-them")).isEqualTo("PENDING_APPROVAL");
    }

    @Test
    void nobodyApprovesThroughADelegationWhatEitherOfTheTwoFiled() {
        ApprovalWorld world = new ApprovalWorld(WEB, "AI");
        String boss = world.approver("Boss");
        String deputy = world.approver("Deputy", new Approver("-", true, Set.of(), null));
        world.delegate(boss, deputy);
        String ofTheBoss = world.filed(world.id(boss));
        String ofTheDeputy = world.filed(world.id(deputy));
        String ofOthers = world.filed();
        Visitor visitor = WEB.signedIn(deputy);
        assertThat(visitor.get("/approvals/" + ofTheDeputy).body()).contains("You filed this");
        assertThat(
                visitor.post("/approvals/" + ofTheDeputy + "/approve", Seen.by(WEB, ofTheDeputy).form("")).statusCode())
            .isEqualTo(422);
        assertThat(visitor.post("/approvals/" + ofTheBoss + "/approve", Seen.by(WEB, ofTheBoss).form("")).statusCode())
            .isEqualTo(422);
        assertThat(visitor.get("/approvals/" + ofOthers).body()).contains("You decide on behalf of Boss of AI");
        assertThat(visitor.post("/approvals/" + ofOthers + "/approve", Seen.by(WEB, ofOthers).form("")).statusCode())
            .isEqualTo(302);
        assertThat(world.stateOf(ofOthers)).isEqualTo("QUEUED");
    }

    @Test
    void anApprovalIsGoodForTheFiguresThatWereSeenOnly() {
        ApprovalWorld world = new ApprovalWorld(WEB, "AL");
        String login = world.approver("Anna");
        String request = world.filed();
        Visitor visitor = WEB.signedIn(login);
        Seen seen = Seen.in(visitor.get("/approvals/" + request));
        world.licences(request, 44);
        HttpResponse<String> answer = visitor.post("/approvals/" + request + "/approve", seen.form("fine"));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("The figures have changed since you opened it", "<del>31</del>",
                "<ins>44</ins>");
        assertThat(world.stateOf(request)).isEqualTo("PENDING_APPROVAL");
        assertThat(visitor.get("/approvals/" + request).body()).contains("What changed since it was filed");
        assertThat(visitor.post("/approvals/" + request + "/approve", Seen.in(answer).form("fine")).statusCode())
            .isEqualTo(302);
        assertThat(world.stateOf(request)).isEqualTo("QUEUED");
    }

    @Test
    void figuresThatNoPageHasShownAreNotApproved() {
        ApprovalWorld world = new ApprovalWorld(WEB, "AM");
        String login = world.approver("Anna");
        String request = world.filed();
        Visitor visitor = WEB.signedIn(login);
        visitor.get("/approvals/" + request);
        HttpResponse<String> answer = visitor.post("/approvals/" + request + "/approve",
                new Seen("1", "f".repeat(64)).form(""));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("What was sent is not what this page has shown");
        assertThat(visitor.post("/approvals/" + request + "/approve", Map.of()).statusCode()).isEqualTo(409);
        assertThat(visitor.post("/approvals/" + request + "/approve", Map.of("version", "x")).statusCode())
            .isEqualTo(400);
        assertThat(world.decisionsOn(request)).isZero();
    }

    @Test
    void ofTwoApproversAtOnceOneDecidesAndTheOtherIsTold() throws Exception {
        ApprovalWorld world = new ApprovalWorld(WEB, "AO");
        Visitor one = WEB.signedIn(world.approver("One"));
        Visitor two = WEB.signedIn(world.approver("Two"));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 5; round++) {
                String request = world.filed();
                Seen first = Seen.in(one.get("/approvals/" + request));
                Seen second = Seen.in(two.get("/approvals/" + request));
                List<Callable<HttpResponse<String>>> both = List
                    .of(() -> one.post("/approvals/" + request + "/approve", first.form("")), () -> two
                        .post("/approvals/" + request + "/reject", second.form("this is a duplicate", "DUPLICATE")));
                List<HttpResponse<String>> answers = threads.invokeAll(both).stream().map(Future::resultNow).toList();
                assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(302, 409);
                assertThat(answers).anySatisfy(answer -> assertThat(answer.body()).contains("Somebody else has"));
                assertThat(world.decisionsOn(request)).isOne();
            }
        }
    }

    @Test
    void whereTheRulesWantTwoPeopleOneIsNotEnough() {
        ApprovalWorld world = new ApprovalWorld(WEB, "AR");
        world.rules(ApprovalRule.fromLicences(30, 2));
        Visitor one = WEB.signedIn(world.approver("One"));
        Visitor two = WEB.signedIn(world.approver("Two"));
        String request = world.filed();
        Seen seen = Seen.in(one.get("/approvals/" + request));
        Seen older = Seen.in(two.get("/approvals/" + request));
        assertThat(one.post("/approvals/" + request + "/approve", seen.form("")).statusCode()).isEqualTo(302);
        HttpResponse<String> page = one.get("/approvals/" + request);
        assertThat(page.body()).contains("Your approval counts. One more person has to approve.",
                "1 of 2 approvals given", "You have approved this. Another person still has to.",
                "Take my approval back");
        assertThat(one.post("/approvals/" + request + "/approve", Seen.by(WEB, request).form("")).statusCode())
            .isEqualTo(422);
        assertThat(world.stateOf(request)).isEqualTo("PENDING_APPROVAL");
        assertThat(two.post("/approvals/" + request + "/approve", older.form("")).body())
            .contains("Somebody else has decided since you opened it, and it still waits");
        assertThat(two.post("/approvals/" + request + "/approve", Seen.by(WEB, request).form("")).statusCode())
            .isEqualTo(302);
        assertThat(world.stateOf(request)).isEqualTo("QUEUED");
        assertThat(one.post("/approvals/" + request + "/take-back", Map.of()).statusCode()).isEqualTo(302);
        assertThat(world.stateOf(request)).isEqualTo("PENDING_APPROVAL");
        assertThat(one.post("/approvals/" + request + "/take-back", Map.of()).body())
            .contains("You have given no approval that counts");
    }

    @Test
    void anApproverDecidesWithinHisCountriesAndAmounts() {
        ApprovalWorld world = new ApprovalWorld(WEB, "AS");
        Visitor elsewhere = WEB.signedIn(world.approver("Elsewhere", ApprovalWorld.upTo("AT", "1000")));
        Visitor below = WEB.signedIn(world.approver("Below", ApprovalWorld.upTo("AS", "76.62")));
        Visitor enough = WEB.signedIn(world.approver("Enough", ApprovalWorld.upTo("AS", ApprovalWorld.REFUND)));
        String request = world.filed();
        Map<String, String> form = Seen.by(WEB, request).form("");
        assertThat(elsewhere.get("/approvals").body()).contains("Nothing waits for you").doesNotContain(request);
        assertThat(elsewhere.get("/approvals/" + request).body()).contains("country is not one of yours");
        assertThat(elsewhere.post("/approvals/" + request + "/approve", form).statusCode()).isEqualTo(422);
        assertThat(below.get("/approvals/" + request).body()).contains("The refund is above your limit");
        assertThat(below.post("/approvals/" + request + "/approve", form).statusCode()).isEqualTo(422);
        assertThat(enough.get("/approvals").body()).contains(request, "€76.63");
        assertThat(enough.post("/approvals/" + request + "/approve", form).statusCode()).isEqualTo(302);
        assertThat(world.stateOf(request)).isEqualTo("QUEUED");
    }

    @Test
    void theRoleAloneApprovesNothing() {
        ApprovalWorld world = new ApprovalWorld(WEB, "AU");
        WEB.add("role.only.au", "Role Only", RoleGrant.of(Role.APPROVER));
        String request = world.filed();
        Visitor visitor = WEB.signedIn("role.only.au");
        assertThat(visitor.get("/approvals").body()).contains("nobody has said yet for which countries and amounts");
        assertThat(visitor.get("/approvals/" + request).body()).contains("You are not appointed as an approver");
        assertThat(visitor.post("/approvals/" + request + "/approve", Seen.by(WEB, request).form("")).statusCode())
            .isEqualTo(422);
        assertThat(WEB.as(Role.AUDITOR).get("/approvals/" + request).body()).doesNotContain("id=\"approve\"");
    }

    @Test
    void aRejectionSaysWhyAndKeepsWhatWasTyped() {
        ApprovalWorld world = new ApprovalWorld(WEB, "AZ");
        Visitor visitor = WEB.signedIn(world.approver("Anna"));
        String request = world.filed();
        Seen seen = Seen.in(visitor.get("/approvals/" + request));
        HttpResponse<String> answer = visitor.post("/approvals/" + request + "/reject",
                seen.form("too short", "OTHER"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("10 to 1000 characters", "too short</textarea>");
        assertThat(visitor.post("/approvals/" + request + "/reject", seen.form("long enough to say why")).body())
            .contains("Choose a reason for the rejection");
        assertThat(visitor.post("/approvals/" + request + "/reject", seen.form("x".repeat(1001), "OTHER")).statusCode())
            .isEqualTo(422);
        assertThat(
                visitor.post("/approvals/" + request + "/reject", seen.form("<b>fraud</b>, surely", "SUSPECTED_FRAUD"))
                    .statusCode())
            .isEqualTo(302);
        assertThat(world.stateOf(request)).isEqualTo("REJECTED");
        assertThat(visitor.get("/approvals/" + request).body()).contains("Rejected: Suspected fraud",
                "&lt;b&gt;fraud&lt;/b&gt;, surely", "moving &lt;on&gt;");
        assertThat(visitor.get("/approvals?view=decided&country=AZ").body()).contains(request);
    }

    @Test
    void whatHasLapsedIsNotDecidedAnyMore() {
        ApprovalWorld world = new ApprovalWorld(WEB, "BA");
        Visitor visitor = WEB.signedIn(world.approver("Anna"));
        String request = world.filed();
        Seen seen = Seen.in(visitor.get("/approvals/" + request));
        world.sql("""
                UPDATE approval_case a JOIN cancellation_request r ON r.request_no = a.request_no
                SET a.state = 'EXPIRED', a.version = a.version + 1, a.decided_at = UTC_TIMESTAMP(6), r.state = 'EXPIRED'
                WHERE r.request_id = ?
                """, request);
        HttpResponse<String> answer = visitor.post("/approvals/" + request + "/approve", seen.form(""));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("Its time ran out");
        assertThat(visitor.get("/approvals/" + request).body()).contains("Expired").doesNotContain("id=\"approve\"");
    }

    @Test
    void decisionsTogetherAreDecidedOneByOneAndEachGetsAnAnswer() {
        ApprovalWorld world = new ApprovalWorld(WEB, "BB");
        Visitor visitor = WEB.signedIn(world.approver("Anna"));
        String good = world.filed();
        String changed = world.filed();
        String another = world.filed();
        visitor.get("/approvals");
        String ticked = String.join("&ticked=", Seen.by(WEB, good).ticked(good), Seen.by(WEB, changed).ticked(changed),
                Seen.by(WEB, another).ticked(another));
        world.licences(changed, 50);
        assertThat(post(visitor, ticked)).isEqualTo(302);
        String page = visitor.get("/approvals").body();
        assertThat(page).contains("What became of 3 requests", "Approved. The request waits",
                "The figures have changed since you opened it");
        assertThat(world.stateOf(good)).isEqualTo("QUEUED");
        assertThat(world.stateOf(changed)).isEqualTo("PENDING_APPROVAL");
        assertThat(world.stateOf(another)).isEqualTo("QUEUED");
        assertThat(visitor.get("/approvals").body()).doesNotContain("What became of");
    }

    @Test
    void moreThanFiftyTogetherAreNotDecided() {
        ApprovalWorld world = new ApprovalWorld(WEB, "BD");
        Visitor visitor = WEB.signedIn(world.approver("Anna"));
        String request = world.filed();
        visitor.get("/approvals");
        String ticked = Seen.by(WEB, request).ticked(request);
        assertThat(post(visitor, ticked + ("&ticked=" + ticked).repeat(50))).isEqualTo(302);
        assertThat(visitor.get("/approvals").body()).contains("More than 50 were chosen");
        assertThat(post(visitor, "")).isEqualTo(302);
        assertThat(visitor.get("/approvals").body()).contains("Nothing was chosen");
        assertThat(post(visitor, "nonsense")).isEqualTo(400);
        assertThat(world.stateOf(request)).isEqualTo("PENDING_APPROVAL");
    }

    @Test
    void whoHasNotGivenThePasswordLatelyIsAskedForItAndComesBack() {
        ApprovalWorld world = new ApprovalWorld(WEB, "BE");
        String login = world.approver("Anna");
        String request = world.filed();
        Visitor visitor = WEB.signedIn(login);
        visitor.get("/approvals/" + request);
        Map<String, String> form = Seen.by(WEB, request).form("a comment worth keeping");
        Proofs.grownOld(WEB, login);
        HttpResponse<String> answer = visitor.post("/approvals/" + request + "/approve", form);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("id=\"password\"", "a comment worth keeping");
        String list = "/approvals?view=waiting&country=BE";
        HttpResponse<String> row = visitor.post("/approvals/" + request + "/approve",
                Map.of("version", form.get("version"), "figures", form.get("figures"), "list", list), "Referer",
                WEB.address() + list);
        assertThat(row.statusCode()).isEqualTo(302);
        String confirm = row.headers().firstValue("Location").orElseThrow();
        assertThat(confirm).startsWith("/confirm?back=");
        assertThat(world.stateOf(request)).isEqualTo("PENDING_APPROVAL");
        assertThat(visitor.get(confirm).body()).contains("Confirm that it is you");
        HttpResponse<String> back = visitor.post("/confirm", Map.of("password", TestWeb.PASSWORD, "back", list));
        assertThat(back.headers().firstValue("Location")).contains(list);
        assertThat(visitor.get(list).body()).contains(request);
        assertThat(visitor.post("/approvals/" + request + "/approve", form).statusCode()).isEqualTo(302);
        assertThat(world.stateOf(request)).isEqualTo("QUEUED");
    }

    @Test
    void thePasswordMayComeWithTheDecision() {
        ApprovalWorld world = new ApprovalWorld(WEB, "BF");
        String login = world.approver("Anna");
        String request = world.filed();
        Visitor visitor = WEB.signedIn(login);
        Proofs.grownOld(WEB, login);
        assertThat(visitor.get("/approvals/" + request).body()).contains("id=\"password\"");
        Map<String, String> form = new HashMap<>(Seen.by(WEB, request).form(""));
        form.put("password", "wrong one, sorry");
        assertThat(visitor.post("/approvals/" + request + "/approve", form).statusCode()).isEqualTo(422);
        form.put("password", TestWeb.PASSWORD);
        assertThat(visitor.post("/approvals/" + request + "/approve", form).statusCode()).isEqualTo(302);
        assertThat(world.stateOf(request)).isEqualTo("QUEUED");
    }

    @Test
    void theListGoesOnPageByPageWithItsFiltersInTheAddress() {
        ApprovalWorld world = new ApprovalWorld(WEB, "BG");
        Visitor visitor = WEB.signedIn(world.approver("Anna"));
        for (int i = 0; i < 27; i++) {
            world.filed();
        }
        String first = visitor.get("/approvals?view=waiting&country=bg&min=76,62&max=76.63&due=7").body();
        assertThat(first).contains(">within 7 days</span>").doesNotContain("data-row");
        first = visitor.get("/approvals?view=waiting&country=bg&min=76,62&max=76.63").body();
        assertThat(rows(first)).isEqualTo(25);
        assertThat(first).contains("<span class=\"count\">27</span>");
        Matcher next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(first);
        assertThat(next.find()).isTrue();
        String address = next.group(1).replace("&amp;", "&");
        String second = visitor.get(address).body();
        assertThat(rows(second)).isEqualTo(2);
        assertThat(second).contains("rel=\"prev\"").doesNotContain("rel=\"next\"");
        assertThat(visitor.get(address.replace("country=bg", "country=SE")).statusCode()).isEqualTo(400);
        assertThat(visitor.get("/approvals?country=Sweden&min=-1&due=soon").statusCode()).isEqualTo(422);
        assertThat(visitor.get("/approvals?view=all&tenant=" + world.tenant()).body()).contains("BG-27");
        assertThat(visitor.get("/approvals?view=all&tenant=T-NONE").body()).contains("Nothing matches these filters");
    }

    @Test
    void aRequestThatIsNotThereIsNotFound() {
        ApprovalWorld world = new ApprovalWorld(WEB, "BH");
        Visitor visitor = WEB.signedIn(world.approver("Anna"));
        assertThat(visitor.get("/approvals/none").statusCode()).isEqualTo(404);
        assertThat(visitor.get("/approvals/" + "x".repeat(65)).statusCode()).isEqualTo(404);
        assertThat(visitor.post("/approvals/none/approve", Map.of()).statusCode()).isEqualTo(404);
        assertThat(visitor.post("/approvals/none/take-back", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void givingTheRoleAppointsAndTakingItDismisses() {
        ApprovalWorld world = new ApprovalWorld(WEB, "BI");
        String person = WEB.add("fresh.bi", "Fresh Approver", null).id().value();
        Visitor admin = WEB.signedIn(TestWeb.login(Role.USER_ADMIN));
        Approvers approvers = WEB.bean(Approvers.class);
        String roles = "/people/" + person + "/roles";
        admin.get("/people/" + person);
        assertThat(admin.post(roles, Map.of("role", "APPROVER")).body()).contains("Name countries, or choose every",
                "Name limits, or choose any");
        assertThat(admin.post(roles, Map.of("role", "APPROVER", "countries", "XX", "limits", "EUR lots")).statusCode())
            .isEqualTo(422);
        assertThat(admin
            .post(roles, Map.of("role", "APPROVER", "countries", "BI", "anyCountry", "true", "anyAmount", "true"))
            .statusCode()).isEqualTo(422);
        assertThat(approvers.find(person)).isEmpty();
        assertThat(admin.post(roles, Map.of("role", "APPROVER", "countries", "bi, SE", "limits", "eur 100,5\nSEK 900"))
            .statusCode()).isEqualTo(302);
        assertThat(approvers.find(person)).hasValueSatisfying(approver -> {
            assertThat(approver.countries()).containsExactlyInAnyOrder("BI", "SE");
            assertThat(approver.limits()).containsOnlyKeys("EUR", "SEK");
        });
        assertThat(admin.get("/people/" + person).body()).contains("up to €100.50");
        String request = world.filed();
        Visitor visitor = WEB.signedIn("fresh.bi");
        assertThat(visitor.get("/approvals").body()).contains(request);
        admin.post("/people/" + person + "/disable", Map.of());
        assertThat(approvers.find(person)).hasValueSatisfying(approver -> assertThat(approver.enabled()).isFalse());
        admin.post("/people/" + person + "/enable", Map.of());
        assertThat(approvers.find(person)).hasValueSatisfying(approver -> assertThat(approver.enabled()).isTrue());
        admin.post(roles + "/take", Map.of("role", "APPROVER"));
        assertThat(approvers.find(person)).hasValueSatisfying(approver -> assertThat(approver.enabled()).isFalse());
    }

    @Test
    void rulesAreDataThatAUserAdministratorKeeps() {
        Visitor admin = WEB.signedIn(TestWeb.login(Role.USER_ADMIN));
        assertThat(admin.get("/people/approval-rules").body()).contains("There are no rules: one person approves");
        assertThat(
                admin.post("/people/approval-rules", Map.of("seen", "[]", "licences", "many", "approvals", "2")).body())
            .contains("Rule 1: a number of licences");
        assertThat(admin
            .post("/people/approval-rules", Map.of("seen", "[]", "licences", "100", "approvals", "2", "days", "5"))
            .statusCode()).isEqualTo(302);
        assertThat(admin.get("/people/approval-rules").body()).contains("from 100 licences", "2 people approve",
                "within 5 days");
        admin.post("/people/approval-rules",
                Map.of("seen", "[]", "refund", "5000", "currency", "eur", "approvals", "2"));
        assertThat(admin.get("/people/approval-rules").body()).contains("Somebody else changed the rules meanwhile",
                "from 100 licences");
    }

    @Test
    void anApproverDelegatesToAnotherForSomeDaysAndEndsIt() {
        ApprovalWorld world = new ApprovalWorld(WEB, "BJ");
        String boss = world.approver("Boss");
        String deputy = world.approver("Deputy", new Approver("-", true, Set.of(), null));
        String request = world.filed();
        Visitor lender = WEB.signedIn(boss);
        Visitor borrower = WEB.signedIn(deputy);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        lender.get("/profile/delegations");
        assertThat(lender
            .post("/profile/delegations", Map.of("to", world.id(boss), "fromDay", "2020-01-01", "toDay", "never"))
            .statusCode()).isEqualTo(422);
        assertThat(lender
            .post("/profile/delegations",
                    Map.of("to", world.id(deputy), "fromDay", today.toString(), "toDay", today.plusDays(3).toString()))
            .statusCode()).isEqualTo(302);
        assertThat(lender.get("/profile/delegations").body()).contains("Deputy of BJ");
        assertThat(borrower.get("/profile/delegations").body()).contains("Boss of BJ");
        assertThat(borrower.get("/approvals").body()).contains(request);
        long number = WEB.bean(Approvers.class).delegationsOf(world.id(boss)).getFirst().number();
        assertThat(borrower.post("/profile/delegations/" + number + "/end", Map.of()).statusCode()).isEqualTo(404);
        assertThat(lender.post("/profile/delegations/" + number + "/end", Map.of()).statusCode()).isEqualTo(302);
        assertThat(borrower.get("/approvals").body()).doesNotContain(request);
    }

    private static int rows(String page) {
        return page.split("data-row", -1).length - 1;
    }

    /** Posts a form with the same field more than once. */
    private static int post(Visitor visitor, String ticked) {
        return visitor
            .post("/approvals/decide?decision=approve" + (ticked.isEmpty() ? "" : "&ticked=" + ticked), Map.of())
            .statusCode();
    }

    /** What a form brings back of what was seen. */
    record Seen(String version, String figures) {

        private static final Pattern VERSION = Pattern.compile("name=\"version\" value=\"(\\d+)\"");

        private static final Pattern FIGURES = Pattern.compile("name=\"figures\" value=\"([0-9a-f]{64})\"");

        static Seen in(HttpResponse<String> page) {
            Matcher version = VERSION.matcher(page.body());
            Matcher figures = FIGURES.matcher(page.body());
            assertThat(version.find() && figures.find()).as(page.body()).isTrue();
            return new Seen(version.group(1), figures.group(1));
        }

        /**
         * Returns what the books say now, as somebody would send it who forges a form.
         */
        static Seen by(TestWeb web, String request) {
            return web.database()
                .asOwner()
                .sql("""
                        SELECT a.version, a.figures FROM approval_case a JOIN cancellation_request r ON r.request_no = a.request_no
                        WHERE r.request_id = ?
                        """)
                .param(request)
                .query((row, n) -> new Seen(row.getString("version"), row.getString("figures")))
                .single();
        }

        String ticked(String request) {
            return this.version + ":" + this.figures + ":" + request;
        }

        Map<String, String> form(String words) {
            return form(words, "");
        }

        Map<String, String> form(String words, String reason) {
            return Map.of("version", this.version, "figures", this.figures, "words", words, "reason", reason);
        }

    }

}
