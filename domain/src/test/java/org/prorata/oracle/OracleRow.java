package org.prorata.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

/** One published or observed case; what it is called is the name of its test. */
record OracleRow(NamedCsvRecord cells) {

    static List<OracleRow> all(String file) {
        try (InputStream in = Objects.requireNonNull(OracleRow.class.getResourceAsStream("/oracle/" + file), file);
                CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(in, StandardCharsets.UTF_8)) {
            return reader.stream().map(OracleRow::new).toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static List<String> ids(List<OracleRow> rows) {
        return rows.stream().map(OracleRow::id).toList();
    }

    String id() {
        return cell("id");
    }

    String cell(String column) {
        return this.cells.getField(column);
    }

    boolean has(String column) {
        return !cell(column).isEmpty();
    }

    BigDecimal number(String column) {
        return new BigDecimal(cell(column));
    }

    int whole(String column) {
        return Integer.parseInt(cell(column));
    }

    LocalDate date(String column) {
        return LocalDate.parse(cell(column));
    }

    @Override
    public String toString() {
        return id();
    }

}
