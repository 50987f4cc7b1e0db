package org.prorata.web.browser;

import java.time.LocalDate;
import java.util.Locale;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.people.Role;
import org.prorata.web.ProductWorld;
import org.prorata.web.TestWeb;
import org.prorata.reporting.language.Language;
import org.springframework.context.MessageSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * A tenant's administrator finds the products and cancels, and support calls back. Ten of
 * the thirty days that were paid for are over today, so that 20 of 30 days of 300.00 and
 * 75.00 tax are unused.
 */
class ProductPagesTests extends BrowserTest {

    private static ProductWorld world;

    @BeforeAll
    static void twoTenants() {
        world = ProductWorld.started();
        world.subscription("S-BASIC", "T-NORD", "Microsoft 365 Business Basic", 10)
            .subscription("S-SLOW", "T-NORD", "Planner Plan 1", 5)
            .subscription("S-PREMIUM", "T-NORD", "Microsoft 365 Business Premium", 31)
            .subscription("S-E3", "T-NORD", "Office 365 E3 <b>& \"more\"</b>", 40)
            .subscription("S-CALL", "T-NORD", "Power BI Pro", 28)
            .subscription("S-BOUGHT", "T-NORD", "Exchange Online", 31)
            .subscription("S-TRIAL", "T-NORD", "Visio", 3)
            .subscription("S-TRIALCARD", "T-NORD", "Project", 4)
            .subscription("S-PARTNER", "T-NORD", "Teams Rooms", 6)
            .subscription("S-KEY", "T-NORD", "Office Home", 1)
            .subscription("S-GONE", "T-NORD", "Defender", 2)
            .subscription("S-RIGA", "T-RIGA", "Microsoft 365 E5", 77);
        world.change("UPDATE subscription SET policy = 'mosa-2022' WHERE subscription_id = 'S-BOUGHT'")
            .change("UPDATE subscription SET kind = 'TRIAL' WHERE subscription_id IN ('S-TRIAL', 'S-TRIALCARD')")
            .change("UPDATE subscription SET payment_method = 'NONE' WHERE subscription_id = 'S-TRIAL'")
            .change("UPDATE subscription SET channel = 'PARTNER' WHERE subscription_id = 'S-PARTNER'")
            .change("UPDATE subscription SET channel = 'PRODUCT_KEY' WHERE subscription_id = 'S-KEY'")
            .change("UPDATE subscription SET state = 'DISABLED' WHERE subscription_id = 'S-GONE'");
    }

    @AfterAll
    static void close() {
        world.web().close();
    }

    @Override
    TestWeb server() {
        return world.web();
    }

    @Test
    void aSmallProductIsCancelledAtOnceAndItsCreditIsShownLineByLineAfterTheNight() {
        Page page = signIn(window(Language.EN), TestWeb.login(Role.TENANT_ADMIN));
        assertThat(page.locator("h1")).hasText("Your products");
        Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("S-BASIC"));
        assertThat(row).containsText("10 assigned, 10 purchased");
        row.locator("summary").click();
        check(page, "products");
        row.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Cancel subscription")).click();
        assertThat(page.locator("main")).containsText("You can cancel this online");
        assertThat(page.locator("[data-test=undo]")).hasText(date(ProductWorld.today()));
        assertThat(page.locator("[data-test=gross]")).hasText("€237.50");
        check(page, "cancel-small");
        page.locator(".choices a").first().click();
        assertThat(page.locator("[data-test=undo]")).hasText("It takes effect at once and cannot be undone.");
        assertThat(page.locator("[data-test=gross]")).hasText("€250.00");
        assertThat(page.locator(".sums")).containsText("20 of 30 days unused");
        assertThat(page.locator(".sums")).containsText("200/1");
        page.getByLabel("Why do you cancel?").fill("We are moving on.");
        page.getByLabel("I have read the dates").check();
        button(page, "Cancel subscription").click();
        assertThat(page.locator(".alert-success")).hasText("The cancellation is scheduled.");
        assertThat(page.locator("[data-test=promise]")).containsText("if it goes through");
        assertThat(page.locator(".timeline")).containsText("Nora Lind");
        assertThat(button(page, "Withdraw the request")).isDisabled();
        check(page, "request-queued");
        world.night(ProductWorld.today());
        page.reload();
        assertThat(page.locator("[data-test=credit]")).containsText("CR-");
        assertThat(page.locator("[data-test=promise]")).containsText("Returned by");
        assertThat(page.locator("[data-test=gross]")).hasText("€250.00");
        assertThat(page.locator(".sums")).containsText("in proportion to the charge’s tax of €75.00");
        check(page, "request-credited");
        page.navigate("/products/S-BASIC");
        assertThat(page.locator("main")).containsText("Past credits");
        assertThat(page.locator("main")).containsText("It is not active any more: disabled.");
        assertThat(button(page, "Cancel subscription")).isDisabled();
        check(page, "product-credited");
    }

    @Test
    void aRequestIsWithdrawnBeforeItsDayAlsoWithoutScripts() {
        Page page = signIn(window(Language.SV, false), TestWeb.login(Role.TENANT_ADMIN));
        page.navigate("/products/S-SLOW/cancel");
        page.locator("#day").fill(ProductWorld.today().plusDays(5).toString());
        page.locator(".own-day button").click();
        assertThat(page.locator("[data-test=service-ends]")).not().isEmpty();
        page.locator("#sure").check();
        page.locator(".btn-danger").click();
        assertThat(page.locator(".alert-success")).hasText("Avbeställningen är schemalagd.");
        page.navigate("/products/S-SLOW/cancel");
        assertThat(page.locator("main")).containsText("Det finns redan en begäran om den.");
        page.getByText("Visa begäran").click();
        page.locator("main .btn-outline-danger").click();
        assertThat(page.locator(".alert-success")).containsText("Begäran är återtagen");
        page.navigate("/products/S-SLOW/cancel");
        assertThat(page.locator("main")).containsText("Du kan avbryta den online");
    }

    @Test
    void aDayThatCannotBeChosenAndAMissingTickAreProblemsOnTheSamePage() {
        Page page = signIn(window(Language.EN), TestWeb.login(Role.TENANT_ADMIN));
        page.navigate("/products/S-SLOW/cancel?when=DAY&day=2001-01-01");
        assertThat(page.locator(".alert-danger")).containsText("Choose a day from");
        expectInConsole("422");
        page.evaluate("document.getElementById('sure').required = false");
        button(page, "Cancel subscription").click();
        assertThat(page.locator(".alert-danger")).containsText("Tick that you have read");
        expectInConsole("422");
        check(page, "cancel-problems");
    }

    @Test
    void licencesThatAreTooManyAreRemovedHereAndTheWayIsOpen() {
        Page page = signIn(window(Language.EN), TestWeb.login(Role.TENANT_ADMIN));
        page.navigate("/products/S-PREMIUM/cancel");
        assertThat(page.locator("[data-test=todo]")).hasText("31 assigned: remove 7, then cancel online");
        assertThat(page.locator("main")).containsText("Somebody has to approve this");
        check(page, "cancel-large");
        page.locator("#remove").fill("3");
        world.change("UPDATE subscription SET assigned_licences = 30 WHERE subscription_id = 'S-PREMIUM'");
        button(page, "Remove licences").click();
        assertThat(page.locator(".alert-danger")).containsText("30 are assigned now. Nothing was removed.");
        expectInConsole("422");
        assertThat(page.locator("#remove")).hasValue("6");
        button(page, "Remove licences").click();
        assertThat(page.locator(".alert-success")).containsText("30 before, 24 now. You can cancel online now.");
        assertThat(page.locator("main")).containsText("You can cancel this online");
        page.navigate("/products/S-BOUGHT/cancel");
        assertThat(page.locator("[data-test=todo]")).containsText("31 purchased: remove 6");
        assertThat(page.locator("#remove")).hasCount(0);
    }

    @Test
    void aLargeProductIsFiledForApprovalAndTakenBack() {
        Page page = signIn(window(Language.EN), TestWeb.login(Role.TENANT_ADMIN));
        page.navigate("/products/S-E3/cancel");
        assertThat(page.locator("h1")).hasText("Cancel Office 365 E3 <b>& \"more\"</b>");
        page.getByLabel("I have read the dates").check();
        button(page, "File for approval").click();
        assertThat(page.locator(".alert-success")).containsText("Somebody else decides about it");
        assertThat(page.locator(".page-head")).containsText("In review");
        assertThat(page.locator(".timeline")).containsText("Somebody else decides, by");
        check(page, "request-in-review");
        button(page, "Withdraw the request").click();
        assertThat(page.locator(".page-head")).containsText("Withdrawn");
        assertThat(page.locator(".timeline")).containsText("Withdrawn");
    }

    @Test
    void somebodyIsCalledAndSupportFilesTheRequest() {
        Page admin = signIn(window(Language.EN), TestWeb.login(Role.TENANT_ADMIN));
        admin.navigate("/products/S-CALL/cancel");
        admin.getByLabel("Telephone number").fill("12");
        button(admin, "Call me").click();
        assertThat(admin.locator(".alert-danger")).containsText("Write + and the country code");
        expectInConsole("422");
        admin.getByLabel("Telephone number").fill("+46 8 123 456 78");
        admin.getByLabel("Language we should speak").selectOption("lv");
        admin.getByLabel("When it suits you").fill("9 to 12 <script>");
        button(admin, "Call me").click();
        assertThat(admin.locator("[data-test=callback]")).containsText("+46812345678");
        button(admin, "You need not call me").click();
        assertThat(admin.locator(".alert-success")).hasText("The call is cancelled.");
        admin.getByLabel("Telephone number").fill("+46 8 123 456 78");
        button(admin, "Call me").click();
        assertThat(admin.locator("[data-test=callback]")).containsText("in the queue");

        Page support = signIn(window(Language.EN), TestWeb.login(Role.SUPPORT));
        assertThat(support.locator("h1")).hasText("Callbacks");
        check(support, "callbacks");
        support.locator("tr", new Page.LocatorOptions().setHasText("S-CALL")).getByRole(AriaRole.LINK).click();
        button(support, "Take it").click();
        assertThat(support.locator(".alert-success")).containsText("You have it");
        check(support, "callback-taken");
        support.getByLabel("I have read the dates").check();
        button(support, "File the request").click();
        assertThat(support.locator(".alert-success")).containsText("filed in your name");
        org.assertj.core.api.Assertions.assertThat(world.value("""
                SELECT requested_by FROM cancellation_request r
                JOIN callback_request c ON c.request_id = r.request_id
                JOIN subscription s ON s.subscription_no = c.subscription_no
                WHERE s.subscription_id = 'S-CALL'
                """)).isEqualTo(server().person(TestWeb.login(Role.SUPPORT)).id().value());
        support.getByLabel("What came of the call").fill("They asked me to cancel it.");
        button(support, "Note it and close").click();
        assertThat(support.locator(".page-head")).containsText("Done");
        check(support, "callback-done");
        support.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("W-")).click();
        assertThat(support.locator(".timeline")).containsText("Ivan Petrov");
        assertThat(button(support, "Withdraw the request")).isDisabled();
        admin.navigate("/products/S-CALL");
        admin.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("See the request")).click();
        assertThat(admin.locator(".timeline")).containsText("Filed by support after a call");
        assertThat(admin.locator(".timeline")).not().containsText("Ivan Petrov");
        button(admin, "Withdraw the request").click();
        assertThat(admin.locator(".page-head")).containsText("Withdrawn");
    }

    @Test
    void aSupporterGivesACallBackAndFindsATenantByPartOfItsName() {
        Page admin = signIn(window(Language.LV), TestWeb.OTHER_TENANT_ADMIN);
        assertThat(admin.locator("[data-test=all-above]")).containsText("pārsniedz tiešsaistes atcelšanas robežu");
        check(admin, "products-all-above");
        admin.navigate("/products/S-RIGA/cancel");
        admin.locator("#phone").fill("+371 6700 0000");
        admin.locator("form[action$='/callback'] button").click();
        Page support = signIn(window(Language.EN), TestWeb.login(Role.SUPPORT));
        support.locator("tr", new Page.LocatorOptions().setHasText("S-RIGA")).getByRole(AriaRole.LINK).click();
        button(support, "Take it").click();
        button(support, "Give it back").click();
        assertThat(support.locator(".alert-success")).hasText("It is back in the queue.");
        support.navigate("/products");
        assertThat(support.locator("nav [aria-current=page]")).hasText("Products of tenants");
        support.getByLabel("Name, or part of it").fill("birža");
        button(support, "Search").click();
        check(support, "tenants");
        support.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Zaļā birža SIA")).click();
        support.locator("summary[aria-label*='S-RIGA']").click();
        support.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("See what a cancellation would do"))
            .click();
        assertThat(support.locator("main")).containsText("You see what Zaļā birža SIA sees");
        assertThat(support.locator(".btn-danger")).hasCount(0);
        admin.reload();
        admin.locator("form[action$='/callback/cancel'] button").click();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            S-TRIAL | There is nothing to cancel: it expires by itself after
            S-TRIALCARD | Recurring billing stops and the trial ends on
            S-PARTNER | Ask the partner who sold it to you
            S-KEY | Support can help you with what the key was bought for
            S-GONE | It is not active any more: disabled.
            """)
    void whatIsNoOrdinaryPurchaseSaysSoAndWhoCanHelp(String subscription, String text) {
        Page page = signIn(window(Language.EN), TestWeb.login(Role.TENANT_ADMIN));
        page.navigate("/products/" + subscription + "/cancel");
        assertThat(page.locator("main")).containsText(text);
        check(page, "cancel-" + subscription.toLowerCase(Locale.ROOT));
    }

    @Test
    void recurringBillingOfATrialIsStopped() {
        world.subscription("S-TRIAL2", "T-NORD", "Copilot", 2)
            .change("UPDATE subscription SET kind = 'TRIAL' WHERE subscription_id = 'S-TRIAL2'");
        Page page = signIn(window(Language.EN), TestWeb.login(Role.TENANT_ADMIN));
        page.navigate("/products/S-TRIAL2/cancel");
        page.getByLabel("I have read the dates").check();
        button(page, "Stop recurring billing").click();
        assertThat(page.locator(".alert-success")).hasText("Recurring billing is stopped.");
        assertThat(page.locator(".timeline")).containsText("Recurring billing of the trial stopped");
        page.navigate("/products/S-TRIAL2/cancel");
        assertThat(page.locator("main")).containsText("Recurring billing was stopped before");
    }

    /** The other tests of this class look at the pages in English. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EN")
    void everyPageIsReadableInEveryLanguage(Language language) {
        Page page = signIn(window(language), TestWeb.login(Role.TENANT_ADMIN));
        assertThat(page.locator("h1")).hasText(text("nav.PRODUCTS", language));
        check(page, "products-" + language.tag());
        page.navigate("/products/S-E3");
        picture(page, "product-" + language.tag());
        page.navigate("/products/S-E3/cancel");
        assertThat(page.locator("#call-title")).hasText(text("products.callback", language));
        check(page, "cancel-" + language.tag());
        page.locator("#sure").check();
        page.locator(".btn-danger").click();
        check(page, "request-" + language.tag());
        page.locator("main .btn-outline-danger").click();
        assertThat(page.locator(".alert-success")).hasText(text("products.withdrawn", language));
        page.navigate("/products/S-E3/cancel");
        page.locator("#phone").fill("+46 8 123 456 78");
        page.locator("form[action$='/callback'] button").click();
        Page support = signIn(window(language), TestWeb.login(Role.SUPPORT));
        picture(support, "callbacks-" + language.tag());
        support.locator("tr", new Page.LocatorOptions().setHasText("S-E3")).getByRole(AriaRole.LINK).click();
        support.locator("form[action$='/take'] button").click();
        check(support, "callback-" + language.tag());
        page.locator("form[action$='/callback/cancel'] button").click();
    }

    /** Keeps a picture of a page whose shape is checked in English. */
    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String date(LocalDate date) {
        return java.time.format.DateTimeFormatter.ofPattern("MMM d, y", Locale.ENGLISH).format(date);
    }

    private static String text(String key, Language language) {
        return world.web().bean(MessageSource.class).getMessage(key, null, language.locale());
    }

}
