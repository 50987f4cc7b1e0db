package org.prorata.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TableTests {

    private static final Set<String> COLUMNS = new LinkedHashSet<>(List.of("id", "text"));

    private final Problems problems = new Problems();

    @Test
    void columnsAreFoundByNameInAnyOrder() {
        assertThat(rows("text,more,id\nhello,x,1\n")).containsExactly("2: 1 hello");
        assertThat(this.problems.isEmpty()).isTrue();
    }

    @Test
    void aBomIsAccepted() {
        assertThat(rows("\uFEFFid,text\n1,hello\n")).containsExactly("2: 1 hello");
        assertThat(rows("\uFEFF\"id\",text\n1,hello\n")).containsExactly("2: 1 hello");
        assertThat(this.problems.isEmpty()).isTrue();
    }

    @Test
    void blanksAroundAColumnsNameDoNotMatter() {
        assertThat(rows("id , text\n1,hello\n")).containsExactly("2: 1 hello");
    }

    @Test
    void linesMayEndAsOnWindows() {
        assertThat(rows("id,text\r\n1,hello\r\n2,you\r\n")).containsExactly("2: 1 hello", "3: 2 you");
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertThat(rows("id,text\n1,hello")).containsExactly("2: 1 hello");
    }

    @Test
    void quotesProtectCommasQuotesAndLineEnds() {
        assertThat(rows("id,text\n1,\"a, \"\"b\"\"\nc\"\n")).containsExactly("2: 1 a, \"b\"\nc");
    }

    @Test
    void aLineIsNumberedAsAnEditorNumbersIt() {
        assertThat(rows("id,text\n\n1,\"two\nlines\"\n\n2,\"three\r\nmore\r\nlines\"\n3,x\n"))
            .containsExactly("3: 1 two\nlines", "6: 2 three\r\nmore\r\nlines", "9: 3 x");
    }

    @Test
    void anOptionalColumnThatIsNotThereIsEmpty() throws IOException {
        List<String> found = new ArrayList<>();
        new Table("t.csv", source("id,text\n1,hello\n"), COLUMNS, Set.of("note")).read(this.problems,
                row -> found.add("[" + row.raw("note") + "]"));
        assertThat(found).containsExactly("[]");
    }

    @Test
    void aLineWithTheWrongNumberOfFieldsIsReportedAndTheOthersAreRead() {
        assertThat(rows("id,text\n1\n2,you\n3,a,b\n")).containsExactly("3: 2 you");
        assertThat(messages()).containsExactly(
                "t.csv:2: -: has the wrong number of fields, found 1, accepted: 2 as in the header",
                "t.csv:4: -: has the wrong number of fields, found 3, accepted: 2 as in the header");
    }

    @Test
    void aMissingColumnIsNamedAndNothingIsRead() {
        assertThat(rows("id,name\n1,hello\n")).isEmpty();
        assertThat(messages())
            .containsExactly("t.csv:1: text: is missing from the header, found \"id,name\", accepted: [id, text]");
    }

    @Test
    void aColumnThatStandsTwiceIsNamedAndNothingIsRead() {
        assertThat(rows("id,text,id\n1,hello,2\n")).isEmpty();
        assertThat(messages()).containsExactly("t.csv:1: id: stands twice in the header, accepted: once");
    }

    @Test
    void aMissingColumnTellsTheOptionalOnesToo() throws IOException {
        new Table("t.csv", source("id\n1\n"), COLUMNS, Set.of("note")).read(this.problems, row -> {
        });
        assertThat(messages()).containsExactly(
                "t.csv:1: text: is missing from the header, found \"id\", accepted: [id, text] and perhaps [note]");
    }

    @Test
    void anEmptyFileHasNoHeader() {
        assertThat(rows("")).isEmpty();
        assertThat(rows("\uFEFF")).isEmpty();
        assertThat(rows("\n\n")).isEmpty();
        assertThat(messages()).hasSize(3).containsOnly("t.csv:1: -: is empty, found no header, accepted: [id, text]");
    }

    @Test
    void aHeaderAloneIsATableWithoutRows() {
        assertThat(rows("id,text\n")).isEmpty();
        assertThat(this.problems.isEmpty()).isTrue();
    }

    @Test
    void aQuoteThatNeverClosesIsReportedWhereItsRecordStarts() {
        assertThat(rows("id,text\n1,\"two\nlines\"\n\n2,\"open\n3,x\n")).containsExactly("2: 1 two\nlines");
        assertThat(messages()).containsExactly("t.csv:5: -: cannot be read from the record here on (Unclosed quoted "
                + "field at end of input (record starting at line 5)), accepted: CSV by RFC 4180, fields of up to "
                + "1048576 characters");
    }

    @Test
    void textAfterAClosingQuoteIsReported() {
        assertThat(rows("id,text\n1,x\n2,\"y\"z\n")).containsExactly("2: 1 x");
        assertThat(messages()).singleElement().asString().startsWith("t.csv:3: -: cannot be read");
    }

    @Test
    void aFieldThatIsTooLargeIsReportedWithoutReadingItAll() {
        assertThat(rows("id,text\n1,x\n2,\"" + "x".repeat(1 << 21) + "\"\n")).containsExactly("2: 1 x");
        assertThat(messages()).singleElement()
            .asString()
            .startsWith("t.csv:3: -: cannot be read from the record here on (The maximum buffer size of 1048576 is "
                    + "insufficient to read the data of a single field.")
            .endsWith("accepted: CSV by RFC 4180, fields of up to 1048576 characters");
    }

    @Test
    void tooManyFieldsAreReported() {
        assertThat(rows("id,text\n1,x\n" + ",".repeat(20_000) + "\n")).containsExactly("2: 1 x");
        assertThat(messages()).singleElement().asString().startsWith("t.csv:3: -: cannot be read");
    }

    @Test
    void aNulIsHandedOnForTheCellToRefuse() {
        assertThat(rows("id,text\n1,a\0b\n")).containsExactly("2: 1 a\0b");
    }

    @Test
    void anotherEncodingIsReportedAtTheLineOfItsFirstByte() {
        byte[] latin = "id,text\n1,hello\n2,caf\u00e9\n3,x\n".getBytes(StandardCharsets.ISO_8859_1);
        rows(latin);
        assertThat(messages()).containsExactly("t.csv:3: -: is not UTF-8, found other bytes, accepted: UTF-8");
    }

    @Test
    void aBadByteIsFoundBehindManyGoodOnes() {
        String good = "id,text\n" + "1,\u0161\u0113\u4e2d\u6587\n".repeat(50_000);
        byte[] bytes = (good + "2,?\n").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 2] = (byte) 0xFF;
        rows(bytes);
        assertThat(messages()).containsExactly("t.csv:50002: -: is not UTF-8, found other bytes, accepted: UTF-8");
    }

    @Test
    void aCharacterThatIsCutAtTheEndIsReportedAtItsLine() {
        rows(new byte[] { 'i', 'd', ',', 't', 'e', 'x', 't', '\n', '1', ',', (byte) 0xE2, (byte) 0x82 });
        assertThat(messages()).containsExactly("t.csv:2: -: is not UTF-8, found other bytes, accepted: UTF-8");
    }

    @Test
    void aSpreadsheetsUnicodeIsNotUtf8() {
        rows("id,text\n1,hello\n".getBytes(StandardCharsets.UTF_16));
        assertThat(messages()).containsExactly("t.csv:1: -: is not UTF-8, found other bytes, accepted: UTF-8");
    }

    @Test
    void aSourceThatFailsIsNotTakenForABadFile() {
        Table table = new Table("t.csv", () -> {
            throw new IOException("disk gone");
        }, COLUMNS);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> table.read(this.problems, row -> {
        })).withMessage("disk gone");
        Table cut = new Table("t.csv", TableTests::closedStream, COLUMNS);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> cut.read(this.problems, row -> {
        })).withMessage("Stream closed");
        assertThat(this.problems.isEmpty()).isTrue();
    }

    private List<String> rows(String text) {
        return rows(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> rows(byte[] bytes) {
        List<String> found = new ArrayList<>();
        try {
            new Table("t.csv", () -> new ByteArrayInputStream(bytes), COLUMNS).read(this.problems,
                    row -> found.add(row.line() + ": " + row.raw("id") + " " + row.raw("text")));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return found;
    }

    private List<String> messages() {
        return this.problems.first().stream().map(Problem::toString).toList();
    }

    private static InputStream closedStream() throws IOException {
        InputStream in = InputStream.nullInputStream();
        in.close();
        return in;
    }

    private static Table.Source source(String text) {
        return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

}
