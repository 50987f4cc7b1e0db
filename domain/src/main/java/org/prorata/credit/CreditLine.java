package org.prorata.credit;

import org.joda.money.Money;
import org.prorata.charge.Charge;
import org.prorata.money.ExactAmount;
import org.prorata.policy.Rounding;

/**
 * What one charge line gives back.
 *
 * @param charge the charge line it points at
 * @param daysInPeriod days that the charge pays for
 * @param daysUnused days of those that were not used
 * @param rounding how the amount was rounded
 * @param exactNet the amount before any rounding
 * @param net the amount, with the sign of the charge
 * @param tax the tax on it
 * @param capped whether the amount was lowered to what was left of the charge
 * @param taxRemainder whether it finishes the charge, so that the tax is what was left of
 * it
 */
public record CreditLine(Charge charge, int daysInPeriod, int daysUnused, Rounding rounding, ExactAmount exactNet,
        Money net, Money tax, boolean capped, boolean taxRemainder) {

    public Money gross() {
        return this.net.plus(this.tax);
    }

}
