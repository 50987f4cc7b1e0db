package org.prorata.reporting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.reporting.Reconciled.Difference;
import org.prorata.reporting.Reconciled.Line;
import org.prorata.reporting.Reconciled.Measure;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the settlement files hold, where they still are: a file that was handed over and
 * taken away is not missed. What nobody can read in a file counts as nothing.
 */
final class SettledOnFile {

    /** What a run ordered by a method: its own returns, and those tried again. */
    private static final String ORDERED = """
            SELECT p.idempotency_key, c.credit_number, p.currency, p.amount, %s AS own
            FROM %s
            JOIN credit c ON c.request_no = p.request_no
            WHERE %s.run_id = :run AND p.method = :method AND p.currency = :currency
            """;

    private static final String OWN = ORDERED.formatted("TRUE", "credit_return p", "p");

    private static final String AGAIN = ORDERED.formatted("FALSE",
            "return_retry y JOIN credit_return p ON p.request_no = y.request_no AND p.method = y.method", "y");

    private record Ordered(String key, String creditNumber, Money amount) {
    }

    private final JdbcClient jdbc;

    private final Path folder;

    SettledOnFile(JdbcClient jdbc, Path folder) {
        this.jdbc = jdbc;
        this.folder = folder;
    }

    /**
     * Returns what the file of a run and method holds in a currency without what was
     * tried again, which other runs account for; empty where there is no file.
     */
    Optional<Money> sum(Line line) {
        Optional<Path> file = file(line.measure(), line.businessDate());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Money[] sum = { Money.zero(line.currency()) };
        read(file.get(), line.currency(), row -> sum[0] = sum[0].plus(amount(row, line.currency())));
        for (Ordered again : ordered(AGAIN, line)) {
            sum[0] = sum[0].minus(again.amount());
        }
        return Optional.of(sum[0]);
    }

    /** Returns what differs between the file and the books, the books' order first. */
    List<Difference> differences(Line line, int most) {
        Optional<Path> file = file(line.measure(), line.businessDate());
        if (file.isEmpty()) {
            return List.of();
        }
        Map<String, Ordered> missing = new HashMap<>();
        ordered(OWN, line).forEach(each -> missing.put(each.key(), each));
        ordered(AGAIN, line).forEach(each -> missing.put(each.key(), each));
        Money nothing = Money.zero(line.currency());
        List<Difference> differences = new ArrayList<>();
        read(file.get(), line.currency(), row -> {
            Ordered ordered = missing.remove(row.getField("idempotency_key"));
            Money books = (ordered != null) ? ordered.amount() : nothing;
            Money paid = amount(row, line.currency());
            if (!books.isEqual(paid) && differences.size() < most) {
                differences
                    .add(new Difference(line.run(), row.getField("credit_number"), line.measure(), books, books, paid));
            }
        });
        missing.values()
            .stream()
            .sorted(java.util.Comparator.comparing(Ordered::key))
            .limit(most)
            .forEach(each -> differences.add(new Difference(line.run(), each.creditNumber(), line.measure(),
                    each.amount(), each.amount(), nothing)));
        return differences.subList(0, Math.min(most, differences.size()));
    }

    private Optional<Path> file(Measure measure, LocalDate businessDate) {
        return switch (measure) {
            case NET, TAX -> Optional.empty();
            case CARD, BANK,
                    NEXT_INVOICE ->
                Optional
                    .of(this.folder.resolve("settlement-" + businessDate + "-"
                            + measure.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".csv"))
                    .filter(Files::isRegularFile);
        };
    }

    private List<Ordered> ordered(String sql, Line line) {
        return this.jdbc.sql(sql)
            .param("run", line.run())
            .param("method", line.measure().name())
            .param("currency", line.currency().getCode())
            .query((row, n) -> new Ordered(row.getString("idempotency_key"), row.getString("credit_number"),
                    Money.of(line.currency(), row.getBigDecimal("amount"), RoundingMode.HALF_UP)))
            .list();
    }

    private static void read(Path file, CurrencyUnit currency, Consumer<NamedCsvRecord> taker) {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : rows) {
                if (row.findField("currency").filter(currency.getCode()::equals).isPresent()
                        && row.findField("amount").isPresent() && row.findField("idempotency_key").isPresent()
                        && row.findField("credit_number").isPresent()) {
                    taker.accept(row);
                }
            }
        }
        catch (CsvParseException ex) {
            // the rest counts as nothing, and the sums say so
        }
        catch (IOException ex) {
            throw new UncheckedIOException("the settlement file " + file + " cannot be read", ex);
        }
    }

    private static Money amount(NamedCsvRecord row, CurrencyUnit currency) {
        String text = row.getField("amount");
        return text.matches("[0-9]{1,15}(\\.[0-9]{1,4})?")
                ? Money.of(currency, new BigDecimal(text), RoundingMode.HALF_UP) : Money.zero(currency);
    }

}
