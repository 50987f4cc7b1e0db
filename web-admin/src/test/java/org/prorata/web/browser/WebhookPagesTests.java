package org.prorata.web.browser;

import java.util.Set;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.db.outbox.Webhooks;
import org.prorata.people.Role;
import org.prorata.web.TestWeb;
import org.prorata.reporting.language.Language;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Webhooks and their deliveries, in every language. */
class WebhookPagesTests extends BrowserTest {

    private static long webhookWithDeliveries() {
        Webhooks webhooks = web().bean(Webhooks.class);
        web().database().asOwner().sql("UPDATE webhook SET enabled = FALSE").update();
        long number = webhooks.add(null, "https://hooks.example.com/" + "a-rather-long-part/".repeat(6), "whsec_x",
                Set.of("run.failed", "run.completed", "cancellation.closed_without_credit"), "test");
        for (int i = 0; i < 3; i++) {
            web().database().jdbc().sql("""
                    INSERT INTO outbox_event (type, subject, data, at)
                    VALUES ('run.failed', 'run 2026-01-31', '{}', '2026-02-01 01:02:03')
                    """).update();
        }
        while (webhooks.dispatch(500) > 0) {
            // all of them
        }
        web().database().asOwner().sql("""
                UPDATE webhook_delivery SET state = 'FAILED', next_attempt_at = NULL, attempts = 1 WHERE webhook_no = ?
                ORDER BY delivery_no LIMIT 1
                """).param(number).update();
        web().database().asOwner().sql("""
                INSERT INTO webhook_attempt (delivery_no, attempt, at, status, problem)
                SELECT delivery_no, 1, '2026-02-01 01:02:04', 503, 'the <receiver> is not there' FROM webhook_delivery
                WHERE webhook_no = ? AND state = 'FAILED'
                """).param(number).update();
        return number;
    }

    @ParameterizedTest
    @EnumSource
    void everyPageReadsWellInEveryLanguage(Language language) {
        long number = webhookWithDeliveries();
        Page page = signIn(window(language), TestWeb.login(Role.USER_ADMIN));
        page.navigate("/people/webhooks");
        check(page, "webhooks-" + language.tag());
        page.navigate("/people/webhooks/" + number);
        check(page, "webhook-log-" + language.tag());
    }

    @Test
    void anAdministratorAddsAWebhookAndSendsADeliveryAgain() {
        long number = webhookWithDeliveries();
        Page page = signIn(window(Language.EN), TestWeb.login(Role.USER_ADMIN));
        page.navigate("/people");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Webhooks")).click();
        page.getByLabel("Address").fill("https://localhost.example/hook");
        page.getByLabel("run.completed").check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add the webhook")).click();
        assertThat(page.locator("[data-test=secret]")).containsText("whsec_");
        check(page, "webhook-added");
        page.navigate("/people/webhooks/" + number);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send again")).click();
        assertThat(page.locator(".alert-success")).containsText("It is sent again now.");
        web().database().asOwner().sql("UPDATE webhook SET enabled = FALSE").update();
    }

}
