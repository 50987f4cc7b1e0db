package org.prorata.web.api;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.prorata.db.callback.Callback;

/**
 * Somebody who wants to be called.
 *
 * @param phone E.164
 * @param language BCP 47 tag of the language to speak
 * @param preferredHours when to call, in the person's words
 * @param takenBy who calls; left out until somebody does
 * @param outcome what came of it; left out until it is noted
 * @param requestId the cancellation that was filed for them; left out where none was
 */
@Schema(name = "Callback")
record CallbackDocument(long number, String tenantId, String subscriptionId, String phone, String language,
        String preferredHours, String askedBy, Instant askedAt, Callback.State state, @Nullable String takenBy,
        @Nullable String outcome, @Nullable String requestId) {

    static CallbackDocument of(Callback callback) {
        return new CallbackDocument(callback.number(), callback.tenant().value(), callback.subscription().value(),
                callback.phone(), callback.language(), callback.preferredHours(), callback.askedBy(),
                callback.askedAt(), callback.state(), callback.takenBy(), callback.outcome(), callback.requestId());
    }

}
