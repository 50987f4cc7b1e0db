package org.prorata.table;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Function;

import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.policy.CancelDay;

import static org.assertj.core.api.Assertions.assertThat;

/** Each kind of cell: what is accepted, and what is said of what is not. */
class RowTests {

    @Test
    void textOfTheRightLengthIsAccepted() {
        accepts("\u014cz\u014dls AG", row -> row.text("c", 1, 8), "\u014cz\u014dls AG");
        accepts("\ud83d\ude00".repeat(8), row -> row.text("c", 1, 8), "\ud83d\ude00".repeat(8));
        accepts("", row -> row.text("c", 0, 8), "");
    }

    @Test
    void otherTextIsRefused() {
        assertThat(refused("", row -> row.text("c", 1, 8)))
            .isEqualTo("f.csv:7: c: is missing, found \"\", accepted: 1 to 8 characters");
        assertThat(refused("123456789", row -> row.text("c", 1, 8)))
            .isEqualTo("f.csv:7: c: is too long with 9 characters, found \"123456789\", accepted: 1 to 8 characters");
        assertThat(refused(" x", row -> row.text("c", 1, 8)))
            .isEqualTo("f.csv:7: c: has blanks at its ends, found \" x\", accepted: 1 to 8 characters without them");
        assertThat(refused("a\0b", row -> row.text("c", 1, 8))).isEqualTo(
                "f.csv:7: c: holds a control character, found \"a\\u0000b\", accepted: 1 to 8 characters without them");
    }

    @Test
    void proseMayHaveSeveralLinesOrNone() {
        accepts("a\tb\r\nc ", row -> row.prose("c", 8), "a\tb\r\nc ");
        accepts("", row -> row.prose("c", 8), "");
    }

    @Test
    void otherProseIsRefused() {
        assertThat(refused("123456789", row -> row.prose("c", 8)))
            .isEqualTo("f.csv:7: c: is too long with 9 characters, found \"123456789\", accepted: up to 8 characters");
        assertThat(refused("a\u0007", row -> row.prose("c", 8)))
            .isEqualTo("f.csv:7: c: holds a control character, found \"a\\u0007\", accepted: text");
    }

    @Test
    void anIdIsAccepted() {
        accepts("S-2024/01 a=b", row -> row.id("c"), "S-2024/01 a=b");
        accepts("x".repeat(64), row -> row.id("c"), "x".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(strings = { "=1+1", "+49", "-1", "@SUM(A1)" })
    void anIdThatASpreadsheetTakesForAFormulaIsRefused(String value) {
        assertThat(refused(value, row -> row.id("c"))).isEqualTo("f.csv:7: c: begins like a formula, found \"" + value
                + "\", accepted: 1 to 64 characters, the first not one of = + - @");
    }

    @Test
    void anIdThatIsMissingOrTooLongIsRefused() {
        assertThat(refused("", row -> row.id("c")))
            .isEqualTo("f.csv:7: c: is missing, found \"\", accepted: 1 to 64 characters");
        assertThat(refused("x".repeat(65), row -> row.id("c")))
            .startsWith("f.csv:7: c: is too long with 65 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = { "1900-01-01", "2024-02-29", "9999-12-31" })
    void aDateIsAccepted(String value) {
        accepts(value, row -> row.date("c"), LocalDate.parse(value));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "2023-02-29", "2024-2-9", "29.02.2024", "2/29/2024", "2024-02-29 ", "1899-12-31",
            "+10000-01-01", "2024-02-29T00:00:00" })
    void anotherDateIsRefused(String value) {
        assertThat(refused(value, row -> row.date("c"))).isEqualTo("f.csv:7: c: is not a date, found \"" + value
                + "\", accepted: a date such as 2024-12-31, from 1900 on");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2024-12-31T09:00:00Z,              2024-12-31T09:00:00Z
            2024-12-31T09:00:00+02:00,         2024-12-31T07:00:00Z
            2024-12-31T09:00:00.1234567-05:30, 2024-12-31T14:30:00.123456Z
            """)
    void aTimeIsReadToTheMicrosecond(String value, Instant time) {
        accepts(value, row -> row.time("c"), time);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "2024-12-31", "2024-12-31T09:00:00", "2024-12-31 09:00:00Z", "2024-12-31T24:30:00Z",
            "1899-12-31T23:59:59Z", "9999-12-31T00:00:00Z", "+10000-01-01T00:00:00Z" })
    void anotherTimeIsRefused(String value) {
        assertThat(refused(value, row -> row.time("c"))).isEqualTo("f.csv:7: c: is not a time with an offset, found \""
                + value + "\", accepted: a time such as 2024-12-31T09:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({ "-5,-5", "0,0", "007,7", "+3,3", "1000,1000" })
    void aWholeNumberIsAccepted(String value, long number) {
        accepts(value, row -> row.wholeNumber("c", -5, 1000), number);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "1.0", "1e3", "one", " 1", "1,000", "\u0661", "1234567890123456789" })
    void anotherWholeNumberIsRefused(String value) {
        assertThat(refused(value, row -> row.wholeNumber("c", -5, 1000))).isEqualTo(
                "f.csv:7: c: is not a whole number, found \"" + value + "\", accepted: a whole number from -5 to 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = { "-6", "1001", "999999999999999999" })
    void aWholeNumberOutOfRangeIsRefused(String value) {
        assertThat(refused(value, row -> row.wholeNumber("c", -5, 1000))).isEqualTo(
                "f.csv:7: c: is out of range, found \"" + value + "\", accepted: a whole number from -5 to 1000");
    }

    @ParameterizedTest
    @CsvSource({ "0,0.00", "12.5,12.50", "-12.34,-12.34", "+1,1.00", "1.2300000,1.23", "100.00,100.00" })
    void aDecimalHasTheCurrencysDigits(String value, BigDecimal number) {
        accepts(value, RowTests::decimal, number);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            '';       is not a plain decimal
            1e2;      is not a plain decimal
            '1,5';    is not a plain decimal
            .5;       is not a plain decimal
            5.;       is not a plain decimal
            NaN;      is not a plain decimal
            1.234;    has too many decimals
            100.01;   is out of range
            -12.35;   is out of range
            """)
    void anotherDecimalIsRefused(String value, String wrong) {
        assertThat(refused(value, RowTests::decimal)).isEqualTo("f.csv:7: c: " + wrong + ", found \"" + value
                + "\", accepted: a plain decimal with a dot and up to 2 decimals, from -12.34 to 100");
    }

    @Test
    void aDecimalWithThirtyDigitsIsStillANumber() {
        assertThat(refused("9".repeat(30) + "." + "9".repeat(30), RowTests::decimal)).contains("has too many decimals");
        assertThat(refused("9".repeat(31), RowTests::decimal)).contains("is not a plain decimal");
    }

    @Test
    void aChoiceIsByItsExactName() {
        accepts("CHARGED", row -> row.choice("c", CancelDay.class), CancelDay.CHARGED);
        assertThat(refused("charged", row -> row.choice("c", CancelDay.class)))
            .isEqualTo("f.csv:7: c: is not known, found \"charged\", accepted: CREDITED, CHARGED");
        assertThat(refused("", row -> row.choice("c", CancelDay.class)))
            .isEqualTo("f.csv:7: c: is not known, found \"\", accepted: CREDITED, CHARGED");
    }

    @Test
    void trueAndFalseAreAccepted() {
        accepts("true", row -> row.trueOrFalse("c"), true);
        accepts("false", row -> row.trueOrFalse("c"), false);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "TRUE", "yes", "1" })
    void anythingElseIsNeither(String value) {
        assertThat(refused(value, row -> row.trueOrFalse("c")))
            .isEqualTo("f.csv:7: c: is neither true nor false, found \"" + value + "\", accepted: true or false");
    }

    @ParameterizedTest
    @CsvSource({ "EUR,2", "JPY,0", "KWD,3", "CLF,4" })
    void aCurrencyIsACodeOfIso4217(String value, int digits) {
        accepts(value, row -> row.currency("c"), CurrencyUnit.of(value));
        assertThat(CurrencyUnit.of(value).getDecimalPlaces()).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "eur", "EURO", "XXX", "XAU", "\u20ac" })
    void anotherCurrencyIsRefused(String value) {
        assertThat(refused(value, row -> row.currency("c"))).isEqualTo(
                "f.csv:7: c: is not a currency, found \"" + value + "\", accepted: a code of ISO 4217 such as EUR");
    }

    @ParameterizedTest
    @ValueSource(strings = { "Europe/Riga", "Asia/Kathmandu", "UTC" })
    void aTimeZoneIsByItsIanaName(String value) {
        accepts(value, row -> row.timeZone("c"), ZoneId.of(value));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "+02:00", "europe/riga", "Europe/Atlantis", "Z" })
    void anotherTimeZoneIsRefused(String value) {
        assertThat(refused(value, row -> row.timeZone("c"))).isEqualTo(
                "f.csv:7: c: is not a time zone, found \"" + value + "\", accepted: an IANA zone such as Europe/Riga");
    }

    @Test
    void aCountryIsACodeOfIso3166() {
        accepts("LV", row -> row.country("c"), "LV");
        assertThat(refused("lv", row -> row.country("c")))
            .isEqualTo("f.csv:7: c: is not a country, found \"lv\", accepted: a code of ISO 3166-1 such as LV");
        assertThat(refused("EU", row -> row.country("c"))).startsWith("f.csv:7: c: is not a country");
    }

    @ParameterizedTest
    @ValueSource(strings = { "en", "zh-TW", "zh-CN", "lv", "sv", "bg", "sr-Latn-RS" })
    void aLocaleIsATagOfBcp47(String value) {
        accepts(value, row -> row.locale("c"), value);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "zh_TW", "english language", "-", "x" })
    void anotherLocaleIsRefused(String value) {
        assertThat(refused(value, row -> row.locale("c"))).isEqualTo(
                "f.csv:7: c: is not a language, found \"" + value + "\", accepted: a tag of BCP 47 such as zh-TW");
    }

    @Test
    void everyProblemOfALineIsReported() {
        Problems problems = new Problems();
        Row row = new Row("f.csv", 7, column -> "?", problems);
        row.date("a");
        row.currency("b");
        row.wholeNumber("c", 1, 2);
        assertThat(problems.first()).extracting(Problem::column).containsExactly("a", "b", "c");
        assertThat(row.isBad()).isTrue();
        assertThat(row.line()).isEqualTo(7);
    }

    private static BigDecimal decimal(Row row) {
        return row.decimal("c", 2, new BigDecimal("-12.34"), new BigDecimal("100"));
    }

    private static <T> void accepts(String cell, Function<Row, T> reader, T expected) {
        Problems problems = new Problems();
        Row row = new Row("f.csv", 7, column -> cell, problems);
        T value = reader.apply(row);
        assertThat(problems.first()).isEmpty();
        assertThat(row.isBad()).isFalse();
        assertThat((Object) value).isEqualTo(expected);
    }

    private static String refused(String cell, Function<Row, ?> reader) {
        Problems problems = new Problems();
        Row row = new Row("f.csv", 7, column -> cell, problems);
        Object standIn = reader.apply(row);
        assertThat(standIn).isNotNull();
        assertThat(row.isBad()).isTrue();
        assertThat(problems.first()).hasSize(1);
        return problems.first().getFirst().toString();
    }

}
