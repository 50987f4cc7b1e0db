package org.prorata.web.browser;

import java.math.BigDecimal;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.approval.ApprovalRule;
import org.prorata.people.Role;
import org.prorata.web.TestWeb;
import org.prorata.web.approvals.ApprovalWorld;
import org.prorata.reporting.language.Language;
import org.prorata.web.security.Proofs;
import org.springframework.context.MessageSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * An approver at work: list, request, decision, keyboard, two at once. Each test has a
 * country of its own.
 */
class ApprovalPagesTests extends BrowserTest {

    @AfterEach
    void noRules() {
        new ApprovalWorld(web(), "-").rules();
    }

    @ParameterizedTest
    @EnumSource
    void everyPageReadsWellInEveryLanguage(Language language) {
        ApprovalWorld world = new ApprovalWorld(web(), "C" + "KLMNOP".charAt(language.ordinal()));
        String login = world.approver("Anna");
        String deputy = world.approver("Deputy");
        world.delegate(login, deputy);
        String pressing = world.filed();
        String old = world.filed();
        String own = world.filed(world.id(login));
        world.filed();
        world
            .sql("UPDATE approval_case a JOIN cancellation_request r ON r.request_no = a.request_no SET a.approve_by = "
                    + "DATE_ADD(a.approve_by, INTERVAL -29 DAY), a.opened_at = DATE_ADD(a.opened_at, INTERVAL -29 DAY) WHERE r.request_id = ?",
                    pressing);
        world
            .sql("UPDATE approval_case a JOIN cancellation_request r ON r.request_no = a.request_no SET a.approve_by = "
                    + "DATE_ADD(a.approve_by, INTERVAL -28 DAY), a.opened_at = DATE_ADD(a.opened_at, INTERVAL -28 DAY) WHERE r.request_id = ?",
                    old);
        world.licences(old, 44);
        Page page = signIn(window(language), login);
        page.navigate("/approvals");
        assertThat(page.locator("html")).hasAttribute("lang", language.htmlTag());
        assertThat(page.locator("tr[data-row]")).hasCount(3);
        check(page, "approvals-" + language.tag());
        page.navigate("/approvals?view=all&country=ZZ&min=5&age=3&due=-1");
        assertThat(page.locator(".empty")).hasText(text("approvals.empty.filtered", language));
        check(page, "approvals-empty-" + language.tag());
        page.navigate("/approvals/" + old);
        assertThat(page.locator("#approve")).hasText(text("approvals.approve", language));
        check(page, "approval-" + language.tag());
        page.navigate("/approvals/" + own);
        assertThat(page.locator("[data-test=why]")).hasText(text("approvals.why.OWN_REQUEST", language));
        check(page, "approval-own-" + language.tag());
        page.navigate("/profile/delegations");
        check(page, "delegations-" + language.tag());
        page.navigate("/profile");
        check(page, "profile-approver-" + language.tag());
        world.rules(ApprovalRule.fromLicences(100, 2).within(5),
                ApprovalRule.fromRefund(new BigDecimal("5000"), "EUR", 2));
        Page admin = signIn(window(language), TestWeb.login(Role.USER_ADMIN));
        admin.navigate("/people/approval-rules");
        check(admin, "approval-rules-" + language.tag());
        admin.navigate("/people/" + world.id(login));
        check(admin, "person-approver-" + language.tag());
    }

    @Test
    void theKeyboardLeadsThroughTheListAndTheFocusGoesToTheNextRow() {
        ApprovalWorld world = new ApprovalWorld(web(), "CQ");
        String login = world.approver("Anna");
        String first = world.filed();
        String second = world.filed();
        String third = world.filed();
        Page page = signIn(window(Language.EN), login);
        page.navigate("/approvals");
        Locator links = page.locator(".row-link");
        page.keyboard().press("j");
        assertThat(links.nth(0)).isFocused();
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("k");
        assertThat(links.nth(1)).isFocused();
        page.keyboard().press("k");
        page.keyboard().press("a");
        assertThat(page.locator(".row-approve").first()).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".row-said")).containsText("Approved. The request waits");
        assertThat(page.locator("#said"))
            .hasText("Tenant 001 of CQ: Approved. The request waits for the night of its effective date.");
        assertThat(page.locator("tr[data-row] .row-link").first()).isFocused();
        assertThat(page.locator("tr[data-row] .row-link").first()).hasText("Tenant 002 of CQ");
        org.assertj.core.api.Assertions.assertThat(world.stateOf(first)).isEqualTo("QUEUED");
        check(page, "approvals-decided-row");
        page.locator("tr[data-row] .row-link").first().focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/approvals/" + second);
        page.keyboard().press("r");
        assertThat(page.locator("#reason")).isFocused();
        page.locator("#reason").selectOption("DUPLICATE");
        page.locator("#words").fill("asked for twice: jk/?ar");
        page.locator("#reject").click();
        assertThat(page.locator("[data-test=verdict]")).containsText("Rejected.");
        assertThat(page.locator("#said")).containsText("Rejected.");
        assertThat(page.locator("#next")).isFocused();
        check(page, "approval-rejected");
        page.keyboard().press("Enter");
        page.waitForURL("**/approvals/" + third);
        page.navigate("/approvals");
        page.keyboard().press("?");
        assertThat(page.locator("#keys-help")).isVisible();
        check(page, "approvals-keys");
        page.keyboard().press("Escape");
        assertThat(page.locator("#keys-help")).isHidden();
        page.keyboard().press("/");
        assertThat(page.locator("#tenant")).isFocused();
        page.keyboard().type("jar?");
        assertThat(page.locator("#tenant")).hasValue("jar?");
        page.locator("#keys-open").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Switch single keys off")).click();
        page.keyboard().press("j");
        assertThat(page.locator(".row-link").first()).not().isFocused();
        page.keyboard().press("?");
        assertThat(page.locator("#keys-help")).hasCount(0);
        page.navigate("/profile");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Switch single keys on")).click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Switch single keys off")))
            .isVisible();
    }

    @Test
    void ofTwoApproversTheSecondIsToldThatTheFirstHasDecided() {
        ApprovalWorld world = new ApprovalWorld(web(), "CR");
        Page one = signIn(window(Language.EN), world.approver("One"));
        Page two = signIn(window(Language.EN), world.approver("Two"));
        String request = world.filed();
        one.navigate("/approvals/" + request);
        two.navigate("/approvals/" + request);
        one.locator("#approve").click();
        assertThat(one.locator("[data-test=verdict]")).containsText("Approved.");
        check(one, "approval-approved");
        two.locator("#approve").click();
        assertThat(two.locator("[data-test=verdict]"))
            .containsText("Somebody else has approved it since you opened it");
        assertThat(two.locator("#approve")).hasCount(0);
        expectInConsole("409");
        check(two, "approval-meanwhile");
        one.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Take my approval back")).click();
        assertThat(one.locator("[data-test=verdict]")).containsText("Your approval is taken back");
        assertThat(one.locator("#approve")).isVisible();
    }

    @Test
    void changedFiguresAreShownBesideThoseThatWereSeen() {
        ApprovalWorld world = new ApprovalWorld(web(), "CU");
        Page page = signIn(window(Language.EN), world.approver("Anna"));
        String request = world.filed();
        page.navigate("/approvals/" + request);
        world.licences(request, 44);
        page.locator("#words").fill("looks right");
        page.locator("#approve").click();
        assertThat(page.locator(".verdict del")).hasText("31");
        assertThat(page.locator(".verdict ins")).hasText("44");
        assertThat(page.locator("#words")).hasValue("looks right");
        assertThat(page.locator(".verdict")).isFocused();
        expectInConsole("409");
        check(page, "approval-changed");
        page.locator("#approve").click();
        assertThat(page.locator("[data-test=verdict]")).containsText("Approved.");
    }

    @Test
    void manyAreDecidedTogetherWithAnAnswerForEach() {
        ApprovalWorld world = new ApprovalWorld(web(), "CV");
        Page page = signIn(window(Language.EN), world.approver("Anna"));
        world.filed();
        String changing = world.filed();
        world.filed();
        page.navigate("/approvals");
        page.locator("input[name=ticked]").all().forEach(Locator::check);
        world.licences(changing, 44);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve the chosen")).click();
        assertThat(page.locator("#results li")).hasCount(3);
        assertThat(page.locator("#results .state-good")).hasCount(2);
        assertThat(page.locator("#results .state-bad")).hasCount(1);
        assertThat(page.locator("tr[data-row]")).hasCount(1);
        check(page, "approvals-together");
    }

    @Test
    void everythingIsDecidedWithoutScripts() {
        ApprovalWorld world = new ApprovalWorld(web(), "CW");
        String login = world.approver("Anna");
        world.filed();
        String second = world.filed();
        Page page = signIn(window(Language.EN, false), login);
        page.navigate("/approvals");
        page.locator(".row-approve").first().click();
        assertThat(page.locator(".alert-success")).containsText("Approved.");
        assertThat(page.locator("tr[data-row]")).hasCount(1);
        page.locator(".row-link").first().click();
        page.locator("#reject").click();
        assertThat(page.locator(".alert-danger").first()).isVisible();
        expectInConsole("422");
        page.locator("#reason").selectOption("OTHER");
        page.locator("#words").fill("because it is a test");
        page.locator("#reject").click();
        assertThat(page.locator(".alert-success")).containsText("Rejected.");
        org.assertj.core.api.Assertions.assertThat(world.stateOf(second)).isEqualTo("REJECTED");
    }

    @Test
    void theRowAsksForThePasswordElsewhereAndComesBackToTheSameList() {
        ApprovalWorld world = new ApprovalWorld(web(), "CX");
        String login = world.approver("Anna");
        world.filed();
        Page page = signIn(window(Language.EN), login);
        page.navigate("/approvals?view=waiting&country=CX");
        Proofs.grownOld(web(), login);
        page.locator(".row-approve").click();
        page.waitForURL("**/confirm?back=*");
        expectInConsole("403");
        page.locator("#password").fill(TestWeb.PASSWORD);
        page.locator("main form button").click();
        page.waitForURL("**/approvals?view=waiting&country=CX");
        page.locator(".row-approve").click();
        assertThat(page.locator(".row-said")).containsText("Approved.");
    }

    private static String text(String key, Language language) {
        return web().bean(MessageSource.class).getMessage(key, null, language.locale());
    }

}
