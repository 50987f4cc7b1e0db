package org.prorata.batch.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.prorata.reporting.Reconciled;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.Details;
import org.prorata.reporting.detail.Filter;
import org.prorata.reporting.document.DetailRows;
import org.prorata.reporting.document.DocumentOptions;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.summary.Knowledge;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;
import org.prorata.reporting.summary.SummaryJson;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The refund summary of a billing cycle or a calendar month, and the credits behind it.
 */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false,
        description = {
                "Writes the refund summary of the billing cycles that start in a month, or of a calendar month.",
                "The same request over the same books gives the same bytes. A closed cycle is its snapshot." })
public final class ReportCommand implements Callable<Integer> {

    /** Which month, and of what. */
    static class When {

        @Option(names = "--cycle", required = true, paramLabel = "YYYY-MM",
                description = "The month in which the cycles of the tenants start.")
        @Nullable YearMonth cycle;

        @Option(names = "--month", required = true, paramLabel = "YYYY-MM",
                description = "The calendar month of the ledger, for all tenants alike.")
        @Nullable YearMonth month;

        View view() {
            return (this.cycle != null) ? View.CYCLE : View.MONTH;
        }

        YearMonth yearMonth() {
            YearMonth named = (this.cycle != null) ? this.cycle : this.month;
            if (named == null || named.getYear() < 1970 || named.getYear() > 9990) {
                throw new IllegalArgumentException(
                        "the month is " + named + ", accepted: a month of the years 1970 to 9990");
            }
            return named;
        }

    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    When when = new When();

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "csv, xlsx, pdf or json.")
    Format format = Format.CSV;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to write to.")
    Path out = Path.of("");

    @Option(names = "--as-of", paramLabel = "WHEN",
            description = "What was known then: a moment such as 2026-12-01T10:00:00Z, or a date, which means its end in UTC. Default: all that is known.")
    @Nullable String asOf;

    @Option(names = "--detail", paramLabel = "TABLE",
            description = "credits or lines: csv and json have their rows instead of the summary, xlsx and pdf besides it and may have both.")
    List<DetailTable> details = List.of();

    @Option(names = "--language", paramLabel = "L", defaultValue = "en",
            description = "Of a workbook or PDF: en, zh-TW, zh-CN, lv, sv or bg. Default: en.")
    String language = "en";

    @Option(names = "--separator", paramLabel = "C",
            description = "Between the cells of CSV: , ; | or tab. Default: a comma.")
    @Nullable String separator;

    @Option(names = "--no-bom", description = "CSV without the byte order mark that spreadsheets need.")
    boolean noBom;

    @Option(names = "--totals", description = "End CSV with a line of count and sums.")
    boolean totals;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws IOException {
        View view = this.when.view();
        YearMonth month = this.when.yearMonth();
        DocumentOptions options = options();
        Instant moment = (this.asOf != null) ? Knowledge.moment(this.asOf) : null;
        try (Session session = Session.open()) {
            Instant now = session.get(Clock.class).instant();
            if (moment != null && moment.isAfter(now)) {
                throw new IllegalArgumentException("--as-of " + this.asOf
                        + " is not over yet, so that its answer could still change, accepted: a moment up to " + now);
            }
            RefundSummaries summaries = session.get(RefundSummaries.class);
            RefundSummary summary = summaries
                .of(new Question(view, month, (moment != null) ? moment : summaries.latestKnowledge()));
            Details rows = session.get(Details.class);
            Question question = summary.heading().question();
            Path file = ReportFiles.write(this.out, this.format, summary, reconciliation(session, summary),
                    this.details.stream()
                        .distinct()
                        .map(table -> new DetailRows(table, rows.rows(table, question, Filter.NONE)))
                        .toList(),
                    options);
            Map<String, Object> tree = new LinkedHashMap<>(SummaryJson.tree(summary));
            tree.put("file", file.toString());
            this.output.document(tree);
            this.output.line("The refund summary of " + month + ", "
                    + summary.heading().status().name().toLowerCase(java.util.Locale.ROOT) + " as of " + question.asOf()
                    + ", is in " + file);
        }
        return ExitCodes.DONE;
    }

    /** Compares the runs of the period where the document has a place for it. */
    private Reconciled.@Nullable Comparison reconciliation(Session session, RefundSummary summary) {
        return switch (this.format) {
            case CSV, JSON -> null;
            case XLSX, PDF -> session.get(Reconciled.class)
                .of(summary.heading().firstDay(), summary.heading().lastDay(), summary.heading().question().asOf());
        };
    }

    /** Says what does not go together before anything is opened. */
    private DocumentOptions options() {
        boolean oneTable = this.format == Format.CSV || this.format == Format.JSON;
        if (oneTable && this.details.stream().distinct().count() > 1) {
            throw new IllegalArgumentException("--detail is named twice, accepted: one table for csv and json");
        }
        if (this.format != Format.CSV && (this.separator != null || this.noBom || this.totals)) {
            throw new IllegalArgumentException(
                    "--separator, --no-bom and --totals are for CSV, accepted: them with --format csv");
        }
        Language found = Language.ofTag(this.language)
            .orElseThrow(() -> new IllegalArgumentException("--language is \"" + this.language + "\", accepted: "
                    + Arrays.stream(Language.values()).map(Language::tag).collect(Collectors.joining(", "))));
        return new DocumentOptions(found, character(), !this.noBom, this.totals);
    }

    private char character() {
        if (this.separator == null) {
            return ',';
        }
        return switch (this.separator) {
            case ",", ";", "|" -> this.separator.charAt(0);
            case "tab", "\t" -> '\t';
            default ->
                throw new IllegalArgumentException("--separator is \"" + this.separator + "\", accepted: , ; | or tab");
        };
    }

}
