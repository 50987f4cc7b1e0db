package org.prorata.web.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.outbox.Webhooks;
import org.prorata.people.Role;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class WebhookDeliveryTests {

    private static final TestWeb WEB = TestWeb.shared();

    record Received(String path, String signature, String attempt, String body) {
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();

    private final Webhooks webhooks = WEB.bean(Webhooks.class);

    private final JsonMapper json = JsonMapper.builder().build();

    private HttpServer server;

    private volatile int answer = 200;

    @BeforeEach
    void startReceiver() throws IOException {
        WEB.database().asOwner().sql("UPDATE webhook SET enabled = FALSE").update();
        WEB.database().asOwner().sql("UPDATE outbox_event SET dispatched = TRUE").update();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.server.createContext("/", exchange -> {
            this.received.add(new Received(exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Prorata-Signature"),
                    exchange.getRequestHeaders().getFirst("Prorata-Attempt"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(this.answer, -1);
            exchange.close();
        });
        this.server.start();
    }

    @AfterEach
    void stopReceiver() {
        this.server.stop(0);
        WEB.database().asOwner().sql("UPDATE webhook SET enabled = FALSE").update();
    }

    private String url(String path) {
        return "http://localhost:" + this.server.getAddress().getPort() + path;
    }

    private WebhookSender sender(boolean allowPrivate) {
        return new WebhookSender(this.webhooks, this.json, Clock.systemUTC(),
                new WebhookProperties(allowPrivate, Duration.ofHours(1)));
    }

    private long webhook(String url) {
        return this.webhooks.add(null, url, "whsec_test", Set.of("run.failed"), "test");
    }

    private void happens() {
        WEB.database()
            .jdbc()
            .sql("""
                    INSERT INTO outbox_event (type, subject, data, at)
                    VALUES ('run.failed', 'run 2026-01-31', '{"failure":"line\\\\u000abreak","claimed":3}', '2026-02-01 01:02:03.5')
                    """)
            .update();
    }

    private Webhooks.Logged logged(long webhook) {
        return this.webhooks.log(webhook, Optional.empty(), 1).getFirst();
    }

    private void due() {
        WEB.database()
            .asOwner()
            .sql("UPDATE webhook_delivery SET next_attempt_at = '2026-01-01' WHERE state = 'PENDING'")
            .update();
    }

    @Test
    void anEventArrivesSignedAndOnce() throws InterruptedException {
        long webhook = webhook(url("/hook"));
        happens();
        WebhookSender sender = sender(true);
        assertThat(sender.sendDue()).isEqualTo(1);
        assertThat(sender.sendDue()).isZero();
        Received event = this.received.getFirst();
        assertThat(this.received).hasSize(1);
        JsonNode body = this.json.readTree(event.body());
        assertThat(body.path("specversion").asString()).isEqualTo("1.0");
        assertThat(body.path("type").asString()).isEqualTo("run.failed");
        assertThat(body.path("subject").asString()).isEqualTo("run 2026-01-31");
        assertThat(body.path("time").asString()).isEqualTo("2026-02-01T01:02:03.500Z");
        assertThat(body.path("data").path("claimed").asInt()).isEqualTo(3);
        long at = Long.parseLong(event.signature().replaceFirst("^t=([0-9]+),.*", "$1"));
        assertThat(event.signature())
            .isEqualTo(Envelope.signature("whsec_test", Instant.ofEpochSecond(at), event.body()));
        assertThat(at).isCloseTo(Instant.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
        assertThat(logged(webhook).state()).isEqualTo("DELIVERED");
    }

    @Test
    void whatIsNotAcceptedIsTriedAgainAndInTheEndGivenUp() throws InterruptedException {
        this.answer = 503;
        long webhook = webhook(url("/hook"));
        happens();
        WebhookSender sender = sender(true);
        sender.sendDue();
        assertThat(logged(webhook).state()).isEqualTo("PENDING");
        assertThat(logged(webhook).status()).isEqualTo(503);
        assertThat(logged(webhook).nextAttemptAt()).isBetween(Instant.now().plusSeconds(15),
                Instant.now().plusSeconds(45));
        for (int attempt = 2; attempt <= 11; attempt++) {
            due();
            sender.sendDue();
        }
        assertThat(logged(webhook).state()).isEqualTo("FAILED");
        assertThat(logged(webhook).attempts()).isEqualTo(11);
        this.answer = 204;
        assertThat(this.webhooks.sendAgain(logged(webhook).number(), "test")).isTrue();
        sender.sendDue();
        assertThat(logged(webhook).state()).isEqualTo("DELIVERED");
        assertThat(this.received).hasSize(12).last().extracting(Received::attempt).isEqualTo("12");
    }

    @Test
    void aReceiverThatTalksWithoutEndIsNotListenedTo() throws InterruptedException {
        this.server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[8192];
            while (true) {
                // until the other side has had enough
                exchange.getResponseBody().write(much);
            }
        });
        long webhook = webhook(url("/endless"));
        happens();
        Instant begin = Instant.now();
        sender(true).sendDue();
        assertThat(logged(webhook).state()).isEqualTo("DELIVERED");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aRedirectIsNotFollowed() throws InterruptedException {
        this.answer = 307;
        long webhook = webhook(url("/hook"));
        happens();
        sender(true).sendDue();
        assertThat(this.received).extracting(Received::path).containsExactly("/hook");
        assertThat(logged(webhook).problem()).contains("redirects");
    }

    @Test
    void nothingGoesToAPrivateAddress() throws InterruptedException {
        long plain = webhook(url("/hook"));
        long named = webhook("https://localhost:" + this.server.getAddress().getPort() + "/hook");
        long literal = webhook("https://169.254.169.254/latest/meta-data");
        long octal = webhook("https://[::ffff:127.0.0.1]/");
        happens();
        sender(false).sendDue();
        assertThat(this.received).isEmpty();
        assertThat(logged(plain).problem()).contains("only https");
        for (long each : List.of(named, literal, octal)) {
            assertThat(logged(each).problem()).contains("not on the public internet");
            assertThat(logged(each).state()).isEqualTo("PENDING");
        }
    }

    @Test
    void manySendersAtOnceSendEachEventOnce() throws InterruptedException {
        webhook(url("/hook"));
        for (int i = 0; i < 60; i++) {
            happens();
        }
        CountDownLatch done = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    sender(true).sendDue();
                }
                catch (InterruptedException ex) {
                    Thread.currentThread().interrupt();
                }
                finally {
                    done.countDown();
                }
            });
        }
        done.await();
        assertThat(this.received.stream().map(each -> this.json.readTree(each.body()).path("id").asString()))
            .hasSize(60)
            .doesNotHaveDuplicates();
    }

    @Test
    void thePagesAddAWebhookShowItsSecretOnceAndSendAgain() throws InterruptedException {
        Visitor admin = WEB.as(Role.USER_ADMIN);
        admin.get("/people/webhooks");
        assertThat(
                admin.post("/people/webhooks", Map.of("url", "http://10.0.0.1/", "events", "run.failed")).statusCode())
            .isEqualTo(422);
        assertThat(admin
            .post("/people/webhooks",
                    Map.of("url", "https://hooks.example/x", "events", "run.failed", "tenant", "T-NONE"))
            .statusCode()).isEqualTo(422);
        admin.get("/people/webhooks");
        assertThat(admin.post("/people/webhooks", Map.of("url", "https://hooks.example/x", "events", "run.failed"))
            .statusCode()).isEqualTo(302);
        assertThat(admin.get("/people/webhooks").body()).contains("whsec_").contains("https://hooks.example/x");
        assertThat(admin.get("/people/webhooks").body()).doesNotContain("whsec_");
        long number = this.webhooks.all().getLast().number();
        happens();
        this.webhooks.dispatch(100);
        WEB.database()
            .asOwner()
            .sql("UPDATE webhook_delivery SET state = 'FAILED', next_attempt_at = NULL WHERE webhook_no = ?")
            .param(number)
            .update();
        String log = admin.get("/people/webhooks/" + number).body();
        assertThat(log).contains("Send again").contains("run 2026-01-31");
        assertThat(WEB.as(Role.AUDITOR).get("/people/webhooks/" + number).body()).doesNotContain("Send again");
        admin.post("/people/webhooks/" + number + "/deliveries/" + logged(number).number() + "/send-again", Map.of());
        assertThat(logged(number).state()).isEqualTo("PENDING");
        admin.get("/people/webhooks");
        admin.post("/people/webhooks/" + number + "/disable", Map.of());
        assertThat(this.webhooks.all().getLast().enabled()).isFalse();
    }

}
