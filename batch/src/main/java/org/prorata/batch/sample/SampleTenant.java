package org.prorata.batch.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.prorata.subscription.Tenant;

/**
 * A tenant and what only its sample needs to know.
 *
 * @param number counts the tenants from 1
 * @param tenant who subscribes
 * @param wording its people's words
 * @param mailDomain where its people have their mail
 * @param taxRate what its charges are taxed at
 * @param size how many licences its subscriptions have
 */
record SampleTenant(int number, Tenant tenant, Wording wording, String mailDomain, BigDecimal taxRate,
        TenantSize size) {

    /** Returns the name of a thing of this tenant. */
    String id(String prefix) {
        return String.format(Locale.ROOT, "%s-%05d", prefix, this.number);
    }

    /** Returns the number of the invoice that bills what begins on a day. */
    String invoice(LocalDate day) {
        return id("INV-" + DateTimeFormatter.BASIC_ISO_DATE.format(day));
    }

}
