package org.prorata.approval;

/** Why an approver says no; the words come with it. */
public enum RejectionReason {

    /** The figures cannot be right. */
    FIGURES_WRONG,

    /** The tenant has no claim to it. */
    NOT_ENTITLED,

    /** The tenant stays. */
    CUSTOMER_STAYS,

    /** It is asked for elsewhere. */
    DUPLICATE,

    /** Whoever asked may not be who they say. */
    SUSPECTED_FRAUD,

    /** Something else, which the words say. */
    OTHER

}
