package org.prorata.reporting.document;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.DetailTable.Column;
import org.prorata.reporting.detail.DetailTable.Kind;
import org.w3c.dom.Element;

/**
 * Details on paper, currency by currency. A page has so many rows and no more, so that
 * what it carries forward can be printed at its end and at the beginning of the next one.
 */
final class DetailPages {

    static final int ROWS_OF_A_PAGE = 30;

    /**
     * Of the letters, in tenths of points, unless amounts are wider than their columns.
     */
    private static final int SIZE = 70;

    /** Nanometres in a tenth of a point. */
    private static final long TENTH = 35_278;

    /** Millimetres of a cell that are left and right of its text. */
    private static final int PADDING = 2;

    private final Page page;

    private final Wording wording;

    private final Typefaces typefaces;

    private final DetailTable table;

    private final List<Shown> columns;

    DetailPages(Page page, Wording wording, Typefaces typefaces, DetailTable table) {
        this.page = page;
        this.wording = wording;
        this.typefaces = typefaces;
        this.table = table;
        this.columns = switch (table) {
            case CREDITS -> List.of(shown("credit_number", 34), shown("tenant_name", 42), shown("product", 34),
                    shown("issued_on", 19), shown("due_by", 19), shown("returned_on", 19), shown("return_method", 24),
                    shown("net", 20), shown("tax", 20), shown("gross", 21), shown("owed", 21));
            case LINES -> List.of(shown("credit_number", 34), shown("charge_id", 38), shown("invoice_number", 34),
                    shown("service_from", 19), shown("service_to", 19), shown("quantity", 15),
                    shown("days_in_period", 17), shown("days_unused", 17), shown("tax_rate", 14), shown("net", 22),
                    shown("tax", 22), shown("gross", 22));
        };
    }

    void write(Element body, List<List<@Nullable Object>> rows) {
        int currency = at("currency");
        SortedSet<String> codes = new TreeSet<>();
        rows.forEach(row -> codes.add((String) Objects.requireNonNull(row.get(currency))));
        if (codes.isEmpty()) {
            Element sheet = this.page.add(body, "div", Map.of("class", "sheet"));
            this.page.add(sheet, "h2", title());
            this.page.add(sheet, "p", this.wording.text("none"));
        }
        for (String code : codes) {
            List<List<@Nullable Object>> own = new ArrayList<>();
            for (List<@Nullable Object> row : rows) {
                if (code.equals(row.get(currency))) {
                    own.add(row);
                }
            }
            pages(body, CurrencyUnit.of(code), own);
        }
    }

    private void pages(Element body, CurrencyUnit currency, List<List<@Nullable Object>> rows) {
        int pages = (rows.size() + ROWS_OF_A_PAGE - 1) / ROWS_OF_A_PAGE;
        int size = size(currency, rows);
        Map<Integer, BigDecimal> carried = new TreeMap<>();
        for (int number = 1; number <= pages; number++) {
            Element sheet = this.page.add(body, "div", Map.of("class", "sheet"));
            this.page.add(sheet, "h2", this.wording.text("sheet.title", title(), currency.getCode(), number, pages));
            Element element = this.page.add(sheet, "table",
                    Map.of("style", "font-size: " + size / 10 + "." + size % 10 + "pt"));
            Element head = this.page.add(this.page.add(element, "thead"), "tr");
            for (Shown column : this.columns) {
                Element cell = this.page.add(head, "th", this.wording.text("column." + column.name()));
                cell.setAttribute("scope", "col");
                cell.setAttribute("style", "width: " + (column.width() - PADDING) + "mm");
                cell.setAttribute("class", column.isNumber() ? "number" : "words");
            }
            Element lines = this.page.add(element, "tbody");
            if (number > 1) {
                total(lines, currency, this.wording.text("brought"), carried, size);
            }
            for (List<@Nullable Object> row : rows.subList((number - 1) * ROWS_OF_A_PAGE,
                    Math.min(rows.size(), number * ROWS_OF_A_PAGE))) {
                row(lines, row, size);
                for (Shown column : this.columns) {
                    if (column.kind() == Kind.MONEY && row.get(column.at()) instanceof BigDecimal amount) {
                        carried.merge(column.at(), amount, BigDecimal::add);
                    }
                }
            }
            total(lines, currency,
                    (number < pages) ? this.wording.text("carried") : this.wording.text("total", currency.getCode()),
                    carried, size);
        }
    }

    private void row(Element lines, List<@Nullable Object> values, int size) {
        Element line = this.page.add(lines, "tr");
        for (Shown column : this.columns) {
            String text = text(column, values.get(column.at()));
            if (column.isNumber()) {
                this.page.add(line, "td", text).setAttribute("class", "number");
            }
            else {
                this.page.add(line, "td", fitting(text, column.width(), size));
            }
        }
    }

    private void total(Element lines, CurrencyUnit currency, String label, Map<Integer, BigDecimal> amounts, int size) {
        Element line = this.page.add(lines, "tr", Map.of("class", "total"));
        this.page.add(line, "td", fitting(label, this.columns.getFirst().width(), size));
        for (Shown column : this.columns.subList(1, this.columns.size())) {
            BigDecimal amount = amounts.get(column.at());
            Element cell = this.page.add(line, "td",
                    (amount != null) ? this.wording.formats().amount(Money.of(currency, amount)) : "");
            cell.setAttribute("class", "number");
        }
    }

    private String text(Shown column, @Nullable Object value) {
        return switch (value) {
            case null -> "";
            case LocalDate date -> date.toString();
            case BigDecimal rate when column.name().equals("tax_rate") -> this.wording.formats().rate(rate);
            case BigDecimal number -> this.wording.formats().decimal(number);
            case Long number -> this.wording.formats().number(number);
            default -> column.name().equals("return_method") ? this.wording.value(value.toString()) : value.toString();
        };
    }

    /** Numbers are never cut: where the widest does not fit, all letters are smaller. */
    private int size(CurrencyUnit currency, List<List<@Nullable Object>> rows) {
        int size = SIZE;
        for (Shown column : this.columns) {
            if (column.kind() != Kind.MONEY) {
                continue;
            }
            BigDecimal widest = BigDecimal.ZERO;
            BigDecimal sum = BigDecimal.ZERO;
            for (List<@Nullable Object> row : rows) {
                if (row.get(column.at()) instanceof BigDecimal amount) {
                    sum = sum.add(amount);
                    widest = widest.max(amount.abs()).max(sum.abs());
                }
            }
            String text = this.wording.formats().amount(Money.of(currency, widest.negate()));
            long width = this.typefaces.width(text, this.wording.language());
            size = (int) Math.min(size, room(column.width(), 1) / Math.max(1, width));
        }
        return size;
    }

    /** Returns how many thousandths of a letter's size are in a column. */
    private static long room(int millimetres, int size) {
        return (millimetres - PADDING) * 1_000_000_000L / (TENTH * size);
    }

    /**
     * One line for each row, or the page would overflow: what is too long ends in dots.
     */
    private String fitting(String text, int millimetres, int size) {
        String shown = this.typefaces.shown(text);
        long room = room(millimetres, size);
        if (this.typefaces.width(shown, this.wording.language()) <= room) {
            return shown;
        }
        int[] letters = shown.codePoints().toArray();
        int end = letters.length;
        while (end > 0 && this.typefaces.width(new String(letters, 0, end) + "…", this.wording.language()) > room) {
            end--;
        }
        return new String(letters, 0, end) + "…";
    }

    private String title() {
        return this.wording.text("sheet." + this.table.name().toLowerCase(Locale.ROOT));
    }

    private int at(String name) {
        return this.table.columns().stream().map(Column::name).toList().indexOf(name);
    }

    private Shown shown(String name, int width) {
        int at = at(name);
        return new Shown(name, at, this.table.columns().get(at).kind(), width);
    }

    /** A column on paper, its width in millimetres. */
    private record Shown(String name, int at, Kind kind, int width) {

        boolean isNumber() {
            return this.kind == Kind.MONEY || this.kind == Kind.INTEGER || this.kind == Kind.DECIMAL;
        }

    }

}
