package org.prorata.web.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.prorata.web.TestWeb;
import org.prorata.reporting.language.Language;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests with a real browser share. Open a window with {@link #window}, sign in with
 * {@link #signIn}, and call {@link #check} on every page that a test comes to: it looks
 * for accessibility violations, takes a screenshot into {@code target/screenshots}, and
 * does both again in the dark and at a width of 320 pixels. After each test the consoles
 * must be empty, which they are not after a breach of the content security policy.
 * Without a browser such tests fail where {@code CI} is set, and are skipped elsewhere.
 */
@Tag("database")
@Tag("browser")
abstract class BrowserTest {

    static final Path SCREENSHOTS = Path.of("target/screenshots");

    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
            "best-practice");

    private final List<BrowserContext> windows = new ArrayList<>();

    private final List<String> console = new ArrayList<>();

    @BeforeAll
    static void thereIsABrowser() {
        String missing = Browsers.missing();
        assertThat(System.getenv("CI") == null || missing.isEmpty())
            .as("tests with a browser are part of the check: " + missing)
            .isTrue();
        Assumptions.assumeTrue(missing.isEmpty(), missing);
    }

    static TestWeb web() {
        return TestWeb.shared();
    }

    /** Returns the server that the windows look at. */
    TestWeb server() {
        return web();
    }

    /** Opens a window of its own, with its own cookies, in a language. */
    Page window(Language language) {
        return window(language, true);
    }

    /** Opens a window in which scripts run or do not. */
    Page window(Language language, boolean scripts) {
        return window(server(), language, scripts);
    }

    /** Opens a window on a server with a world of its own. */
    Page window(TestWeb web, Language language, boolean scripts) {
        BrowserContext context = Browsers.shared()
            .newContext(new Browser.NewContextOptions().setBaseURL(web.address())
                .setLocale(language.tag())
                .setTimezoneId("Europe/Riga")
                .setViewportSize(1280, 800)
                .setJavaScriptEnabled(scripts)
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
        context.setDefaultTimeout(15_000);
        this.windows.add(context);
        Page page = context.newPage();
        page.onConsoleMessage(message -> this.console.add(message.type() + ": " + message.text()));
        page.onPageError(error -> this.console.add("page error: " + error));
        return page;
    }

    /** Signs in by the login page and waits for the first page. */
    Page signIn(Page page, String login) {
        page.navigate("/login");
        page.locator("#username").fill(login);
        page.locator("#password").fill(TestWeb.PASSWORD);
        page.locator("main button").click();
        page.waitForURL(url -> !url.contains("/login"));
        return page;
    }

    /**
     * Looks at the page in light and dark, on a desktop and at 320 pixels: at all four in
     * English, at each colour and each width once in the other languages.
     */
    void check(Page page, String name) {
        boolean english = "en".equals(page.locator("html").getAttribute("lang"));
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : english ? List.of(1280, 320) : List.of((scheme == ColorScheme.LIGHT) ? 1280 : 320)) {
                page.setViewportSize(width, 800);
                String what = name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width;
                page.screenshot(
                        new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(what + ".png")));
                assertThat(violations(page)).as(what).isEmpty();
                assertThat((int) page.evaluate("document.documentElement.scrollWidth")).as(what + " is too wide")
                    .isLessThanOrEqualTo(width);
            }
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(1280, 800);
    }

    private static List<String> violations(Page page) {
        return new AxeBuilder(page).withTags(RULES)
            .analyze()
            .getViolations()
            .stream()
            .flatMap(BrowserTest::describe)
            .toList();
    }

    private static Stream<String> describe(Rule rule) {
        return rule.getNodes()
            .stream()
            .map(node -> rule.getId() + ": " + node.getHtml() + " " + node.getFailureSummary());
    }

    /** Takes out what a test expected to be in the console. */
    void expectInConsole(String part) {
        assertThat(this.console.removeIf(line -> line.contains(part))).as("\"" + part + "\" in the console").isTrue();
    }

    @AfterEach
    void theConsolesAreEmpty() {
        this.windows.forEach(BrowserContext::close);
        assertThat(this.console).isEmpty();
    }

}
