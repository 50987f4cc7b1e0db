package org.prorata.reporting.document;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.DetailTable.Column;
import org.prorata.reporting.detail.DetailTable.Kind;

/** Details as CSV, row by row. */
final class CsvTable {

    /** What the first cell of the last line begins with; no row does. */
    static final String TOTAL = "#TOTAL";

    private final DetailRows details;

    private final DocumentOptions options;

    CsvTable(DetailRows details, DocumentOptions options) {
        this.details = details;
        this.options = options;
    }

    /**
     * Writes a line of names and a line for each row; on request a last line: the number
     * of rows in the second cell, in the column of each amount its sums, currency by
     * currency. The stream stays open.
     */
    void write(OutputStream out) throws IOException {
        try (CsvWriter csv = open(out, this.options)) {
            List<Column> columns = this.details.table().columns();
            csv.writeRecord(columns.stream().map(Column::name).toList());
            Sums sums = new Sums(this.details.table());
            String[] cells = new String[columns.size()];
            this.details.rows().forEach(values -> {
                for (int at = 0; at < cells.length; at++) {
                    cells[at] = cell(columns.get(at).kind(), values[at]);
                }
                csv.writeRecord(cells);
                sums.add(values);
            });
            if (this.options.totals()) {
                csv.writeRecord(totals(columns, sums));
            }
        }
    }

    static CsvWriter open(OutputStream out, DocumentOptions options) throws IOException {
        Writer writer = new OutputStreamWriter(new Unclosed(out), StandardCharsets.UTF_8);
        if (options.bom()) {
            writer.write('\ufeff');
        }
        return CsvWriter.builder().fieldSeparator(options.separator()).lineDelimiter(LineDelimiter.CRLF).build(writer);
    }

    private static List<String> totals(List<Column> columns, Sums sums) {
        List<String> cells = new ArrayList<>();
        for (int at = 0; at < columns.size(); at++) {
            int column = at;
            cells.add(switch (at) {
                case 0 -> TOTAL;
                case 1 -> Long.toString(sums.rows());
                default -> sums.byCurrency()
                    .entrySet()
                    .stream()
                    .filter(entry -> columns.get(column).kind() == Kind.MONEY)
                    .map(entry -> entry.getKey() + " "
                            + Objects.requireNonNull(entry.getValue()[column]).toPlainString())
                    .collect(Collectors.joining(" "));
            });
        }
        return cells;
    }

    private static String cell(Kind kind, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        return switch (kind) {
            case TEXT -> FormulaGuard.safe((String) value);
            case DECIMAL, MONEY -> ((BigDecimal) value).toPlainString();
            case DATE, MOMENT, INTEGER, TRUTH -> value.toString();
        };
    }

    /** Adds up the amounts of each currency while rows go by. */
    static final class Sums {

        private final DetailTable table;

        private final int currency;

        private final Map<String, @Nullable BigDecimal[]> sums = new TreeMap<>();

        private long rows;

        Sums(DetailTable table) {
            this.table = table;
            this.currency = table.columns().stream().map(Column::name).toList().indexOf("currency");
        }

        void add(@Nullable Object[] values) {
            this.rows++;
            @Nullable BigDecimal[] sum = this.sums.computeIfAbsent((String) Objects.requireNonNull(values[this.currency]),
                    missing -> zeros());
            for (int at = 0; at < values.length; at++) {
                BigDecimal before = sum[at];
                if (before != null && values[at] instanceof BigDecimal amount) {
                    sum[at] = before.add(amount);
                }
            }
        }

        long rows() {
            return this.rows;
        }

        /** Returns by currency one sum for each column of money, null for the others. */
        Map<String, @Nullable BigDecimal[]> byCurrency() {
            return this.sums;
        }

        int currencyColumn() {
            return this.currency;
        }

        private @Nullable BigDecimal[] zeros() {
            return this.table.columns()
                .stream()
                .map(column -> (column.kind() == Kind.MONEY) ? BigDecimal.ZERO : null)
                .toArray(BigDecimal[]::new);
        }

    }

}
