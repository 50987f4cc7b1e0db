package org.prorata.web.webhook;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator can set for webhooks, as {@code PRORATA_WEBHOOKS_...} in the
 * environment.
 *
 * @param allowPrivate whether http and addresses of private networks are allowed; for
 * tests and development only
 * @param pause how long to wait between two looks at the outbox
 */
@ConfigurationProperties("prorata.webhooks")
record WebhookProperties(@DefaultValue("false") boolean allowPrivate, @DefaultValue("2s") Duration pause) {
}
