package org.prorata.reporting.document;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.FormulaEvaluator;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.reporting.Reconciled.Comparison;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.RowSource;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.LanguageFormats;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DocumentsTests {

    private static final DocumentOptions ENGLISH = DocumentOptions.in(Language.EN);

    private static final DetailRows CREDITS = new DetailRows(DetailTable.CREDITS,
            Samples.credits(95, "EUR", "JPY", "KWD"));

    private static final DetailRows LINES = new DetailRows(DetailTable.LINES, Samples.lines(40));

    @ParameterizedTest
    @EnumSource
    void everyFormatHasTheSameTotals(Language language) throws IOException {
        RefundSummary summary = Samples.three();
        DocumentOptions options = DocumentOptions.in(language);
        Map<String, Map<String, String>> csv = Read
            .named(Read.csv(Read.bytes(Format.CSV, summary, List.of(), options), ','))
            .stream()
            .filter(line -> line.get("measure").equals("ROLL_FORWARD"))
            .collect(Collectors.toMap(line -> line.get("currency"), line -> line));
        byte[] workbook = Read.bytes(Format.XLSX, summary, List.of(), options);
        List<Row> rows;
        try (XSSFWorkbook poi = Read.poi(workbook)) {
            rows = Read.sheet(workbook, poi.getSheetName(0));
        }
        String pages = Read.pdf(Read.bytes(Format.PDF, summary, List.of(), options)).replaceAll("\\s", "");
        LanguageFormats formats = new LanguageFormats(language, java.time.ZoneOffset.UTC);

        JsonNode json = JsonMapper.shared()
            .readTree(Read.bytes(Format.JSON, summary, List.of(), options))
            .get("currencies");

        assertThat(json.size()).isEqualTo(summary.currencies().size());
        assertThat(csv).hasSize(summary.currencies().size());
        for (int at = 0; at < summary.currencies().size(); at++) {
            OfCurrency of = summary.currencies().get(at);
            Map<String, String> line = csv.get(of.currency().getCode());
            Row row = rows.get(at + 1);
            assertThat(row.getCellText(0)).isEqualTo(of.currency().getCode());
            Map<String, Money> expected = Map.of("opening_owed", of.rollForward().opening(), "credited_net",
                    of.rollForward().net(), "credited_tax", of.rollForward().tax(), "credited_gross",
                    of.rollForward().gross(), "returned_by_card", of.rollForward().returnedByCard(), "returned_by_bank",
                    of.rollForward().returnedByBank(), "returned_on_account", of.rollForward().returnedOnInvoice(),
                    "failed", of.rollForward().failed(), "closing_owed", of.rollForward().closing());
            Map<String, Integer> columns = Map.of("opening_owed", 1, "credited_net", 3, "credited_tax", 4,
                    "credited_gross", 5, "returned_by_card", 8, "returned_by_bank", 9, "returned_on_account", 10,
                    "failed", 13, "closing_owed", 14);
            expected.forEach((name, money) -> {
                assertThat(line.get(name)).as(name).isEqualTo(money.getAmount().toPlainString());
                assertThat(json.get(of.currency().getCode()).findValue(name).asString()).as(name)
                    .isEqualTo(money.getAmount().toPlainString());
                assertThat(row.getCellAsNumber(columns.get(name)).orElseThrow()).as(name)
                    .isEqualByComparingTo(money.getAmount());
                assertThat(pages).as(name).contains(formats.amount(money).replaceAll("\\s", ""));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameRequestGivesTheSameBytes(Format format) throws Exception {
        List<DetailRows> details = (format == Format.CSV || format == Format.JSON) ? List.of(CREDITS)
                : List.of(CREDITS, LINES);
        byte[] one = Read.bytes(format, Samples.three(), details, DocumentOptions.in(Language.ZH_TW));
        Thread.sleep(1100); // what only tells seconds would not tell
        byte[] other = Read.bytes(format, Samples.three(), details, DocumentOptions.in(Language.ZH_TW));
        assertThat(other).isEqualTo(one);
    }

    @Test
    void csvIsWhatTheStandardSays() throws IOException {
        byte[] bytes = Read.bytes(Format.CSV, Samples.three(), List.of(CREDITS), ENGLISH.separatedBy(';').withTotals());
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(text).startsWith("\ufeffcredit_number;request_id;").endsWith("\r\n");
        List<List<String>> lines = Read.csv(bytes, ';');
        assertThat(lines).hasSize(97).allSatisfy(line -> assertThat(line).hasSize(37));
        Map<String, String> second = Read.named(lines).get(1);
        assertThat(second).containsEntry("credit_number", "CR-20261201-0000001")
            .containsEntry("tenant_name", "Šķēršļu SIA, \"Rīga\"\nfiliāle")
            .containsEntry("issued_on", "2026-12-02")
            .containsEntry("currency", "JPY")
            .containsEntry("net", "10")
            .containsEntry("approved_at", "")
            .containsEntry("days_to_return", "10");
        assertThat(Read.named(lines).getFirst()).containsEntry("tenant_name", "'=cmd|' /C calc'!A0");
    }

    @Test
    void theLastLineOfCsvHasTheCountAndTheSumOfEachCurrency() throws IOException {
        List<Map<String, String>> lines = Read
            .named(Read.csv(Read.bytes(Format.CSV, Samples.three(), List.of(CREDITS), ENGLISH.withTotals()), ','));
        Map<String, BigDecimal> sums = lines.subList(0, 95)
            .stream()
            .collect(Collectors.toMap(line -> line.get("currency"), line -> new BigDecimal(line.get("gross")),
                    BigDecimal::add));
        assertThat(lines.getLast()).containsEntry("credit_number", "#TOTAL")
            .containsEntry("request_id", "95")
            .containsEntry("gross", "EUR " + sums.get("EUR") + " JPY " + sums.get("JPY") + " KWD " + sums.get("KWD"));
    }

    @Test
    void csvWithoutMarkOrRowsIsALineOfNames() throws IOException {
        String text = new String(Read.bytes(Format.CSV, Samples.three(),
                List.of(new DetailRows(DetailTable.LINES, Samples.lines(0))), ENGLISH.withoutBom()),
                StandardCharsets.UTF_8);
        assertThat(text).startsWith("credit_number,charge_id,").endsWith(",tax_remainder\r\n").doesNotContain("\n\r\n");
    }

    @Test
    void aSeparatorThatCouldBePartOfANumberIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ENGLISH.separatedBy('.'))
            .withMessageContaining("a comma, a semicolon, a tab or a vertical bar");
    }

    @Test
    void theSummaryAsCsvBeginsAsItAlwaysDid() throws IOException {
        List<List<String>> lines = Read.csv(Read.bytes(Format.CSV, Samples.three(), List.of(), ENGLISH), ',');
        assertThat(lines.getFirst()).startsWith("cycle", "currency", "opening_owed", "credits", "credited_net",
                "credited_tax", "credited_gross", "returns", "returned_cash", "returned_on_account", "returned_gross",
                "closing_owed", "balances");
        assertThat(lines.get(1)).startsWith("2026-12", "EUR", "1250.00", "100", "8000.00", "1950.00", "9950.00", "95",
                "7500.00", "450.00", "7950.00", "3500.00", "true");
        assertThat(lines.get(3)).startsWith("2026-12", "KWD", "1250.000");
    }

    @Test
    void jsonHasARowForEachCreditWithAmountsAsText() throws IOException {
        JsonNode json = JsonMapper.shared()
            .readTree(Read.bytes(Format.JSON, Samples.three(), List.of(CREDITS), ENGLISH));
        assertThat(json.get("as_of").asString()).isEqualTo("2027-02-01T02:30:00.123456Z");
        assertThat(json.get("rows").size()).isEqualTo(95);
        assertThat(json.get("rows").get(2).get("net").asString()).isEqualTo("20.010");
        assertThat(json.get("rows").get(2).get("counted_licences").asLong()).isEqualTo(2);
        assertThat(json.get("rows").get(0).get("tenant_name").asString()).isEqualTo("=cmd|' /C calc'!A0");
        assertThat(json.get("rows").get(0).get("returned_on").isNull()).isTrue();
    }

    @Test
    void aWorkbookHasTypedCellsFrozenHeadersAndFilters() throws IOException {
        byte[] workbook = Read.bytes(Format.XLSX, Samples.three(), List.of(CREDITS, LINES), ENGLISH);
        try (XSSFWorkbook poi = Read.poi(workbook)) {
            assertThat(poi.getNumberOfSheets()).isEqualTo(20);
            Sheet credits = poi.getSheet("Credits");
            org.apache.poi.ss.usermodel.Row yen = credits.getRow(2);
            Cell issued = yen.getCell(column("issued_on"));
            assertThat(DateUtil.isCellDateFormatted(issued)).isTrue();
            assertThat(issued.getLocalDateTimeCellValue().toLocalDate()).isEqualTo(LocalDate.of(2026, 12, 2));
            assertThat(yen.getCell(column("net")).getCellStyle().getDataFormatString()).isEqualTo("#,##0");
            assertThat(credits.getRow(1).getCell(column("net")).getCellStyle().getDataFormatString())
                .isEqualTo("#,##0.00");
            assertThat(credits.getRow(3).getCell(column("net")).getCellStyle().getDataFormatString())
                .isEqualTo("#,##0.000");
            assertThat(credits.getRow(1).getCell(column("tenant_name")).getStringCellValue())
                .isEqualTo("'=cmd|' /C calc'!A0");
            assertThat(credits.getPaneInformation().getHorizontalSplitPosition()).isEqualTo((short) 1);
            assertThat(poi.getSheet("Credits").getCTWorksheet().getAutoFilter().getRef()).isEqualTo("A1:AK96");
            Sheet about = poi.getSheet("About");
            assertThat(about.getRow(3).getCell(1).getStringCellValue()).contains("UTC");
            assertThat(about.getRow(4).getCell(1).getStringCellValue()).isEqualTo("2027-02-01T02:30:00.123456Z");
        }
    }

    @Test
    void theOnlyFormulasOfAWorkbookAreItsTotalsAndTheyAgreeWithTheValues() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Documents documents = new Documents();
        // three sheets of credits
        documents.workbook(Samples.three(), null, List.of(CREDITS, LINES), ENGLISH, 40).write(out);
        int formulas = 0;
        try (XSSFWorkbook poi = Read.poi(out.toByteArray())) {
            assertThat(poi.getSheet("Credits 3")).isNotNull();
            FormulaEvaluator evaluator = poi.getCreationHelper().createFormulaEvaluator();
            for (Sheet sheet : poi) {
                for (org.apache.poi.ss.usermodel.Row row : sheet) {
                    for (Cell cell : row) {
                        if (cell.getCellType() == CellType.FORMULA) {
                            formulas++;
                            assertThat(row.getCell(0).getStringCellValue()).endsWith("total by formula");
                            Cell value = sheet.getRow(row.getRowNum() - 1).getCell(cell.getColumnIndex());
                            assertThat(evaluator.evaluate(cell).getNumberValue())
                                .as(sheet.getSheetName() + " " + cell.getAddress() + " " + cell.getCellFormula())
                                .isCloseTo(value.getNumericCellValue(), org.assertj.core.data.Offset.offset(0.0001));
                        }
                    }
                }
            }
        }
        assertThat(formulas).isGreaterThan(50);
    }

    @Test
    void textsInAWorkbookAreInline() throws IOException {
        byte[] workbook = Read.bytes(Format.XLSX, Samples.three(), List.of(CREDITS), ENGLISH);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(workbook))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String part = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(entry.getName()).doesNotContain("externalLink", "vba");
                assertThat(part).as(entry.getName()).doesNotContain("t=\"s\"");
            }
        }
    }

    @Test
    void anAmountThatASpreadsheetWouldRoundIsText() throws IOException {
        RowSource rows = sink -> Samples.lines(1).forEach(values -> {
            Object[] large = values.clone();
            large[12] = new BigDecimal("12345678901234.56");
            sink.row(large);
        });
        byte[] workbook = Read.bytes(Format.XLSX, Samples.three(), List.of(new DetailRows(DetailTable.LINES, rows)),
                ENGLISH);
        try (XSSFWorkbook poi = Read.poi(workbook)) {
            assertThat(poi.getSheet("Lines").getRow(1).getCell(12).getStringCellValue()).isEqualTo("12345678901234.56");
        }
    }

    @Test
    void aReconciliationIsInTheWorkbookAndOnPaper() throws IOException {
        Comparison comparison = Samples.reconciliation();
        ByteArrayOutputStream workbook = new ByteArrayOutputStream();
        new Documents().write(Format.XLSX, Samples.three(), comparison, List.of(), ENGLISH, workbook);
        List<Row> rows = Read.sheet(workbook.toByteArray(), "Reconciliation");
        assertThat(rows.get(1).getCellAsNumber(4).orElseThrow()).isEqualByComparingTo("100.00");
        assertThat(rows.get(1).getCellText(8)).isEqualTo("Agree");
        assertThat(rows.get(2).getCellText(8)).isEqualTo("DIFFER");
        assertThat(Read.sheet(workbook.toByteArray(), "Differences").get(1).getCellText(2))
            .isEqualTo("CR-20261201-0000007");
        ByteArrayOutputStream pages = new ByteArrayOutputStream();
        new Documents().write(Format.PDF, Samples.three(), comparison, List.of(), ENGLISH, pages);
        assertThat(Read.pdf(pages.toByteArray())).containsSubsequence("Reconciliation", "EUR", "Net", "300.00",
                "300.00", "299.99", "300.00", "DIFFER", "Differences by item", "CR-20261201-0000007", "Signatures");
    }

    @Test
    void pagesCarryTheirTotalsForward() throws IOException {
        String pages = Read.pdf(Read.bytes(Format.PDF, Samples.three(), List.of(LINES), ENGLISH));
        // 40 lines of 33.45: thirty on the first sheet, ten on the second
        assertThat(pages).containsSubsequence("Lines, EUR: sheet 1 of 2", "Carried forward", "1,003.50",
                "Lines, EUR: sheet 2 of 2", "Brought forward", "1,003.50", "EUR: total", "1,338.00");
    }

    @Test
    void aLargeAmountIsNotCutOnPaper() throws IOException {
        RowSource rows = sink -> Samples.lines(2).forEach(values -> {
            Object[] large = values.clone();
            large[12] = new BigDecimal("12345678901234.56");
            sink.row(large);
        });
        assertThat(Read
            .pdf(Read.bytes(Format.PDF, Samples.three(), List.of(new DetailRows(DetailTable.LINES, rows)), ENGLISH)))
            .contains("12,345,678,901,234.56", "24,691,357,802,469.12");
    }

    @Test
    void moreRowsThanPagesTakeAreRefusedWithTheWayToGetThem() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatExceptionOfType(TooManyRowsException.class)
            .isThrownBy(() -> new Documents().write(Format.PDF, Samples.three(),
                    List.of(new DetailRows(DetailTable.LINES, Samples.lines(2001))), ENGLISH, out))
            .withMessage("a PDF takes 2000 rows of lines, there are more: take XLSX or CSV for them, or ask for fewer");
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = { "XLSX", "PDF" })
    void aSourceThatFailsLeavesNothingHalfWritten(Format format) {
        RowSource broken = sink -> {
            Samples.lines(700).forEach(sink);
            throw new IOException("the connection is gone");
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> new Documents().write(format, Samples.three(),
                List.of(new DetailRows(DetailTable.LINES, broken)), ENGLISH, out));
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theStreamStaysOpen(Format format) throws IOException {
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        new Documents().write(format, Samples.three(), List.of(), ENGLISH, out);
    }

    @ParameterizedTest
    @EnumSource
    void aPeriodInWhichNothingHappenedHasDocumentsToo(Format format) throws IOException {
        assertThat(Read.bytes(format, Samples.summary(List.of()), List.of(), ENGLISH)).isNotEmpty();
    }

    private static int column(String name) {
        return DetailTable.CREDITS.columns().stream().map(DetailTable.Column::name).toList().indexOf(name);
    }

}
