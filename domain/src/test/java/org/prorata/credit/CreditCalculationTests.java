package org.prorata.credit;

import java.util.List;
import java.util.stream.Stream;

import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.cancellation.Cancellation;
import org.prorata.charge.Charge;
import org.prorata.credit.Settlement.NothingDue;
import org.prorata.credit.Settlement.NothingDue.Why;
import org.prorata.policy.CancelDay;
import org.prorata.policy.Policy;
import org.prorata.policy.RefundShare;
import org.prorata.policy.ReturnTiming;
import org.prorata.policy.Rounding;
import org.prorata.sample.SampleCancellations;
import org.prorata.sample.SampleCharge;
import org.prorata.sample.SamplePolicies;
import org.prorata.sample.SampleSubscription;
import org.prorata.sample.SampleTenants;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;

import static org.assertj.core.api.Assertions.assertThat;

/** What a cancellation gives back as a whole. */
class CreditCalculationTests {

    private static final Cancellation MIDDLE = SampleCancellations.effective("2024-01-16");

    private static final Subscription SUBSCRIPTION = SampleSubscription.paid().subscription();

    @Test
    void aCreditIsTheSumOfItsLines() {
        Credit credit = credit(SampleCharge.ofNet("31.00").tax("6.20").id("C-1"),
                SampleCharge.ofNet("62.00").tax("12.40").id("C-2"));
        assertThat(credit.lines()).extracting(line -> line.charge().id().value()).containsExactly("C-1", "C-2");
        assertThat(credit.net()).isEqualTo(Money.parse("USD 48.00"));
        assertThat(credit.tax()).isEqualTo(Money.parse("USD 9.60"));
        assertThat(credit.gross()).isEqualTo(Money.parse("USD 57.60"));
        assertThat(credit.share()).isEqualTo(RefundShare.PRORATED);
        assertThat(credit.request()).isEqualTo(MIDDLE.id());
        assertThat(credit.subscription()).isEqualTo(SUBSCRIPTION.id());
        assertThat(credit.cancelEffective()).isEqualTo("2024-01-16");
    }

    @Test
    void theCancelDayIsCreditedOrChargedAsThePolicySays() {
        assertThat(
                credit(SamplePolicies.prorated(CancelDay.CREDITED, Rounding.EXACT_HALF_UP), SampleCharge.ofNet("31.00"))
                    .net())
            .isEqualTo(Money.parse("USD 16.00"));
        assertThat(
                credit(SamplePolicies.prorated(CancelDay.CHARGED, Rounding.EXACT_HALF_UP), SampleCharge.ofNet("31.00"))
                    .net())
            .isEqualTo(Money.parse("USD 15.00"));
    }

    @Test
    void theRoundingIsThePolicys() {
        SampleCharge charge = SampleCharge.ofPrice("10.00", 3);
        assertThat(credit(SamplePolicies.prorated(CancelDay.CREDITED, Rounding.SEAT_ROUNDDOWN), charge).net())
            .isEqualTo(Money.parse("USD 15.48"));
        assertThat(credit(SamplePolicies.prorated(CancelDay.CREDITED, Rounding.LEGACY_ROUND), charge).net())
            .isEqualTo(Money.parse("USD 15.51"));
    }

    @Test
    void aChargeThatEndsBeforeHasNoLine() {
        Credit credit = credit(SampleCharge.ofNet("31.00").id("before").over("2023-12-16", "2024-01-15"),
                SampleCharge.ofNet("31.00").id("last day").over("2023-12-17", "2024-01-16"),
                SampleCharge.ofNet("31.00").id("after").over("2024-02-01", "2024-02-29"));
        assertThat(credit.lines()).extracting(line -> line.charge().id().value()).containsExactly("last day", "after");
        assertThat(credit.net()).isEqualTo(Money.parse("USD 32.00"));
    }

    @Test
    void aReversalTakesPartWithItsSign() {
        // ten licences, on the 11th reduced to four
        Credit credit = credit(SampleCharge.ofNet("310.00").tax("62.00").id("ten").quantity(10),
                SampleCharge.ofNet("-210.00")
                    .tax("-42.00")
                    .id("less ten")
                    .quantity(-10)
                    .over("2024-01-11", "2024-01-31"),
                SampleCharge.ofNet("84.00").tax("16.80").id("four").quantity(4).over("2024-01-11", "2024-01-31"));
        assertThat(credit.lines()).extracting(line -> line.net().getAmount().intValueExact())
            .containsExactly(160, -160, 64);
        assertThat(credit.net()).isEqualTo(Money.parse("USD 64.00"));
        assertThat(credit.tax()).isEqualTo(Money.parse("USD 12.80"));
    }

    @Test
    void everythingComesBackInTheFullWindow() {
        Policy legacy = SamplePolicies.shipped("csp-legacy");
        Credit credit = credit(legacy, SampleCharge.ofNet("31.00").tax("6.20"));
        assertThat(credit.share()).isEqualTo(RefundShare.FULL);
        assertThat(credit.net()).isEqualTo(Money.parse("USD 31.00"));
        assertThat(credit.tax()).isEqualTo(Money.parse("USD 6.20"));
        assertThat(credit.lines().getFirst().daysUnused()).isEqualTo(31);
        assertThat(credit.lines().getFirst().exactNet().asFraction()).isEqualTo("31/1");
        assertThat(credit.lines().getFirst().capped()).isFalse();
    }

    @Test
    void everythingIsWhatEarlierCreditsLeft() {
        Credit credit = credit(SamplePolicies.everything(),
                SampleCharge.ofNet("31.00").tax("6.20").credited("11.00", "2.20"));
        assertThat(credit.net()).isEqualTo(Money.parse("USD 20.00"));
        assertThat(credit.tax()).isEqualTo(Money.parse("USD 4.00"));
        assertThat(credit.lines().getFirst().capped()).isTrue();
    }

    @Test
    void everythingDoesNotReachBackBeforeTheWindow() {
        Credit credit = credit(SamplePolicies.shipped("csp-legacy"),
                SampleCharge.ofNet("31.00").id("used").over("2024-01-01", "2024-01-15"),
                SampleCharge.ofNet("31.00").id("term before").over("2023-12-01", "2023-12-31"));
        assertThat(credit.lines()).extracting(line -> line.charge().id().value()).containsExactly("used");
    }

    @Test
    void aProductKeyGivesNothing() {
        Subscription key = SampleSubscription.paid().boughtThrough(Channel.PRODUCT_KEY).subscription();
        assertThat(CreditCalculation.settle(MIDDLE, SampleTenants.inDollars(), key, SamplePolicies.byDefault(),
                lines(SampleCharge.ofNet("31.00"))))
            .isEqualTo(new NothingDue(Why.PRODUCT_KEY));
    }

    @Test
    void afterTheWindowOnlyRecurringBillingStops() {
        Settlement settlement = settle(SamplePolicies.shipped("mca-2022"), SampleCharge.ofNet("31.00"));
        assertThat(settlement).isEqualTo(new NothingDue(Why.REFUND_WINDOW_OVER));
        assertThat(settle(SamplePolicies.shipped("mca-2022"))).isEqualTo(new NothingDue(Why.REFUND_WINDOW_OVER));
        assertThat(Stream.of(Why.values()).filter(Why::serviceContinues)).containsExactly(Why.REFUND_WINDOW_OVER);
    }

    @Test
    void aRenewalReopensTheWindowThatStartsWithIt() {
        Subscription renewed = SampleSubscription.paid()
            .term("2023-12-15", "2024-01-14")
            .renewedOn("2024-01-15", "2024-02-14")
            .subscription();
        SampleCharge charge = SampleCharge.ofNet("31.00").over("2024-01-15", "2024-02-14");
        assertThat(credit(settle(MIDDLE, SampleTenants.inDollars(), renewed, SamplePolicies.shipped("csp-nce"), charge))
            .share()).as("24 hours from the renewal").isEqualTo(RefundShare.FULL);
        assertThat(
                credit(settle(MIDDLE, SampleTenants.inDollars(), renewed, SamplePolicies.shipped("mca-2022"), charge))
                    .net())
            .isEqualTo(Money.parse("USD 30.00"));
        assertThat(
                credit(settle(MIDDLE, SampleTenants.inDollars(), renewed, SamplePolicies.shipped("csp-legacy"), charge))
                    .share())
            .as("30 days from the first term")
            .isEqualTo(RefundShare.PRORATED);
    }

    @Test
    void nothingUnusedGivesNothing() {
        NothingDue nothing = new NothingDue(Why.NOTHING_UNUSED);
        assertThat(settle(SamplePolicies.byDefault())).isEqualTo(nothing);
        assertThat(settle(SamplePolicies.byDefault(), SampleCharge.ofNet("31.00").over("2023-12-01", "2024-01-15")))
            .isEqualTo(nothing);
        assertThat(settle(SamplePolicies.byDefault(), SampleCharge.ofNet("31.00").credited("31.00", "0")))
            .isEqualTo(nothing);
        assertThat(settle(SamplePolicies.byDefault(), SampleCharge.ofNet("0.00"))).isEqualTo(nothing);
    }

    @Test
    void lessThanOneMinorUnitIsNoCredit() {
        Cancellation lastDay = SampleCancellations.effective("2024-01-31");
        assertThat(settle(lastDay, SampleTenants.inDollars(), SUBSCRIPTION, SamplePolicies.byDefault(),
                SampleCharge.ofNet("0.15")))
            .isEqualTo(new NothingDue(Why.NOTHING_UNUSED));
        assertThat(credit(settle(lastDay, SampleTenants.inDollars(), SUBSCRIPTION, SamplePolicies.byDefault(),
                SampleCharge.ofNet("0.16")))
            .gross()).isEqualTo(Money.parse("USD 0.01"));
    }

    @Test
    void aChargeInAnotherCurrencyIsRefused() {
        assertThat(settle(SamplePolicies.byDefault(), SampleCharge.ofNet("31.00").id("C-1"),
                SampleCharge.ofNet("31.00").id("C-17").in("EUR")))
            .isEqualTo(new Settlement.Refused(RefusalCode.CHARGE_CURRENCY_MISMATCH,
                    "charge C-17: EUR, its tenant T-1 is billed in USD"));
    }

    @Test
    void reversalsThatExceedTheChargesAreRefused() {
        SampleCharge reversal = SampleCharge.ofNet("-62.00").tax("-12.40").id("C-2").quantity(-1);
        assertThat(settle(SamplePolicies.byDefault(), SampleCharge.ofNet("31.00").tax("6.20"), reversal))
            .isEqualTo(new Settlement.Refused(RefusalCode.REVERSALS_EXCEED_CHARGES,
                    "subscription S-1: its charges from 2024-01-16 on give net USD -16.00 and tax USD -3.20, the "
                            + "reversals exceed what was charged"));
        assertThat(settle(SamplePolicies.byDefault(), SampleCharge.ofNet("31.00"),
                SampleCharge.ofNet("0.00").tax("-1.00").id("C-2")))
            .isInstanceOf(Settlement.Refused.class);
    }

    @Test
    void everyRefusalSaysWhatToDo() {
        assertThat(RefusalCode.values()).allSatisfy(code -> assertThat(code.whatToDo()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            CARD,    CARD
            BANK,    BANK
            INVOICE, NEXT_INVOICE
            NONE,    NEXT_INVOICE
            """)
    void theMoneyGoesBackTheWayItCame(PaymentMethod payment, ReturnMethod method) {
        Credit credit = credit(
                settle(MIDDLE, SampleTenants.inDollars(), SampleSubscription.paid().paidBy(payment).subscription(),
                        SamplePolicies.byDefault(), SampleCharge.ofNet("31.00").tax("6.20")));
        assertThat(credit.method()).isEqualTo(method);
        Money gross = Money.parse("USD 19.20");
        Money zero = Money.parse("USD 0.00");
        assertThat(credit.cash()).isEqualTo(method.isCash() ? gross : zero);
        assertThat(credit.onAccount()).isEqualTo(method.isCash() ? zero : gross);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # paid, cash, on account: 37.20 was charged, 19.20 comes back, 18.00 was used
            37.20, 19.20, 0.00
            27.90, 9.90,  9.30
            18.01, 0.01,  19.19
            18.00, 0.00,  19.20
            10.00, 0.00,  19.20
            0.00,  0.00,  19.20
            50.00, 19.20, 0.00
            """)
    void whatIsOwedIsSettledFirst(String paid, String cash, String onAccount) {
        Credit credit = credit(SampleCharge.ofNet("31.00").tax("6.20").paid(paid));
        assertThat(credit.gross()).isEqualTo(Money.parse("USD 19.20"));
        assertThat(credit.cash()).isEqualTo(Money.parse("USD " + cash));
        assertThat(credit.onAccount()).isEqualTo(Money.parse("USD " + onAccount));
        assertThat(credit.method()).isEqualTo(credit.cash().isZero() ? ReturnMethod.NEXT_INVOICE : ReturnMethod.CARD);
    }

    @Test
    void whatIsOwedForOneLineIsSettledFromAnother() {
        Credit credit = credit(SampleCharge.ofNet("31.00").id("paid"),
                SampleCharge.ofNet("31.00").id("owed").paid("21.00"));
        assertThat(credit.gross()).isEqualTo(Money.parse("USD 32.00"));
        assertThat(credit.cash()).isEqualTo(Money.parse("USD 22.00"));
        assertThat(credit.onAccount()).isEqualTo(Money.parse("USD 10.00"));
    }

    @Test
    void cashIsNeverMoreThanWasPaid() {
        // the reversal lowers what is owed, but only a thirty-first of it comes back
        Credit credit = credit(settle(SampleCancellations.effective("2024-01-31"), SampleTenants.inDollars(),
                SUBSCRIPTION, SamplePolicies.byDefault(),
                SampleCharge.ofNet("100.00").over("2024-01-31", "2024-01-31").paid("50.00"),
                SampleCharge.ofNet("-40.00").id("C-2").quantity(-1).unpaid()));
        assertThat(credit.gross()).isEqualTo(Money.parse("USD 98.71"));
        assertThat(credit.cash()).isEqualTo(Money.parse("USD 50.00"));
        assertThat(credit.onAccount()).isEqualTo(Money.parse("USD 48.71"));
    }

    @Test
    void twoCreditsOfOneChargeNeverReturnMoreThanWasPaid() {
        Credit first = credit(SampleCharge.ofNet("31.00").paid("20.00"));
        assertThat(first.cash()).isEqualTo(Money.parse("USD 5.00"));
        Credit second = credit(SamplePolicies.everything(),
                SampleCharge.ofNet("31.00").paid("20.00").credited("16.00", "0"));
        assertThat(second.gross()).isEqualTo(Money.parse("USD 15.00"));
        assertThat(first.cash().plus(second.cash())).isEqualTo(Money.parse("USD 20.00"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # billing day, effective, returned on, due by
            1,  2024-01-01, 2024-02-01, 2024-02-29
            1,  2024-01-31, 2024-02-01, 2024-02-29
            1,  2023-01-31, 2023-02-01, 2023-02-28
            15, 2024-01-14, 2024-01-15, 2024-02-14
            15, 2024-01-15, 2024-02-15, 2024-03-14
            31, 2024-01-30, 2024-01-31, 2024-02-28
            31, 2024-01-31, 2024-02-29, 2024-03-30
            31, 2023-02-27, 2023-02-28, 2023-03-30
            31, 2023-02-28, 2023-03-31, 2023-04-29
            30, 2024-02-28, 2024-02-29, 2024-03-29
            31, 2024-12-31, 2025-01-31, 2025-02-27
            """)
    void itIsReturnedOnTheFirstNightOfTheNextCycleAndDueOnItsLastDay(int billingDay, String effective, String returnOn,
            String dueBy) {
        SampleCharge charge = SampleCharge.ofNet("300.00").over("2023-01-01", "2025-12-31");
        Cancellation cancellation = SampleCancellations.effective(effective);
        Tenant tenant = SampleTenants.billedOnDay(billingDay);
        Credit credit = credit(settle(cancellation, tenant, SUBSCRIPTION, SamplePolicies.byDefault(), charge));
        assertThat(credit.returnOn()).isEqualTo(returnOn);
        assertThat(credit.dueBy()).isEqualTo(dueBy);
        Credit atOnce = credit(settle(cancellation, tenant, SUBSCRIPTION,
                SamplePolicies.prorated(CancelDay.CREDITED, Rounding.EXACT_HALF_UP, ReturnTiming.AT_ONCE), charge));
        assertThat(atOnce.returnOn()).isEqualTo(effective);
        assertThat(atOnce.dueBy()).as("the promise is the same").isEqualTo(dueBy);
    }

    @ParameterizedTest
    @EnumSource
    void aCreditIsTheSameHoweverOftenItIsWorkedOut(Rounding rounding) {
        Policy policy = SamplePolicies.prorated(CancelDay.CREDITED, rounding);
        SampleCharge charge = SampleCharge.ofPrice("9.99", 7).tax("14.69");
        assertThat(settle(policy, charge)).isEqualTo(settle(policy, charge));
    }

    private static Credit credit(SampleCharge... charges) {
        return credit(SamplePolicies.byDefault(), charges);
    }

    private static Credit credit(Policy policy, SampleCharge... charges) {
        return credit(settle(policy, charges));
    }

    private static Credit credit(Settlement settlement) {
        assertThat(settlement).isInstanceOf(Settlement.Credited.class);
        return ((Settlement.Credited) settlement).credit();
    }

    private static Settlement settle(Policy policy, SampleCharge... charges) {
        return settle(MIDDLE, SampleTenants.inDollars(), SUBSCRIPTION, policy, charges);
    }

    private static Settlement settle(Cancellation cancellation, Tenant tenant, Subscription subscription, Policy policy,
            SampleCharge... charges) {
        return CreditCalculation.settle(cancellation, tenant, subscription, policy, lines(charges));
    }

    private static List<Charge> lines(SampleCharge... charges) {
        return Stream.of(charges).map(SampleCharge::charge).toList();
    }

}
