package org.prorata.batch.sample;

import java.math.BigDecimal;

import org.prorata.billing.BillingFrequency;
import org.prorata.subscription.PaymentMethod;

/**
 * The terms on which a subscription was sold.
 *
 * @param tenant the buyer
 * @param ordinal counts the tenant's subscriptions from 1
 * @param term the current term
 * @param termMonths its length
 * @param frequency how often it is billed
 * @param billedOnBillingDay whether a monthly line ends with the tenant's billing cycle;
 * otherwise months count from the start of the term
 * @param monthlyPrice of one licence, before tax
 * @param discountPercent what is taken off price times quantity
 * @param paymentMethod how it is paid
 * @param seats how many licences from when
 */
record Sale(SampleTenant tenant, int ordinal, Term term, int termMonths, BillingFrequency frequency,
        boolean billedOnBillingDay, BigDecimal monthlyPrice, int discountPercent, PaymentMethod paymentMethod,
        Seats seats) {
}
