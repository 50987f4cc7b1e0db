package org.prorata.reporting.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.zip.Deflater;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.document.SummaryTable.Share;
import org.prorata.reporting.summary.RefundSummary;

/**
 * A summary as a workbook: a sheet for each of its tables, sheets for details, and one
 * that says what all of it is of. Texts are never formulas; an amount of more than 15
 * digits, which a spreadsheet would round, is written as text.
 */
final class WorkbookDocument {

    /** Leaves room below the rows for their totals. */
    static final int ROWS_OF_A_SHEET = 1_048_000;

    private static final int EXACT_DIGITS = 15;

    private final RefundSummary summary;

    private final List<DetailRows> details;

    private final Wording wording;

    private final SummaryTables tables;

    private final int rowsOfASheet;

    WorkbookDocument(RefundSummary summary, List<DetailRows> details, Wording wording, SummaryTables tables,
            int rowsOfASheet) {
        this.summary = summary;
        this.details = details;
        this.wording = wording;
        this.tables = tables;
        this.rowsOfASheet = rowsOfASheet;
    }

    /**
     * Writes the workbook. Nothing reaches the stream before all of it is made; the
     * memory needed does not grow with the rows.
     */
    void write(OutputStream out) throws IOException {
        Path draft = Files.createTempFile("prorata-", ".xlsx");
        try {
            try (OutputStream file = Files.newOutputStream(draft);
                    Workbook workbook = new Workbook(file, "Prorata", null)) {
                // the file is a tenth larger and made in half the time
                workbook.setCompressionLevel(Deflater.BEST_SPEED);
                workbook.properties().setTitle(this.wording.title(this.summary.heading()));
                for (SummaryTable table : this.tables.all()) {
                    sheet(workbook, table);
                }
                for (DetailRows each : this.details) {
                    new DetailSheets(workbook, each.table(), this.wording, this.rowsOfASheet).write(each.rows());
                }
                sheet(workbook, about());
            }
            dated(draft, out);
        }
        finally {
            Files.deleteIfExists(draft);
        }
    }

    private SummaryTable about() {
        SummaryTable about = this.tables.about();
        this.summary.heading()
            .runs()
            .forEach(run -> about.row(this.wording.text("run") + " " + run.id() + ", " + run.businessDate(),
                    run.certificate()));
        return about;
    }

    private void sheet(Workbook workbook, SummaryTable table) throws IOException {
        Worksheet sheet = workbook.newWorksheet(table.name());
        head(sheet, table.labels(), column -> isFigures(table, column));
        int row = 1;
        for (List<@Nullable Object> cells : table.rows()) {
            for (int column = 0; column < cells.size(); column++) {
                put(sheet, row, column, cells.get(column));
            }
            row++;
        }
        int last = row - 1;
        sheet.setAutoFilter(0, 0, Math.max(1, last), table.labels().size() - 1);
        if (!table.summed().isEmpty()) {
            row++;
            for (String currency : table.currencies()) {
                text(sheet, row, 0, this.wording.text("total", currency), true);
                text(sheet, row + 1, 0, this.wording.text("total.formula", currency), true);
                for (int column : table.summed()) {
                    Object total = table.total(currency, column);
                    put(sheet, row, column, total);
                    sheet.formula(row + 1, column, sumIf("", currency, 0, column, 1, last));
                    format(sheet, row + 1, column,
                            (total instanceof Money money) ? format(money.getCurrencyUnit()) : "#,##0");
                }
                row += 2;
            }
        }
        widths(sheet, table);
        sheet.close();
    }

    /**
     * Returns the formula that adds up a column where another names the currency.
     * @param sheet name and exclamation mark, or nothing for the sheet itself
     */
    static String sumIf(String sheet, String currency, int currencyColumn, int column, int first, int last) {
        return "SUMIF(" + sheet + span(currencyColumn, first, last) + ",\"" + currency + "\"," + sheet
                + span(column, first, last) + ")";
    }

    private static String span(int column, int first, int last) {
        String name = columnName(column);
        return "$" + name + "$" + (first + 1) + ":$" + name + "$" + (last + 1);
    }

    static String columnName(int column) {
        String last = String.valueOf((char) ('A' + column % 26));
        return (column < 26) ? last : columnName(column / 26 - 1) + last;
    }

    /**
     * Tells whether a column holds what programs show at the right: numbers and dates.
     */
    private static boolean isFigures(SummaryTable table, int column) {
        return table.rows()
            .stream()
            .map(row -> row.get(column))
            .filter(Objects::nonNull)
            .findFirst()
            .filter(cell -> cell instanceof Money || cell instanceof Share || cell instanceof Number
                    || cell instanceof LocalDate || cell instanceof Duration)
            .isPresent();
    }

    /**
     * Writes the labels of the columns and keeps them in sight.
     * @param figures which columns have their cells at the right
     */
    static void head(Worksheet sheet, List<String> labels, IntPredicate figures) {
        for (int column = 0; column < labels.size(); column++) {
            sheet.inlineString(0, column, FormulaGuard.safe(labels.get(column)));
            sheet.style(0, column)
                .bold()
                .wrapText(true)
                .verticalAlignment("top")
                .horizontalAlignment(figures.test(column) ? "right" : "left")
                .fillColor("EBF3FC")
                .set();
        }
        sheet.freezePane(0, 1);
        sheet.repeatRows(0);
        sheet.pageOrientation("landscape");
        sheet.setFitToPage(true);
        sheet.fitToWidth((short) 1);
        sheet.fitToHeight((short) 0);
    }

    static void text(Worksheet sheet, int row, int column, String text, boolean strong) {
        sheet.inlineString(row, column, FormulaGuard.safe(text));
        if (strong) {
            sheet.style(row, column).bold().set();
        }
    }

    private void put(Worksheet sheet, int row, int column, @Nullable Object cell) {
        switch (cell) {
            case null -> {
            }
            case Money money -> {
                number(sheet, row, column, money.getAmount());
                format(sheet, row, column, format(money.getCurrencyUnit()));
            }
            case Share(BigDecimal share) -> {
                sheet.value(row, column, share);
                format(sheet, row, column, "0.0%");
            }
            case BigDecimal number -> {
                number(sheet, row, column, number);
                format(sheet, row, column, "0.0");
            }
            case Number number -> {
                sheet.value(row, column, number);
                format(sheet, row, column, "#,##0");
            }
            case LocalDate date -> {
                sheet.value(row, column, date);
                format(sheet, row, column, "yyyy-mm-dd");
            }
            case Duration duration -> {
                sheet.value(row, column, BigDecimal.valueOf(duration.toSeconds())
                    .divide(BigDecimal.valueOf(3600), 1, java.math.RoundingMode.HALF_UP));
                format(sheet, row, column, "0.0 \"h\"");
            }
            default -> text(sheet, row, column, cell.toString(), false);
        }
    }

    static void number(Worksheet sheet, int row, int column, BigDecimal number) {
        if (number.precision() > EXACT_DIGITS) {
            sheet.inlineString(row, column, number.toPlainString());
        }
        else {
            sheet.value(row, column, number);
        }
    }

    static void format(Worksheet sheet, int row, int column, String format) {
        sheet.style(row, column).format(format).set();
    }

    /** Returns the number format with the digits of a currency. */
    static String format(CurrencyUnit currency) {
        return format(currency.getDecimalPlaces());
    }

    static String format(int digits) {
        return (digits > 0) ? "#,##0." + "0".repeat(digits) : "#,##0";
    }

    static LocalDateTime utc(Instant moment) {
        return LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    }

    private void widths(Worksheet sheet, SummaryTable table) {
        for (int column = 0; column < table.labels().size(); column++) {
            int longest = Math.min(40, width(table.labels().get(column)));
            for (List<@Nullable Object> row : table.rows()) {
                longest = Math.max(longest, switch (row.get(column)) {
                    case null -> 0;
                    case String text -> width(text);
                    case Money money -> money.getAmount().precision() + money.getAmount().precision() / 3 + 2;
                    case Object other -> Math.min(12, other.toString().length());
                });
            }
            if (column == 0 && !table.summed().isEmpty()) {
                longest = Math.max(longest, width(this.wording.text("total.formula", "EUR")));
            }
            sheet.width(column, Math.min(70, longest + 3));
        }
    }

    /** Counts letters; those of East Asia are wide. */
    static int width(String text) {
        return text.codePoints().map(c -> (c >= 0x2e80) ? 2 : 1).sum();
    }

    /**
     * Copies a workbook, with the moment of the summary in the place of the present one:
     * the same summary gives the same bytes.
     */
    private void dated(Path draft, OutputStream out) throws IOException {
        String asOf = this.summary.heading().question().asOf().toString();
        try (ZipFile from = ZipFile.builder().setPath(draft).get();
                ZipArchiveOutputStream to = new ZipArchiveOutputStream(new Unclosed(out))) {
            List<ZipArchiveEntry> entries = Collections.list(from.getEntriesInPhysicalOrder());
            for (ZipArchiveEntry entry : entries) {
                entry.setTime(0);
                if (!entry.getName().equals("docProps/core.xml")) {
                    to.addRawArchiveEntry(entry, from.getRawInputStream(entry));
                    continue;
                }
                String core;
                try (InputStream in = from.getInputStream(entry)) {
                    core = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
                ZipArchiveEntry mended = new ZipArchiveEntry(entry.getName());
                mended.setTime(0);
                to.putArchiveEntry(mended);
                to.write(core.replaceFirst("(<dcterms:created [^>]*>)[^<]*", "$1" + asOf)
                    .getBytes(StandardCharsets.UTF_8));
                to.closeArchiveEntry();
            }
        }
    }

}
