package org.prorata.batch.quote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.table.BadTableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The credits of cases in a file. */
class QuotesTests {

    private static final String COLUMNS = "case_id,rounding,unit_price,quantity,net,service_from,service_to,cancel_date,cancel_day,currency";

    @TempDir
    private Path folder;

    private Quotes.Result quote(String... cases) throws IOException, BadTableException {
        Files.writeString(this.folder.resolve("cases.csv"), COLUMNS + "\n" + String.join("\n", cases) + "\n");
        return Quotes.quote(this.folder.resolve("cases.csv"), this.folder.resolve("out.csv"));
    }

    private List<String> out() throws IOException {
        List<String> lines = Files.readAllLines(this.folder.resolve("out.csv"));
        assertThat(lines.getFirst()).isEqualTo("case_id,days_in_period,days_unused,exact_net,net,problem");
        return lines.subList(1, lines.size());
    }

    /** One case that tells the six ways apart: 3 at 188.93, 19 of 31 days unused. */
    @ParameterizedTest
    @CsvSource({ "EXACT_HALF_UP, 347.39", "EXACT_TRUNC, 347.38", "LEGACY_ROUND, 347.31", "DAILY_3DP, 347.43",
            "SEAT_ROUNDDOWN, 347.37", "UNIT_HALF_UP, 347.40" })
    void everyWayOfRoundingIsItsOwn(String rounding, String net) throws IOException, BadTableException {
        assertThat(quote("1," + rounding + ",188.93,3,,2024-03-01,2024-03-31,2024-03-13,CREDITED,USD"))
            .isEqualTo(new Quotes.Result(1, 0));
        assertThat(out()).containsExactly("1,31,19,1076901/3100," + net + ",");
    }

    @Test
    void theCancelDayIsGivenBackOrNot() throws IOException, BadTableException {
        quote("credited,EXACT_HALF_UP,31,1,,2024-03-01,2024-03-31,2024-03-15,CREDITED,USD",
                "charged,EXACT_HALF_UP,31,1,,2024-03-01,2024-03-31,2024-03-15,CHARGED,USD");
        assertThat(out()).containsExactly("credited,31,17,17/1,17.00,", "charged,31,16,16/1,16.00,");
    }

    @Test
    void aCancelDayOutsideTheSpanGivesAllOrNothing() throws IOException, BadTableException {
        quote("before,EXACT_HALF_UP,31,1,,2024-03-01,2024-03-31,2024-02-15,CREDITED,USD",
                "last,EXACT_HALF_UP,31,1,,2024-03-01,2024-03-31,2024-03-31,CREDITED,USD",
                "after,EXACT_HALF_UP,31,1,,2024-03-01,2024-03-31,2024-04-01,CREDITED,USD");
        assertThat(out()).containsExactly("before,31,31,31/1,31.00,", "last,31,1,1/1,1.00,", "after,31,0,0/1,0.00,");
    }

    @Test
    void aLeapYearHasItsDayAndEachCurrencyItsDigits() throws IOException, BadTableException {
        quote("leap,EXACT_HALF_UP,366,1,,2024-01-01,2024-12-31,2024-02-29,CREDITED,USD",
                "yen,EXACT_HALF_UP,1000,1,,2024-03-01,2024-03-31,2024-03-15,CREDITED,JPY",
                "dinar,EXACT_HALF_UP,10,1,,2024-03-01,2024-03-31,2024-03-15,CREDITED,KWD");
        assertThat(out()).containsExactly("leap,366,307,307/1,307.00,", "yen,31,17,17000/31,548,",
                "dinar,31,17,170/31,5.484,");
    }

    @Test
    void theNetThatWasChargedGoesBeforeThePrice() throws IOException, BadTableException {
        quote("1,EXACT_HALF_UP,100,2,155.00,2024-03-01,2024-03-31,2024-03-15,CREDITED,USD",
                "2,EXACT_HALF_UP,,,155.00,2024-03-01,2024-03-31,2024-03-15,CREDITED,USD");
        assertThat(out()).containsExactly("1,31,17,85/1,85.00,", "2,31,17,85/1,85.00,");
    }

    @Test
    void aCreditIsNeverMoreThanWasCharged() throws IOException, BadTableException {
        quote("1,UNIT_HALF_UP,10,3,20.00,2024-03-01,2024-03-31,2024-03-01,CREDITED,USD");
        assertThat(out()).containsExactly("1,31,31,30/1,20.00,");
    }

    @Test
    void aBadCaseGetsItsProblemsAndTheOthersGoOn() throws IOException, BadTableException {
        Quotes.Result result = quote("1,EXACT_HALF_UP,31,1,,2024-03-01,2024-03-31,2024-03-15,CREDITED,USD",
                "2,ROUGHLY,31,1,,2024-03-01,2024-03-31,2024-03-15,CREDITED,USD",
                "3,EXACT_HALF_UP,abc,1,,2024-03-01,2024-03-31,2024-03-15,CREDITED,USD",
                "4,EXACT_HALF_UP,31,1,,2024-03-31,2024-03-01,2024-03-15,CREDITED,USD",
                "5,EXACT_HALF_UP,31,1,,2024-02-30,2024-03-31,2024-03-15,SOMETIMES,XYZ",
                "6,SEAT_ROUNDDOWN,,,31.00,2024-03-01,2024-03-31,2024-03-15,CREDITED,USD",
                "7,EXACT_HALF_UP,31,0,,2024-03-01,2024-03-31,2024-03-15,CREDITED,USD",
                "8,EXACT_HALF_UP,31,1,,2024-03-01,2024-03-31,2024-03-15,CREDITED,USD");
        assertThat(result).isEqualTo(new Quotes.Result(8, 6));
        List<String> out = out();
        assertThat(out).hasSize(8);
        assertThat(out.getFirst()).isEqualTo("1,31,17,17/1,17.00,");
        assertThat(out.getLast()).isEqualTo("8,31,17,17/1,17.00,");
        assertThat(out.get(1)).startsWith("2,,,,,").contains("rounding").contains("ROUGHLY").contains("EXACT_HALF_UP");
        assertThat(out.get(2)).startsWith("3,,,,,").contains("unit_price").contains("abc");
        assertThat(out.get(3)).startsWith("4,,,,,").contains("service_to").contains("is before service_from");
        assertThat(out.get(4)).startsWith("5,,,,,").contains("service_from", "cancel_day", "currency");
        assertThat(out.get(5)).startsWith("6,,,,,").contains("unit_price");
        assertThat(out.get(6)).startsWith("7,,,,,").contains("quantity");
    }

    @Test
    void aFileThatCannotBeReadWritesNothing() throws IOException {
        Path cases = Files.writeString(this.folder.resolve("cases.csv"), "case_id,rounding\n1,EXACT_HALF_UP\n");
        Path out = this.folder.resolve("out.csv");
        assertThatExceptionOfType(BadTableException.class).isThrownBy(() -> Quotes.quote(cases, out))
            .withMessageContaining("unit_price");
        assertThat(this.folder.resolve("out.csv")).doesNotExist();
        assertThat(this.folder).isDirectoryNotContaining("glob:**.draft");
    }

}
