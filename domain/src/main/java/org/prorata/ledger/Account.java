package org.prorata.ledger;

/** The accounts that a credit moves. */
public enum Account {

    /** Charged but not yet earned. */
    DEFERRED_REVENUE,

    /** Tax owed to the state. */
    TAX_PAYABLE,

    /** Owed to tenants for credits that are issued and not yet returned. */
    REFUND_LIABILITY,

    /** Money that leaves by card or bank. */
    CASH,

    /** What tenants owe or will be billed. */
    RECEIVABLES

}
