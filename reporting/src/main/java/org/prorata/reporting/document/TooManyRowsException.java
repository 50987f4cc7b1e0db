package org.prorata.reporting.document;

import java.io.IOException;

/** Says that a format is not made for so many rows, and which one is. */
public final class TooManyRowsException extends IOException {

    private static final long serialVersionUID = 1L;

    TooManyRowsException(String table) {
        super("a PDF takes " + PdfDocument.MOST_ROWS + " rows of " + table
                + ", there are more: take XLSX or CSV for them, or ask for fewer");
    }

}
