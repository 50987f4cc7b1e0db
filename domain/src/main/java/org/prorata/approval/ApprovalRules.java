package org.prorata.approval;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * All rules that are in force; the strictest that speaks of a request decides.
 *
 * @param rules in any order
 */
public record ApprovalRules(List<ApprovalRule> rules) {

    public ApprovalRules {
        rules = List.copyOf(rules);
    }

    /** Returns how many people have to say yes: one where no rule speaks, never none. */
    public int needed(long licences, BigDecimal refund, String currency) {
        return this.rules.stream()
            .filter(rule -> rule.speaksOf(licences, refund, currency))
            .mapToInt(ApprovalRule::approvals)
            .max()
            .orElse(1);
    }

    /**
     * Returns how many days there are to say it.
     * @param otherwise where no rule says so
     */
    public int daysToApprove(long licences, BigDecimal refund, String currency, int otherwise) {
        return this.rules.stream()
            .filter(rule -> rule.speaksOf(licences, refund, currency))
            .map(ApprovalRule::daysToApprove)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .min()
            .orElse(otherwise);
    }

}
