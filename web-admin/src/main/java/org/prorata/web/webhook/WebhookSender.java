package org.prorata.web.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.prorata.db.outbox.Webhooks;
import org.prorata.db.outbox.Webhooks.Delivery;
import org.prorata.web.background.Retries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends what the outbox holds, in the background of each web process; the books see to it
 * that two processes never send the same at once. A receiver has ten seconds for each
 * answer, redirects are not followed, and connections go to the public internet only.
 */
final class WebhookSender implements SmartLifecycle {

    private static final Logger LOGGER = LoggerFactory.getLogger(WebhookSender.class);

    private static final int EVENTS_AT_ONCE = 500;

    private static final int DELIVERIES_AT_ONCE = 20;

    private static final Timeout PATIENCE = Timeout.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Longer than any delivery takes, so that none is taken twice. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Webhooks webhooks;

    private final JsonMapper json;

    private final Clock clock;

    private final WebhookProperties properties;

    private final CloseableHttpClient http;

    private @Nullable ScheduledExecutorService scheduler;

    WebhookSender(Webhooks webhooks, JsonMapper json, Clock clock, WebhookProperties properties) {
        this.webhooks = webhooks;
        this.json = json;
        this.clock = clock;
        this.properties = properties;
        this.http = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new PublicAddresses(properties.allowPrivate()))
                .setMaxConnTotal(DELIVERIES_AT_ONCE)
                .setMaxConnPerRoute(DELIVERIES_AT_ONCE)
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom().setConnectTimeout(PATIENCE).setSocketTimeout(PATIENCE).build())
                .build())
            .setDefaultRequestConfig(RequestConfig.custom()
                .setResponseTimeout(PATIENCE)
                .setConnectionRequestTimeout(PATIENCE)
                .setRedirectsEnabled(false)
                .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("Prorata-Webhooks/1")
            .build();
    }

    /** Sends all that is due; returns how many deliveries were tried. */
    int sendDue() throws InterruptedException {
        while (this.webhooks.dispatch(EVENTS_AT_ONCE) == EVENTS_AT_ONCE) {
            // there is more
        }
        int tried = 0;
        List<Delivery> due = this.webhooks.take(DELIVERIES_AT_ONCE, LEASE);
        while (!due.isEmpty()) {
            CountDownLatch done = new CountDownLatch(due.size());
            for (Delivery delivery : due) {
                Thread.ofVirtual().name("webhook-" + delivery.number()).start(() -> {
                    try {
                        send(delivery);
                    }
                    finally {
                        done.countDown();
                    }
                });
            }
            done.await();
            tried += due.size();
            due = this.webhooks.take(DELIVERIES_AT_ONCE, LEASE);
        }
        return tried;
    }

    private void send(Delivery delivery) {
        Integer status = null;
        String problem;
        try {
            URI url = target(delivery.url(), this.properties.allowPrivate());
            status = post(delivery, url);
            if (status >= 200 && status < 300) {
                this.webhooks.delivered(delivery, status);
                return;
            }
            problem = (status >= 300 && status < 400) ? "redirects are not followed" : "";
        }
        catch (URISyntaxException ex) {
            problem = String.valueOf(ex.getMessage());
        }
        catch (IOException ex) {
            problem = ex.getClass().getSimpleName() + ": " + ex.getMessage();
        }
        catch (RuntimeException ex) {
            // whatever it is, the other deliveries go on
            LOGGER.warn("{} failed", delivery, ex);
            problem = ex.getClass().getSimpleName();
        }
        this.webhooks.failed(delivery, status, problem.replaceAll("\\p{C}", " "),
                Retries.after(delivery.attempt(), this.clock.instant()).orElse(null));
    }

    private int post(Delivery delivery, URI url) throws IOException {
        String body = Envelope.body(delivery, this.json);
        HttpPost post = new HttpPost(url);
        post.setEntity(new StringEntity(body, ContentType.parse(Envelope.CONTENT_TYPE)));
        post.setHeader(Envelope.SIGNATURE, Envelope.signature(delivery.secret(), this.clock.instant(), body));
        post.setHeader("Prorata-Delivery", Long.toString(delivery.number()));
        post.setHeader("Prorata-Attempt", Integer.toString(delivery.attempt()));
        // a receiver that answers one byte at a time does not hold the sender
        Thread end = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(LONGEST);
                post.cancel();
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            ClassicHttpResponse response = this.http.executeOpen(null, post, null);
            int status = response.getCode();
            // the body is of no interest, and may have no end
            post.cancel();
            closeQuietly(response);
            return status;
        }
        finally {
            end.interrupt();
        }
    }

    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        }
        catch (IOException ex) {
            // it was cut off: the status is known
        }
    }

    /**
     * Reads where to send.
     * @param allowPrivate whether http will do
     * @throws URISyntaxException when it is no address to send to
     */
    static URI target(String url, boolean allowPrivate) throws URISyntaxException {
        URI uri = new URI(url);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(allowPrivate && scheme.equals("http"))) {
            throw new URISyntaxException(url, "only https is sent to");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null) {
            throw new URISyntaxException(url, "a host, and neither a user nor a fragment, is needed");
        }
        return uri;
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("webhooks").factory());
        this.scheduler = started;
        long pause = this.properties.pause().toMillis();
        ScheduledFuture<?> running = started.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
        LOGGER.debug("sending every {} ms: {}", pause, running);
    }

    private void look() {
        try {
            sendDue();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        catch (RuntimeException ex) {
            // the database may be away for a while: the next look finds it all there
            LOGGER.warn("the outbox cannot be read, trying again: {}", ex.getMessage());
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = this.scheduler;
        if (running != null) {
            running.shutdownNow();
            this.scheduler = null;
        }
    }

    @Override
    public boolean isRunning() {
        return this.scheduler != null;
    }

}
