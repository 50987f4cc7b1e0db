package org.prorata.credit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.billing.BillingFrequency;
import org.prorata.billing.ServiceSpan;
import org.prorata.charge.Charge;
import org.prorata.charge.ChargeId;

/**
 * What a billing system charges for a term whose seats change: one line for the whole
 * term, and with every change a reversal of what is left of the line before and a new
 * line for the rest.
 *
 * @param unitPrice price of one licence for the whole term
 * @param term the whole term
 * @param seats licences after the last change
 * @param lines what was charged
 */
record SeatChanges(BigDecimal unitPrice, ServiceSpan term, long seats, List<Charge> lines) {

    private static final List<String> CURRENCIES = List.of("JPY", "USD", "KWD");

    private static final List<String> TAX_RATES = List.of("0", "0.05", "0.0775", "0.1", "0.21", "0.25");

    static SeatChanges generate(RandomGenerator random) {
        CurrencyUnit currency = CurrencyUnit.of(oneOf(CURRENCIES, random));
        BigDecimal taxRate = new BigDecimal(oneOf(TAX_RATES, random));
        LocalDate first = LocalDate.of(2023, 1, 1).plusDays(random.nextInt(800));
        BillingFrequency frequency = random.nextBoolean() ? BillingFrequency.MONTHLY : BillingFrequency.ANNUAL;
        ServiceSpan term = ServiceSpan.of(first, frequency.lastDayOfTermStarting(first));
        // small prices, too, where a minor unit weighs most
        long minorUnits = random.nextBoolean() ? random.nextLong(1, 300) : random.nextLong(100, 30_000);
        BigDecimal unitPrice = BigDecimal.valueOf(minorUnits, currency.getDecimalPlaces());
        List<Charge> lines = new ArrayList<>();
        long seats = random.nextLong(1, 60);
        ServiceSpan rest = term;
        lines.add(line(lines.size(), rest, unitPrice, seats, worth(unitPrice, seats, term, rest, currency), taxRate,
                random));
        int changes = random.nextInt(5);
        for (int i = 0; i < changes && rest.days() > 1; i++) {
            ServiceSpan after = ServiceSpan.of(rest.from().plusDays(random.nextInt(1, rest.days())), rest.to());
            Money unused = part(lines.getLast().net(), after.days(), rest.days());
            BigDecimal price = part(unitPrice, after.days(), term.days(), 6);
            lines.add(line(lines.size(), after, price, -seats, unused.negated(), taxRate, random));
            seats = random.nextLong(1, 60);
            lines.add(line(lines.size(), after, price, seats, worth(unitPrice, seats, term, after, currency), taxRate,
                    random));
            rest = after;
        }
        return new SeatChanges(unitPrice, term, seats, List.copyOf(lines));
    }

    int changes() {
        return (this.lines.size() - 1) / 2;
    }

    CurrencyUnit currency() {
        return this.lines.getFirst().currency();
    }

    private static Charge line(int number, ServiceSpan span, BigDecimal unitPrice, long quantity, Money net,
            BigDecimal taxRate, RandomGenerator random) {
        Money tax = net.multipliedBy(taxRate, RoundingMode.HALF_UP);
        Money zero = Money.zero(net.getCurrencyUnit());
        Money gross = net.plus(tax);
        Money paid = switch (random.nextInt(4)) {
            case 0 -> zero;
            case 1 -> gross.multipliedBy(BigDecimal.valueOf(random.nextInt(100), 2), RoundingMode.DOWN);
            default -> gross;
        };
        return new Charge(ChargeId.of("C-" + number), span, unitPrice, quantity, net, tax, paid, zero, zero);
    }

    private static Money worth(BigDecimal unitPrice, long seats, ServiceSpan term, ServiceSpan rest,
            CurrencyUnit currency) {
        BigDecimal whole = unitPrice.multiply(BigDecimal.valueOf(seats));
        return Money.of(currency, part(whole, rest.days(), term.days(), currency.getDecimalPlaces()));
    }

    private static Money part(Money whole, int days, int of) {
        return Money.of(whole.getCurrencyUnit(),
                part(whole.getAmount(), days, of, whole.getCurrencyUnit().getDecimalPlaces()));
    }

    private static BigDecimal part(BigDecimal whole, int days, int of, int digits) {
        return whole.multiply(BigDecimal.valueOf(days)).divide(BigDecimal.valueOf(of), digits, RoundingMode.HALF_UP);
    }

    private static String oneOf(List<String> values, RandomGenerator random) {
        return values.get(random.nextInt(values.size()));
    }

}
