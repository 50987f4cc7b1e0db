package org.prorata.reporting.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * One table of a summary, as workbooks and pages show it.
 *
 * @param name of its sheet, at most 31 characters
 * @param title above it
 * @param labels of the columns
 * @param rows cells in the order of the columns: text, {@link Money}, {@link Long},
 * {@link Integer}, {@link java.math.BigDecimal}, {@link Share},
 * {@link java.time.LocalDate}, {@link java.time.Instant}, {@link java.time.Duration}, or
 * null for nothing
 * @param summed which columns have a total for each currency; the first column names the
 * currency
 */
record SummaryTable(String name, String title, List<String> labels, List<List<@Nullable Object>> rows,
        List<Integer> summed) {

    /** A part of a whole, such as 0.25. */
    record Share(java.math.BigDecimal value) {
    }

    static SummaryTable of(String name, String title, String... labels) {
        return new SummaryTable(name, title, List.of(labels), new ArrayList<>(), List.of());
    }

    SummaryTable summing(Integer... columns) {
        return new SummaryTable(this.name, this.title, this.labels, this.rows, List.of(columns));
    }

    SummaryTable row(@Nullable Object... cells) {
        this.rows.add(Arrays.asList(cells));
        return this;
    }

    /** Returns the texts of the first column, each once: the currencies. */
    SequencedSet<String> currencies() {
        SequencedSet<String> currencies = new LinkedHashSet<>();
        this.rows.forEach(row -> currencies.add(String.valueOf(row.getFirst())));
        return currencies;
    }

    List<List<@Nullable Object>> rowsOf(String currency) {
        List<List<@Nullable Object>> own = new ArrayList<>();
        for (List<@Nullable Object> row : this.rows) {
            if (currency.equals(row.getFirst())) {
                own.add(row);
            }
        }
        return own;
    }

    /** Returns the sum of a column's amounts or counts in the rows of a currency. */
    Object total(String currency, int column) {
        Money money = null;
        long count = 0;
        for (List<@Nullable Object> row : rowsOf(currency)) {
            Object cell = row.get(column);
            if (cell instanceof Money amount) {
                money = (money != null) ? money.plus(amount) : amount;
            }
            else if (cell instanceof Long number) {
                count += number;
            }
        }
        return (money != null) ? money : (Object) count;
    }

}
