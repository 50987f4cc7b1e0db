package org.prorata.reporting.document;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.prorata.reporting.summary.RefundSummary;

/** Reads documents back. */
final class Read {

    private static final Documents DOCUMENTS = new Documents();

    private Read() {
    }

    static byte[] bytes(Format format, RefundSummary summary, List<DetailRows> details, DocumentOptions options)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DOCUMENTS.write(format, summary, details, options, out);
        return out.toByteArray();
    }

    static List<List<String>> csv(byte[] bytes, char separator) throws IOException {
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
            .detectBomHeader(true)
            .fieldSeparator(separator)
            .ofCsvRecord(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            List<List<String>> lines = new ArrayList<>();
            csv.forEach(line -> lines.add(line.getFields()));
            return lines;
        }
    }

    /** Reads the lines of CSV by the names in the first one. */
    static List<Map<String, String>> named(List<List<String>> lines) {
        List<Map<String, String>> named = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (int at = 0; at < line.size(); at++) {
                cells.put(lines.getFirst().get(at), line.get(at));
            }
            named.add(cells);
        }
        return named;
    }

    static List<Row> sheet(byte[] workbook, String name) throws IOException {
        try (ReadableWorkbook read = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
            Sheet sheet = read.findSheet(name).orElseThrow(() -> new AssertionError("no sheet " + name));
            return sheet.read();
        }
    }

    static XSSFWorkbook poi(byte[] workbook) throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(workbook));
    }

    static String pdf(byte[] pages) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(pages)) {
            return new PDFTextStripper().getText(pdf);
        }
    }

}
