package org.prorata.table;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

/**
 * A CSV file by RFC 4180 in UTF-8, with or without a BOM, whose columns are found by
 * name.
 */
public final class Table {

    private static final int LARGEST_FIELD = 1 << 20;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_ .-]{1,64}");

    private static final Pattern STARTING_LINE = Pattern.compile("starting at line ([0-9]+)");

    private final String name;

    private final Source source;

    private final Set<String> columns;

    private final Set<String> optional;

    /**
     * Describes a table.
     * @param name what the file is called in messages
     * @param source opens it; may be opened more than once
     * @param columns the columns it must have
     */
    public Table(String name, Source source, Set<String> columns) {
        this(name, source, columns, Set.of());
    }

    public Table(String name, Source source, Set<String> columns, Set<String> optional) {
        this.name = name;
        this.source = source;
        this.columns = columns;
        this.optional = optional;
    }

    /**
     * Reads the names of the columns that the table has, known or not; none when it has
     * no header that can be read.
     */
    public List<String> header() throws IOException {
        try (InputStream in = withoutBom(this.source.open()); CsvReader<CsvRecord> reader = reader(in)) {
            for (CsvRecord csv : reader) {
                return csv.getFields().stream().map(String::strip).toList();
            }
            return List.of();
        }
        catch (CsvParseException | UncheckedIOException ex) {
            if (ex instanceof CsvParseException || hasCause(ex, CharacterCodingException.class)) {
                return List.of();
            }
            throw ex;
        }
    }

    /**
     * Reads the table from its start to its end, or to the point from which it cannot be
     * read.
     * @param problems takes what is wrong
     * @param consumer is handed every line that has the right number of fields
     */
    public void read(Problems problems, Consumer<Row> consumer) throws IOException {
        long[] line = { 0 };
        try (InputStream in = withoutBom(this.source.open()); CsvReader<CsvRecord> reader = reader(in)) {
            Map<String, Integer> header = null;
            for (CsvRecord csv : reader) {
                line[0] = csv.getStartingLineNumber();
                if (header == null) {
                    header = header(csv, problems);
                    if (header.isEmpty()) {
                        return;
                    }
                    continue;
                }
                if (csv.getFieldCount() != header.size()) {
                    problems.add(new Problem(this.name, line[0], "-", "has the wrong number of fields, found "
                            + csv.getFieldCount() + ", accepted: " + header.size() + " as in the header"));
                    continue;
                }
                Map<String, Integer> positions = header;
                consumer.accept(new Row(this.name, line[0], column -> {
                    Integer position = positions.get(column);
                    return (position != null) ? csv.getField(position) : "";
                }, problems));
            }
            if (header == null) {
                problems.add(new Problem(this.name, 1, "-", "is empty, found no header, accepted: " + this.columns));
            }
        }
        catch (CsvParseException | UncheckedIOException ex) {
            if (hasCause(ex, CharacterCodingException.class)) {
                problems.add(new Problem(this.name, lineOfBadByte(), "-",
                        "is not UTF-8, found other bytes, accepted: UTF-8"));
            }
            else if (ex instanceof CsvParseException) {
                problems.add(new Problem(this.name, startingLine(ex, line[0] + 1), "-",
                        "cannot be read from the record here on (" + rootMessage(ex)
                                + "), accepted: CSV by RFC 4180, fields of up to " + LARGEST_FIELD + " characters"));
            }
            else {
                throw ex;
            }
        }
    }

    private static CsvReader<CsvRecord> reader(InputStream in) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
        return CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(LARGEST_FIELD)
            .ofCsvRecord(new InputStreamReader(in, decoder));
    }

    private Map<String, Integer> header(CsvRecord csv, Problems problems) {
        Map<String, Integer> positions = new HashMap<>();
        List<String> found = new ArrayList<>();
        for (String field : csv.getFields()) {
            String column = field.strip();
            found.add(column);
            if (positions.put(column, found.size() - 1) != null) {
                problems.add(new Problem(this.name, csv.getStartingLineNumber(),
                        PLAIN.matcher(column).matches() ? column : Cells.quoted(column),
                        "stands twice in the header, accepted: once"));
            }
        }
        for (String column : this.columns) {
            if (!positions.containsKey(column)) {
                problems.add(new Problem(this.name, csv.getStartingLineNumber(), column,
                        "is missing from the header, found " + Cells.quoted(String.join(",", found)) + ", accepted: "
                                + this.columns + (this.optional.isEmpty() ? "" : " and perhaps " + this.optional)));
            }
        }
        return (positions.size() == found.size() && positions.keySet().containsAll(this.columns)) ? positions
                : Map.of();
    }

    private static InputStream withoutBom(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(3);
        byte[] start = in.readNBytes(3);
        if (start.length < 3 || start[0] != (byte) 0xEF || start[1] != (byte) 0xBB || start[2] != (byte) 0xBF) {
            in.reset();
        }
        return in;
    }

    private long lineOfBadByte() throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer chars = CharBuffer.allocate(1 << 16);
        long line = 1;
        try (InputStream in = this.source.open()) {
            for (int read = 0; read >= 0;) {
                read = in.read(bytes.array(), bytes.position(), bytes.remaining());
                bytes.limit(bytes.position() + Math.max(read, 0)).position(0);
                CoderResult result = decoder.decode(bytes, chars, read < 0);
                line += chars.flip().chars().filter(c -> c == '\n').count();
                chars.clear();
                if (result.isError()) {
                    return line;
                }
                bytes.compact();
            }
        }
        return line;
    }

    /**
     * Reads the line from the reader's message, which alone knows how many lines the
     * record before took and how many were blank.
     */
    private static long startingLine(Throwable thrown, long otherwise) {
        Matcher line = STARTING_LINE.matcher(String.valueOf(thrown.getMessage()));
        return line.find() ? Long.parseLong(line.group(1)) : otherwise;
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Opens the bytes of a table. */
    @FunctionalInterface
    public interface Source {

        InputStream open() throws IOException;

    }

}
