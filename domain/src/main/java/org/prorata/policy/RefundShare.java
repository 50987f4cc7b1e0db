package org.prorata.policy;

/** How much of a charge a cancellation gives back. */
public enum RefundShare {

    /** All of it. */
    FULL,

    /** The part for the days that were not used. */
    PRORATED,

    /**
     * Nothing: only recurring billing stops, and the service goes on until the term ends.
     */
    NONE

}
