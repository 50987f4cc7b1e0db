package org.prorata.reporting.document;

import org.prorata.reporting.language.Language;

/**
 * How a document is to look.
 *
 * @param language of the texts of workbooks and pages; the formats for machines have none
 * @param separator between the cells of CSV: a comma, a semicolon, a tab or a vertical
 * bar
 * @param bom whether CSV begins with a byte order mark, as spreadsheets need it
 * @param totals whether CSV ends with a line of count and sums
 */
public record DocumentOptions(Language language, char separator, boolean bom, boolean totals) {

    private static final String SEPARATORS = ",;\t|";

    public DocumentOptions {
        if (SEPARATORS.indexOf(separator) < 0) {
            throw new IllegalArgumentException(
                    "separator: found \"" + separator + "\", accepted: a comma, a semicolon, a tab or a vertical bar");
        }
    }

    /** Returns what is usual: commas, a byte order mark, no last line. */
    public static DocumentOptions in(Language language) {
        return new DocumentOptions(language, ',', true, false);
    }

    public DocumentOptions separatedBy(char other) {
        return new DocumentOptions(this.language, other, this.bom, this.totals);
    }

    public DocumentOptions withoutBom() {
        return new DocumentOptions(this.language, this.separator, false, this.totals);
    }

    public DocumentOptions withTotals() {
        return new DocumentOptions(this.language, this.separator, this.bom, true);
    }

}
