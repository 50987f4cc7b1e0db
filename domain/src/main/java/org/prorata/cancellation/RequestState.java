package org.prorata.cancellation;

import java.util.EnumSet;
import java.util.Set;

/** Where a cancellation request stands. */
public enum RequestState {

    /** An approver has to decide. */
    PENDING_APPROVAL,

    /** It waits for the night of its effective date. */
    QUEUED,

    /** A run has taken it. */
    CLAIMED,

    /** It has led to a credit. */
    CREDITED,

    /** It is done and there was nothing to give back. */
    CLOSED_WITHOUT_CREDIT,

    /** A run could not process it; a person has to look. */
    QUARANTINED,

    /** A person, or the gate, has said no. */
    REJECTED,

    /** Nobody decided in time. */
    EXPIRED,

    /** Whoever asked has taken it back. */
    WITHDRAWN;

    /** Returns the states that may follow this one. */
    public Set<RequestState> next() {
        return switch (this) {
            case PENDING_APPROVAL -> EnumSet.of(QUEUED, REJECTED, EXPIRED, WITHDRAWN);
            case QUEUED -> EnumSet.of(CLAIMED, WITHDRAWN, PENDING_APPROVAL);
            case CLAIMED -> EnumSet.of(CREDITED, CLOSED_WITHOUT_CREDIT, QUARANTINED);
            case QUARANTINED -> EnumSet.of(QUEUED, REJECTED);
            case CREDITED, CLOSED_WITHOUT_CREDIT, REJECTED, EXPIRED, WITHDRAWN -> EnumSet.noneOf(RequestState.class);
        };
    }

    /**
     * Moves on.
     * @throws IllegalStateException when the step is not one of {@link #next()}
     */
    public RequestState to(RequestState next) {
        if (!next().contains(next)) {
            throw new IllegalStateException(
                    "a request that is " + this + " cannot become " + next + ", accepted: " + next());
        }
        return next;
    }

    /**
     * Tells whether the request still is to be decided or processed, so that its
     * subscription can have no other.
     */
    public boolean isOpen() {
        return !next().isEmpty();
    }

}
