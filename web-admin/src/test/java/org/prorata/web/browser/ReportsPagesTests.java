package org.prorata.web.browser;

import java.util.Map;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.people.Role;
import org.prorata.reporting.language.Language;
import org.prorata.web.ReportsWorld;
import org.prorata.web.TestWeb;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Refund summaries, the rows behind them, large files and deliveries, in every language.
 */
class ReportsPagesTests extends BrowserTest {

    private static final String MAIL_FAILED = "The mail server cannot be reached, or did not take the mail.";

    private static ReportsWorld world;

    @BeforeAll
    static void open() {
        world = new ReportsWorld(Map.of("prorata.reports.pause", "200ms", "prorata.reports.folder", "target/deliveries",
                "spring.mail.host", "localhost", "spring.mail.port", "1", "prorata.reports.mail-from",
                "prorata@example.com", "prorata.reports.mail-domains", "example.com"));
        world.correct();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private Page open(Language language, boolean scripts) {
        return signIn(window(world.web(), language, scripts), TestWeb.login(Role.MANAGER));
    }

    @ParameterizedTest
    @EnumSource
    void everyPageReadsWellInEveryLanguage(Language language) {
        String tag = "-" + language.tag();
        Page page = open(language, true);
        assertThat(page).hasURL(world.web().address() + "/reports");
        check(page, "reports" + tag);
        page.navigate("/reports/2024-06");
        assertThat(page.locator("svg.chart").first()).isVisible();
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = !d.closest('header'))");
        check(page, "report" + tag);
        page.navigate("/reports/2024-07?view=month");
        check(page, "report-provisional" + tag);
        page.navigate("/reports/2024-06/credits?currency=EUR&dimension=product&value=Business%20Premium");
        check(page, "report-rows" + tag);
        page.locator("tbody a").first().click();
        check(page, "report-credit" + tag);
        page.navigate("/reports/reconciliation?month=2024-06");
        check(page, "reconciliation" + tag);
        page.navigate("/reports/exports");
        check(page, "exports" + tag);
        page.navigate("/reports/deliveries");
        page.locator("#target").fill("../up");
        page.locator("main form.panel button").click();
        assertThat(page.locator(".field-problem")).isVisible();
        expectInConsole("422");
        check(page, "deliveries" + tag);
    }

    @Test
    void aManagerDrillsDownFromAFigureToACreditAndBackWithoutScripts() {
        Page page = open(Language.EN, false);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("June 2024")).click();
        assertThat(page.locator("h1")).containsText("June 2024");
        assertThat(page.locator(".page-head .states")).containsText("Closed");
        assertThat(page.locator("#currency-EUR .roll")).containsText("Owed at the end");
        page.locator("#currency-EUR .roll a").first().click();
        assertThat(page.locator("main .lead-in")).containsText("EUR");
        page.locator("tbody tr a").first().click();
        assertThat(page.locator("h1")).containsText("Credit CR-");
        assertThat(page.locator("#refund-title")).isVisible();
        assertThat(page.locator(".timeline")).isVisible();
    }

    @Test
    void aCorrectionSaysWhatItChanged() {
        Page page = open(Language.EN, true);
        page.navigate("/reports/2024-06");
        assertThat(page.locator("main .lead-in").first()).containsText("which corrects snapshot");
        assertThat(page.locator(".changes")).isVisible();
    }

    @Test
    void aMomentThatIsNoneIsRefusedInWords() {
        Page page = open(Language.EN, true);
        page.navigate("/reports/2024-06?as-of=yesterday");
        assertThat(page.locator(".field-problem")).containsText("Give a day such as");
        expectInConsole("422");
        check(page, "report-refused");
    }

    @Test
    void aManagerTakesTheFilesWithHim() {
        Page page = open(Language.SV, true);
        page.navigate("/reports/2024-06");
        for (String format : new String[] { "PDF", "XLSX", "CSV", "JSON" }) {
            Download download = page.waitForDownload(() -> page.locator("#downloads li")
                .first()
                .getByRole(AriaRole.LINK)
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText(format))
                .click());
            org.assertj.core.api.Assertions.assertThat(download.suggestedFilename())
                .contains("juni 2024")
                .endsWith("." + format.toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void aManagerSubscribesAndSeesWhatFailed() {
        Page page = open(Language.EN, true);
        page.navigate("/reports/deliveries");
        page.locator("#channel").selectOption("MAIL");
        page.locator("#target").fill("boss@example.com");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Have it sent")).click();
        assertThat(page.locator(".alert-success")).containsText("From the next snapshot on");
        world.books().change("UPDATE report_subscription SET after_snapshot_no = 0");
        assertThat(page.locator("table").first()).containsText("boss@example.com");
        for (int tries = 0; tries < 100 && !page.locator("main").innerText().contains(MAIL_FAILED); tries++) {
            page.waitForTimeout(200);
            page.reload();
        }
        assertThat(page.locator("main")).containsText(MAIL_FAILED);
        check(page, "deliveries-failed");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End: boss@example.com PDF")).click();
        assertThat(page.locator(".alert-success")).containsText("It is not sent any more");
    }

}
