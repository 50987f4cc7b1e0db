package org.prorata.batch.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.batch.sample.ReadSet.CancellationRow;
import org.prorata.batch.sample.ReadSet.SubscriptionRow;
import org.prorata.credit.CreditCalculation;
import org.prorata.credit.Settlement;
import org.prorata.policy.Policies;
import org.prorata.policy.PoliciesFile;
import org.prorata.policy.Policy;
import org.prorata.policy.RefundShare;
import org.prorata.subscription.Channel;

import static org.assertj.core.api.Assertions.assertThat;

/** The figures make sense to the calculation that the nightly run uses. */
class SampleSettlementTests {

    private static final Policies POLICIES = PoliciesFile.shipped();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({ "7, 2026-11-19", "7, 2024-02-29", "1, 2025-03-31", "2, 2024-12-31", "3, 2026-01-01" })
    void noRequestIsRefused(long seed, LocalDate businessDate) throws IOException {
        ReadSet set = ReadSet.of(SampleData.of(seed, businessDate, 200), this.directory);
        Map<String, Integer> outcomes = new HashMap<>();
        for (CancellationRow row : set.cancellations.values()) {
            Settlement settlement = settle(row, set);
            assertThat(settlement).as(row.toString()).isNotInstanceOf(Settlement.Refused.class);
            String outcome = switch (settlement) {
                case Settlement.Credited(var credit) -> {
                    assertThat(credit.gross().isPositive()).isTrue();
                    yield "CREDITED " + (credit.cash().isPositive() ? "IN CASH" : "ON ACCOUNT");
                }
                case Settlement.NothingDue(var why) -> why.name();
                case Settlement.Refused(var code, var _) -> code.name();
            };
            outcomes.merge(outcome, 1, Integer::sum);
        }
        assertThat(outcomes).containsOnlyKeys("CREDITED IN CASH", "CREDITED ON ACCOUNT", "PRODUCT_KEY",
                "REFUND_WINDOW_OVER", "NOTHING_UNUSED");
    }

    @Test
    void policiesWithAWindowAreCancelledWithinAndAfterIt() throws IOException {
        ReadSet set = ReadSet.of(SampleData.of(7, LocalDate.of(2026, 11, 19), 60), this.directory);
        Map<String, Set<RefundShare>> shares = new HashMap<>();
        for (CancellationRow row : set.cancellations.values()) {
            SubscriptionRow subscription = row.subscription();
            if (!subscription.subscription().isTrial() && subscription.subscription().channel() == Channel.DIRECT) {
                Policy policy = policy(row);
                shares.computeIfAbsent(policy.version().policy(), name -> EnumSet.noneOf(RefundShare.class))
                    .add(policy.refundShare(subscription.subscription().firstTermStart(),
                            subscription.subscription().termStart(),
                            row.cancellation().cancelledAt(subscription.tenant().timeZone())));
            }
        }
        assertThat(shares).containsEntry("microsoft-2020", EnumSet.of(RefundShare.PRORATED))
            .containsEntry("mosa-2022", EnumSet.of(RefundShare.PRORATED))
            .containsEntry("mca-2022", EnumSet.of(RefundShare.PRORATED, RefundShare.NONE))
            .containsEntry("csp-legacy", EnumSet.of(RefundShare.FULL, RefundShare.PRORATED))
            .containsEntry("csp-nce", EnumSet.allOf(RefundShare.class));
    }

    private static Settlement settle(CancellationRow row, ReadSet set) {
        SubscriptionRow subscription = row.subscription();
        return CreditCalculation.settle(row.cancellation(), subscription.tenant(), subscription.subscription(),
                policy(row), set.chargesOf(subscription.subscription()));
    }

    private static Policy policy(CancellationRow row) {
        return POLICIES.inForce(row.subscription().subscription().policy(), row.requestedAt().toLocalDate());
    }

}
