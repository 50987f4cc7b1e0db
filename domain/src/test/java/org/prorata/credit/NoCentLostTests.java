package org.prorata.credit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.charge.Charge;
import org.prorata.money.ExactAmount;
import org.prorata.policy.CancelDay;
import org.prorata.policy.Policy;
import org.prorata.policy.Rounding;
import org.prorata.sample.SampleCancellations;
import org.prorata.sample.SamplePolicies;
import org.prorata.sample.SampleSubscription;
import org.prorata.sample.SampleTenants;
import org.prorata.sample.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The law: whatever the order of seat changes, partial credits and a final cancellation,
 * what was given back and what remains is what was charged, to the minor unit.
 */
class NoCentLostTests {

    private static final int SEQUENCES = 2_500;

    static LongStream seeds() {
        return Seeds.fixedAndFresh();
    }

    /**
     * What comes back of a line is its net times unused days, rounded once, and no more.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsGivenBackAndWhatRemainsIsWhatWasCharged(long seed) {
        RandomGenerator random = Seeds.generator(seed);
        for (int i = 0; i < SEQUENCES; i++) {
            String where = "seed %d, sequence %d".formatted(seed, i);
            SeatChanges changes = SeatChanges.generate(random);
            List<Account> accounts = changes.lines().stream().map(Account::new).toList();
            int partialCredits = random.nextInt(4);
            for (int n = 0; n < partialCredits; n++) {
                Rounding rounding = random.nextBoolean() ? Rounding.EXACT_HALF_UP : anyOf(random);
                accounts.forEach(account -> account.giveBack(dayIn(changes, random), rounding, where));
            }
            LocalDate cancelDay = dayIn(changes, random);
            accounts.forEach(account -> account.giveBack(cancelDay, Rounding.EXACT_HALF_UP, where));
            accounts.forEach(account -> account.giveBackTheRest(where));
        }
    }

    /**
     * Lines cancel out: after every reversal only the seats of the last change are worth
     * something, so nothing is credited twice and nothing is forgotten.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void aCancellationGivesBackWhatTheLastSeatsDidNotUse(long seed) {
        RandomGenerator random = Seeds.generator(seed);
        int credited = 0;
        for (int i = 0; i < SEQUENCES; i++) {
            String where = "seed %d, sequence %d".formatted(seed, i);
            SeatChanges changes = SeatChanges.generate(random);
            LocalDate lastChange = changes.lines().getLast().span().from();
            LocalDate cancelDay = lastChange.plusDays(random.nextInt(changes.lines().getLast().span().days()));
            Settlement settlement = settle(changes, cancelDay,
                    SamplePolicies.prorated(CancelDay.CREDITED, Rounding.EXACT_HALF_UP));
            Money worth = worth(changes, cancelDay);
            switch (settlement) {
                case Settlement.Credited(Credit credit) -> {
                    credited++;
                    assertThat(credit.net().minus(worth).abs()).as(where).isLessThanOrEqualTo(noise(changes));
                    assertSplit(credit, where);
                }
                case Settlement.NothingDue(var why) -> {
                    assertThat(why).as(where).isEqualTo(Settlement.NothingDue.Why.NOTHING_UNUSED);
                    assertThat(worth).as(where).isLessThanOrEqualTo(noise(changes));
                }
                // next to nothing is left, and the roundings of the reversals take more
                // than that
                case Settlement.Refused(RefusalCode code, String message) -> {
                    assertThat(code).as(where + ": " + message).isEqualTo(RefusalCode.REVERSALS_EXCEED_CHARGES);
                    List<CreditLine> lines = changes.lines()
                        .stream()
                        .map(line -> CreditCalculation.unusedOf(line, cancelDay, Rounding.EXACT_HALF_UP))
                        .toList();
                    assertThat(sum(lines.stream().map(CreditLine::net).toList(), changes.currency()))
                        .as(where + ": " + message)
                        .isGreaterThanOrEqualTo(noise(changes).negated());
                    assertThat(sum(lines.stream().map(CreditLine::tax).toList(), changes.currency()))
                        .as(where + ": " + message)
                        .isGreaterThanOrEqualTo(noise(changes).negated());
                }
            }
        }
        assertThat(credited).as("seed %d", seed).isGreaterThan(SEQUENCES * 9 / 10);
    }

    /**
     * Bounds what roundings can add up to: half a unit each, for a change those of the
     * line, its reversal and its credit, with their tax; and one for the worth itself.
     */
    private static Money noise(SeatChanges changes) {
        return Money.ofMinor(changes.currency(), 3L * changes.changes() + 2);
    }

    /** Everything that was charged and not credited comes back, and nothing after it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aFullRefundGivesBackEveryMinorUnitOnce(long seed) {
        RandomGenerator random = Seeds.generator(seed);
        for (int i = 0; i < SEQUENCES; i++) {
            String where = "seed %d, sequence %d".formatted(seed, i);
            SeatChanges changes = SeatChanges.generate(random);
            Money charged = sum(changes.lines().stream().map(Charge::net).toList(), changes.currency());
            Money taxed = sum(changes.lines().stream().map(Charge::tax).toList(), changes.currency());
            Settlement settlement = settle(changes, dayIn(changes, random), SamplePolicies.everything());
            assertThat(settlement).as(where).isInstanceOfSatisfying(Settlement.Credited.class, credited -> {
                assertThat(credited.credit().net()).as(where).isEqualTo(charged);
                assertThat(credited.credit().tax()).as(where).isEqualTo(taxed);
                assertSplit(credited.credit(), where);
                List<Charge> after = new ArrayList<>();
                for (CreditLine line : credited.credit().lines()) {
                    after.add(credited(line.charge(), line.net(), line.tax()));
                }
                assertThat(settle(new SeatChanges(changes.unitPrice(), changes.term(), changes.seats(), after),
                        changes.term().from(), SamplePolicies.everything()))
                    .as(where)
                    .isEqualTo(new Settlement.NothingDue(Settlement.NothingDue.Why.NOTHING_UNUSED));
            });
        }
    }

    private static void assertSplit(Credit credit, String where) {
        Money zero = Money.zero(credit.net().getCurrencyUnit());
        CurrencyUnit currency = credit.net().getCurrencyUnit();
        assertThat(sum(credit.lines().stream().map(CreditLine::net).toList(), currency)).as(where)
            .isEqualTo(credit.net());
        assertThat(sum(credit.lines().stream().map(CreditLine::tax).toList(), currency)).as(where)
            .isEqualTo(credit.tax());
        assertThat(credit.cash().plus(credit.onAccount())).as(where).isEqualTo(credit.gross());
        assertThat(credit.cash()).as(where).isBetween(zero, credit.gross());
        Money paid = sum(credit.lines().stream().map(line -> line.charge().paid()).toList(), currency);
        Money owed = sum(credit.lines().stream().map(line -> line.charge().owed()).toList(), currency);
        assertThat(credit.cash()).as(where).isLessThanOrEqualTo(paid.isNegative() ? zero : paid);
        if (owed.isPositive() && credit.cash().isPositive()) {
            assertThat(credit.onAccount()).as(where).isGreaterThanOrEqualTo(owed);
        }
    }

    private static Settlement settle(SeatChanges changes, LocalDate cancelDay, Policy policy) {
        return CreditCalculation.settle(SampleCancellations.effective(cancelDay.toString()),
                SampleTenants.billedIn(changes.currency().getCode()),
                SampleSubscription.paid()
                    .term(changes.term().from().toString(), changes.term().to().toString())
                    .subscription(),
                policy, changes.lines());
    }

    private static Money worth(SeatChanges changes, LocalDate cancelDay) {
        BigDecimal unused = changes.unitPrice()
            .multiply(BigDecimal.valueOf(changes.seats()))
            .multiply(BigDecimal.valueOf(changes.term().daysFrom(cancelDay)));
        return Money.of(changes.currency(), new ExactAmount(unused, changes.term().days())
            .rounded(changes.currency().getDecimalPlaces(), RoundingMode.DOWN));
    }

    private static Charge credited(Charge charge, Money net, Money tax) {
        return new Charge(charge.id(), charge.span(), charge.unitPrice(), charge.quantity(), charge.net(), charge.tax(),
                charge.paid(), charge.creditedNet().plus(net), charge.creditedTax().plus(tax));
    }

    private static LocalDate dayIn(SeatChanges changes, RandomGenerator random) {
        return changes.term().from().plusDays(random.nextInt(changes.term().days()));
    }

    private static Rounding anyOf(RandomGenerator random) {
        List<Rounding> all = List.of(Rounding.values());
        return all.get(random.nextInt(all.size()));
    }

    private static Money sum(List<Money> amounts, CurrencyUnit currency) {
        return amounts.stream().reduce(Money.zero(currency), Money::plus);
    }

    /**
     * One charge line and what has been given back of it, kept apart from the code under
     * test.
     */
    private static final class Account {

        private final Charge original;

        private Charge charge;

        private Money netGivenBack;

        private Money taxGivenBack;

        Account(Charge charge) {
            this.original = charge;
            this.charge = charge;
            this.netGivenBack = Money.zero(charge.currency());
            this.taxGivenBack = Money.zero(charge.currency());
        }

        void giveBack(LocalDate firstUnused, Rounding rounding, String where) {
            CreditLine line = CreditCalculation.unusedOf(this.charge, firstUnused, rounding);
            if (rounding == Rounding.EXACT_HALF_UP) {
                assertThat(line.net().getAmountMinor()).as(where).isEqualTo(expectedMinor(firstUnused));
            }
            book(line, where);
        }

        void giveBackTheRest(String where) {
            book(CreditCalculation.unusedOf(this.charge, this.charge.span().from(), Rounding.EXACT_HALF_UP), where);
            assertThat(this.netGivenBack).as(where).isEqualTo(this.original.net());
            assertThat(this.taxGivenBack).as(where).isEqualTo(this.original.tax());
        }

        private void book(CreditLine line, String where) {
            this.netGivenBack = this.netGivenBack.plus(line.net());
            this.taxGivenBack = this.taxGivenBack.plus(line.tax());
            this.charge = credited(this.charge, line.net(), line.tax());
            assertThat(this.netGivenBack.plus(this.charge.remainingNet())).as(where).isEqualTo(this.original.net());
            assertThat(this.taxGivenBack.plus(this.charge.remainingTax())).as(where).isEqualTo(this.original.tax());
            assertWithin(this.netGivenBack, this.original.net(), where);
            assertWithin(this.taxGivenBack, this.original.tax(), where);
            if (this.charge.remainingNet().isZero()) {
                assertThat(this.charge.remainingTax().isZero()).as(where + ": tax goes with the last of the net")
                    .isTrue();
            }
        }

        /**
         * Works it out in whole minor units: floor of the doubled fraction plus one half.
         */
        private BigDecimal expectedMinor(LocalDate firstUnused) {
            BigInteger net = this.original.net().abs().getAmountMinor().toBigIntegerExact();
            BigInteger days = BigInteger.valueOf(this.original.span().days());
            BigInteger twice = net.multiply(BigInteger.valueOf(2L * this.original.span().daysFrom(firstUnused)));
            BigInteger unused = twice.add(days).divide(days.multiply(BigInteger.TWO));
            BigInteger left = net.subtract(this.netGivenBack.abs().getAmountMinor().toBigIntegerExact());
            BigInteger amount = unused.min(left);
            return new BigDecimal(this.original.net().isNegative() ? amount.negate() : amount);
        }

        private static void assertWithin(Money part, Money whole, String where) {
            Money zero = Money.zero(whole.getCurrencyUnit());
            assertThat(part).as(where).isBetween(whole.isNegative() ? whole : zero, whole.isNegative() ? zero : whole);
        }

    }

}
