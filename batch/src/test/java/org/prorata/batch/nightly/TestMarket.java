package org.prorata.batch.nightly;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.prorata.cancellation.Cancellation;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;

/**
 * Many sales of every kind with cancellations up to {@value #LAST_DAY}; the same seed
 * gives the same ones. A few of their requests are bad, a few wait for approval, a few
 * credits are returned in the night they are issued.
 */
final class TestMarket {

    static final String LAST_DAY = "2024-03-15";

    private static final String[] CURRENCIES = { "USD", "EUR", "JPY", "KWD" };

    private static final int[] DIGITS = { 2, 2, 0, 3 };

    private static final String[] POLICIES = { null, null, "csp-legacy", "csp-nce", "mca-2022", "mosa-2022" };

    private static final PaymentMethod[] PAYMENTS = { PaymentMethod.CARD, PaymentMethod.BANK, PaymentMethod.INVOICE };

    private final SplittableRandom random;

    private final List<TestSale> sales = new ArrayList<>();

    private final List<Cancellation> cancellations = new ArrayList<>();

    private final List<String> approved = new ArrayList<>();

    private TestMarket(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static TestMarket of(long seed, int size) {
        TestMarket market = new TestMarket(seed);
        for (int i = 1; i <= size; i++) {
            market.sell("M%05d".formatted(i));
        }
        return market;
    }

    /** Enters the market into the books. */
    void enter(TestBooks books) {
        books.add(this.sales);
        books.file(this.cancellations);
        this.approved.forEach(books::approve);
    }

    private void sell(String id) {
        int which = this.random.nextInt(4);
        LocalDate start = LocalDate.of(2024, 2, 1).plusDays(this.random.nextInt(25));
        TestSale sale = TestSale.of(id)
            .in(CURRENCIES[which])
            .billedOn(1 + this.random.nextInt(31))
            .under(POLICIES[this.random.nextInt(POLICIES.length)])
            .paidBy(PAYMENTS[this.random.nextInt(3)])
            .from(start.toString())
            .licences(1 + this.random.nextInt(24));
        int kind = this.random.nextInt(100);
        if (kind < 4) {
            sale.trialUntil(start.plusDays(this.random.nextInt(30)).toString());
        }
        else if (kind < 8) {
            sale.through(Channel.PRODUCT_KEY);
        }
        else if (kind < 12) {
            sale.licences(25 + this.random.nextInt(50)).under(null);
        }
        charge(sale, start, which, kind);
        this.sales.add(sale);
        if (kind >= 4 || this.random.nextBoolean()) {
            long span = LocalDate.parse(LAST_DAY).toEpochDay() - start.toEpochDay() + 1;
            LocalDate effective = start.plusDays(this.random.nextLong(span));
            this.cancellations.add(TestBooks.cancellation(id, effective.toString()));
        }
        if (kind >= 8 && kind < 11) {
            this.approved.add("R-" + id);
        }
    }

    private void charge(TestSale sale, LocalDate start, int which, int kind) {
        int lines = 1 + this.random.nextInt(3);
        for (int line = 0; line < lines; line++) {
            LocalDate from = start.plusDays(line * 7L);
            LocalDate to = from.plusDays(20 + this.random.nextInt(340));
            BigDecimal net = BigDecimal.valueOf(1 + this.random.nextLong(200_000), DIGITS[which]);
            BigDecimal tax = net.multiply(new BigDecimal("0.21")).setScale(DIGITS[which], RoundingMode.HALF_UP);
            if (line > 0 && this.random.nextInt(4) == 0) {
                net = net.divide(BigDecimal.valueOf(-1000), DIGITS[which], RoundingMode.DOWN);
                tax = BigDecimal.ZERO;
            }
            BigDecimal gross = net.add(tax);
            BigDecimal paid = switch (this.random.nextInt(4)) {
                case 0 -> BigDecimal.ZERO;
                case 1 -> gross.divide(BigDecimal.TWO, DIGITS[which], RoundingMode.DOWN);
                default -> gross;
            };
            if (net.signum() != 0) {
                sale.charged(from.toString(), to.toString(), net.toPlainString(), tax.toPlainString(),
                        paid.toPlainString(), (kind == 99) ? "GBP" : CURRENCIES[which]);
            }
        }
    }

}
