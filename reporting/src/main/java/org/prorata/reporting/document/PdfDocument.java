package org.prorata.reporting.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;

import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.render.DefaultObjectDrawerFactory;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.Reconciled.Comparison;
import org.prorata.reporting.chart.Charts;
import org.prorata.reporting.chart.Drawing;
import org.prorata.reporting.document.SummaryTable.Share;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.w3c.dom.Element;

/**
 * A summary as pages to print and sign: tagged for readers who cannot see them
 * (PDF/UA-1), with all fonts inside. The renderer gets nothing from outside: every
 * address is refused.
 */
final class PdfDocument {

    /** More details than these belong into a workbook. */
    static final int MOST_ROWS = 2_000;

    private static final int MOST_MEMBERS = 40;

    private static final int MOST_BREACHES = 200;

    /** So many rows stay on the page of their title. */
    private static final int KEPT_TOGETHER = 12;

    private static final int CURRENCIES_ABREAST = 4;

    /** Of a chart, in CSS pixels: what fits between the margins. */
    private static final int WIDTH = 660;

    private final RefundSummary summary;

    private final List<DetailRows> details;

    private final Wording wording;

    private final SummaryTables tables;

    private final Charts charts;

    private final Typefaces typefaces;

    private final Page page;

    private final ChartPainter painter;

    PdfDocument(RefundSummary summary, List<DetailRows> details, Wording wording, SummaryTables tables, Charts charts,
            Typefaces typefaces) {
        this.summary = summary;
        this.details = details;
        this.wording = wording;
        this.tables = tables;
        this.charts = charts;
        this.typefaces = typefaces;
        this.page = new Page(typefaces);
        this.painter = new ChartPainter(typefaces, wording.language());
    }

    /**
     * Writes the pages.
     * @throws TooManyRowsException when there are more than {@value #MOST_ROWS} details
     */
    void write(OutputStream out) throws IOException {
        List<List<List<@Nullable Object>>> rows = new ArrayList<>();
        for (DetailRows each : this.details) {
            rows.add(read(each));
        }
        Element html = this.page.root("html");
        html.setAttribute("lang", this.wording.language().htmlTag());
        head(this.page.add(html, "head"));
        Element body = this.page.add(html, "body");
        summary(body);
        for (int at = 0; at < rows.size(); at++) {
            new DetailPages(this.page, this.wording, this.typefaces, this.details.get(at).table()).write(body,
                    rows.get(at));
        }
        render(out);
    }

    private static List<List<@Nullable Object>> read(DetailRows details) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        details.rows().forEach(values -> {
            if (rows.size() == MOST_ROWS) {
                throw new TooManyRowsException(details.table().name().toLowerCase(java.util.Locale.ROOT));
            }
            rows.add(Arrays.asList(values.clone()));
        });
        return rows;
    }

    private void head(Element head) {
        String title = this.wording.title(this.summary.heading());
        this.page.add(head, "title", title);
        this.page.add(head, "meta", Map.of("name", "subject", "content", title));
        this.page.add(head, "meta", Map.of("name", "description", "content", title));
        this.page.add(head, "meta", Map.of("name", "author", "content", "Prorata"));
        String hash = this.summary.heading().hash();
        this.page.raw(head, "style",
                PdfStyle.of(this.typefaces.families(this.wording.language()),
                        this.typefaces
                            .shown(title + " · " + asOf() + " · " + hash.substring(0, Math.min(16, hash.length()))),
                        this.wording.text("page")));
    }

    private void summary(Element body) {
        this.page.add(body, "h1", this.wording.title(this.summary.heading()));
        Element about = this.page.add(body, "table", Map.of("class", "about"));
        for (List<@Nullable Object> row : this.tables.about().rows()) {
            Element line = this.page.add(about, "tr");
            this.page.add(line, "th", String.valueOf(row.get(0))).setAttribute("scope", "row");
            this.page.add(line, "td", String.valueOf(row.get(1)));
        }
        if (this.summary.currencies().isEmpty()) {
            this.page.add(body, "p", this.wording.text("nothing"));
        }
        rollForward(body);
        this.summary.currencies().forEach(of -> chart(body, this.charts.waterfall(of)));
        heading(body, this.tables.daily().title());
        this.summary.currencies().forEach(of -> chart(body, this.charts.daily(of)));
        for (Dimension dimension : Dimension.values()) {
            table(body, this.tables.by(dimension), MOST_MEMBERS);
            if (dimension == Dimension.REASON) {
                this.summary.currencies().forEach(of -> chart(body, this.charts.reasons(of)));
            }
        }
        table(body, this.tables.days(), Integer.MAX_VALUE);
        chart(body, this.charts.promises(this.summary.promises()));
        table(body, this.tables.ageing(), Integer.MAX_VALUE);
        this.summary.currencies().forEach(of -> chart(body, this.charts.ageing(of)));
        table(body, this.tables.forecast(), Integer.MAX_VALUE);
        table(body, this.tables.breaches(), MOST_BREACHES);
        long breaches = this.summary.currencies().stream().mapToLong(OfCurrency::breachCount).sum();
        this.page.add(body, "p", this.wording.text("breaches.count", breaches));
        table(body, this.tables.approvals(), Integer.MAX_VALUE);
        table(body, this.tables.pairs(), Integer.MAX_VALUE);
        table(body, this.tables.exceptions(), Integer.MAX_VALUE);
        table(body, this.tables.quarantined(), Integer.MAX_VALUE);
        Comparison reconciliation = this.tables.reconciliation();
        if (reconciliation != null) {
            table(body, this.tables.reconciledInAll(reconciliation), Integer.MAX_VALUE);
            table(body, this.tables.differences(reconciliation), Integer.MAX_VALUE);
        }
        signatures(body);
        table(body, this.tables.runs(), Integer.MAX_VALUE);
    }

    /** The measures one below the other, some currencies abreast. */
    private void rollForward(Element body) {
        SummaryTable table = this.tables.rollForward();
        heading(body, table.title());
        for (int from = 0; from < table.rows().size(); from += CURRENCIES_ABREAST) {
            List<List<@Nullable Object>> abreast = table.rows()
                .subList(from, Math.min(from + CURRENCIES_ABREAST, table.rows().size()));
            Element element = this.page.add(body, "table", Map.of("class", "roll"));
            Element head = this.page.add(this.page.add(element, "thead"), "tr");
            scope(this.page.add(head, "th", this.wording.text("measure")), "col");
            abreast.forEach(row -> number(scope(this.page.add(head, "th", String.valueOf(row.getFirst())), "col")));
            Element rows = this.page.add(element, "tbody");
            for (int measure = 1; measure < table.labels().size(); measure++) {
                Element row = this.page.add(rows, "tr");
                if (List.of(1, 5, 11, 14).contains(measure)) {
                    row.setAttribute("class", "level");
                }
                scope(this.page.add(row, "th", table.labels().get(measure)), "row");
                for (List<@Nullable Object> currency : abreast) {
                    number(this.page.add(row, "td", shown(currency.get(measure))));
                }
            }
        }
        this.page.add(body, "p", this.wording.text("equation"));
    }

    private void table(Element document, SummaryTable table, int most) {
        Element body = (table.rows().size() <= KEPT_TOGETHER)
                ? this.page.add(document, "div", Map.of("class", "together")) : document;
        heading(body, table.title());
        if (table.rows().isEmpty()) {
            this.page.add(body, "p", this.wording.text("none"));
            return;
        }
        Element element = this.page.add(body, "table");
        Element head = this.page.add(this.page.add(element, "thead"), "tr");
        for (int column = 0; column < table.labels().size(); column++) {
            Element cell = scope(this.page.add(head, "th", table.labels().get(column)), "col");
            if (isNumber(table, column)) {
                number(cell);
            }
        }
        Element rows = this.page.add(element, "tbody");
        if (table.summed().isEmpty()) {
            for (List<@Nullable Object> row : table.rows().subList(0, Math.min(most, table.rows().size()))) {
                row(rows, row);
            }
            if (table.rows().size() > most) {
                note(body, this.wording.text("more", table.rows().size() - most));
            }
            return;
        }
        for (String currency : table.currencies()) {
            List<List<@Nullable Object>> own = table.rowsOf(currency);
            for (List<@Nullable Object> row : own.subList(0, Math.min(most, own.size()))) {
                row(rows, row);
            }
            if (own.size() > most) {
                rest(rows, table, currency, own.subList(most, own.size()));
            }
            if (own.size() > 1) {
                sums(rows, table, currency, this.wording.text("total", currency), own).setAttribute("class", "total");
            }
        }
    }

    private void rest(Element rows, SummaryTable table, String currency, List<List<@Nullable Object>> rest) {
        sums(rows, table, currency, this.wording.text("others", rest.size()), rest);
    }

    private Element sums(Element rows, SummaryTable table, String currency, String label,
            List<List<@Nullable Object>> summed) {
        SummaryTable part = new SummaryTable(table.name(), table.title(), table.labels(), summed, table.summed());
        Element line = this.page.add(rows, "tr");
        this.page.add(line, "td", currency);
        this.page.add(line, "td", label);
        for (int column = 2; column < table.labels().size(); column++) {
            Element cell = this.page.add(line, "td",
                    table.summed().contains(column) ? shown(part.total(currency, column)) : "");
            number(cell);
        }
        return line;
    }

    private void row(Element rows, List<@Nullable Object> cells) {
        Element line = this.page.add(rows, "tr");
        for (Object cell : cells) {
            Element element = this.page.add(line, "td", shown(cell));
            if (cell instanceof String text) {
                // what has no place to break gets some
                if (text.length() > 24 && text.indexOf(' ') < 0) {
                    element.setAttribute("class", "long");
                }
            }
            else if (!(cell instanceof LocalDate)) {
                number(element);
            }
        }
    }

    private void heading(Element body, String title) {
        this.page.add(body, "h2", title);
    }

    private void note(Element body, String text) {
        this.page.add(body, "p", text);
    }

    private void chart(Element body, Drawing drawing) {
        this.painter.add(drawing);
        this.page.add(body, "object",
                Map.of("type", ChartPainter.TYPE, ChartPainter.NAME, drawing.name(), "alt",
                        drawing.title() + ": " + drawing.description(), "class", "chart", "style",
                        "width: " + WIDTH + "px; height: " + drawing.height() * WIDTH / drawing.width() + "px"));
    }

    private void signatures(Element body) {
        Element block = this.page.add(body, "div", Map.of("class", "signatures"));
        this.page.add(block, "h2", this.wording.text("signatures"));
        Element table = this.page.add(block, "table");
        Element head = this.page.add(this.page.add(table, "thead"), "tr");
        for (String label : List.of("signature.role", "signature.name", "signature.date", "signature.signature")) {
            scope(this.page.add(head, "th", this.wording.text(label)), "col");
        }
        Element rows = this.page.add(table, "tbody");
        for (String role : List.of("signature.prepared", "signature.checked", "signature.approved")) {
            Element row = this.page.add(rows, "tr");
            scope(this.page.add(row, "th", this.wording.text(role)), "row");
            this.page.add(row, "td", " ");
            this.page.add(row, "td", " ");
            this.page.add(row, "td", " ");
        }
    }

    private boolean isNumber(SummaryTable table, int column) {
        for (List<@Nullable Object> row : table.rows()) {
            Object cell = row.get(column);
            if (cell != null) {
                return !(cell instanceof String || cell instanceof LocalDate);
            }
        }
        return false;
    }

    private String shown(@Nullable Object cell) {
        return switch (cell) {
            case null -> "–";
            case org.joda.money.Money money -> this.wording.formats().amount(money);
            case Share(java.math.BigDecimal share) -> this.wording.formats().percent(share);
            case java.math.BigDecimal number -> this.wording.formats().decimal(number);
            case Long number -> this.wording.formats().number(number);
            case Integer number -> this.wording.formats().number(number);
            case LocalDate date -> this.wording.formats().date(date);
            case java.time.Duration duration -> this.wording.formats().duration(duration);
            default -> cell.toString();
        };
    }

    private static Element scope(Element cell, String scope) {
        cell.setAttribute("scope", scope);
        return cell;
    }

    private static void number(Element cell) {
        cell.setAttribute("class", "number");
    }

    private Instant asOf() {
        return this.summary.heading().question().asOf();
    }

    private void render(OutputStream out) throws IOException {
        DefaultObjectDrawerFactory drawers = new DefaultObjectDrawerFactory();
        drawers.registerDrawer(ChartPainter.TYPE, this.painter);
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useObjectDrawerFactory(drawers);
        builder.useExternalResourceAccessControl((address, type) -> false,
                ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        builder.useUriResolver((base, address) -> null);
        builder.usePdfUaAccessibility(true);
        builder.withProducer("Prorata");
        this.typefaces.addTo(builder);
        builder.withW3cDocument(this.page.document(), "");
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer(); PDDocument pdf = renderer.createPDFKeepOpen()) {
            date(pdf);
            pdf.save(new Unclosed(out));
        }
        catch (UncheckedIOException ex) {
            throw ex.getCause();
        }
    }

    /**
     * Puts the moment of the summary where the present one was: same summary, same bytes.
     */
    private void date(PDDocument pdf) throws IOException {
        Calendar asOf = GregorianCalendar.from(asOf().atZone(ZoneOffset.UTC));
        PDDocumentInformation information = pdf.getDocumentInformation();
        information.setCreationDate(asOf);
        information.setModificationDate(asOf);
        pdf.setDocumentId(asOf().toEpochMilli());
        PDMetadata metadata = pdf.getDocumentCatalog().getMetadata();
        String xmp = new String(metadata.toByteArray(), StandardCharsets.UTF_8)
            .replaceAll("(<xmp:(?:Create|Modify|Metadata)Date>)[^<]*", "$1" + this.wording.formats().utc(asOf()));
        PDMetadata dated = new PDMetadata(pdf, new ByteArrayInputStream(xmp.getBytes(StandardCharsets.UTF_8)));
        pdf.getDocumentCatalog().setMetadata(dated);
    }

}
