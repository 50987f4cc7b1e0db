package org.prorata.approval;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * How many people have to say yes from a threshold on.
 *
 * @param licencesFrom from this many counted licences on; {@code null} in a rule about
 * money
 * @param currency ISO 4217, of the amount; {@code null} in a rule about licences
 * @param refundFrom from this much given back, gross, on; {@code null} in a rule about
 * licences
 * @param approvals how many different people, 1 or 2
 * @param daysToApprove after how many days a request that nobody decided lapses;
 * {@code null} where the rule does not say
 */
public record ApprovalRule(@Nullable Long licencesFrom, @Nullable String currency, @Nullable BigDecimal refundFrom,
        int approvals, @Nullable Integer daysToApprove) {

    public ApprovalRule {
        if ((licencesFrom == null) == (refundFrom == null) || (refundFrom == null) != (currency == null)) {
            throw new IllegalArgumentException("a rule of " + licencesFrom + " licences and " + refundFrom + " "
                    + currency + ", accepted: a number of licences, or an amount with its currency");
        }
        if (approvals != 1 && approvals != 2) {
            throw new IllegalArgumentException(approvals + " approvals, accepted: 1 or 2");
        }
        if (daysToApprove != null && (daysToApprove < 1 || daysToApprove > 3650)) {
            throw new IllegalArgumentException(daysToApprove + " days to approve, accepted: 1 to 3650");
        }
    }

    public static ApprovalRule fromLicences(long licences, int approvals) {
        return new ApprovalRule(licences, null, null, approvals, null);
    }

    public static ApprovalRule fromRefund(BigDecimal amount, String currency, int approvals) {
        return new ApprovalRule(null, currency, amount, approvals, null);
    }

    public ApprovalRule within(int days) {
        return new ApprovalRule(this.licencesFrom, this.currency, this.refundFrom, this.approvals, days);
    }

    boolean speaksOf(long licences, BigDecimal refund, String refundCurrency) {
        if (this.licencesFrom != null) {
            return licences >= this.licencesFrom;
        }
        return refundCurrency.equals(this.currency) && this.refundFrom != null
                && refund.compareTo(this.refundFrom) >= 0;
    }

}
