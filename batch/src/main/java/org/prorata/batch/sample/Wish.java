package org.prorata.batch.sample;

/** When a subscription is to be cancelled, if at all. */
enum Wish {

    KEEP,

    /** With effect from a day in the six weeks before the business date. */
    DUE,

    /** With effect from the business date. */
    DUE_ON_BUSINESS_DATE,

    /** With effect from a day after the business date. */
    LATER,

    /** Due, and within the refund window of its policy. */
    IN_WINDOW,

    /** Due, and after the refund window of its policy. */
    AFTER_WINDOW;

    /** How far back effective dates that are due go. */
    static final int DAYS_BACK = 42;

}
