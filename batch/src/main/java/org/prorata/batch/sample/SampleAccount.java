package org.prorata.batch.sample;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.Gate;
import org.prorata.cancellation.Route;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;

/**
 * A tenant with everything it subscribes to.
 *
 * @param tenant who subscribes
 * @param subscriptions all its subscriptions
 */
record SampleAccount(Tenant tenant, List<SampleSubscription> subscriptions) {

    Stream<Cancellation> cancellations() {
        return this.subscriptions.stream().map(SampleSubscription::cancellation).filter(Objects::nonNull);
    }

    /** Returns the requests that are due by a day and that somebody has to approve. */
    Stream<Cancellation> dueForApproval(Gate gate, LocalDate businessDate) {
        List<Subscription> all = this.subscriptions.stream().map(SampleSubscription::subscription).toList();
        return this.subscriptions.stream().flatMap(each -> {
            Cancellation cancellation = each.cancellation();
            boolean waits = cancellation != null && !cancellation.effectiveDate().isAfter(businessDate)
                    && gate.ask(each.subscription(), all, cancellation.requestedOn(this.tenant.timeZone()))
                        .route() instanceof Route.Approval;
            return waits ? Stream.of(cancellation) : Stream.empty();
        });
    }

}
