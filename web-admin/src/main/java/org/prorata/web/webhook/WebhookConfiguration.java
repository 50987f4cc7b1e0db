package org.prorata.web.webhook;

import java.time.Clock;

import org.prorata.db.outbox.Webhooks;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Wires the sender of webhooks. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {

    @Bean
    WebhookSender webhookSender(Webhooks webhooks, JsonMapper json, Clock clock, WebhookProperties properties) {
        return new WebhookSender(webhooks, json, clock, properties);
    }

}
