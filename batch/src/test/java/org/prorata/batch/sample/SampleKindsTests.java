package org.prorata.batch.sample;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.batch.sample.ReadSet.CancellationRow;
import org.prorata.batch.sample.ReadSet.ChargeRow;
import org.prorata.batch.sample.ReadSet.SubscriptionRow;
import org.prorata.billing.BillingFrequency;
import org.prorata.charge.Charge;
import org.prorata.policy.PoliciesFile;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;

import static org.assertj.core.api.Assertions.assertThat;

/** What the demo has to show comes up in a set of the demo's size. */
class SampleKindsTests {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 19);

    @TempDir
    private Path directory;

    private ReadSet set;

    @BeforeEach
    void read() throws IOException {
        this.set = ReadSet.of(SampleData.of(7, DAY, 60), this.directory);
    }

    @Test
    void sixtyTenantsHaveThreeHundredSubscriptionsAndSomeFifteenHundredCharges() {
        assertThat(this.set.subscriptions).hasSize(300);
        assertThat(this.set.charges).hasSizeBetween(1200, 1900);
        assertThat(this.set.cancellations).hasSizeBetween(105, 135);
    }

    @Test
    void tenantsComeFromAllMarketsAndHaveNamesOfTheirOwn() {
        assertThat(this.set.tenants.values()).extracting(Tenant::name).doesNotHaveDuplicates();
        assertThat(counts(this.set.tenants.values().stream(), each -> each.country() + each.currency()))
            .containsOnlyKeys("USUSD", "SESEK", "LVEUR", "BGEUR", "TWTWD", "CNCNY", "JPJPY", "KWKWD");
        assertThat(counts(this.set.tenants.values().stream(), Tenant::locale)).containsOnlyKeys("en", "sv", "lv", "bg",
                "zh-TW", "zh-CN");
        assertThat(counts(this.set.tenants.values().stream(), each -> each.billingDay().dayOfMonth()))
            .containsOnlyKeys(IntStream.rangeClosed(1, 31).boxed().toArray(Integer[]::new));
        assertThat(this.set.tenants.values()).filteredOn(each -> each.billingDay().dayOfMonth() > 28)
            .hasSizeGreaterThan(12);
    }

    @Test
    void subscriptionsCrowdAroundTheLimit() {
        for (int licences : new int[] { 24, 25, 26, 31 }) {
            assertThat(subscriptions(each -> !each.isTrial() && each.assignedLicences() == licences))
                .as(licences + " licences")
                .isGreaterThan(7);
        }
        assertThat(subscriptions(each -> each.assignedLicences() > 39)).isGreaterThan(30);
        assertThat(subscriptions(each -> each.assignedLicences() > each.purchasedLicences())).isPositive();
    }

    @Test
    void everyPolicyChannelFrequencyAndPaymentMethodComesUp() {
        assertThat(counts(all(), each -> String.valueOf(each.policy()))).containsKeys("null")
            .containsKeys(PoliciesFile.shipped().names().toArray(String[]::new));
        assertThat(subscriptions(each -> each.policy() == null)).isGreaterThan(150);
        assertThat(counts(all(), Subscription::channel)).containsOnlyKeys(Channel.values());
        assertThat(counts(all(), Subscription::billingFrequency)).containsOnlyKeys(BillingFrequency.values());
        assertThat(counts(all(), Subscription::paymentMethod)).containsOnlyKeys(PaymentMethod.values());
    }

    @Test
    void trialsEndBeforeOnAndAfterTheBusinessDate() {
        for (PaymentMethod method : new PaymentMethod[] { PaymentMethod.NONE, PaymentMethod.CARD }) {
            assertThat(counts(all().filter(each -> each.isTrial() && each.paymentMethod() == method),
                    each -> Integer.signum(each.termEnd().compareTo(DAY))))
                .containsOnlyKeys(-1, 0, 1);
        }
        assertThat(counts(all().filter(each -> each.isTrial() && each.paymentMethod() == PaymentMethod.CARD),
                Subscription::autoRenew))
            .containsOnlyKeys(true, false);
    }

    @Test
    void chargesShowDiscountsPartsOfMonthsAndUnpaidAmounts() {
        assertThat(charges(SampleKindsTests::isDiscounted)).isGreaterThan(100);
        assertThat(charges(each -> each.unitPrice().stripTrailingZeros().scale() == 6)).isGreaterThan(50);
        assertThat(charges(each -> each.paid().isZero())).isGreaterThan(30);
        assertThat(charges(each -> !each.paid().isZero() && !each.paid().isEqual(gross(each)))).isGreaterThan(10);
        assertThat(charges(each -> each.paid().isEqual(gross(each)))).isGreaterThan(1000);
    }

    @Test
    void someSubscriptionsHaveChangedTheirSeatsSeveralTimesInARow() {
        Map<Subscription, Long> reversals = counts(
                this.set.charges.values().stream().filter(each -> each.charge().quantity() < 0),
                each -> each.subscription().subscription());
        assertThat(reversals).hasSizeGreaterThan(50).containsValues(1L, 2L, 3L);
    }

    @Test
    void requestsAreMostlyDueAndOfEveryKind() {
        Map<Integer, Long> due = counts(this.set.cancellations.values().stream(),
                each -> Integer.signum(each.cancellation().effectiveDate().compareTo(DAY)));
        assertThat(due).containsOnlyKeys(-1, 0, 1);
        assertThat(due.getOrDefault(-1, 0L)).isGreaterThan(75);
        assertThat(counts(requested(each -> !each.isTrial()), Subscription::channel))
            .containsOnlyKeys(Channel.values());
        assertThat(counts(requested(Subscription::isTrial), Subscription::paymentMethod))
            .containsOnlyKeys(PaymentMethod.NONE, PaymentMethod.CARD);
        assertThat(counts(this.set.cancellations.values().stream(), each -> each.cancellation().reason().isEmpty()))
            .containsOnlyKeys(true, false);
    }

    private Stream<Subscription> all() {
        return this.set.subscriptions.values().stream().map(SubscriptionRow::subscription);
    }

    private Stream<Subscription> requested(Predicate<Subscription> which) {
        return this.set.cancellations.values()
            .stream()
            .map(CancellationRow::subscription)
            .map(SubscriptionRow::subscription)
            .filter(which);
    }

    private long subscriptions(Predicate<Subscription> which) {
        return all().filter(which).count();
    }

    private long charges(Predicate<Charge> which) {
        return this.set.charges.values().stream().map(ChargeRow::charge).filter(which).count();
    }

    private static boolean isDiscounted(Charge charge) {
        BigDecimal undiscounted = charge.unitPrice().multiply(BigDecimal.valueOf(charge.quantity())).abs();
        return charge.net().getAmount().abs().compareTo(undiscounted.multiply(new BigDecimal("0.96"))) < 0;
    }

    private static Money gross(Charge charge) {
        return charge.net().plus(charge.tax());
    }

    private static <T, K> Map<K, Long> counts(Stream<T> things, Function<T, K> kind) {
        return things.collect(Collectors.groupingBy(kind, Collectors.counting()));
    }

}
