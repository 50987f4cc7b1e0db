package org.prorata.cancellation;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

import org.prorata.subscription.SubscriptionId;

/**
 * Where cancellation requests are kept. Every change of state is guarded by the state it
 * starts from.
 */
public interface CancellationRequests {

    /** Returns those of the requests that are in the books. */
    Map<RequestId, StoredRequest> find(Collection<RequestId> ids);

    /** Returns those of the subscriptions that have an open request. */
    Set<SubscriptionId> withOpenRequest(Collection<SubscriptionId> subscriptions);

    /** Enters requests into the books. */
    void file(Collection<FiledRequest> requests);

    /**
     * Moves a request on.
     * @return whether it stood in the given state
     */
    boolean move(RequestId id, RequestState from, RequestState to);

    /** Returns the open requests of subscriptions, each of which has one at most. */
    Map<SubscriptionId, StoredRequest> openOf(Collection<SubscriptionId> subscriptions);

    /**
     * Lets a quarantined request go back to the queue, or ends it, and records who and
     * why.
     */
    boolean resolveQuarantine(RequestId id, boolean release, String resolvedBy, String reason);

}
