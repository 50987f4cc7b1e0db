package org.prorata.subscription;

/** How a tenant pays for a subscription. */
public enum PaymentMethod {

    NONE, CARD, INVOICE, BANK

}
