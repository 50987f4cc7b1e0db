package org.prorata.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.function.Consumer;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.billing.ServiceSpan;
import org.prorata.charge.Charge;
import org.prorata.charge.ChargeId;

/**
 * A charge line in the making: one licence, January 2024, in dollars, without tax and
 * paid in full, unless a test says otherwise. Every step gives a new one.
 */
public final class SampleCharge implements Cloneable {

    private static final String IN_FULL = "in full";

    private static final String FROM_NET = "from net";

    private final String net;

    private String id = "C-1";

    private ServiceSpan span = ServiceSpan.of(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 31));

    private CurrencyUnit currency = CurrencyUnit.USD;

    private String unitPrice = FROM_NET;

    private long quantity = 1;

    private String tax = "0";

    private String paid = IN_FULL;

    private String creditedNet = "0";

    private String creditedTax = "0";

    private SampleCharge(String net) {
        this.net = net;
    }

    public static SampleCharge ofNet(String net) {
        return new SampleCharge(net);
    }

    /** SampleCharge the price of one licence times the quantity. */
    public static SampleCharge ofPrice(String unitPrice, long quantity) {
        return ofNet(new BigDecimal(unitPrice).multiply(BigDecimal.valueOf(quantity)).toPlainString())
            .unitPrice(unitPrice)
            .quantity(quantity);
    }

    public SampleCharge id(String id) {
        return with(c -> c.id = id);
    }

    /** Pays for the days from the first to the last, both included. */
    public SampleCharge over(String first, String last) {
        return over(LocalDate.parse(first), LocalDate.parse(last));
    }

    public SampleCharge over(LocalDate first, LocalDate last) {
        return with(c -> c.span = ServiceSpan.of(first, last));
    }

    public SampleCharge in(String currency) {
        return with(c -> c.currency = CurrencyUnit.of(currency));
    }

    public SampleCharge unitPrice(String unitPrice) {
        return with(c -> c.unitPrice = unitPrice);
    }

    public SampleCharge quantity(long quantity) {
        return with(c -> c.quantity = quantity);
    }

    public SampleCharge tax(String tax) {
        return with(c -> c.tax = tax);
    }

    public SampleCharge paid(String paid) {
        return with(c -> c.paid = paid);
    }

    public SampleCharge unpaid() {
        return paid("0");
    }

    /** Has this much given back by earlier credits. */
    public SampleCharge credited(String creditedNet, String creditedTax) {
        return with(c -> {
            c.creditedNet = creditedNet;
            c.creditedTax = creditedTax;
        });
    }

    public Charge charge() {
        Money all = money(this.net).plus(money(this.tax));
        BigDecimal price = this.unitPrice.equals(FROM_NET)
                ? new BigDecimal(this.net).divide(BigDecimal.valueOf(this.quantity), 6, RoundingMode.HALF_UP)
                : new BigDecimal(this.unitPrice);
        return new Charge(ChargeId.of(this.id), this.span, price, this.quantity, money(this.net), money(this.tax),
                this.paid.equals(IN_FULL) ? all : money(this.paid), money(this.creditedNet), money(this.creditedTax));
    }

    private Money money(String amount) {
        return Money.of(this.currency, new BigDecimal(amount));
    }

    private SampleCharge with(Consumer<SampleCharge> change) {
        try {
            SampleCharge copy = (SampleCharge) clone();
            change.accept(copy);
            return copy;
        }
        catch (CloneNotSupportedException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
