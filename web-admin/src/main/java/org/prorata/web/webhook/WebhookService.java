package org.prorata.web.webhook;

import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RequestEvent;
import org.prorata.db.outbox.Webhooks;
import org.prorata.people.Person;
import org.prorata.subscription.TenantId;
import org.prorata.web.security.Confirmation;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Keeps webhooks and shows their deliveries. */
@Service
class WebhookService {

    private static final int LONGEST_URL = 1000;

    private final Webhooks webhooks;

    private final Confirmation confirmation;

    private final WebhookProperties properties;

    private final SecureRandom random = new SecureRandom();

    WebhookService(Webhooks webhooks, Confirmation confirmation, WebhookProperties properties) {
        this.webhooks = webhooks;
        this.confirmation = confirmation;
        this.properties = properties;
    }

    /** What became of a new webhook. */
    sealed interface Added {

        /**
         * It is there.
         *
         * @param secret what its events are signed with, to be shown once
         */
        record Done(long number, String secret) implements Added {
        }

        /**
         * It is not.
         *
         * @param field what is wrong with it: {@code url} or {@code tenant}
         */
        record Refused(String field) implements Added {
        }

    }

    /** Returns all types of events, in order. */
    static List<String> types() {
        return Stream
            .concat(Arrays.stream(RequestEvent.values()).map(RequestEvent::type),
                    Stream.of("run.completed", "run.failed"))
            .toList();
    }

    @PreAuthorize("hasAnyRole('USER_ADMIN', 'AUDITOR')")
    public List<Webhooks.Webhook> all() {
        return this.webhooks.all();
    }

    @PreAuthorize("hasAnyRole('USER_ADMIN', 'AUDITOR')")
    public Optional<Webhooks.Webhook> find(long number) {
        return this.webhooks.all().stream().filter(each -> each.number() == number).findFirst();
    }

    @PreAuthorize("hasAnyRole('USER_ADMIN', 'AUDITOR')")
    public List<Webhooks.Logged> log(long number, Optional<Long> before, int most) {
        return this.webhooks.log(number, before, most);
    }

    @PreAuthorize("hasRole('USER_ADMIN')")
    public Added add(Person me, String url, @Nullable TenantId tenant, Set<String> events) {
        this.confirmation.require();
        try {
            if (url.length() > LONGEST_URL) {
                return new Added.Refused("url");
            }
            WebhookSender.target(url, this.properties.allowPrivate());
        }
        catch (URISyntaxException ex) {
            return new Added.Refused("url");
        }
        byte[] bytes = new byte[32];
        this.random.nextBytes(bytes);
        String secret = "whsec_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long number = this.webhooks.add(tenant, url, secret, events, me.id().value());
        return (number == 0) ? new Added.Refused("tenant") : new Added.Done(number, secret);
    }

    @PreAuthorize("hasRole('USER_ADMIN')")
    public void enable(Person me, long number, boolean enabled) {
        this.confirmation.require();
        this.webhooks.enable(number, enabled, me.id().value());
    }

    @PreAuthorize("hasRole('USER_ADMIN')")
    public boolean sendAgain(Person me, long delivery) {
        return this.webhooks.sendAgain(delivery, me.id().value());
    }

}
