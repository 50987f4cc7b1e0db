package org.prorata.policy;

/**
 * When a credit is returned; the promise is the end of the next billing cycle in every
 * case.
 */
public enum ReturnTiming {

    /**
     * On the first night of the billing cycle after the one in which the cancellation
     * took effect.
     */
    NEXT_CYCLE_START,

    /** On the night the credit is issued. */
    AT_ONCE

}
