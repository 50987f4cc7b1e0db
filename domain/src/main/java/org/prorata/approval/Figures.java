package org.prorata.approval;

import java.time.LocalDate;

import org.joda.money.Money;
import org.prorata.credit.Credit;
import org.prorata.credit.Settlement;
import org.prorata.policy.PolicyVersion;
import org.prorata.proof.Sha256;
import org.prorata.subscription.SubscriptionId;

/**
 * The figures that an approver sees; an approval is good for exactly these.
 *
 * @param subscription what is cancelled
 * @param effectiveDate first day without service
 * @param policy the rules
 * @param countedLicences the licences held against the limit
 * @param refund what comes back, or why nothing does
 */
public record Figures(SubscriptionId subscription, LocalDate effectiveDate, PolicyVersion policy, long countedLicences,
        String refund) {

    public static Figures of(SubscriptionId subscription, LocalDate effectiveDate, PolicyVersion policy,
            long countedLicences, Settlement settlement) {
        String refund = switch (settlement) {
            case Settlement.Credited(Credit credit) -> money(credit.net()) + " + " + money(credit.tax());
            case Settlement.NothingDue(Settlement.NothingDue.Why why) -> why.name();
            case Settlement.Refused(var code, var _) -> code.name();
        };
        return new Figures(subscription, effectiveDate, policy, countedLicences, refund);
    }

    private static String money(Money money) {
        return money.getAmount().toPlainString() + " " + money.getCurrencyUnit();
    }

    /** Returns the SHA-256 of the figures in hexadecimal. */
    public String hash() {
        return Sha256.start()
            .add(this.subscription.value())
            .add(this.effectiveDate.toString())
            .add(this.policy.toString())
            .add(Long.toString(this.countedLicences))
            .add(this.refund)
            .hex();
    }

}
