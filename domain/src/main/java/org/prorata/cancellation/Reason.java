package org.prorata.cancellation;

/**
 * One step of the gate's argument.
 *
 * @param code a stable name for programs
 * @param text the same for people, in English
 */
public record Reason(Code code, String text) {

    /** The rules that can speak, in the order in which the gate asks them. */
    public enum Code {

        BOUGHT_THROUGH_PARTNER, NOT_ACTIVE, TRIAL_WITHOUT_PAYMENT_METHOD, TRIAL_WITH_PAYMENT_METHOD,
        RECURRING_BILLING_ALREADY_STOPPED, BELOW_LIMIT, NO_LIMIT, AT_LIMIT, ABOVE_LIMIT, ALL_SUBSCRIPTIONS_ABOVE_LIMIT,
        PRODUCT_KEY_WITHOUT_REFUND

    }

}
