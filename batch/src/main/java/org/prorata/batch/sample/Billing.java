package org.prorata.batch.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.billing.ServiceSpan;
import org.prorata.charge.Charge;
import org.prorata.charge.ChargeId;
import org.prorata.subscription.PaymentMethod;

/**
 * Bills sales in advance, as Microsoft does: a change of seats takes back the rest of the
 * running line and charges the new quantity for the same days.
 */
final class Billing {

    private static final int DAYS_TO_COLLECT = 90;

    private final LocalDate businessDate;

    private final Map<PaymentMethod, Deck<Payment>> payments = new EnumMap<>(PaymentMethod.class);

    Billing(LocalDate businessDate, RandomGenerator random) {
        this.businessDate = businessDate;
        for (PaymentMethod method : PaymentMethod.values()) {
            this.payments.put(method, Payment.deck(method, random));
        }
    }

    List<SampleCharge> bill(Sale sale) {
        List<SampleCharge> charges = new ArrayList<>();
        BilledPeriod.upTo(this.businessDate, sale).forEach(period -> bill(sale, period, charges));
        return charges;
    }

    private void bill(Sale sale, BilledPeriod period, List<SampleCharge> charges) {
        LocalDate from = period.span().from();
        Charge running = add(sale, period, from, sale.seats().on(from), payment(sale, from), charges);
        for (Map.Entry<LocalDate, Integer> change : sale.seats().changesWithin(period.span()).entrySet()) {
            Payment payment = payment(sale, change.getKey());
            takeBack(sale, period, change.getKey(), running, payment, charges);
            running = add(sale, period, change.getKey(), change.getValue(), payment, charges);
        }
    }

    /** Returns how an invoice was paid; old ones have been collected. */
    private Payment payment(Sale sale, LocalDate invoiced) {
        return invoiced.isBefore(this.businessDate.minusDays(DAYS_TO_COLLECT)) ? Payment.IN_FULL
                : Objects.requireNonNull(this.payments.get(sale.paymentMethod())).deal();
    }

    private static Charge add(Sale sale, BilledPeriod period, LocalDate from, int quantity, Payment payment,
            List<SampleCharge> charges) {
        CurrencyUnit currency = sale.tenant().tenant().currency();
        BigDecimal unitPrice = period.unitPriceFrom(from);
        BigDecimal net = unitPrice.multiply(BigDecimal.valueOf(quantity))
            .multiply(BigDecimal.valueOf(100L - sale.discountPercent()).movePointLeft(2));
        return add(sale, ServiceSpan.of(from, period.span().to()), unitPrice, quantity,
                Money.of(currency, net, RoundingMode.HALF_UP), payment, charges);
    }

    private static void takeBack(Sale sale, BilledPeriod period, LocalDate from, Charge running, Payment payment,
            List<SampleCharge> charges) {
        ServiceSpan rest = ServiceSpan.of(from, period.span().to());
        Money net = Money.of(running.currency(),
                running.net()
                    .getAmount()
                    .multiply(BigDecimal.valueOf(-rest.days()))
                    .divide(BigDecimal.valueOf(running.span().days()), running.currency().getDecimalPlaces(),
                            RoundingMode.HALF_UP));
        add(sale, rest, period.unitPriceFrom(from), -running.quantity(), net, payment, charges);
    }

    private static Charge add(Sale sale, ServiceSpan span, BigDecimal unitPrice, long quantity, Money net,
            Payment payment, List<SampleCharge> charges) {
        BigDecimal taxRate = sale.tenant().taxRate();
        Money tax = net.multipliedBy(taxRate, RoundingMode.HALF_UP);
        Money zero = Money.zero(net.getCurrencyUnit());
        ChargeId id = ChargeId
            .of(sale.tenant().id("CHG") + String.format(Locale.ROOT, "-%02d-%03d", sale.ordinal(), charges.size() + 1));
        Charge charge = new Charge(id, span, unitPrice, quantity, net, tax, payment.of(net.plus(tax)), zero, zero);
        charges.add(new SampleCharge(charge, sale.tenant().invoice(span.from()), taxRate));
        return charge;
    }

}
