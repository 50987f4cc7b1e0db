package org.prorata.batch.quote;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import de.siegmar.fastcsv.writer.CsvWriter;
import org.joda.money.CurrencyUnit;
import org.prorata.billing.ServiceSpan;
import org.prorata.policy.CancelDay;
import org.prorata.policy.ChargedPrice;
import org.prorata.policy.Rounding;
import org.prorata.table.BadTableException;
import org.prorata.table.Problems;
import org.prorata.table.Row;
import org.prorata.table.Table;

/**
 * Works out the credit of each case in a file, with the same calculation as the nightly
 * run.
 */
public final class Quotes {

    private static final Set<String> COLUMNS = new LinkedHashSet<>(List.of("case_id", "rounding", "unit_price",
            "quantity", "net", "service_from", "service_to", "cancel_date", "cancel_day", "currency"));

    private static final BigDecimal MOST = new BigDecimal("1000000000000");

    private Quotes() {
    }

    /**
     * Works out a file of cases.
     *
     * @param cases how many there were
     * @param bad how many of them could not be worked out
     */
    public record Result(long cases, long bad) {
    }

    /**
     * Reads cases and writes their credits; a bad case gets a message and the others go
     * on.
     * @throws BadTableException when the file as a whole cannot be read; then nothing is
     * written
     */
    public static Result quote(Path cases, Path out) throws IOException, BadTableException {
        Problems problems = new Problems();
        long[] counts = new long[2];
        Path draft = out.resolveSibling(out.getFileName() + ".draft");
        try {
            try (CsvWriter csv = CsvWriter.builder().build(draft)) {
                csv.writeRecord("case_id", "days_in_period", "days_unused", "exact_net", "net", "problem");
                new Table(cases.toString(), () -> Files.newInputStream(cases), COLUMNS).read(problems, row -> {
                    counts[0]++;
                    if (!write(row, csv)) {
                        counts[1]++;
                    }
                });
            }
            if (problems.count() > 0 && counts[0] == 0) {
                throw new BadTableException(problems);
            }
            Files.move(draft, out, StandardCopyOption.REPLACE_EXISTING);
        }
        finally {
            Files.deleteIfExists(draft);
        }
        return new Result(counts[0], Math.max(counts[1], problems.isEmpty() ? 0 : 1));
    }

    private static boolean write(Row row, CsvWriter csv) {
        row.text("case_id", 1, 200);
        Rounding rounding = row.choice("rounding", Rounding.class);
        CurrencyUnit currency = row.currency("currency");
        ChargedPrice price = price(row, rounding, currency);
        LocalDate from = row.date("service_from");
        LocalDate to = row.date("service_to");
        LocalDate firstUnused = row.choice("cancel_day", CancelDay.class).firstUnusedDay(row.date("cancel_date"));
        if (!row.isBad() && to.isBefore(from)) {
            row.problem("service_to", "is before service_from", to.toString(), "a date from " + from + " on");
        }
        if (row.isBad()) {
            csv.writeRecord(row.raw("case_id"), "", "", "", "",
                    row.problems()
                        .stream()
                        .map(each -> each.column() + ": " + each.what())
                        .collect(Collectors.joining("; ")));
            return false;
        }
        ServiceSpan span = ServiceSpan.of(from, to);
        int unused = span.daysFrom(firstUnused);
        int digits = currency.getDecimalPlaces();
        BigDecimal rounded = rounding.steps(price, unused, span.days(), digits).getLast().result();
        BigDecimal charged = price.net().setScale(digits, RoundingMode.HALF_UP);
        csv.writeRecord(row.raw("case_id"), Integer.toString(span.days()), Integer.toString(unused),
                rounding.exact(price, unused, span.days()).asFraction(), rounded.min(charged).toPlainString(), "");
        return true;
    }

    /**
     * Reads the price; a way of rounding that goes by the net alone needs no unit price
     * where the net is given.
     */
    private static ChargedPrice price(Row row, Rounding rounding, CurrencyUnit currency) {
        boolean netGiven = !row.raw("net").isEmpty();
        if (netGiven && !rounding.usesUnitPrice() && row.raw("unit_price").isEmpty() && row.raw("quantity").isEmpty()) {
            BigDecimal net = row.decimal("net", currency.getDecimalPlaces(), BigDecimal.ZERO, MOST);
            return new ChargedPrice(net, 1, net);
        }
        BigDecimal unitPrice = row.decimal("unit_price", 6, BigDecimal.ZERO, MOST);
        long quantity = row.wholeNumber("quantity", 1, 10_000_000);
        return new ChargedPrice(unitPrice, quantity,
                netGiven ? row.decimal("net", currency.getDecimalPlaces(), BigDecimal.ZERO, MOST)
                        : unitPrice.multiply(BigDecimal.valueOf(quantity)));
    }

}
