package org.prorata.batch.sample;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.joda.money.Money;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.batch.sample.ReadSet.CancellationRow;
import org.prorata.batch.sample.ReadSet.ChargeRow;
import org.prorata.batch.sample.ReadSet.SubscriptionRow;
import org.prorata.billing.BillingFrequency;
import org.prorata.billing.ServiceSpan;
import org.prorata.charge.Charge;
import org.prorata.policy.PoliciesFile;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of the contract, over files read back, for days that calendars stumble on.
 */
class SampleRulesTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = { "2026-11-19", "2024-02-29", "2023-02-28", "2025-03-01", "2024-12-31", "2025-01-31",
            "2026-04-30", "2025-10-26", "2027-03-28" })
    void everyRowKeepsTheContract(LocalDate businessDate) throws IOException {
        ReadSet set = ReadSet.of(SampleData.of(businessDate.toEpochDay(), businessDate, 120), this.directory);
        assertThat(set.tenants).hasSize(120);
        set.subscriptions.values().forEach(row -> keepsTheContract(row, businessDate));
        set.charges.values().forEach(row -> keepsTheContract(row, businessDate));
        Set<Subscription> cancelled = new HashSet<>();
        for (CancellationRow row : set.cancellations.values()) {
            keepsTheContract(row, businessDate);
            assertThat(cancelled.add(row.subscription().subscription())).as(row.toString()).isTrue();
        }
    }

    private static void keepsTheContract(SubscriptionRow row, LocalDate businessDate) {
        Subscription subscription = row.subscription();
        assertThat(subscription.termEnd()).as(row.toString()).isAfterOrEqualTo(subscription.termStart());
        if (subscription.policy() != null) {
            assertThat(PoliciesFile.shipped().names()).contains(subscription.policy());
        }
        if (subscription.isTrial()) {
            assertThat(subscription.purchasedLicences()).isEqualTo(25);
            assertThat(subscription.autoRenew() && subscription.paymentMethod() == PaymentMethod.NONE).isFalse();
        }
        else {
            assertThat(businessDate).as(row.toString()).isBetween(subscription.termStart(), subscription.termEnd());
        }
        if (subscription.billingFrequency() != BillingFrequency.MONTHLY && !subscription.isTrial()) {
            assertThat(subscription.termEnd())
                .isEqualTo(subscription.billingFrequency().lastDayOfTermStarting(subscription.termStart()));
        }
    }

    private static void keepsTheContract(ChargeRow row, LocalDate businessDate) {
        Charge charge = row.charge();
        Subscription subscription = row.subscription().subscription();
        assertThat(charge.currency()).isEqualTo(row.subscription().tenant().currency());
        assertThat(charge.span().from()).as(row.toString()).isBetween(subscription.termStart(), businessDate);
        assertThat(charge.span().to()).isBeforeOrEqualTo(subscription.termEnd());
        assertThat(charge.quantity()).isNotZero();
        int sign = Long.signum(charge.quantity());
        Money gross = charge.net().plus(charge.tax());
        for (Money money : List.of(charge.net(), charge.tax(), charge.paid(), gross.minus(charge.paid()))) {
            assertThat(money.getAmount().signum() * sign).as(row.toString()).isNotNegative();
        }
        assertThat(charge.tax()).isEqualTo(charge.net().multipliedBy(row.taxRate(), RoundingMode.HALF_UP));
        Money listed = Money.of(charge.currency(), charge.unitPrice().multiply(BigDecimal.valueOf(charge.quantity())),
                RoundingMode.HALF_UP);
        assertThat(charge.net().abs().getAmountMinorLong()).as(row.toString())
            .isLessThanOrEqualTo(listed.abs().getAmountMinorLong() + 1);
    }

    private static void keepsTheContract(CancellationRow row, LocalDate businessDate) {
        Subscription subscription = row.subscription().subscription();
        LocalDate effective = row.cancellation().effectiveDate();
        assertThat(effective).as(row.toString())
            .isBetween(subscription.termStart(), subscription.termEnd().plusDays(1))
            .isBetween(businessDate.minusYears(10), businessDate.plusDays(45));
        assertThat(row.requestedAt().getOffset())
            .isEqualTo(row.subscription().tenant().timeZone().getRules().getOffset(row.cancellation().requestedAt()));
        assertThat(row.requestedAt().toLocalDate()).as(row.toString())
            .isBetween(subscription.termStart(), effective.isBefore(businessDate) ? effective : businessDate);
        assertThat(row.cancellation().requestedBy()).matches("[a-z.]+@[a-z]+\\.example");
    }

    @ParameterizedTest
    @ValueSource(strings = { "2026-11-19", "2024-02-29", "2025-01-31" })
    void theLinesOfASubscriptionPayForEveryDayOnceWithTheLicencesOfThatDay(LocalDate businessDate) throws IOException {
        ReadSet set = ReadSet.of(SampleData.of(3, businessDate, 60), this.directory);
        for (SubscriptionRow row : set.subscriptions.values()) {
            Subscription subscription = row.subscription();
            Map<LocalDate, Long> licences = new TreeMap<>();
            for (Charge charge : set.chargesOf(subscription)) {
                ServiceSpan span = charge.span();
                span.from()
                    .datesUntil(span.to().plusDays(1))
                    .forEach(day -> licences.merge(day, charge.quantity(), Long::sum));
            }
            if (subscription.isTrial() || subscription.channel() == Channel.PARTNER) {
                assertThat(licences).isEmpty();
            }
            else {
                assertThat(licences.keySet()).as(row.toString())
                    .containsAll(subscription.termStart().datesUntil(businessDate.plusDays(1)).toList());
                assertThat(licences.values()).allSatisfy(count -> assertThat(count).isPositive());
                assertThat(licences.get(businessDate)).isEqualTo(subscription.purchasedLicences());
            }
        }
    }

}
