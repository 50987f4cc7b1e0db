package org.prorata.policy;

/** Whose licences are counted against the self-service limit. */
public enum PolicyScope {

    /** Those of the subscription that is to be cancelled. */
    SUBSCRIPTION,

    /** Those of all active paid subscriptions of its tenant together. */
    TENANT

}
