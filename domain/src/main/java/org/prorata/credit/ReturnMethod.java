package org.prorata.credit;

import org.prorata.subscription.PaymentMethod;

/** How money reaches the tenant. */
public enum ReturnMethod {

    /** Back to the card that paid. */
    CARD,

    /** To the bank account that paid. */
    BANK,

    /**
     * On the tenant's account: it settles what is still owed, the rest lowers the next
     * invoice.
     */
    NEXT_INVOICE;

    public static ReturnMethod of(PaymentMethod payment) {
        return switch (payment) {
            case CARD -> CARD;
            case BANK -> BANK;
            case INVOICE, NONE -> NEXT_INVOICE;
        };
    }

    public boolean isCash() {
        return this != NEXT_INVOICE;
    }

}
