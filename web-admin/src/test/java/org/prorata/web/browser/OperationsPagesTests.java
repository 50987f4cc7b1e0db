package org.prorata.web.browser;

import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.db.run.Lease;
import org.prorata.people.Role;
import org.prorata.run.NightlyRun;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;
import org.prorata.reporting.language.Language;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tonight, runs, quarantine, returns and the audit trail, each as its person.
 */
class OperationsPagesTests extends BrowserTest {

    private static final String FINANCE = TestWeb.login(Role.OPERATOR);

    private static OperationsWorld world;

    @BeforeAll
    static void open() {
        world = new OperationsWorld();
    }

    @AfterAll
    static void close() {
        world.web().close();
    }

    private Page open(String login, Language language, boolean scripts) {
        return signIn(window(world.web(), language, scripts), login);
    }

    private static String creditOf(String state) {
        return world.books()
            .value("SELECT credit_number FROM credit WHERE state = ? AND cash > 0 ORDER BY request_no LIMIT 1", state);
    }

    private static String waiting() {
        return world.books().value("""
                SELECT r.request_id FROM quarantine q JOIN cancellation_request r ON r.request_no = q.request_no
                WHERE q.resolution IS NULL ORDER BY q.quarantine_no LIMIT 1
                """);
    }

    @ParameterizedTest
    @EnumSource
    void everyPageReadsWellInEveryLanguage(Language language) {
        String tag = "-" + language.tag();
        Page page = open(FINANCE, language, true);
        assertThat(page).hasURL(world.web().address() + "/runs");
        assertThat(page.locator("#outlook .tiles")).isVisible();
        check(page, "tonight" + tag);
        page.navigate("/runs/past");
        check(page, "runs" + tag);
        page.navigate("/runs/" + world.run(OperationsWorld.FIRST_NIGHT.plusDays(8)).id());
        page.locator("details > summary").filter(new com.microsoft.playwright.Locator.FilterOptions()).last().click();
        check(page, "run" + tag);
        page.navigate("/runs/" + world.run(OperationsWorld.FAILED_NIGHT).id());
        check(page, "run-failed" + tag);
        page.navigate("/runs/quarantine?run=" + world.run(OperationsWorld.FIRST_NIGHT.plusDays(1)).id());
        check(page, "quarantine" + tag);
        page.navigate("/runs/quarantine/" + waiting());
        check(page, "quarantined" + tag);
        page.navigate("/runs/returns");
        check(page, "returns" + tag);
        page.navigate("/runs/returns/" + creditOf("RETURNED"));
        check(page, "credit" + tag);
        page.navigate("/runs/returns?number=nothing");
        check(page, "returns-refused" + tag);
        expectInConsole("422");
        Page auditor = open(TestWeb.login(Role.AUDITOR), language, true);
        auditor.navigate("/audit");
        check(auditor, "audit" + tag);
    }

    @Test
    void financeSeesWhatTonightWouldDoAndAsksForARun() {
        Page page = open(FINANCE, Language.EN, true);
        assertThat(page.locator("#outlook")).containsText("An estimate");
        assertThat(page.locator("#outlook .tiles")).containsText("Requests due4");
        assertThat(page.locator("#outlook table")).containsText("¥");
        page.locator("#date").fill("2024-07-08");
        page.getByRole(AriaRole.BUTTON, named("Ask for this run")).click();
        assertThat(page.locator(".alert-success")).containsText("Jul 8, 2024");
        assertThat(page.locator("#requests")).containsText("Olga Nilsson");
        assertThat(page.locator("#requests")).containsText("Waiting");
        check(page, "tonight-asked");
        page.locator("#date").fill("2024-07-08");
        page.getByRole(AriaRole.BUTTON, named("Ask for this run")).click();
        assertThat(page.locator(".alert-warning").first()).containsText("Somebody has asked");
        page.locator("#date").fill("2024-06-16");
        page.getByRole(AriaRole.BUTTON, named("Ask for this run")).click();
        assertThat(page.locator(".alert-warning").first()).containsText("is certified");
        world.books()
            .change("UPDATE run_request SET state = 'DONE', outcome = 'sha256:00', finished_at = UTC_TIMESTAMP(6)");
        assertThat(page.locator("#requests")).containsText("Certified",
                new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions().setTimeout(12_000));
    }

    @Test
    void aDayThatIsNotOverCannotBeRun() {
        Visitor finance = world.web().as(Role.OPERATOR);
        finance.get("/runs");
        HttpResponse<String> answer = finance.post("/runs", Map.of("date", LocalDate.now().plusDays(2).toString()));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("This date is not over yet");
        assertThat(finance.post("/runs", Map.of("date", "soon")).body()).contains("Give a date");
    }

    @Test
    void aFailedRunSaysWhyAndWhatARestartRedoes() {
        Page page = open(FINANCE, Language.EN, true);
        page.navigate("/runs/" + world.run(OperationsWorld.FAILED_NIGHT).id());
        assertThat(page.locator(".differences")).containsText("EUR credits 60.50, ledger 60.49");
        assertThat(page.locator(".redo")).containsText("It works out the 3 requests still open; 1 that is done stays");
        page.getByRole(AriaRole.BUTTON, named("Ask for the restart")).click();
        assertThat(page.locator("main > .alert-success")).containsText("was asked for");
        assertThat(world.books().value("SELECT asked_by FROM run_request WHERE run_id IS NOT NULL"))
            .isEqualTo(world.web().person(FINANCE).id().value());
        world.books()
            .change("UPDATE run_request SET state = 'FAILED', outcome = 'as before', finished_at = UTC_TIMESTAMP(6)");
    }

    @Test
    void theProgressOfARunIsShownUntilItStops() throws SQLException {
        NightlyRun run = world.run(OperationsWorld.FAILED_NIGHT);
        String failure = String.valueOf(run.failure());
        world.books().change("UPDATE nightly_run SET state = 'CREDITING', failure = NULL WHERE run_id = ?", run.id());
        Page page = open(FINANCE, Language.EN, true);
        Lease lease = world.atWork();
        try {
            page.navigate("/runs/" + run.id());
            assertThat(page.locator("#progress")).containsText("1 of 4 requests worked out (25%)");
            check(page, "run-running");
            Page plain = open(FINANCE, Language.EN, false);
            plain.navigate("/runs/" + run.id());
            plain.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Refresh")).click();
            assertThat(plain.locator("#progress")).containsText("1 of 4 requests worked out (25%)");
        }
        finally {
            lease.close();
        }
        // the page asks again by itself, and finds that nobody works any more
        assertThat(page.locator("#stopped-title")).containsText("interrupted",
                new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
        assertThat(page.locator("#progress")).hasCount(0);
        world.books()
            .change("UPDATE nightly_run SET state = 'FAILED', failure = ? WHERE run_id = ?", failure, run.id());
    }

    @Test
    void aRequestIsReleasedWithoutScriptsAndAnotherRejectedWithAFreshPassword() {
        Page page = open(FINANCE, Language.EN, false);
        page.navigate("/runs/quarantine");
        String first = waiting();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(first).setExact(true)).click();
        assertThat(page.locator(".facts")).containsText("its tenant is billed in EUR <script>");
        page.locator("#reason").fill("corrected in billing");
        page.getByRole(AriaRole.BUTTON, named("Release")).click();
        assertThat(page.locator(".alert-success")).containsText("Request " + first + " is released");
        assertThat(world.books().stateOf(first)).isEqualTo("QUEUED");
        // put back, so that the tests do not depend on their order
        world.books().change("""
                UPDATE cancellation_request r JOIN quarantine q ON q.request_no = r.request_no
                SET r.state = 'QUARANTINED', r.run_id = q.run_id, q.resolution = NULL WHERE r.request_id = ?
                """, first);
    }

    @Test
    void decidingNeedsAReasonAndTheOperator() {
        String request = waiting();
        Visitor finance = world.web().as(Role.OPERATOR);
        finance.get("/runs/quarantine/" + request);
        HttpResponse<String> answer = finance.post("/runs/quarantine/" + request + "/reject", Map.of("reason", " "));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Give a reason of 1 to 2,000 characters");
        Visitor auditor = world.web().as(Role.AUDITOR);
        assertThat(auditor.get("/runs/quarantine/" + request).body()).doesNotContain("name=\"reason\"");
        assertThat(auditor.post("/runs/quarantine/" + request + "/reject", Map.of("reason", "no")).statusCode())
            .isEqualTo(403);
        assertThat(world.books().stateOf(request)).isEqualTo("QUARANTINED");
    }

    @Test
    void aReturnThatTheBankSentBackIsNotedAndTriedAgain() {
        String number = creditOf("RETURNED");
        Page page = open(FINANCE, Language.EN, true);
        page.navigate("/runs/returns");
        page.locator("#number").fill(number);
        page.getByRole(AriaRole.BUTTON, named("Find")).click();
        assertThat(page.locator("h1")).hasText("Credit " + number);
        page.locator("#reason").fill("account closed");
        page.getByRole(AriaRole.BUTTON, named("Note that it failed")).click();
        assertThat(page.locator(".alert-success")).containsText("The money is owed again");
        assertThat(page.locator(".late")).containsText("over the promise");
        check(page, "credit-failed");
        page.navigate("/runs/returns?view=failed");
        assertThat(page.locator("table")).containsText("account closed");
        check(page, "returns-failed");
        page.navigate("/runs/returns/" + number);
        page.getByRole(AriaRole.BUTTON, named("Try it again")).click();
        assertThat(page.locator(".alert-success")).containsText(number + "-CARD");
    }

    @Test
    void anAuditorFiltersExportsAndHasTheChainChecked() {
        world.books().together(() -> {
            world.books().audit().append("=HYPERLINK(\"x\")", "TESTED", "formula", "@SUM(1)\n<b>bold</b>");
            return 1;
        });
        Page page = open(TestWeb.login(Role.AUDITOR), Language.EN, true);
        page.navigate("/audit");
        page.getByRole(AriaRole.BUTTON, named("Check now")).click();
        assertThat(page.locator("#verdict")).containsText("Whole: nothing was changed",
                new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
        assertThat(page.locator("#verdict")).containsText("Kārlis Ozols");
        page.locator("#action").selectOption("TESTED");
        page.getByRole(AriaRole.BUTTON, named("Filter")).click();
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody")).containsText("<b>bold</b>");
        check(page, "audit-filtered");
        String csv = world.web().as(Role.AUDITOR).get("/audit/export?action=TESTED").body();
        assertThat(csv).contains("'=HYPERLINK").contains("'@SUM(1)").doesNotContain("CERTIFIED");
        page.navigate("/audit?size=25");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Next page")).click();
        assertThat(page.locator("tbody tr").first()).isVisible();
        Visitor auditor = world.web().as(Role.AUDITOR);
        assertThat(auditor.get("/audit?from=yesterday").statusCode()).isEqualTo(422);
        assertThat(auditor.get("/audit?cursor=AAAA").statusCode()).isEqualTo(400);
    }

    @Test
    void aBrokenChainIsSaid() {
        Visitor auditor = world.web().as(Role.AUDITOR);
        String actor = world.books().value("SELECT actor FROM audit_event WHERE sequence = 2");
        world.books().change("UPDATE audit_event SET actor = 'nobody' WHERE sequence = 2");
        auditor.get("/audit");
        auditor.post("/audit/check", Map.of());
        String page = "";
        for (int i = 0; i < 20 && !page.contains("Broken: something was changed"); i++) {
            page = auditor.get("/audit").body();
        }
        assertThat(page).contains("Broken: something was changed").contains("audit event 2 of");
        world.books().change("UPDATE audit_event SET actor = ? WHERE sequence = 2", actor);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

}
