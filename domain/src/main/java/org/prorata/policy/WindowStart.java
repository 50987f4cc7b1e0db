package org.prorata.policy;

/** The day from which a refund window is counted. */
public enum WindowStart {

    /**
     * The first day of the subscription's first term; a renewal does not open the window
     * again.
     */
    TERM_START,

    /** The first day of the current term: the purchase or the last renewal. */
    LAST_RENEWAL

}
