package org.prorata.oracle;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.billing.BillingCycle;
import org.prorata.billing.BillingDay;
import org.prorata.billing.ServiceSpan;
import org.prorata.cancellation.Action;
import org.prorata.cancellation.Gate;
import org.prorata.cancellation.GateAnswer;
import org.prorata.cancellation.Route;
import org.prorata.charge.Charge;
import org.prorata.credit.Credit;
import org.prorata.credit.CreditCalculation;
import org.prorata.credit.CreditLine;
import org.prorata.credit.Settlement;
import org.prorata.policy.CancelDay;
import org.prorata.policy.ChargedPrice;
import org.prorata.policy.Policy;
import org.prorata.policy.RefundShare;
import org.prorata.policy.Rounding;
import org.prorata.sample.SampleCancellations;
import org.prorata.sample.SampleCharge;
import org.prorata.sample.SamplePolicies;
import org.prorata.sample.SampleSubscription;
import org.prorata.sample.SampleTenants;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;

import static org.assertj.core.api.Assertions.assertThat;

/** What seven other systems publish, wherever their rules are also ours. */
class PeersOracleTests {

    private static final List<OracleRow> ROWS = OracleRow.all("peers.csv");

    /** Amounts that one of the ways to round gives, straight from its formula. */
    private static final List<Formula> FORMULAS = List.of(
            new Formula("STR-01", "\"-5.00\"", Rounding.EXACT_HALF_UP, "10.00", 1, 1, 2),
            new Formula("STR-01", "\"10.00\"", Rounding.EXACT_HALF_UP, "20.00", 1, 1, 2),
            // Stripe's day is a second; its formula is ours
            new Formula("STR-07", "-166", Rounding.EXACT_HALF_UP, "10.00", 1, 445540, 2678400),
            new Formula("STR-07", "541", Rounding.EXACT_HALF_UP, "32.52", 1, 445540, 2678400),
            new Formula("REC-01", "10.00", Rounding.UNIT_HALF_UP, "10.00", 2, 1, 2),
            new Formula("MSL-01", "\"-4.00\"", Rounding.UNIT_HALF_UP, "4.00", 1, 31, 31),
            new Formula("MSL-01", "\"2.45\"", Rounding.UNIT_HALF_UP, "4.00", 1, 19, 31),
            new Formula("MSL-01", "\"3.10\"", Rounding.UNIT_HALF_UP, "4.00", 2, 12, 31),
            new Formula("MSL-01", "\"8.00\"", Rounding.UNIT_HALF_UP, "4.00", 2, 28, 28),
            new Formula("MSL-07", "\"-211.20\"", Rounding.EXACT_HALF_UP, "211.20", 1, 365, 365),
            new Formula("MSL-07", "\"0.58\"", Rounding.EXACT_HALF_UP, "211.20", 1, 1, 365),
            new Formula("MSL-07", "\"31.25\"", Rounding.EXACT_HALF_UP, "211.20", 2, 27, 365),
            new Formula("MSL-07", "\"390.00\"", Rounding.EXACT_HALF_UP, "211.20", 2, 337, 365),
            new Formula("MSN-03", "\"112.89\"", Rounding.EXACT_TRUNC, "10.08", 12, 28, 30),
            new Formula("MSN-05", "\"-2316.00\"", Rounding.SEAT_ROUNDDOWN, "10.08", 300, 23, 30),
            new Formula("MSN-07", "\"-772.00\"", Rounding.SEAT_ROUNDDOWN, "10.08", 100, 23, 30),
            new Formula("MSN-09", "\"168.38\"", Rounding.EXACT_TRUNC, "12", 15, 29, 31),
            new Formula("MSN-11", "\"251.61\"", Rounding.EXACT_TRUNC, "12", 25, 26, 31),
            new Formula("MSN-13", "\"213.67\"", Rounding.EXACT_TRUNC, "12", 23, 24, 31),
            new Formula("MSN-15", "\"170.32\"", Rounding.EXACT_TRUNC, "12", 20, 22, 31),
            new Formula("MSN-17", "\"127.74\"", Rounding.EXACT_TRUNC, "12", 30, 11, 31),
            // months, not days
            new Formula("MSN-19", "\"2291.60\"", Rounding.SEAT_ROUNDDOWN, "250", 10, 11, 12),
            new Formula("MSN-25", "\"1315.25\"", Rounding.EXACT_HALF_UP, "52.61", 25, 30, 30));

    private static final Map<String, Consumer<OracleRow>> CASES = Map.ofEntries(
            Map.entry("STR-03", PeersOracleTests::aCreditIsTakenFromWhatWasCharged),
            Map.entry("STR-05", PeersOracleTests::aCouponLowersTheCreditAsItLoweredTheCharge),
            Map.entry("STR-11", PeersOracleTests::thePeriodIsThatOfTheCharge),
            Map.entry("LAG-02", PeersOracleTests::thePriceIsTheOneThatWasCharged),
            Map.entry("LAG-04", PeersOracleTests::aPartlyPaidChargeGivesBackWhatIsPaidAndNotUsed),
            Map.entry("LAG-06", PeersOracleTests::anEarlierCreditOfUnusedDaysIsNotGivenTwice),
            Map.entry("LAG-08", PeersOracleTests::anUnpaidChargeGivesNoCash),
            Map.entry("LAG-10", PeersOracleTests::aLargeEarlierCreditLeavesTheRest),
            Map.entry("LAG-12", PeersOracleTests::aTrialGivesNoCredit),
            Map.entry("LAG-14", PeersOracleTests::theDayIsTheTenants),
            Map.entry("LAG-18", PeersOracleTests::aCouponOfTheInvoiceIsPartOfTheNet),
            Map.entry("LAG-20", PeersOracleTests::taxFollowsTheRoundedNet),
            Map.entry("LAG-24", PeersOracleTests::theFirstDayOfAShortFirstPeriodIsKept),
            Map.entry("LAG-26", PeersOracleTests::netAndTaxAreRoundedEach),
            Map.entry("CHB-03", PeersOracleTests::aLineIsRoundedToTheCurrency),
            Map.entry("CHB-05", PeersOracleTests::theCancelDayCanBeTheLastUsedOne),
            Map.entry("ZUO-03", PeersOracleTests::februaryHasItsOwnDays),
            Map.entry("ZUO-05", PeersOracleTests::bothEndsOfASpanCount),
            Map.entry("KIL-02", PeersOracleTests::theUsedPartOfAMonthIsByItsDays),
            Map.entry("KIL-04", PeersOracleTests::theUsedPartOfALeapFebruaryIsByItsDays),
            Map.entry("MSL-03", PeersOracleTests::aMonthlyPlanRoundsItsDailyPrice),
            Map.entry("MSL-05", PeersOracleTests::anAnnualPlanRoundsItsDailyPrice),
            Map.entry("MSN-01", PeersOracleTests::anImmediateCancellationTruncatesEachSeat),
            Map.entry("MSN-21", PeersOracleTests::theAnchorDayComesBack),
            Map.entry("MSN-23", PeersOracleTests::theNewCommerceWindowIsProratedAfterADay),
            Map.entry("M365-02", PeersOracleTests::twentyFourAssignedIsSelfService),
            Map.entry("M365-04", PeersOracleTests::twentySixAssignedIsNot),
            Map.entry("M365-06", PeersOracleTests::aProductKeyIsCancelledWithoutARefund));

    /** Rows of which we mean to differ: the case shows what we give instead. */
    private static final Map<String, Consumer<OracleRow>> OURS_DIFFERS = Map.of(
            // a binary fraction, 499.49999, is printed for 499.5
            "LAG-16", row -> {
                assertThat(minor(row, "total")).isEqualByComparingTo("4.99");
                assertThat(unused(SampleCharge.ofNet("9.99").over("2023-02-28", "2023-03-29"), "2023-03-15"))
                    .isEqualByComparingTo("5.00");
            },
            // its two notes give back 922.81 of 922.80; our last one takes the remainder
            "LAG-22", row -> {
                assertThat(minor(row, "tax")).isEqualByComparingTo("8.43");
                CreditLine line = CreditCalculation.unusedOf(
                        SampleCharge.ofNet("769.00").tax("153.80").credited("726.86", "145.38").charge(),
                        LocalDate.of(2024, 1, 1), Rounding.EXACT_HALF_UP);
                assertThat(line.net().getAmount()).isEqualByComparingTo("42.14");
                assertThat(line.tax().getAmount()).isEqualByComparingTo("8.42");
            },
            // by months it is one half; by days 184 of 365, as the row says itself
            "ZUO-01", row -> {
                assertThat(number(row, "credit_memo")).isEqualByComparingTo("600.00");
                assertThat(unused(SampleCharge.ofNet("1200.00").over("2021-01-01", "2021-12-31"), "2021-07-01"))
                    .isEqualByComparingTo("604.93");
            },
            // its engine credits 600 on top of 800, of 1,200 that were charged
            "ZUO-07", row -> {
                assertThat(number(row, "engine CM")).isEqualByComparingTo("600.00");
                assertThat(
                        unused(SampleCharge.ofNet("1200.00").over("2023-01-01", "2023-12-31").credited("800.00", "0"),
                                "2023-07-01"))
                    .isEqualByComparingTo("400.00");
            },
            // every month is taken for 30 days; the row gives the actual days, too
            "KIL-06", row -> {
                assertThat(number(row, "credit")).isEqualByComparingTo("5.32");
                assertThat(unused(SampleCharge.ofNet("19.95").over("2023-05-23", "2023-06-22"), "2023-06-15"))
                    .isEqualByComparingTo("5.15");
            },
            // rounding that depends on the sign is a defect; ours mirrors
            "ERP-03", row -> {
                assertThat(number(row, "credit_note")).isEqualByComparingTo("-12.34");
                assertThat(Stream.of(1, -1)
                    .map(sign -> Rounding.EXACT_HALF_UP
                        .steps(new ChargedPrice(new BigDecimal("12.345"), sign,
                                new BigDecimal("12.345").multiply(BigDecimal.valueOf(sign))), 1, 1, 2)
                        .getLast()
                        .result()))
                    .containsExactly(new BigDecimal("12.35"), new BigDecimal("-12.35"));
            });

    private static final Map<String, String> NOT_COVERED = Map.ofEntries(
            Map.entry("STR-09", "it rounds the count of days, 17.5; we count whole days"),
            Map.entry("STR-13", "a name, and no amount"),
            Map.entry("LAG-28",
                    "tax of the invoice, spread over its items: 54.66 for four times 13.67; our tax is the "
                            + "line's own"),
            Map.entry("LAG-30", "a person picks the amount to credit; we credit days"),
            Map.entry("REC-03", "it works out a seat change, newest charge first; ours comes as charge lines"),
            Map.entry("REC-05", "it works out a seat change, in favour of the customer; ours comes as charge lines"),
            Map.entry("REC-07", "it works out a seat change, without proration; ours comes as charge lines"),
            Map.entry("REC-09", "its documentation takes a third for 0.33"),
            Map.entry("REC-11", "its documentation takes a third for 0.33"),
            Map.entry("REC-13", "its documentation takes 17 days of 31 for one half"),
            Map.entry("CHB-01", "a formula without numbers, that of EXACT_HALF_UP"),
            Map.entry("ZUO-09", "three taxes on one line; our line has one"),
            Map.entry("ERP-01", "it bills the days that were used and credits nothing; no amount"));

    static Stream<Formula> formulas() {
        return FORMULAS.stream();
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void aFormulaGivesThePublishedAmount(Formula formula) {
        assertThat(row(formula.id()).cell("expected")).contains(formula.published());
        String digits = formula.published().replace("\"", "").replace("-", "");
        BigDecimal published = new BigDecimal(digits).movePointLeft(digits.contains(".") ? 0 : 2);
        assertThat(formula.amount()).isEqualByComparingTo(published);
    }

    static Stream<Arguments> cases() {
        return Stream.of(CASES, OURS_DIFFERS)
            .flatMap(each -> new TreeMap<>(each).entrySet().stream())
            .map(each -> Arguments.of(row(each.getKey()), each.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aCaseIsAsPublishedOrAsWeSay(OracleRow row, Consumer<OracleRow> check) {
        check.accept(row);
    }

    @Test
    void everyRowIsCoveredOrListed() {
        Set<String> accountedFor = new TreeSet<>(formulas().map(Formula::id).toList());
        accountedFor.addAll(CASES.keySet());
        accountedFor.addAll(OURS_DIFFERS.keySet());
        assertThat(accountedFor).doesNotContainAnyElementsOf(NOT_COVERED.keySet());
        accountedFor.addAll(NOT_COVERED.keySet());
        assertThat(accountedFor).containsExactlyInAnyOrderElementsOf(OracleRow.ids(ROWS));
    }

    private static void aCreditIsTakenFromWhatWasCharged(OracleRow row) {
        SampleCharge debit = SampleCharge.ofNet("3.33").unitPrice("10.00").over("2024-01-21", "2024-01-31");
        assertThat(unused(debit, "2024-01-21").negate()).isEqualByComparingTo(minor(row, "credit_minor"));
        assertThat(debit.charge().net().getAmount()).isEqualByComparingTo(minor(row, "debit_minor"));
    }

    private static void aCouponLowersTheCreditAsItLoweredTheCharge(OracleRow row) {
        SampleCharge afterCoupon = SampleCharge.ofNet("5.00").unitPrice("10.00").over("2024-04-01", "2024-04-30");
        assertThat(unused(afterCoupon, "2024-04-16").negate()).isEqualByComparingTo(minor(row, "credit_minor"));
    }

    private static void thePeriodIsThatOfTheCharge(OracleRow row) {
        ServiceSpan debit = ServiceSpan.of(LocalDate.of(2024, 1, 10), LocalDate.of(2024, 1, 31));
        assertThat("-" + debit.daysFrom(LocalDate.of(2024, 1, 20)) + "/" + debit.days()).isEqualTo(text(row, "factor"));
    }

    private static void thePriceIsTheOneThatWasCharged(OracleRow row) {
        Credit credit = lago(october("62.00", "12.40").unitPrice("31.00"));
        assertThat(credit.net().getAmount()).isEqualByComparingTo(minor(row, "net"));
        assertThat(credit.tax().getAmount()).isEqualByComparingTo(minor(row, "tax"));
        assertThat(credit.gross().getAmount()).isEqualByComparingTo(minor(row, "total"));
    }

    private static void aPartlyPaidChargeGivesBackWhatIsPaidAndNotUsed(OracleRow row) {
        // the subscription has one half of the invoice and of what was paid
        assertSplit(row, lago(october().paid("27.90")));
    }

    private static void anEarlierCreditOfUnusedDaysIsNotGivenTwice(OracleRow row) {
        Credit credit = lago(october().paid("27.90"), earlierCreditOfUnusedDays("-2.00", "-0.40"));
        assertThat(credit.net().getAmount()).isEqualByComparingTo(minor(row, "net"));
        assertThat(credit.tax().getAmount()).isEqualByComparingTo(minor(row, "tax"));
        assertSplit(row, credit);
    }

    private static void anUnpaidChargeGivesNoCash(OracleRow row) {
        assertSplit(row, lago(october().unpaid()));
    }

    private static void aLargeEarlierCreditLeavesTheRest(OracleRow row) {
        Credit credit = lago(october(), earlierCreditOfUnusedDays("-10.00", "-2.00"));
        assertThat(credit.net().getAmount()).isEqualByComparingTo(minor(row, "net"));
        assertThat(credit.tax().getAmount()).isEqualByComparingTo(minor(row, "tax"));
        assertThat(credit.gross().getAmount()).isEqualByComparingTo(minor(row, "total"));
    }

    private static void aTrialGivesNoCredit(OracleRow row) {
        assertThat(text(row, "credit_note")).isEqualTo("none");
        assertThat(ask(SampleSubscription.trial().paidBy(PaymentMethod.CARD)).route())
            .isEqualTo(new Route.TrialStopped(LocalDate.of(2024, 1, 30)));
        assertThat(CreditCalculation.settle(SampleCancellations.effective("2022-10-15"), SampleTenants.inDollars(),
                SampleSubscription.paid().subscription(), chargedAndHalfUp(), List.of()))
            .isEqualTo(new Settlement.NothingDue(Settlement.NothingDue.Why.NOTHING_UNUSED));
    }

    private static void theDayIsTheTenants(OracleRow row) {
        LocalDate day = SampleCancellations.asked("2022-10-15T01:00:00Z", "2022-10-14")
            .requestedOn(ZoneId.of("America/Los_Angeles"));
        Credit credit = settle(day.toString(), october());
        assertThat(credit.lines().getFirst().daysUnused()).isEqualTo(number(row, "unused_days").intValueExact());
        assertThat(credit.gross().getAmount()).isEqualByComparingTo(minor(row, "total"));
    }

    private static void aCouponOfTheInvoiceIsPartOfTheNet(OracleRow row) {
        Credit credit = lago(october("21.00", "4.20"));
        BigDecimal afterCoupon = minor(row, "net").subtract(minor(row, "coupon_adj"));
        assertThat(credit.net().getAmount()).isEqualByComparingTo(afterCoupon);
        assertThat(credit.tax().getAmount()).isEqualByComparingTo(minor(row, "tax"));
        assertThat(credit.gross().getAmount()).isEqualByComparingTo(minor(row, "total"));
    }

    private static void taxFollowsTheRoundedNet(OracleRow row) {
        assertNetTaxTotal(row,
                settle("2024-04-01", SampleCharge.ofNet("160.00").tax("40.00").over("2024-04-01", "2024-04-30")));
    }

    private static void theFirstDayOfAShortFirstPeriodIsKept(OracleRow row) {
        LocalDate day = LocalDate.ofInstant(Instant.parse("2023-02-08T00:00:00Z"), ZoneId.of("America/Los_Angeles"));
        SampleCharge firstInvoice = SampleCharge.ofNet("39.29").tax("7.86").over("2023-02-07", "2023-02-28");
        assertThat(firstInvoice.charge().paid().getAmount()).isEqualByComparingTo(minor(row, "first_invoice"));
        assertThat(settle(day.toString(), firstInvoice).gross().getAmount())
            .isEqualByComparingTo(minor(row, "credit_total"));
    }

    private static void netAndTaxAreRoundedEach(OracleRow row) {
        assertNetTaxTotal(row,
                settle("2025-02-08", SampleCharge.ofNet("100.00").tax("20.00").over("2025-02-01", "2025-02-28")));
    }

    private static void aLineIsRoundedToTheCurrency(OracleRow row) {
        BigDecimal net = new BigDecimal("4.4556").multiply(new BigDecimal("10.625"));
        assertThat(net).isEqualByComparingTo(number(row, "computed"));
        assertThat(Rounding.EXACT_HALF_UP.steps(new ChargedPrice(net, 1, net), 1, 1, 2).getLast().result())
            .isEqualByComparingTo(number(row, "line"));
    }

    private static void theCancelDayCanBeTheLastUsedOne(OracleRow row) {
        assertThat(text(row, "term_end")).isEqualTo("cancellation date (day is USED)");
        assertThat(CancelDay.CHARGED.firstUnusedDay(LocalDate.of(2024, 2, 29))).isEqualTo("2024-03-01");
    }

    private static void februaryHasItsOwnDays(OracleRow row) {
        ServiceSpan february = ServiceSpan.of(LocalDate.of(2021, 2, 1), LocalDate.of(2021, 2, 28));
        assertThat(february.daysFrom(LocalDate.of(2021, 2, 27)) + "/" + february.days()).isEqualTo(text(row, "actual"));
    }

    private static void bothEndsOfASpanCount(OracleRow row) {
        ServiceSpan used = ServiceSpan.of(LocalDate.of(2021, 4, 21), LocalDate.of(2021, 4, 29));
        ServiceSpan april = ServiceSpan.of(LocalDate.of(2021, 4, 1), LocalDate.of(2021, 4, 30));
        assertThat(used.days() + "/" + april.days()).isEqualTo(text(row, "actual"));
    }

    private static void theUsedPartOfAMonthIsByItsDays(OracleRow row) {
        assertUsedPart(row, "2023-06-23", "2023-07-22", "2023-07-15");
    }

    private static void theUsedPartOfALeapFebruaryIsByItsDays(OracleRow row) {
        assertUsedPart(row, "2024-02-23", "2024-03-22", "2024-03-15");
    }

    private static void aMonthlyPlanRoundsItsDailyPrice(OracleRow row) {
        CreditLine line = CreditCalculation.unusedOf(
                SampleCharge.ofPrice("4.00", 1).over("2018-02-13", "2018-03-12").charge(), LocalDate.of(2018, 3, 1),
                Rounding.DAILY_3DP);
        assertThat(line.daysUnused()).isEqualTo(number(row, "days").intValueExact());
        assertThat(line.net().getAmount().negate()).isEqualByComparingTo(number(row, "cancel_fee"));
    }

    private static void anAnnualPlanRoundsItsDailyPrice(OracleRow row) {
        CreditLine line = CreditCalculation.unusedOf(
                SampleCharge.ofPrice("48.00", 1).over("2018-01-13", "2019-01-12").charge(), LocalDate.of(2018, 3, 1),
                Rounding.LEGACY_ROUND);
        assertThat(line.daysUnused()).isEqualTo(318);
        assertThat(line.net().getAmount().negate()).isEqualByComparingTo(number(row, "cancel_fee"));
    }

    private static void anImmediateCancellationTruncatesEachSeat(OracleRow row) {
        CreditLine line = CreditCalculation.unusedOf(
                SampleCharge.ofPrice("10.08", 10).over("2021-07-15", "2021-08-14").charge(), LocalDate.of(2021, 7, 17),
                Rounding.SEAT_ROUNDDOWN);
        assertThat(line.daysUnused()).isEqualTo(29);
        assertThat(line.net().getAmount().negate()).isEqualByComparingTo(number(row, "total"));
    }

    private static void theAnchorDayComesBack(OracleRow row) {
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(month -> {
            BillingCycle cycle = BillingDay.of(31).cycleStartingIn(YearMonth.of(2021, month));
            return "\"%tm-%<td..%tm-%<td\"".formatted(cycle.first(), cycle.last());
        })).allSatisfy(cycle -> assertThat(row.cell("expected")).contains(cycle));
    }

    private static void theNewCommerceWindowIsProratedAfterADay(OracleRow row) {
        LocalDate start = LocalDate.of(2024, 1, 1);
        assertThat(SamplePolicies.shipped("csp-nce").refundShare(start, start, start.plusDays(3).atStartOfDay()).name())
            .isEqualToIgnoringCase(text(row, "refund"));
    }

    private static void twentyFourAssignedIsSelfService(OracleRow row) {
        assertThat(text(row, "route")).isEqualTo("self-service");
        assertThat(ask(SampleSubscription.paid().assigned(24)).route()).isEqualTo(new Route.SelfService());
    }

    private static void twentySixAssignedIsNot(OracleRow row) {
        assertThat(text(row, "route")).isEqualTo("remove licences or support");
        GateAnswer answer = ask(SampleSubscription.paid().assigned(26));
        assertThat(answer.route()).isEqualTo(new Route.Approval(2));
        assertThat(answer.actions()).contains(new Action.RemoveLicences(2, "assigned"), new Action.AskToBeCalled());
    }

    private static void aProductKeyIsCancelledWithoutARefund(OracleRow row) {
        assertThat(text(row, "cancel")).isEqualTo("allowed");
        SampleSubscription withKey = SampleSubscription.paid().boughtThrough(Channel.PRODUCT_KEY);
        assertThat(ask(withKey).route()).isEqualTo(new Route.SelfService());
        assertThat(text(row, "refund")).isEqualTo("not eligible");
        assertThat(CreditCalculation.settle(SampleCancellations.effective("2024-01-16"), SampleTenants.inDollars(),
                withKey.subscription(), SamplePolicies.byDefault(), List.of(SampleCharge.ofNet("31.00").charge())))
            .isEqualTo(new Settlement.NothingDue(Settlement.NothingDue.Why.PRODUCT_KEY));
    }

    private static void assertNetTaxTotal(OracleRow row, Credit credit) {
        assertThat(credit.share()).isEqualTo(RefundShare.PRORATED);
        assertThat(credit.net().getAmount()).isEqualByComparingTo(minor(row, "net"));
        assertThat(credit.tax().getAmount()).isEqualByComparingTo(minor(row, "tax"));
        assertThat(credit.gross().getAmount()).isEqualByComparingTo(minor(row, "total"));
    }

    /** Lago calls the cash a refund and the rest a credit. */
    private static void assertSplit(OracleRow row, Credit credit) {
        assertThat(credit.gross().getAmount()).isEqualByComparingTo(minor(row, "total"));
        assertThat(credit.cash().getAmount()).isEqualByComparingTo(minor(row, "refund"));
        assertThat(credit.onAccount().getAmount()).isEqualByComparingTo(minor(row, "credit"));
    }

    private static void assertUsedPart(OracleRow row, String first, String last, String firstUnused) {
        ServiceSpan span = ServiceSpan.of(LocalDate.parse(first), LocalDate.parse(last));
        int used = span.days() - span.daysFrom(LocalDate.parse(firstUnused));
        BigDecimal one = BigDecimal.ONE;
        assertThat(Rounding.EXACT_HALF_UP.steps(new ChargedPrice(one, 1, one), used, span.days(), 9).getLast().result())
            .isEqualByComparingTo(number(row, "factor"));
    }

    private static SampleCharge october() {
        return october("31.00", "6.20");
    }

    private static SampleCharge october(String net, String tax) {
        return SampleCharge.ofNet(net).tax(tax).over("2022-10-01", "2022-10-31");
    }

    /** A credit note for days from the cancellation on is a reversal of those days. */
    private static SampleCharge earlierCreditOfUnusedDays(String net, String tax) {
        return SampleCharge.ofNet(net).tax(tax).id("C-2").quantity(-1).unpaid().over("2022-10-16", "2022-10-31");
    }

    /** Terminates on 15 October 2022, which is still a used day. */
    private static Credit lago(SampleCharge... charges) {
        return settle("2022-10-15", charges);
    }

    private static Credit settle(String day, SampleCharge... charges) {
        List<Charge> lines = Stream.of(charges).map(SampleCharge::charge).toList();
        Settlement settlement = CreditCalculation.settle(SampleCancellations.effective(day), SampleTenants.inDollars(),
                SampleSubscription.paid().subscription(), chargedAndHalfUp(), lines);
        assertThat(settlement).isInstanceOf(Settlement.Credited.class);
        return ((Settlement.Credited) settlement).credit();
    }

    private static Policy chargedAndHalfUp() {
        return SamplePolicies.prorated(CancelDay.CHARGED, Rounding.EXACT_HALF_UP);
    }

    private static BigDecimal unused(SampleCharge charge, String firstUnused) {
        return CreditCalculation.unusedOf(charge.charge(), LocalDate.parse(firstUnused), Rounding.EXACT_HALF_UP)
            .net()
            .getAmount();
    }

    private static GateAnswer ask(SampleSubscription subscription) {
        return new Gate(SamplePolicies.shipped()).ask(subscription.subscription(), List.of(subscription.subscription()),
                LocalDate.of(2024, 1, 15));
    }

    private static OracleRow row(String id) {
        return ROWS.stream().filter(row -> row.id().equals(id)).findFirst().orElseThrow();
    }

    private static BigDecimal minor(OracleRow row, String key) {
        return number(row, key).movePointLeft(2);
    }

    private static BigDecimal number(OracleRow row, String key) {
        return new BigDecimal(text(row, key));
    }

    private static String text(OracleRow row, String key) {
        Matcher value = Pattern.compile("\"" + Pattern.quote(key) + "\":(?:\"([^\"]*)\"|([^,}]*))")
            .matcher(row.cell("expected"));
        assertThat(value.find()).as(key + " in " + row.cell("expected")).isTrue();
        return (value.group(1) != null) ? value.group(1) : value.group(2);
    }

    record Formula(String id, String published, Rounding rounding, String unitPrice, long quantity, int unused,
            int days) {

        BigDecimal amount() {
            BigDecimal price = new BigDecimal(this.unitPrice);
            return this.rounding
                .steps(new ChargedPrice(price, this.quantity, price.multiply(BigDecimal.valueOf(this.quantity))),
                        this.unused, this.days, 2)
                .getLast()
                .result();
        }

        @Override
        public String toString() {
            return this.id + " " + this.published;
        }

    }

}
