package org.prorata.policy;

/** Which licences are held against the self-service limit. */
public enum CountedLicences {

    /** Those given to users. */
    ASSIGNED,

    /** Those paid for. */
    PURCHASED

}
