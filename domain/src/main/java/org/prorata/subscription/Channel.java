package org.prorata.subscription;

/** How a subscription was bought. */
public enum Channel {

    /** From us. */
    DIRECT,

    /** From a partner, who alone can cancel and refund it. */
    PARTNER,

    /** With a prepaid key: it may be cancelled, without a refund. */
    PRODUCT_KEY

}
