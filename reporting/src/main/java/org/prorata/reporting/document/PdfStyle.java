package org.prorata.reporting.document;

/** The style sheet of the pages. */
final class PdfStyle {

    private PdfStyle() {
    }

    /**
     * @param families the fonts
     * @param foot what stands at the foot of each page
     * @param page what stands before its number
     */
    static String of(String families, String foot, String page) {
        return """
                @page {
                  size: A4 portrait; margin: 16mm 16mm 18mm 16mm;
                  @bottom-left { content: "%2$s"; font-family: %1$s; font-size: 7pt; color: #575757; width: 80%%; }
                  @bottom-right { content: "%3$s " counter(page) " / " counter(pages); font-family: %1$s; font-size: 7pt; color: #575757; }
                }
                @page wide { size: A4 landscape; margin: 14mm 12mm 16mm 12mm; }
                * { font-family: %1$s; }
                body { margin: 0; font-size: 8.5pt; color: #242424; line-height: 1.35; }
                h1 { font-size: 17pt; margin: 0 0 4mm 0; }
                h2 { font-size: 11.5pt; margin: 6mm 0 2mm 0; page-break-after: avoid; color: #0f548c; }
                p { margin: 1.5mm 0; }
                table { width: 100%%; border-collapse: collapse; -fs-table-paginate: paginate; -fs-page-break-min-height: 16mm; margin-bottom: 2mm; }
                tr { page-break-inside: avoid; }
                th { text-align: left; font-weight: bold; }
                thead th { background-color: #ebf3fc; border-bottom: 0.6pt solid #0f548c; vertical-align: bottom; }
                th, td { padding: 0.9mm 1.4mm; vertical-align: top; }
                tbody td, tbody th { border-bottom: 0.3pt solid #d6d6d6; }
                tbody th { font-weight: normal; }
                .number { text-align: right; white-space: nowrap; }
                th.number { white-space: normal; }
                .long { word-wrap: break-word; }
                tr.total td, tr.level td, tr.level th { font-weight: bold; border-top: 0.5pt solid #8a8a8a; }
                table.about th { width: 42mm; color: #575757; }
                table.about td { word-wrap: break-word; }
                table.roll th { width: 56mm; }
                .chart { display: block; margin: 2mm 0 4mm 0; page-break-inside: avoid; }
                .together, .roll, .signatures { page-break-inside: avoid; }
                .signatures tbody th, .signatures tbody td { height: 11mm; vertical-align: bottom; border-bottom: 0.5pt solid #242424; }
                .sheet { page: wide; page-break-before: always; }
                .sheet h2 { margin-top: 0; }
                .sheet table { table-layout: fixed; margin: 0; }
                .sheet th, .sheet td { padding: 0.7mm 1mm; white-space: nowrap; overflow: hidden; }
                .sheet thead th { white-space: normal; }
                """
            .formatted(families, quoted(foot), quoted(page));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\' || c == '<' || c < 0x20) {
                quoted.append(String.format("\\%06x", c));
            }
            else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.toString();
    }

}
