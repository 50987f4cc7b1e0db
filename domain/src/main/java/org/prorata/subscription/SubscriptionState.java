package org.prorata.subscription;

/** How far a subscription is through its life. */
public enum SubscriptionState {

    /** In use. */
    ACTIVE,

    /** Its term is over and nobody renewed it: {@value #DAYS_OF_GRACE} days of grace. */
    EXPIRED,

    /**
     * Cancelled, or expired and past its grace: it can be reactivated for
     * {@value #DAYS_DISABLED} days.
     */
    DISABLED,

    /** Gone for good. */
    DELETED;

    /** Days that an expired subscription stays before it is disabled. */
    public static final int DAYS_OF_GRACE = 30;

    /** Days that a disabled subscription stays before it is deleted. */
    public static final int DAYS_DISABLED = 90;

}
