package org.prorata.approval;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.prorata.policy.PolicyVersion;
import org.prorata.subscription.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ApprovalRulesTests {

    private static final BigDecimal HUNDRED = new BigDecimal(100);

    @Test
    void withoutARuleOnePersonHasToSayYes() {
        assertThat(new ApprovalRules(List.of()).needed(1_000_000, HUNDRED, "EUR")).isOne();
        assertThat(new ApprovalRules(List.of()).daysToApprove(1, HUNDRED, "EUR", 30)).isEqualTo(30);
    }

    @Test
    void theStrictestRuleDecidesFromItsThresholdOn() {
        ApprovalRules rules = new ApprovalRules(List.of(ApprovalRule.fromLicences(25, 1).within(20),
                ApprovalRule.fromLicences(500, 2).within(10), ApprovalRule.fromRefund(HUNDRED, "EUR", 2).within(5)));
        assertThat(rules.needed(499, BigDecimal.ZERO, "EUR")).isOne();
        assertThat(rules.needed(500, BigDecimal.ZERO, "EUR")).isEqualTo(2);
        assertThat(rules.needed(25, new BigDecimal("99.99"), "EUR")).isOne();
        assertThat(rules.needed(25, new BigDecimal("100.0000"), "EUR")).isEqualTo(2);
        assertThat(rules.needed(25, new BigDecimal(1000), "SEK")).isOne();
        assertThat(rules.daysToApprove(24, BigDecimal.ZERO, "EUR", 30)).isEqualTo(30);
        assertThat(rules.daysToApprove(25, BigDecimal.ZERO, "EUR", 30)).isEqualTo(20);
        assertThat(rules.daysToApprove(600, HUNDRED, "EUR", 30)).isEqualTo(5);
    }

    @Test
    void aRuleThatNobodyHasToFollowIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> ApprovalRule.fromLicences(25, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ApprovalRule.fromLicences(25, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> ApprovalRule.fromLicences(25, 1).within(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ApprovalRule(null, null, null, 1, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new ApprovalRule(25L, "EUR", HUNDRED, 1, null));
    }

    @Test
    void anApproverCoversWhatIsNamedAndNothingElse() {
        Approver approver = new Approver("berta", true, Set.of("LV"), Map.of("EUR", HUNDRED));
        assertThat(approver.coversCountry("LV")).isTrue();
        assertThat(approver.coversCountry("SE")).isFalse();
        assertThat(approver.coversAmount(new BigDecimal("100.00"), "EUR")).isTrue();
        assertThat(approver.coversAmount(new BigDecimal("100.01"), "EUR")).isFalse();
        assertThat(approver.coversAmount(BigDecimal.ZERO, "SEK")).isFalse();
        assertThat(Approver.samePerson("Berta ", "berta")).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Approver(" ", true, null, null));
    }

    @Test
    void aDelegationIsToSomebodyElseForSomeDays() {
        LocalDate day = LocalDate.of(2024, 6, 15);
        assertThatIllegalArgumentException().isThrownBy(() -> new Delegation(0, "a", "A", day, day));
        assertThatIllegalArgumentException().isThrownBy(() -> new Delegation(0, "a", "b", day, day.minusDays(1)));
    }

    @Test
    void figuresTellWhatChangedByName() {
        Figures before = new Figures(SubscriptionId.of("S"), LocalDate.of(2024, 6, 15),
                new PolicyVersion("p", LocalDate.of(2024, 1, 1)), 31, "1.00 EUR + 0.21 EUR");
        Figures now = new Figures(SubscriptionId.of("S"), LocalDate.of(2024, 6, 16),
                new PolicyVersion("p", LocalDate.of(2024, 1, 1)), 31, "0.90 EUR + 0.19 EUR");
        assertThat(before.changesTo(before)).isEmpty();
        assertThat(before.changesTo(now)).containsExactly(
                new FigureChange("effective_date", "2024-06-15", "2024-06-16"),
                new FigureChange("refund", "1.00 EUR + 0.21 EUR", "0.90 EUR + 0.19 EUR"));
    }

}
