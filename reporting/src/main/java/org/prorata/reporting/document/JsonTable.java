package org.prorata.reporting.document;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.prorata.reporting.detail.DetailTable.Column;
import org.prorata.reporting.summary.RefundSummary.Heading;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Details as JSON, row by row: what they are of, then {@code rows}, an object for each
 * with the names of the columns. Amounts and rates are text, so that nobody rounds them.
 */
final class JsonTable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Heading heading;

    private final DetailRows details;

    JsonTable(Heading heading, DetailRows details) {
        this.heading = heading;
        this.details = details;
    }

    void write(OutputStream out) throws IOException {
        List<Column> columns = this.details.table().columns();
        try (JsonGenerator json = MAPPER.createGenerator(new Unclosed(out))) {
            json.writeStartObject();
            json.writeStringProperty("table", this.details.table().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("view", this.heading.question().view().name());
            json.writeStringProperty("cycle", this.heading.question().month().toString());
            json.writeStringProperty("as_of", this.heading.question().asOf().toString());
            json.writeStringProperty("hash", this.heading.hash());
            json.writeArrayPropertyStart("rows");
            this.details.rows().forEach(values -> {
                json.writeRaw("\n");
                json.writeStartObject();
                for (int at = 0; at < values.length; at++) {
                    json.writeName(columns.get(at).name());
                    value(json, values[at]);
                }
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw("\n");
        }
    }

    private static void value(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Long number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case BigDecimal amount -> json.writeString(amount.toPlainString());
            default -> json.writeString(value.toString());
        }
    }

}
