package org.prorata.reporting.document;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.dhatim.fastexcel.reader.Row;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.Details;
import org.prorata.reporting.detail.Filter;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.LanguageFormats;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Credits of three currencies in June 2024, some returned, one sent back: every document
 * is read back and compared with the ledger.
 */
@Tag("database")
class LedgerInEveryFormatTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final Question JUNE = new Question(View.MONTH, YearMonth.of(2024, 6),
            Instant.parse("2030-01-01T00:00:00Z"));

    private static final List<String> MEASURES = List.of("credited_net", "credited_tax", "returned_gross", "failed",
            "closing_owed");

    private static final DocumentOptions OPTIONS = DocumentOptions.in(Language.BG);

    private static TestBooks books;

    private static RefundSummary summary;

    @BeforeAll
    static void fill() {
        books = TestBooks.opened();
        int number = 0;
        for (int day : new int[] { 1, 17, 20, 28 }) {
            for (String currency : List.of("EUR", "JPY", "KWD")) {
                number++;
                books.tenant("T" + number, currency, day)
                    .charged("T" + number, number, 3001 + number + "", "300")
                    .cancel("R" + number, "S" + number, NIGHT);
            }
        }
        books.night(NIGHT);
        books.night(NIGHT.plusDays(1));
        String returned = books.value("SELECT MIN(credit_number) FROM credit WHERE state = 'RETURNED'");
        books.returnDesk().noteFailed(returned, "no such account", "finance@example.com");
        books.change("UPDATE ledger_correction SET business_date = ?", NIGHT.plusDays(2));
        books.night(NIGHT.plusDays(4));
        summary = new RefundSummaries(books.client(), books.database().transactions()).of(JUNE);
    }

    @Test
    void theTotalsOfEveryFormatAreTheLedgers() throws IOException {
        Map<String, Map<String, BigDecimal>> ledger = ledger();
        assertThat(ledger).containsOnlyKeys("EUR", "JPY", "KWD");
        assertThat(ledger.get("EUR").get("failed")).as("one return was sent back").isPositive();
        assertThat(csv()).isEqualTo(ledger);
        assertThat(json()).isEqualTo(ledger);
        assertThat(workbook()).isEqualTo(ledger);
        String pages = Read.pdf(Read.bytes(Format.PDF, summary, List.of(), OPTIONS));
        LanguageFormats formats = new LanguageFormats(OPTIONS.language(), ZoneOffset.UTC);
        ledger.forEach((currency, measures) -> measures.values()
            .forEach(
                    amount -> assertThat(pages).contains(formats.amount(Money.of(CurrencyUnit.of(currency), amount)))));
    }

    @Test
    void theRowsOfEveryFormatAddUpToTheLedger() throws IOException {
        Map<String, BigDecimal> credited = new TreeMap<>();
        ledger().forEach((currency, measures) -> credited.put(currency,
                measures.get("credited_net").add(measures.get("credited_tax"))));
        for (DetailTable table : DetailTable.values()) {
            DetailRows rows = new DetailRows(table,
                    new Details(books.client(), books.database().transactions()).rows(table, JUNE, Filter.NONE));
            Map<String, BigDecimal> csv = new TreeMap<>();
            Read.named(Read.csv(Read.bytes(Format.CSV, summary, List.of(rows), OPTIONS), ','))
                .forEach(row -> csv.merge(row.get("currency"), new BigDecimal(row.get("gross")), BigDecimal::add));
            assertThat(csv).isEqualTo(credited);
            Map<String, BigDecimal> json = new TreeMap<>();
            JsonMapper.shared()
                .readTree(new String(Read.bytes(Format.JSON, summary, List.of(rows), OPTIONS), StandardCharsets.UTF_8))
                .get("rows")
                .forEach(row -> json.merge(row.get("currency").asString(), new BigDecimal(row.get("gross").asString()),
                        BigDecimal::add));
            assertThat(json).isEqualTo(credited);
            int currency = column(table, "currency");
            int gross = column(table, "gross");
            Map<String, BigDecimal> workbook = new TreeMap<>();
            for (Row row : Read.sheet(Read.bytes(Format.XLSX, summary, List.of(rows), OPTIONS),
                    (table == DetailTable.CREDITS) ? "Кредити" : "Редове")) {
                if (row.getRowNum() > 1 && row.getCellCount() > currency && row.getCell(currency) != null) {
                    workbook.merge(row.getCellText(currency), row.getCellAsNumber(gross).orElseThrow(),
                            BigDecimal::add);
                }
            }
            assertThat(digits(workbook)).isEqualTo(credited);
            String pages = Read.pdf(Read.bytes(Format.PDF, summary, List.of(rows), OPTIONS));
            LanguageFormats formats = new LanguageFormats(OPTIONS.language(), ZoneOffset.UTC);
            credited.forEach((code, amount) -> assertThat(pages.substring(pages.lastIndexOf(code + ": общо")))
                .contains(formats.amount(Money.of(CurrencyUnit.of(code), amount))));
        }
    }

    private static Map<String, Map<String, BigDecimal>> ledger() {
        Map<String, Map<String, BigDecimal>> ledger = new TreeMap<>();
        for (String currency : books.values("SELECT DISTINCT currency FROM ledger_entry")) {
            String of = " FROM ledger_entry WHERE currency = '" + currency + "'";
            String corrected = " FROM ledger_correction WHERE currency = '" + currency + "'";
            Map<String, String> amounts = Map.of("credited_net",
                    "SELECT SUM(deferred_revenue)" + of + " AND kind = 'ISSUE'", "credited_tax",
                    "SELECT SUM(tax_payable)" + of + " AND kind = 'ISSUE'", "returned_gross",
                    "SELECT COALESCE(SUM(refund_liability), 0)" + of + " AND kind = 'RETURN'", "failed",
                    "SELECT COALESCE(-SUM(refund_liability), 0)" + corrected, "closing_owed",
                    "SELECT (SELECT -SUM(refund_liability)" + of + ") - (SELECT COALESCE(SUM(refund_liability), 0)"
                            + corrected + ")");
            ledger.put(currency,
                    amounts.entrySet()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey,
                                sql -> scaled(currency, new BigDecimal(books.value(sql.getValue()))))));
        }
        return ledger;
    }

    private static Map<String, Map<String, BigDecimal>> csv() throws IOException {
        Map<String, Map<String, BigDecimal>> read = new TreeMap<>();
        for (Map<String, String> line : Read
            .named(Read.csv(Read.bytes(Format.CSV, summary, List.of(), OPTIONS), ','))) {
            if (line.get("measure").equals("ROLL_FORWARD")) {
                read.put(line.get("currency"), MEASURES.stream()
                    .collect(Collectors.toMap(measure -> measure, measure -> new BigDecimal(line.get(measure)))));
            }
        }
        return read;
    }

    private static Map<String, Map<String, BigDecimal>> json() throws IOException {
        Map<String, Map<String, BigDecimal>> read = new TreeMap<>();
        JsonNode currencies = JsonMapper.shared()
            .readTree(Read.bytes(Format.JSON, summary, List.of(), OPTIONS))
            .get("currencies");
        currencies.propertyNames()
            .forEach(currency -> read.put(currency,
                    MEASURES.stream()
                        .collect(Collectors.toMap(measure -> measure,
                                measure -> new BigDecimal(currencies.get(currency).findValue(measure).asString())))));
        return read;
    }

    private static Map<String, Map<String, BigDecimal>> workbook() throws IOException {
        Map<String, Integer> columns = Map.of("credited_net", 3, "credited_tax", 4, "returned_gross", 11, "failed", 13,
                "closing_owed", 14);
        Map<String, Map<String, BigDecimal>> read = new TreeMap<>();
        for (Row row : Read.sheet(Read.bytes(Format.XLSX, summary, List.of(), OPTIONS), "Обобщение")) {
            if (row.getRowNum() > 1) {
                String currency = row.getCellText(0);
                read.put(currency,
                        columns.entrySet()
                            .stream()
                            .collect(Collectors.toMap(Map.Entry::getKey,
                                    column -> scaled(currency, row.getCellAsNumber(column.getValue()).orElseThrow()))));
            }
        }
        return read;
    }

    private static Map<String, BigDecimal> digits(Map<String, BigDecimal> amounts) {
        Map<String, BigDecimal> scaled = new TreeMap<>();
        amounts.forEach((currency, amount) -> scaled.put(currency, scaled(currency, amount)));
        return scaled;
    }

    private static BigDecimal scaled(String currency, BigDecimal amount) {
        return amount.setScale(CurrencyUnit.of(currency).getDecimalPlaces());
    }

    private static int column(DetailTable table, String name) {
        return table.columns().stream().map(DetailTable.Column::name).toList().indexOf(name);
    }

}
