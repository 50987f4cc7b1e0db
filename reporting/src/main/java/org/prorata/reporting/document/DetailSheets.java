package org.prorata.reporting.document;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.DetailTable.Column;
import org.prorata.reporting.detail.DetailTable.Kind;
import org.prorata.reporting.detail.RowSource;

/**
 * A table of details in a workbook: as many sheets as its rows need, and below the last
 * row the totals of each currency, as values and as formulas over all the sheets.
 */
final class DetailSheets {

    /** Rows are styled and written in blocks; a block is all that is in memory. */
    private static final int BLOCK = 500;

    private static final Set<String> CODES = Set.of("route", "billing_frequency", "return_method", "promise", "state");

    private final Workbook workbook;

    private final DetailTable table;

    private final List<Column> columns;

    private final Wording wording;

    private final int rowsOfASheet;

    private final CsvTable.Sums sums;

    private final List<String> labels;

    private final List<Span> spans = new ArrayList<>();

    private @Nullable Worksheet sheet;

    private int next;

    private int blockFrom;

    private int digitsFrom;

    private int digits = -1;

    DetailSheets(Workbook workbook, DetailTable table, Wording wording, int rowsOfASheet) {
        this.workbook = workbook;
        this.table = table;
        this.columns = table.columns();
        this.wording = wording;
        this.rowsOfASheet = rowsOfASheet;
        this.sums = new CsvTable.Sums(table);
        this.labels = this.columns.stream().map(column -> wording.text("column." + column.name())).toList();
    }

    void write(RowSource rows) throws IOException {
        Worksheet first = open();
        rows.forEach(this::row);
        Worksheet last = (this.sheet != null) ? this.sheet : first;
        endBlock(last);
        this.spans.add(new Span(last.getName(), this.next - 1));
        filter(last);
        totals(last);
        last.close();
    }

    private void row(@Nullable Object[] values) throws IOException {
        Worksheet current = Objects.requireNonNull(this.sheet);
        if (this.next > this.rowsOfASheet) {
            endBlock(current);
            this.spans.add(new Span(current.getName(), this.next - 1));
            filter(current);
            current.close();
            current = open();
        }
        int money = digits((String) Objects.requireNonNull(values[this.sums.currencyColumn()]));
        if (money != this.digits) {
            styleMoney(current);
            this.digits = money;
        }
        for (int column = 0; column < values.length; column++) {
            Object value = values[column];
            if (value != null) {
                put(current, column, value);
            }
        }
        this.sums.add(values);
        this.next++;
        if (this.next - this.blockFrom >= BLOCK) {
            endBlock(current);
            current.flush();
        }
    }

    private void put(Worksheet sheet, int column, Object value) {
        switch (this.columns.get(column).kind()) {
            case TEXT -> sheet.inlineString(this.next, column, FormulaGuard.safe(shown(column, (String) value)));
            case DATE -> sheet.value(this.next, column, (LocalDate) value);
            case MOMENT -> sheet.value(this.next, column, WorkbookDocument.utc((Instant) value));
            case INTEGER -> sheet.value(this.next, column, (Long) value);
            case DECIMAL, MONEY -> WorkbookDocument.number(sheet, this.next, column, (BigDecimal) value);
            case TRUTH -> sheet.value(this.next, column, (Boolean) value);
        }
    }

    private String shown(int column, String text) {
        return CODES.contains(this.columns.get(column).name()) ? this.wording.value(text) : text;
    }

    private Worksheet open() {
        int number = this.spans.size() + 1;
        String name = this.wording.text("sheet." + this.table.name().toLowerCase(java.util.Locale.ROOT));
        Worksheet opened = this.workbook.newWorksheet((number == 1) ? name : name + " " + number);
        WorkbookDocument.head(opened, this.labels, column -> this.columns.get(column).kind() != Kind.TEXT);
        for (int column = 0; column < this.columns.size(); column++) {
            opened.width(column, switch (this.columns.get(column).kind()) {
                case DATE -> 12;
                case MOMENT -> 20;
                case INTEGER, TRUTH -> 12;
                case DECIMAL, MONEY -> 16;
                case TEXT -> this.columns.get(column).name().equals("currency") ? 10 : 24;
            });
        }
        this.sheet = opened;
        this.next = 1;
        this.blockFrom = 1;
        this.digitsFrom = 1;
        return opened;
    }

    private void endBlock(Worksheet sheet) {
        styleMoney(sheet);
        if (this.next > this.blockFrom) {
            for (int column = 0; column < this.columns.size(); column++) {
                String format = switch (this.columns.get(column).kind()) {
                    case DATE -> "yyyy-mm-dd";
                    case MOMENT -> "yyyy-mm-dd hh:mm:ss";
                    case TEXT, INTEGER, DECIMAL, MONEY, TRUTH -> null;
                };
                if (format != null) {
                    sheet.range(this.blockFrom, column, this.next - 1, column).style().format(format).set();
                }
            }
        }
        this.blockFrom = this.next;
    }

    /** Rows whose amounts have the same digits get their format at once. */
    private void styleMoney(Worksheet sheet) {
        if (this.next > this.digitsFrom && this.digits >= 0) {
            for (int column = 0; column < this.columns.size(); column++) {
                if (this.columns.get(column).kind() == Kind.MONEY) {
                    sheet.range(this.digitsFrom, column, this.next - 1, column)
                        .style()
                        .format(WorkbookDocument.format(this.digits))
                        .set();
                }
            }
        }
        this.digitsFrom = this.next;
    }

    private void filter(Worksheet sheet) {
        sheet.setAutoFilter(0, 0, Math.max(1, this.next - 1), this.columns.size() - 1);
    }

    private void totals(Worksheet sheet) {
        int row = this.next + 1;
        WorkbookDocument.text(sheet, row, 0, this.wording.text("total.rows"), true);
        sheet.value(row, 1, this.sums.rows());
        row++;
        for (Map.Entry<String, @Nullable BigDecimal[]> total : this.sums.byCurrency().entrySet()) {
            String currency = total.getKey();
            String format = WorkbookDocument.format(digits(currency));
            WorkbookDocument.text(sheet, row, 0, this.wording.text("total", currency), true);
            WorkbookDocument.text(sheet, row + 1, 0, this.wording.text("total.formula", currency), true);
            for (int column = 0; column < this.columns.size(); column++) {
                BigDecimal sum = total.getValue()[column];
                if (sum != null) {
                    int summed = column;
                    WorkbookDocument.number(sheet, row, column, sum);
                    WorkbookDocument.format(sheet, row, column, format);
                    sheet.formula(row + 1, column,
                            this.spans.stream()
                                .map(span -> WorkbookDocument.sumIf(span.reference(), currency,
                                        this.sums.currencyColumn(), summed, 1, Math.max(1, span.lastRow())))
                                .collect(Collectors.joining("+")));
                    WorkbookDocument.format(sheet, row + 1, column, format);
                }
            }
            row += 2;
        }
    }

    private static int digits(String currency) {
        return CurrencyUnit.of(currency).getDecimalPlaces();
    }

    /** The rows of one sheet, from the second. */
    private record Span(String sheet, int lastRow) {

        String reference() {
            return "'" + this.sheet.replace("'", "''") + "'!";
        }

    }

}
