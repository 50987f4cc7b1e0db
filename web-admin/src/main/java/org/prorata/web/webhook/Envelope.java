package org.prorata.web.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.prorata.db.outbox.Webhooks.Delivery;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is sent: an event in the JSON of CloudEvents 1.0, and its signature. The receiver
 * works out HMAC-SHA256 with the webhook's secret over the seconds of {@code t}, a dot
 * and the body as it came, compares it with {@code v1}, and refuses an old {@code t}; an
 * {@code id} that was seen before is the same event once more.
 */
final class Envelope {

    static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

    static final String SIGNATURE = "Prorata-Signature";

    private Envelope() {
    }

    static String body(Delivery delivery, JsonMapper json) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", "event-" + delivery.eventNumber());
        event.put("source", "/prorata");
        event.put("type", delivery.type());
        event.put("subject", delivery.subject());
        event.put("time", delivery.at().toString());
        event.put("datacontenttype", "application/json");
        event.put("data", json.readTree(delivery.data()));
        return json.writeValueAsString(event);
    }

    static String signature(String secret, Instant now, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] sign = mac.doFinal((now.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + now.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(sign);
        }
        catch (GeneralSecurityException ex) {
            throw new IllegalStateException("every JDK has HmacSHA256", ex);
        }
    }

}
