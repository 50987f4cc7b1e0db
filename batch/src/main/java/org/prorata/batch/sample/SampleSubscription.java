package org.prorata.batch.sample;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.Cancellation;
import org.prorata.subscription.Subscription;

/**
 * A subscription with all that has happened to it.
 *
 * @param subscription what is subscribed to
 * @param charges what was charged for it, in the order of the invoices
 * @param cancellation the request to cancel it; {@code null} where there is none
 */
record SampleSubscription(Subscription subscription, List<SampleCharge> charges, @Nullable Cancellation cancellation) {
}
