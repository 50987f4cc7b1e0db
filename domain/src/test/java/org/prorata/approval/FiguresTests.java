package org.prorata.approval;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.prorata.credit.CreditCalculation;
import org.prorata.credit.RefusalCode;
import org.prorata.credit.Settlement;
import org.prorata.policy.PolicyVersion;
import org.prorata.sample.SampleCancellations;
import org.prorata.sample.SampleCharge;
import org.prorata.sample.SamplePolicies;
import org.prorata.sample.SampleSubscription;
import org.prorata.sample.SampleTenants;
import org.prorata.subscription.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTests {

    private static final LocalDate DAY = LocalDate.of(2024, 1, 16);

    private static final PolicyVersion POLICY = SamplePolicies.byDefault().version();

    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of("S-1");

    @Test
    void theRefundIsNetAndTaxWithTheirCurrency() {
        Settlement settlement = CreditCalculation.settle(SampleCancellations.effective("2024-01-16"),
                SampleTenants.inDollars(), SampleSubscription.paid().subscription(), SamplePolicies.byDefault(),
                List.of(SampleCharge.ofNet("31.00").tax("6.20").charge()));
        assertThat(figures(settlement).refund()).isEqualTo("16.00 USD + 3.20 USD");
    }

    @Test
    void noRefundNamesItsReason() {
        assertThat(figures(new Settlement.NothingDue(Settlement.NothingDue.Why.REFUND_WINDOW_OVER)).refund())
            .isEqualTo("REFUND_WINDOW_OVER");
        assertThat(figures(new Settlement.Refused(RefusalCode.CHARGE_CURRENCY_MISMATCH, "charge 17")).refund())
            .isEqualTo("CHARGE_CURRENCY_MISMATCH");
    }

    @Test
    void theSameFiguresHaveTheSameHash() {
        Figures figures = new Figures(SUBSCRIPTION, DAY, POLICY, 31, "1.00 USD + 0.00 USD");
        assertThat(figures.hash()).matches("[0-9a-f]{64}")
            .isEqualTo(new Figures(SUBSCRIPTION, DAY, POLICY, 31, "1.00 USD + 0.00 USD").hash());
    }

    @Test
    void everyFigureChangesTheHash() {
        Set<String> hashes = Stream
            .of(new Figures(SUBSCRIPTION, DAY, POLICY, 31, "1.00 USD + 0.00 USD"),
                    new Figures(SubscriptionId.of("S-2"), DAY, POLICY, 31, "1.00 USD + 0.00 USD"),
                    new Figures(SUBSCRIPTION, DAY.plusDays(1), POLICY, 31, "1.00 USD + 0.00 USD"),
                    new Figures(SUBSCRIPTION, DAY, new PolicyVersion(POLICY.policy(), DAY), 31, "1.00 USD + 0.00 USD"),
                    new Figures(SUBSCRIPTION, DAY, POLICY, 32, "1.00 USD + 0.00 USD"),
                    new Figures(SUBSCRIPTION, DAY, POLICY, 31, "1.00 USD + 0.01 USD"))
            .map(Figures::hash)
            .collect(Collectors.toSet());
        assertThat(hashes).hasSize(6);
    }

    private static Figures figures(Settlement settlement) {
        return Figures.of(SUBSCRIPTION, DAY, POLICY, 31, settlement);
    }

}
