package org.prorata.subscription;

/** Whether a subscription is paid for. */
public enum SubscriptionKind {

    PAID, TRIAL

}
