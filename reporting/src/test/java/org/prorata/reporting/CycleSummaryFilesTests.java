package org.prorata.reporting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CycleSummaryFilesTests {

    private static final CycleSummary JUNE = new CycleSummary(YearMonth.of(2024, 6),
            List.of(row("EUR", "1.00", 2, "50.00", "10.50", 1, "1.00", "0.50", "60.00"),
                    row("JPY", "0", 0, "0", "0", 0, "0", "0", "1"),
                    row("KWD", "0.000", 1, "1234567890.123", "0.000", 0, "0.000", "0.000", "1234567890.123")));

    @TempDir
    private Path folder;

    @Test
    void csvHasARowForEachCurrency() throws IOException {
        Path file = CycleSummaryFiles.writeCsv(JUNE, this.folder);
        assertThat(file).isEqualTo(this.folder.resolve("refund-summary-2024-06.csv"))
            .hasContent(
                    """
                            cycle,currency,opening_owed,credits,credited_net,credited_tax,credited_gross,returns,returned_cash,returned_on_account,\
                            returned_gross,closing_owed,balances
                            2024-06,EUR,1.00,2,50.00,10.50,60.50,1,1.00,0.50,1.50,60.00,true
                            2024-06,JPY,0,0,0,0,0,0,0,0,0,1,false
                            2024-06,KWD,0.000,1,1234567890.123,0.000,1234567890.123,0,0.000,0.000,0.000,1234567890.123,true
                            """);
    }

    @Test
    void csvAndJsonSayTheSame() throws IOException {
        JsonNode json = JsonMapper.shared().readTree(CycleSummaryFiles.writeJson(JUNE, this.folder).toFile());
        assertThat(json.get("cycle").asString()).isEqualTo("2024-06");
        JsonNode currencies = json.get("currencies");
        assertThat(currencies.propertyNames()).containsExactly("EUR", "JPY", "KWD");
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder()
            .ofNamedCsvRecord(CycleSummaryFiles.writeCsv(JUNE, this.folder))) {
            for (NamedCsvRecord row : csv) {
                JsonNode amounts = currencies.get(row.getField("currency"));
                assertThat(amounts.propertyNames()).containsExactlyElementsOf(row.getHeader().subList(2, 13));
                amounts.properties()
                    .forEach(amount -> assertThat(amount.getValue().asString()).as(amount.getKey())
                        .isEqualTo(row.getField(amount.getKey())));
            }
        }
    }

    @Test
    void moneyInJsonIsTextAndCountsAreNumbers() throws IOException {
        JsonNode euros = JsonMapper.shared()
            .readTree(CycleSummaryFiles.writeJson(JUNE, this.folder).toFile())
            .get("currencies")
            .get("EUR");
        assertThat(euros.get("credited_net").isString()).isTrue();
        assertThat(euros.get("credits").isIntegralNumber()).isTrue();
        assertThat(euros.get("balances").isBoolean()).isTrue();
    }

    @Test
    void aMonthWithoutCreditsIsAFileToo() throws IOException {
        CycleSummary empty = new CycleSummary(YearMonth.of(2024, 6), List.of());
        assertThat(Files.readAllLines(CycleSummaryFiles.writeCsv(empty, this.folder))).hasSize(1);
        assertThat(JsonMapper.shared()
            .readTree(CycleSummaryFiles.writeJson(empty, this.folder).toFile())
            .get("currencies")
            .isEmpty()).isTrue();
    }

    @Test
    void aFileIsReplacedAsAWholeAndNoDraftIsLeft() throws IOException {
        Files.writeString(this.folder.resolve("refund-summary-2024-06.csv"), "?".repeat(100_000));
        Files.writeString(this.folder.resolve("refund-summary-2024-06.csv.draft"), "of a process that died");
        CycleSummaryFiles.writeCsv(JUNE, this.folder);
        CycleSummaryFiles.writeJson(JUNE, this.folder);
        try (Stream<Path> files = Files.list(this.folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrder("refund-summary-2024-06.csv", "refund-summary-2024-06.json");
        }
        assertThat(this.folder.resolve("refund-summary-2024-06.csv")).content().doesNotContain("?");
    }

    /** A reader that opened the file before keeps the whole old one. */
    @Test
    void theFileOfBeforeIsNotTouched() throws IOException {
        Path file = Files.writeString(this.folder.resolve("refund-summary-2024-06.json"), "the old one");
        try (var reader = Files.newBufferedReader(file)) {
            CycleSummaryFiles.writeJson(JUNE, this.folder);
            assertThat(reader.readLine()).isEqualTo("the old one");
        }
        assertThat(file).content().startsWith("{");
    }

    @Test
    void aFolderIsMadeWithThoseAboveIt() throws IOException {
        Path deep = this.folder.resolve("reports/2024/june");
        assertThat(CycleSummaryFiles.writeCsv(JUNE, deep)).exists().hasParent(deep);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(this.folder.resolve("occupied"), "a file");
        for (Path folder : List.of(file, file.resolve("below"))) {
            assertThatThrownBy(() -> CycleSummaryFiles.writeCsv(JUNE, folder)).isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
            assertThatThrownBy(() -> CycleSummaryFiles.writeJson(JUNE, folder)).isInstanceOf(IOException.class);
        }
        assertThat(file).hasContent("a file");
    }

    private static CycleSummary.Row row(String currency, String opening, long credits, String net, String tax,
            long returns, String cash, String onAccount, String closing) {
        return new CycleSummary.Row(money(currency, opening), credits, money(currency, net), money(currency, tax),
                returns, money(currency, cash), money(currency, onAccount), money(currency, closing));
    }

    private static Money money(String currency, String amount) {
        return Money.parse(currency + " " + amount);
    }

}
