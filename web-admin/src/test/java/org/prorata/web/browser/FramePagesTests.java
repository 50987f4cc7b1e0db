package org.prorata.web.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.web.TestWeb;
import org.prorata.reporting.language.Language;
import org.springframework.context.MessageSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The way in, the profile and the pages of people, in every language. */
class FramePagesTests extends BrowserTest {

    @ParameterizedTest
    @EnumSource
    void everyPageReadsWellInEveryLanguage(Language language) {
        Page page = window(language);
        page.navigate("/login");
        assertThat(page.locator("html")).hasAttribute("lang", language.htmlTag());
        check(page, "login-" + language.tag());
        signIn(page, TestWeb.login(Role.USER_ADMIN));
        assertThat(page).hasURL(web().address() + "/people");
        assertThat(page.locator("h1")).hasText(text("nav.PEOPLE", language));
        check(page, "people-" + language.tag());
        page.navigate("/people/" + web().person(TestWeb.SECOND_APPROVER).id());
        check(page, "person-" + language.tag());
        page.navigate("/people/new");
        check(page, "person-new-" + language.tag());
        page.navigate("/people/clients");
        check(page, "clients-" + language.tag());
        page.navigate("/profile");
        check(page, "profile-" + language.tag());
        page.navigate("/profile/password");
        check(page, "password-" + language.tag());
        page.navigate("/nowhere");
        check(page, "error-" + language.tag());
        expectInConsole("403");
    }

    @Test
    void anAdministratorAddsSomebodyGivesARoleAndTakesIt() {
        Page page = signIn(window(Language.EN), TestWeb.login(Role.USER_ADMIN));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Add a person")).click();
        page.getByLabel("Name").fill("Måns <b>Öberg</b>");
        page.getByLabel("Login").fill("mans.oberg");
        page.locator("main form button").click();
        assertThat(page.locator("[data-test=secret]")).isVisible();
        assertThat(page.locator("h1")).hasText("Måns <b>Öberg</b>");
        check(page, "person-created");
        page.getByLabel("Role", new Page.GetByLabelOptions().setExact(true)).selectOption("APPROVER");
        page.getByLabel("Countries").fill("se, LV");
        page.getByLabel("Highest refund, by currency").fill("EUR 5000");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Give a role")).click();
        assertThat(page.locator("#roles")).containsText("up to €5,000.00");
        page.getByLabel("Role", new Page.GetByLabelOptions().setExact(true)).selectOption("USER_ADMIN");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Give a role")).click();
        assertThat(page.locator(".alert-danger")).containsText("Separation of duties");
        expectInConsole("422");
        check(page, "person-refused");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Take away: Approver")).click();
        assertThat(page.locator("#roles")).containsText("may do nothing yet");
    }

    @Test
    void everythingWorksWithoutScripts() {
        Person person = web().add("without.scripts", "Without Scripts", RoleGrant.of(Role.MANAGER));
        Page page = signIn(window(Language.SV, false), TestWeb.login(Role.USER_ADMIN));
        page.navigate("/people/" + person.id());
        page.locator("#roles button").click();
        assertThat(page.locator(".alert-success")).containsText("har inte längre rollen");
        page.locator(".menu summary").first().click();
        page.locator("button[value=lv]").click();
        assertThat(page.locator("html")).hasAttribute("lang", "lv");
        page.locator(".menu summary").first().click();
        page.locator("button[value=en]").click();
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        web().database().asOwner().sql("UPDATE account SET language = NULL").update();
    }

    @Test
    void aThemeIsChosenByHandAndStays() {
        Page page = window(Language.EN);
        page.navigate("/login");
        page.locator(".menu summary").nth(1).click();
        page.locator("button[value=dark]").click();
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
        page.navigate("/login?goodbye");
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
    }

    @Test
    void aTokenIsMadeShownOnceAndRevoked() {
        Page page = signIn(window(Language.EN), TestWeb.login(Role.USER_ADMIN));
        page.navigate("/people/clients");
        page.getByLabel("Client", new Page.GetByLabelOptions().setExact(true)).fill("Night report");
        page.getByLabel("Login of the person").fill(TestWeb.login(Role.OPERATOR));
        page.getByLabel("runs:read").check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create a token")).click();
        assertThat(page.locator("[data-test=secret]")).containsText("prorata_");
        check(page, "client-created");
        page.reload();
        assertThat(page.locator("[data-test=secret]")).hasCount(0);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Revoke: Night report")).click();
        assertThat(page.locator("main")).containsText("The token was revoked");
    }

    @Test
    void theSkipLinkIsTheFirstStopAndLeadsToTheContent() {
        Page page = signIn(window(Language.EN), TestWeb.ROLELESS);
        page.navigate("/profile");
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip-link")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
    }

    private static String text(String key, Language language) {
        return web().bean(MessageSource.class).getMessage(key, null, language.locale());
    }

}
