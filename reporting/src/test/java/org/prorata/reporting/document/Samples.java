package org.prorata.reporting.document;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.reporting.Reconciled.Comparison;
import org.prorata.reporting.Reconciled.Difference;
import org.prorata.reporting.Reconciled.Line;
import org.prorata.reporting.Reconciled.Measure;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.RowSource;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Age;
import org.prorata.reporting.summary.RefundSummary.Approvals;
import org.prorata.reporting.summary.RefundSummary.Breach;
import org.prorata.reporting.summary.RefundSummary.Day;
import org.prorata.reporting.summary.RefundSummary.DaysToReturn;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Exceptions;
import org.prorata.reporting.summary.RefundSummary.Forecast;
import org.prorata.reporting.summary.RefundSummary.Group;
import org.prorata.reporting.summary.RefundSummary.Heading;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.prorata.reporting.summary.RefundSummary.Pair;
import org.prorata.reporting.summary.RefundSummary.Promise;
import org.prorata.reporting.summary.RefundSummary.Quarantined;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.RollForward;
import org.prorata.reporting.summary.RefundSummary.Run;
import org.prorata.reporting.summary.RefundSummary.Status;
import org.prorata.reporting.summary.RefundSummary.View;

/** Summaries and details as they could be. */
final class Samples {

    static final Instant AS_OF = Instant.parse("2027-02-01T02:30:00.123456Z");

    private Samples() {
    }

    /** Three currencies with two, no and three digits. */
    static RefundSummary three() {
        return of("EUR", "JPY", "KWD");
    }

    static RefundSummary of(String... currencies) {
        List<OfCurrency> all = new ArrayList<>();
        for (String currency : currencies) {
            all.add(currency(CurrencyUnit.of(currency), 1));
        }
        return summary(all);
    }

    static RefundSummary summary(List<OfCurrency> currencies) {
        List<Run> runs = new ArrayList<>();
        for (int day = 1; day <= 31; day++) {
            runs.add(new Run(400 + day, LocalDate.of(2026, 12, day), "sha256:" + "%02x".formatted(day).repeat(32)));
        }
        Heading heading = new Heading(new Question(View.CYCLE, YearMonth.of(2026, 12), AS_OF), Status.CLOSED,
                LocalDate.of(2026, 12, 1), LocalDate.of(2027, 1, 30), 12L, 9L, runs,
                List.of("standard 2024-01-01", "enterprise 2025-07-01"), "0123456789abcdef".repeat(4));
        List<Promise> promises = new ArrayList<>();
        for (int month = 1; month <= 12; month++) {
            promises.add(new Promise(YearMonth.of(2026, month), 180 + month, month % 4));
        }
        return new RefundSummary(heading, currencies,
                new Approvals(14, 9, 2, 1, 1, Duration.ofMinutes(1634),
                        List.of(new Pair("anna.berzina", "lars.svensson", 6, 1), new Pair("王小明", "Иван Петров", 3, 1))),
                new Exceptions(
                        List.of(new Quarantined("CHARGE_CURRENCY_MISMATCH", 2), new Quarantined("NO_CHARGES", 1)), 1, 3,
                        2),
                promises);
    }

    /** Two nights; on the second one a cent is missing in the ledger. */
    static Comparison reconciliation() {
        CurrencyUnit euro = CurrencyUnit.EUR;
        return new Comparison(
                List.of(new Line(401, LocalDate.of(2026, 12, 1), euro, Measure.NET, money(euro, "100", 1),
                        money(euro, "100", 1), money(euro, "100", 1), money(euro, "100", 1)),
                        new Line(402, LocalDate.of(2026, 12, 2), euro, Measure.NET, money(euro, "200", 1),
                                money(euro, "200", 1), money(euro, "199.99", 1), money(euro, "200", 1))),
                List.of(new Difference(402, "CR-20261201-0000007", Measure.NET, money(euro, "20", 1),
                        money(euro, "19.99", 1), money(euro, "20", 1))));
    }

    static OfCurrency currency(CurrencyUnit currency, long factor) {
        Money net = money(currency, "8000.00", factor);
        Money tax = money(currency, "1950.00", factor);
        Money opening = money(currency, "1250.00", factor);
        Money card = money(currency, "6000.00", factor);
        Money bank = money(currency, "1500.00", factor);
        Money invoice = money(currency, "450.00", factor);
        Money failed = money(currency, "250.00", factor);
        Money closing = opening.plus(net).plus(tax).minus(card).minus(bank).minus(invoice).plus(failed);
        List<Group> groups = List.of(group(currency, factor, Dimension.ROUTE, "SELF_SERVICE", 91, "6000.00", "1450.00"),
                group(currency, factor, Dimension.ROUTE, "APPROVAL", 9, "2000.00", "500.00"),
                group(currency, factor, Dimension.REASON, "Too expensive", 60, "5000.00", "1200.00"),
                group(currency, factor, Dimension.REASON, "", 30, "2000.00", "500.00"),
                group(currency, factor, Dimension.REASON, "=HYPERLINK(\"http://example.com\")", 9, "900.00", "225.00"),
                group(currency, factor, Dimension.REASON,
                        "We were moving <everything> & everyone to another office \uD83D\uDE00 at the other end of the town",
                        1, "100.00", "25.00"),
                group(currency, factor, Dimension.PRODUCT, "Business Premium", 70, "6500.00", "1600.00"),
                group(currency, factor, Dimension.PRODUCT, "Office E3", 30, "1500.00", "350.00"),
                group(currency, factor, Dimension.COUNTRY, "LV", 50, "4000.00", "840.00"),
                group(currency, factor, Dimension.COUNTRY, "SE", 50, "4000.00", "1110.00"),
                group(currency, factor, Dimension.TAX_RATE, "0.21", 50, "4000.00", "840.00"),
                group(currency, factor, Dimension.TAX_RATE, "0.255", 51, "4000.00", "1110.00"),
                group(currency, factor, Dimension.METHOD, "CARD", 70, "5000.00", "1200.00"),
                group(currency, factor, Dimension.METHOD, "BANK", 20, "2500.00", "600.00"),
                group(currency, factor, Dimension.METHOD, "NEXT_INVOICE", 10, "500.00", "150.00"));
        List<Day> daily = new ArrayList<>();
        LocalDate day = LocalDate.of(2026, 12, 1);
        for (int at = 0; at < 40; at++) {
            if (at % 6 != 5) {
                daily.add(new Day(day.plusDays(at), at % 5, money(currency, at % 5 + "10.00", factor), at % 3,
                        money(currency, at % 3 + "25.00", factor)));
            }
        }
        return new OfCurrency(currency,
                new RollForward(
                        opening, 100, net, tax, Money.zero(currency), 95, card, bank, invoice, 3, failed, closing),
                groups, new DaysToReturn(92, new BigDecimal("11.4"), 27, 89),
                List.of(new Breach("CR-20261201-0000007", "R-000017", "T-000123", LocalDate.of(2026, 12, 31),
                        LocalDate.of(2027, 1, 4), money(currency, "120.00", factor)),
                        new Breach("CR-20261203-0000001", "R-000019", "T-000124", LocalDate.of(2027, 1, 2), null,
                                money(currency, "80.00", factor))),
                2,
                List.of(new Age(0, 7, 12, money(currency, "1900.00", factor)),
                        new Age(8, 14, 4, money(currency, "900.00", factor)),
                        new Age(15, 30, 2, money(currency, "650.00", factor)),
                        new Age(31, null, 1, money(currency, "50.00", factor))),
                new Forecast(2, money(currency, "130.00", factor)), daily);
    }

    /** Details of credits; the texts are as hostile as customers may be. */
    static RowSource credits(int rows, String... currencies) {
        return sink -> {
            Object[] values = new Object[DetailTable.CREDITS.columns().size()];
            for (int row = 0; row < rows; row++) {
                credit(values, row, currencies[row % currencies.length]);
                sink.row(values);
            }
        };
    }

    private static void credit(Object[] values, int row, String code) throws IOException {
        CurrencyUnit currency = CurrencyUnit.of(code);
        BigDecimal net = money(currency, row % 900 + "0.01", 1).getAmount();
        BigDecimal tax = money(currency, row % 90 + ".10", 1).getAmount();
        BigDecimal gross = net.add(tax);
        LocalDate issued = LocalDate.of(2026, 12, 1).plusDays(row % 31);
        boolean returned = row % 10 != 0;
        put(values, "credit_number", "CR-20261201-%07d".formatted(row));
        put(values, "request_id", "R-%06d".formatted(row));
        put(values, "tenant_id", "T-%06d".formatted(row % 77));
        put(values, "tenant_name", switch (row % 5) {
            case 0 -> "=cmd|' /C calc'!A0";
            case 1 -> "Šķēršļu SIA, \"Rīga\"\nfiliāle";
            case 2 -> "臺灣雲端軟體股份有限公司第一分公司";
            case 3 -> "Дружество „Облак“ ЕООД";
            default -> "Northwind Traders International Holding";
        });
        put(values, "country", "LV");
        put(values, "subscription_id", "S-%06d".formatted(row));
        put(values, "product", "Business Premium");
        put(values, "billing_frequency", "MONTHLY");
        put(values, "cycle_from", LocalDate.of(2026, 12, 1));
        put(values, "cycle_to", LocalDate.of(2026, 12, 31));
        put(values, "cancel_requested_on", issued.minusDays(3));
        put(values, "cancel_effective", issued.minusDays(1));
        put(values, "counted_licences", (long) (row % 40));
        put(values, "route", (row % 40 < 25) ? "SELF_SERVICE" : "APPROVAL");
        put(values, "policy", "standard");
        put(values, "policy_effective_from", LocalDate.of(2024, 1, 1));
        put(values, "requested_by", "anna");
        put(values, "approved_by", (row % 40 < 25) ? null : "lars");
        put(values, "approved_at", (row % 40 < 25) ? null : Instant.parse("2026-12-01T10:11:12Z"));
        put(values, "reason", (row % 3 == 0) ? null : "Too expensive; −1");
        put(values, "issued_on", issued);
        put(values, "run", 400L + row % 31);
        put(values, "currency", code);
        put(values, "net", net);
        put(values, "tax", tax);
        put(values, "gross", gross);
        put(values, "cash", gross);
        put(values, "on_account", currencyZero(currency));
        put(values, "return_method", "CARD");
        put(values, "return_on", issued.plusDays(7));
        put(values, "due_by", issued.plusDays(30));
        put(values, "returned_on", returned ? issued.plusDays(9) : null);
        put(values, "idempotency_key", "K-%06d".formatted(row));
        put(values, "days_to_return", returned ? 10L : null);
        put(values, "promise", returned ? "KEPT" : "OPEN");
        put(values, "owed", returned ? currencyZero(currency) : gross);
        put(values, "state", returned ? "RETURNED" : "ISSUED");
    }

    static RowSource lines(int rows) {
        return sink -> {
            Object[] values = new Object[DetailTable.LINES.columns().size()];
            for (int row = 0; row < rows; row++) {
                line(values, row);
                sink.row(values);
            }
        };
    }

    private static void line(Object[] values, int row) {
        Object[] line = { "CR-20261201-%07d".formatted(row / 2), "C-%06d".formatted(row), "INV-%06d".formatted(row),
                LocalDate.of(2026, 12, 1), LocalDate.of(2026, 12, 31), new BigDecimal("12.3456"), 7L, 31L, 12L,
                "HALF_UP", "1036.99/31", "EUR", new BigDecimal("33.45"), new BigDecimal("0.21"), new BigDecimal("7.02"),
                new BigDecimal("40.47"), false, row % 2 == 1 };
        System.arraycopy(line, 0, values, 0, line.length);
    }

    private static void put(Object[] values, String column, Object value) {
        values[DetailTable.CREDITS.columns().stream().map(DetailTable.Column::name).toList().indexOf(column)] = value;
    }

    static Money money(CurrencyUnit currency, String amount, long factor) {
        return Money.of(currency, new BigDecimal(amount).multiply(BigDecimal.valueOf(factor)),
                java.math.RoundingMode.DOWN);
    }

    private static BigDecimal currencyZero(CurrencyUnit currency) {
        return Money.zero(currency).getAmount();
    }

    private static Group group(CurrencyUnit currency, long factor, Dimension dimension, String value, long credits,
            String net, String tax) {
        return new Group(dimension, value, credits, money(currency, net, factor), money(currency, tax, factor));
    }

}
