package org.prorata.db.importing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.prorata.table.Row;

/** {@code charges.csv}. */
final class ChargeSheet implements Sheet {

    static final String FILE = "charges.csv";

    static final BigDecimal MOST_MONEY = new BigDecimal("999999999999");

    static final long MOST_LICENCES = 10_000_000;

    static final String INSERT = """
            INSERT INTO import_charge (line_no, bad, charge_id, subscription_id, invoice_number, service_from, service_to,
                unit_price, quantity, net, tax_rate, tax, paid, currency)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    static final int WIDTH = 14;

    private static final Set<String> COLUMNS = Collections
        .unmodifiableSet(new LinkedHashSet<>(List.of("charge_id", "subscription_id", "invoice_number", "service_from",
                "service_to", "unit_price", "quantity", "net", "tax_rate", "tax", "paid", "currency")));

    @Override
    public Set<String> columns() {
        return COLUMNS;
    }

    @Override
    public Set<String> optionalColumns() {
        return Set.of();
    }

    @Override
    public String insert() {
        return INSERT;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public @Nullable StagedRow read(Row row) {
        String id = row.id("charge_id");
        boolean named = !row.isBad();
        String subscription = row.id("subscription_id");
        boolean owned = !row.isBad();
        String invoice = row.id("invoice_number");
        LocalDate from = row.date("service_from");
        LocalDate to = row.date("service_to");
        BigDecimal unitPrice = row.decimal("unit_price", 6, BigDecimal.ZERO, MOST_MONEY);
        long quantity = row.wholeNumber("quantity", -MOST_LICENCES, MOST_LICENCES);
        CurrencyUnit currency = row.currency("currency");
        // an unknown currency is one problem, not four
        int digits = currency.getCode().equals(row.raw("currency")) ? currency.getDecimalPlaces() : 4;
        BigDecimal net = row.decimal("net", digits, MOST_MONEY.negate(), MOST_MONEY);
        BigDecimal taxRate = row.decimal("tax_rate", 6, BigDecimal.ZERO, BigDecimal.ONE);
        BigDecimal tax = row.decimal("tax", digits, MOST_MONEY.negate(), MOST_MONEY);
        BigDecimal paid = row.decimal("paid", digits, MOST_MONEY.negate(), MOST_MONEY);
        if (!row.isBad()) {
            checkSpan(row, from, to);
            checkSigns(row, quantity, net, tax, paid);
        }
        return named ? StagedRow.of(row, id, owned ? subscription : null, invoice, from, to, unitPrice, quantity, net,
                taxRate, tax, paid, currency.getCode()) : null;
    }

    private static void checkSpan(Row row, LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            row.problem("service_to", "is before the span starts", to.toString(), "a date from " + from + " on");
        }
    }

    private static void checkSigns(Row row, long quantity, BigDecimal net, BigDecimal tax, BigDecimal paid) {
        if (quantity == 0) {
            row.problem("quantity", "is zero", "0", "a whole number other than 0");
            return;
        }
        checkSign(row, "net", net, quantity);
        checkSign(row, "tax", tax, quantity);
        BigDecimal gross = net.add(tax);
        BigDecimal least = gross.min(BigDecimal.ZERO);
        BigDecimal most = gross.max(BigDecimal.ZERO);
        if (!row.isBad() && (paid.compareTo(least) < 0 || paid.compareTo(most) > 0)) {
            row.problem("paid", "is not between nothing and net + tax", paid.toPlainString(),
                    least.toPlainString() + " to " + most.toPlainString());
        }
    }

    private static void checkSign(Row row, String column, BigDecimal amount, long quantity) {
        if (amount.signum() * Long.signum(quantity) < 0) {
            row.problem(column, "has another sign than the quantity", amount.toPlainString(),
                    (quantity > 0) ? "0 or more, as the quantity is positive"
                            : "0 or less, as the line is a reversal with a negative quantity");
        }
    }

}
