package org.prorata.reporting.document;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.openhtmltopdf.slf4j.Slf4jLogger;
import com.openhtmltopdf.util.XRLog;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.Reconciled.Comparison;
import org.prorata.reporting.chart.Charts;
import org.prorata.reporting.language.Texts;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.SummaryJson;

/**
 * Writes summaries and their details in every format. The same request over the same
 * figures gives the same bytes: a document's own dates are the summary's as-of. May be
 * used by many threads; pages are laid out two at a time.
 */
public final class Documents {

    /** The bundle with the texts of documents and charts. */
    public static final String BUNDLE = "documents";

    private static final int PAGES_AT_ONCE = 2;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Texts texts = new Texts(List.of(BUNDLE));

    private final Semaphore layouts = new Semaphore(PAGES_AT_ONCE, true);

    private volatile @Nullable Typefaces typefaces;

    /** Returns the charts of a language. */
    public Charts charts(DocumentOptions options) {
        return new Charts(this.texts, options.language());
    }

    /** Writes a document without a reconciliation. */
    public void write(Format format, RefundSummary summary, List<DetailRows> details, DocumentOptions options,
            OutputStream out) throws IOException {
        write(format, summary, null, details, options, out);
    }

    /**
     * Writes a document and leaves the stream open. A workbook and pages are whole before
     * their first byte is written; CSV and JSON are written row by row.
     * @param reconciliation goes into a workbook and onto pages; null for none
     * @param details for CSV and JSON at most one: it is written instead of the summary
     * @throws TooManyRowsException when a PDF is asked for with more than 2,000 rows
     * @throws IOException when rows cannot be read, the stream takes no more, or pages
     * are not ready within two minutes
     */
    public void write(Format format, RefundSummary summary, @Nullable Comparison reconciliation,
            List<DetailRows> details, DocumentOptions options, OutputStream out) throws IOException {
        switch (format) {
            case CSV -> {
                if (alone(format, details)) {
                    new CsvTable(details.getFirst(), options).write(out);
                }
                else {
                    new SummaryCsv(summary, options).write(out);
                }
            }
            case XLSX ->
                workbook(summary, reconciliation, details, options, WorkbookDocument.ROWS_OF_A_SHEET).write(out);
            case PDF -> {
                Wording wording = new Wording(this.texts, options.language());
                Charts charts = charts(options);
                PdfDocument pdf = new PdfDocument(summary, details, wording,
                        new SummaryTables(summary, reconciliation, wording, charts), charts, typefaces());
                out.write(patiently(pdf));
            }
            case JSON -> {
                if (alone(format, details)) {
                    new JsonTable(summary.heading(), details.getFirst()).write(out);
                }
                else {
                    out.write(SummaryJson.write(summary));
                }
            }
        }
    }

    private static boolean alone(Format format, List<DetailRows> details) {
        if (details.size() > 1) {
            throw new IllegalArgumentException(format + " has one table, found " + details.size());
        }
        return !details.isEmpty();
    }

    WorkbookDocument workbook(RefundSummary summary, @Nullable Comparison reconciliation, List<DetailRows> details,
            DocumentOptions options, int rowsOfASheet) {
        Wording wording = new Wording(this.texts, options.language());
        return new WorkbookDocument(summary, details, wording,
                new SummaryTables(summary, reconciliation, wording, charts(options)), rowsOfASheet);
    }

    private byte[] patiently(PdfDocument pdf) throws IOException {
        try {
            if (!this.layouts.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("too many pages are being laid out: try again later");
            }
            FutureTask<byte[]> layout = new FutureTask<>(() -> {
                try {
                    java.io.ByteArrayOutputStream pages = new java.io.ByteArrayOutputStream();
                    pdf.write(pages);
                    return pages.toByteArray();
                }
                finally {
                    this.layouts.release();
                }
            });
            Thread.ofPlatform().daemon().name("pages").start(layout);
            return get(layout);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ex);
        }
    }

    private static byte[] get(Future<byte[]> layout) throws IOException, InterruptedException {
        try {
            return layout.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        catch (TimeoutException ex) {
            layout.cancel(true);
            throw new IOException("the pages were not ready within " + PATIENCE.toMinutes() + " minutes", ex);
        }
        catch (ExecutionException ex) {
            if (ex.getCause() instanceof TooManyRowsException refused) {
                throw refused;
            }
            throw new IOException("the pages cannot be laid out", ex.getCause());
        }
    }

    /** Fonts are unpacked when the first pages are asked for. */
    private synchronized Typefaces typefaces() {
        Typefaces known = this.typefaces;
        if (known == null) {
            // else the renderer would tell standard error what it does
            XRLog.setLoggerImpl(new Slf4jLogger());
            known = new Typefaces();
            this.typefaces = known;
        }
        return known;
    }

}
