package org.prorata.web.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.document.DocumentOptions;
import org.prorata.reporting.document.Documents;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.export.Exports.Wish;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.web.language.Formats;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Which files there are of a summary, and what is read from the addresses that lead
 * there.
 */
@Component
public class ReportDownloads {

    /**
     * Files of one kind.
     *
     * @param table SUMMARY, CREDITS or LINES
     * @param rows how many; null for a summary
     */
    public record Download(String table, @Nullable Long rows, List<File> files) {
    }

    /**
     * A file.
     *
     * @param format such as CSV
     * @param tail of its address, after the month
     * @param bytes how large it is; null where nobody knows
     * @param about whether that is an estimate
     * @param background whether it is written in the background
     * @param refused whether it would be too large for its format
     */
    public record File(String format, String tail, @Nullable Long bytes, boolean about, boolean background,
            boolean refused) {
    }

    private final ReportsService reports;

    private final Documents documents;

    private final Formats formats;

    private final MessageSource messages;

    ReportDownloads(ReportsService reports, Documents documents, Formats formats, MessageSource messages) {
        this.reports = reports;
        this.documents = documents;
        this.formats = formats;
        this.messages = messages;
    }

    List<Download> of(RefundSummary summary, Question question, Language language) {
        List<Download> downloads = new ArrayList<>();
        List<File> summaries = new ArrayList<>();
        for (Format format : List.of(Format.PDF, Format.XLSX, Format.CSV, Format.JSON)) {
            summaries.add(new File(format.name(), "/" + format.ending(), size(summary, format, language), false, false,
                    false));
        }
        downloads.add(new Download("SUMMARY", null, summaries));
        for (DetailTable table : DetailTable.values()) {
            Question known = new Question(question.view(), question.month(), summary.heading().question().asOf());
            long rows = this.reports.count(new Wish(known, table, null, null, null, Format.CSV, language.tag(), ','));
            List<File> files = new ArrayList<>();
            for (Format format : List.of(Format.PDF, Format.XLSX, Format.CSV, Format.JSON)) {
                boolean refused = format == Format.PDF && rows > ReportDocuments.MOST_ROWS_OF_PDF;
                files.add(new File(format.name(), "/" + table.name().toLowerCase(Locale.ROOT) + "/" + format.ending(),
                        about(table, format, rows), true,
                        format != Format.PDF && rows > ReportDocuments.MOST_ROWS_TO_WAIT_FOR, refused));
            }
            downloads.add(new Download(table.name(), rows, files));
        }
        return downloads;
    }

    /** Pages and workbooks take a while: their size is known once somebody had one. */
    private @Nullable Long size(RefundSummary summary, Format format, Language language) {
        DocumentOptions options = DocumentOptions.in(language);
        return switch (format) {
            case CSV, JSON -> {
                AtomicLong size = new AtomicLong();
                try {
                    this.documents.write(format, summary, List.of(), options, new Counting(size));
                }
                catch (IOException ex) {
                    throw new UncheckedIOException(ex);
                }
                yield size.get();
            }
            case XLSX, PDF -> this.reports.size(this.reports.tag(summary, "summary", format, options));
        };
    }

    /** As measured on details of the demonstration. */
    private static @Nullable Long about(DetailTable table, Format format, long rows) {
        return switch (format) {
            case CSV -> 400 + rows * ((table == DetailTable.CREDITS) ? 320 : 125);
            case XLSX -> 24_000 + rows * ((table == DetailTable.CREDITS) ? 190 : 95);
            case JSON -> 170 + rows * ((table == DetailTable.CREDITS) ? 870 : 370);
            case PDF -> null;
        };
    }

    /**
     * Reads what somebody wishes for.
     * @throws ResponseStatusException when it is not accepted
     */
    public Wish wish(ReportRequest asked, Language language) {
        Question question = this.reports.question(asked, asked.momentOrRefused());
        DetailTable table = ReportRequest
            .code(DetailTable.values(), (asked.table() != null) ? asked.table() : "credits")
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Format format = ReportRequest.code(Format.values(), (asked.format() != null) ? asked.format() : "csv")
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        String currency = currency(asked);
        Optional<Dimension> dimension = dimension(asked);
        if (dimension.isPresent() && currency == null) {
            throw ReportRequest.refused("currency", "", "one, as amounts of two are never added up");
        }
        return new Wish(question, table, currency, dimension.orElse(null),
                dimension.isPresent() ? asked.groupValue() : null, format, language.tag(),
                asked.options(language).separator());
    }

    /**
     * Reads what somebody wishes to have written in the background.
     * @throws ResponseStatusException when it is not accepted
     */
    public Wish export(ReportRequest asked, Language language) {
        Wish wish = wish(asked, language);
        if (wish.format() == Format.PDF) {
            throw ReportRequest.refused("format", "pdf", "csv, xlsx or json, which have no limit of rows");
        }
        return wish;
    }

    private static @Nullable String currency(ReportRequest asked) {
        String code = asked.currency();
        if (code == null || code.isEmpty()) {
            return null;
        }
        try {
            return CurrencyUnit.of(code).getCode();
        }
        catch (IllegalCurrencyException ex) {
            throw ReportRequest.refused("currency", code, "a code such as EUR");
        }
    }

    private static Optional<Dimension> dimension(ReportRequest asked) {
        String code = asked.dimension();
        if (code == null || code.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ReportRequest.code(Dimension.values(), code)
            .orElseThrow(() -> ReportRequest.refused("dimension", code,
                    "route, reason, product, country, tax_rate or method")));
    }

    /**
     * Refuses what is not written while somebody waits, and says what to do instead.
     * @throws ResponseStatusException with the status 422
     */
    void refuseTooMany(Wish wish, long rows) {
        if (wish.format() == Format.PDF && rows > ReportDocuments.MOST_ROWS_OF_PDF) {
            throw new ResponseStatusException(HttpStatus.UNPROCESSABLE_CONTENT, "a PDF takes "
                    + ReportDocuments.MOST_ROWS_OF_PDF + " rows, these are " + rows + ": take XLSX or CSV");
        }
        if (rows > ReportDocuments.MOST_ROWS_TO_WAIT_FOR) {
            throw new ResponseStatusException(HttpStatus.UNPROCESSABLE_CONTENT,
                    "files with more than " + ReportDocuments.MOST_ROWS_TO_WAIT_FOR
                            + " rows are written in the background: POST /reports/exports");
        }
    }

    /** Returns the name of a file in the reader's language. */
    String localName(RefundSummary summary, String what, Format format) {
        Locale locale = LocaleContextHolder.getLocale();
        Question question = summary.heading().question();
        return this.messages.getMessage("doc.title." + question.view(),
                new Object[] { this.formats.month(question.month()) }, locale)
                + (what.equals("SUMMARY") ? ""
                        : " - " + this.messages.getMessage("reports.table." + what, null, locale))
                + "." + format.ending();
    }

    private static final class Counting extends OutputStream {

        private final AtomicLong count;

        Counting(AtomicLong count) {
            this.count = count;
        }

        @Override
        public void write(int b) {
            this.count.incrementAndGet();
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            this.count.addAndGet(length);
        }

    }

}
