package org.prorata.reporting.document;

import java.util.Locale;

/** What a document can be. */
public enum Format {

    /** A table for machines: UTF-8, RFC 4180. */
    CSV("text/csv;charset=UTF-8"),

    /** A workbook. */
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),

    /** Pages to print and sign. */
    PDF("application/pdf"),

    /** For machines. */
    JSON("application/json");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return this.mediaType;
    }

    /** Returns how names of such files end, without the dot. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

}
