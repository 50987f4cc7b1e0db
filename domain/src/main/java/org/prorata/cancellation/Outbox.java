package org.prorata.cancellation;

import java.util.Collection;

/**
 * Where events wait to be told outside. They are written in the transaction of the change
 * that they tell of, and only where somebody has subscribed to them.
 */
@FunctionalInterface
public interface Outbox {

    /** Writes the event for each of the requests, with what is in the books now. */
    void add(RequestEvent event, Collection<RequestId> requests);

}
