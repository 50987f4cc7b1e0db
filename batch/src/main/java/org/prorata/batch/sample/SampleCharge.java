package org.prorata.batch.sample;

import java.math.BigDecimal;

import org.prorata.charge.Charge;

/**
 * A charge line and what only its file says about it.
 *
 * @param charge the line
 * @param invoice the number of the invoice it stands on
 * @param taxRate what its net is taxed at, as a fraction
 */
record SampleCharge(Charge charge, String invoice, BigDecimal taxRate) {
}
