package org.prorata.web.browser;

import java.time.Instant;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.web.TestWeb;
import org.prorata.reporting.language.Language;
import org.prorata.web.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

class ProviderPagesTests extends BrowserTest {

    /**
     * The provider is another site, so the way back shows whether the cookie comes along.
     */
    @Test
    void theSessionSurvivesTheWayThroughAnotherSite() {
        try (TestIssuer issuer = TestIssuer.started();
                TestWeb web = TestWeb.started(web().database(), issuer.settings())) {
            web.add("browser.provided", "Browser Provided", RoleGrant.of(Role.USER_ADMIN));
            issuer.nowSignedIn("sub-browser", "browser.provided", Instant.now().minusSeconds(3600));
            Page page = window(Language.EN);
            page.navigate(web.address() + "/people/new");
            check(page, "login-provider");
            page.locator("main a[href='/oauth2/authorization/provider']").click();
            page.waitForURL(url -> url.startsWith(web.address() + "/people/new"));
            check(page, "confirm-provider-form");
            page.locator("main a[href^='/confirm']").click();
            check(page, "confirm-provider");
            issuer.nowSignedIn("sub-browser", "browser.provided", Instant.now());
            page.locator("main a[href='/oauth2/authorization/provider']").click();
            page.waitForURL(web.address() + "/people/new");
            assertThat(page.locator("main").innerText()).doesNotContain("sign in with your organisation again");
            issuer.nowSignedIn("sub-stranger", "stranger", Instant.now());
            Page stranger = window(Language.LV);
            stranger.navigate(web.address() + "/login");
            stranger.locator("main a[href='/oauth2/authorization/provider']").click();
            stranger.waitForURL(web.address() + "/login?unknown");
            check(stranger, "login-unknown");
            assertThat(issuer.problems()).isEmpty();
        }
    }

}
