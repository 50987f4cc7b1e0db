package org.prorata.db.callback;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;

/**
 * Somebody who wants to be called.
 *
 * @param number its name
 * @param tenant whose subscription it is about
 * @param tenantName what people call them
 * @param subscription which one
 * @param phone E.164, such as {@code +37167000000}
 * @param language BCP 47 tag of the language to speak
 * @param preferredHours when to call, in the person's words
 * @param askedBy who asked
 * @param askedAt when
 * @param state where it stands
 * @param takenBy who calls; {@code null} until somebody does
 * @param outcome what came of it; {@code null} until it is done
 * @param requestId the cancellation that was filed for them; {@code null} where none was
 */
public record Callback(long number, TenantId tenant, String tenantName, SubscriptionId subscription, String phone,
        String language, String preferredHours, String askedBy, Instant askedAt, State state, @Nullable String takenBy,
        @Nullable String outcome, @Nullable String requestId) {

    /** Where a callback stands. */
    public enum State {

        /** Nobody has called yet. */
        OPEN,

        /** Somebody is at it. */
        TAKEN,

        /** The call was made. */
        DONE,

        /** Whoever asked does not want it any more. */
        CANCELLED

    }

}
