package org.prorata.sample;

import java.time.Instant;
import java.time.LocalDate;

import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.RequestId;
import org.prorata.subscription.SubscriptionId;

/** Cancellation requests for tests. */
public final class SampleCancellations {

    private SampleCancellations() {
    }

    /** Asked for long before it takes effect. */
    public static Cancellation effective(String day) {
        return asked("2000-01-01T12:00:00Z", day);
    }

    public static Cancellation asked(String at, String effectiveDate) {
        return new Cancellation(RequestId.of("R-1"), SubscriptionId.of("S-1"), Instant.parse(at), "anna",
                LocalDate.parse(effectiveDate), "");
    }

}
