package org.prorata.credit;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.charge.Charge;
import org.prorata.policy.CancelDay;
import org.prorata.policy.Policy;
import org.prorata.policy.Rounding;
import org.prorata.sample.SampleCancellations;
import org.prorata.sample.SampleCharge;
import org.prorata.sample.SamplePolicies;
import org.prorata.sample.SampleSubscription;
import org.prorata.sample.SampleTenants;
import org.prorata.sample.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

class CreditExplanationTests {

    @Test
    void aProratedCreditExplainsEveryLine() {
        Credit credit = credit(SamplePolicies.byDefault(),
                SampleCharge.ofNet("500.00").tax("105.00").id("C-1").quantity(10),
                SampleCharge.ofNet("-200.00").tax("-42.00").id("C-2").quantity(-4).over("2024-01-12", "2024-01-31"),
                SampleCharge.ofNet("31.00").tax("6.51").id("C-3").credited("30.00", "6.30"));
        assertThat(new CreditExplanation(credit).text()).isEqualTo("""
                Subscription S-1, cancelled with effect from 2024-01-16, policy microsoft-2020@2020-04-18: the unused \
                part is given back, the cancel day is the first unused day
                Charge C-1, 2024-01-01 to 2024-01-31: 16 of 31 days unused of net 500.00
                  exactly 8000/31, EXACT_HALF_UP
                  net x unused days / days = 8000/31 -> 258.06 (rounded half up to 2 decimals)
                  net 258.06, tax 54.19 (in proportion to the charge's tax 105.00)
                Charge C-2, 2024-01-12 to 2024-01-31: 16 of 20 days unused of net -200.00
                  exactly -160/1, EXACT_HALF_UP
                  net x unused days / days = -160/1 -> -160.00 (rounded half up to 2 decimals)
                  net -160.00, tax -33.60 (in proportion to the charge's tax -42.00)
                Charge C-3, 2024-01-01 to 2024-01-31: 16 of 31 days unused of net 31.00
                  exactly 16/1, EXACT_HALF_UP
                  net x unused days / days = 16/1 -> 16.00 (rounded half up to 2 decimals)
                  lowered to 1.00, which is what was left of the charge
                  net 1.00, tax 0.21 (all that was left of the charge's tax)
                Together net 99.06, tax 20.80, gross 119.86 USD
                Returned on 2024-02-01 by CARD: 119.86 in cash, 0.00 on account; due by 2024-02-29""");
    }

    @Test
    void aCreditThatRoundsEachLicenceShowsEachRounding() {
        Credit credit = credit(SamplePolicies.prorated(CancelDay.CHARGED, Rounding.LEGACY_ROUND),
                SampleCharge.ofPrice("4.00", 2).tax("1.68").paid("5.00"));
        assertThat(new CreditExplanation(credit).text()).isEqualTo("""
                Subscription S-1, cancelled with effect from 2024-01-16, policy microsoft-2020@2020-04-18: the unused \
                part is given back, the cancel day is the last used day
                Charge C-1, 2024-01-01 to 2024-01-31: 15 of 31 days unused of net 8.00
                  exactly 120/31, LEGACY_ROUND
                  unit price x quantity / days = 8/31 -> 0.26 (rounded half up to 2 decimals)
                  daily amount x unused days / quantity = 39/20 -> 1.95 (rounded half up to 2 decimals)
                  amount of one unit x quantity = 39/10 -> 3.90
                  net 3.90, tax 0.82 (in proportion to the charge's tax 1.68)
                Together net 3.90, tax 0.82, gross 4.72 USD
                Returned on 2024-02-01 by CARD: 0.04 in cash, 4.68 on account; due by 2024-02-29""");
    }

    @Test
    void aFullCreditNeedsNoRounding() {
        Credit credit = credit(SamplePolicies.shipped("csp-legacy"), SampleCharge.ofNet("31.00").tax("6.20"));
        assertThat(new CreditExplanation(credit).text()).isEqualTo("""
                Subscription S-1, cancelled with effect from 2024-01-16, policy csp-legacy@2017-07-18: everything is \
                given back
                Charge C-1, 2024-01-01 to 2024-01-31: 31 of 31 days unused of net 31.00
                  exactly 31/1, LEGACY_ROUND
                  net 31.00, tax 6.20 (all that was left of the charge's tax)
                Together net 31.00, tax 6.20, gross 37.20 USD
                Returned on 2024-02-01 by CARD: 37.20 in cash, 0.00 on account; due by 2024-02-29""");
    }

    @Test
    void theTreeIsOfPlainValues() {
        Credit credit = credit(SamplePolicies.byDefault(), SampleCharge.ofNet("50.00").tax("10.50"));
        assertThat(new CreditExplanation(credit).tree()).isEqualTo(Map.ofEntries(Map.entry("subscription_id", "S-1"),
                Map.entry("request_id", "R-1"), Map.entry("policy", "microsoft-2020@2020-04-18"),
                Map.entry("refund_share", "PRORATED"), Map.entry("cancel_effective", "2024-01-16"),
                Map.entry("cancel_day", "CREDITED"), Map.entry("currency", "USD"),
                Map.entry("lines", List.of(Map.ofEntries(Map.entry("charge_id", "C-1"),
                        Map.entry("service_from", "2024-01-01"), Map.entry("service_to", "2024-01-31"),
                        Map.entry("days_in_period", 31), Map.entry("days_unused", 16),
                        Map.entry("rounding", "EXACT_HALF_UP"), Map.entry("exact_net", "800/31"),
                        Map.entry("steps",
                                List.of(Map.of("formula", "net x unused days / days", "exact", "800/31", "digits", 2,
                                        "mode", "HALF_UP", "result", "25.81"))),
                        Map.entry("capped", false), Map.entry("net", "25.81"), Map.entry("charge_net", "50.00"),
                        Map.entry("charge_tax", "10.50"), Map.entry("tax_remainder", false),
                        Map.entry("tax", "5.42")))),
                Map.entry("net", "25.81"), Map.entry("tax", "5.42"), Map.entry("gross", "31.23"),
                Map.entry("cash", "31.23"), Map.entry("on_account", "0.00"), Map.entry("return_method", "CARD"),
                Map.entry("return_on", "2024-02-01"), Map.entry("due_by", "2024-02-29")));
    }

    static LongStream seeds() {
        return Seeds.fixedAndFresh();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theLeavesSumToTheTotalsAndTheLastStepIsTheLinesNetUnlessCapped(long seed) {
        RandomGenerator random = Seeds.generator(seed);
        int credited = 0;
        for (int i = 0; i < 1_000; i++) {
            for (Rounding rounding : Rounding.values()) {
                SampleCharge[] charges = Stream
                    .generate(() -> SampleCharge.ofPrice(BigDecimal.valueOf(random.nextInt(1, 10_000), 2).toString(),
                            random.nextInt(1, 40)))
                    .limit(random.nextInt(1, 4))
                    .map(charge -> charge.tax(BigDecimal.valueOf(random.nextInt(1_000), 2).toString())
                        .credited(BigDecimal.valueOf(random.nextInt(100), 2).toString(), "0"))
                    .toArray(SampleCharge[]::new);
                if (settle(SamplePolicies.prorated(CancelDay.CREDITED, rounding),
                        charges) instanceof Settlement.Credited(Credit credit)) {
                    assertLeavesSumToTotals(new CreditExplanation(credit).tree(),
                            "seed %d, case %d, %s".formatted(seed, i, rounding));
                    credited++;
                }
            }
        }
        assertThat(credited).isGreaterThan(5_000);
    }

    private static void assertLeavesSumToTotals(Map<String, Object> tree, String seed) {
        List<Map<?, ?>> lines = maps(tree, "lines");
        for (String column : List.of("net", "tax")) {
            assertThat(lines.stream().map(line -> number(line, column)).reduce(BigDecimal.ZERO, BigDecimal::add))
                .as(seed)
                .isEqualByComparingTo(number(tree, column));
        }
        assertThat(number(tree, "net").add(number(tree, "tax"))).as(seed).isEqualByComparingTo(number(tree, "gross"));
        assertThat(number(tree, "cash").add(number(tree, "on_account"))).as(seed)
            .isEqualByComparingTo(number(tree, "gross"));
        for (Map<?, ?> line : lines) {
            BigDecimal last = number(maps(line, "steps").getLast(), "result");
            if (Boolean.TRUE.equals(line.get("capped"))) {
                assertThat(last).as(seed).isGreaterThan(number(line, "net"));
            }
            else {
                assertThat(last).as(seed).isEqualByComparingTo(number(line, "net"));
            }
        }
    }

    private static List<Map<?, ?>> maps(Map<?, ?> map, String key) {
        return ((List<?>) Objects.requireNonNull(map.get(key))).stream()
            .<Map<?, ?>>map(each -> (Map<?, ?>) each)
            .toList();
    }

    private static BigDecimal number(Map<?, ?> map, String key) {
        return new BigDecimal(String.valueOf(map.get(key)));
    }

    private static Credit credit(Policy policy, SampleCharge... charges) {
        Settlement settlement = settle(policy, charges);
        assertThat(settlement).isInstanceOf(Settlement.Credited.class);
        return ((Settlement.Credited) settlement).credit();
    }

    private static Settlement settle(Policy policy, SampleCharge... charges) {
        List<Charge> lines = Stream.of(charges).map(SampleCharge::charge).toList();
        return CreditCalculation.settle(SampleCancellations.effective("2024-01-16"), SampleTenants.inDollars(),
                SampleSubscription.paid().subscription(), policy, lines);
    }

}
