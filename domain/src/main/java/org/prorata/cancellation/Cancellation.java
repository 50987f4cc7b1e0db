package org.prorata.cancellation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

import org.prorata.subscription.SubscriptionId;

/**
 * What somebody asked for.
 *
 * @param id the idempotency key of the request
 * @param subscription the subscription to cancel
 * @param requestedAt when it was asked
 * @param requestedBy the person who asked, and who therefore never approves it
 * @param effectiveDate the first day without service, in the tenant's time zone
 * @param reason why, in the person's words; may be empty
 */
public record Cancellation(RequestId id, SubscriptionId subscription, Instant requestedAt, String requestedBy,
        LocalDate effectiveDate, String reason) {

    /** Returns the tenant's day on which it was asked. */
    public LocalDate requestedOn(ZoneId timeZone) {
        return LocalDate.ofInstant(this.requestedAt, timeZone);
    }

    /**
     * Returns the local time that refund windows go by: when it was asked or when it
     * takes effect, whichever is later.
     */
    public LocalDateTime cancelledAt(ZoneId timeZone) {
        LocalDateTime asked = LocalDateTime.ofInstant(this.requestedAt, timeZone);
        LocalDateTime effective = this.effectiveDate.atStartOfDay();
        return asked.isAfter(effective) ? asked : effective;
    }

}
