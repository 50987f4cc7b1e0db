package org.prorata.web.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.credit.CreditExplanation;
import org.prorata.people.Person;
import org.prorata.reporting.chart.Charts;
import org.prorata.reporting.chart.Drawing;
import org.prorata.reporting.document.DocumentOptions;
import org.prorata.reporting.document.Documents;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.export.Exports.Wish;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.summary.RefundSummaries.Listed;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.RollForward;
import org.prorata.reporting.summary.RefundSummary.View;
import org.prorata.reporting.summary.Snapshots.Change;
import org.prorata.web.approvals.Telling;
import org.prorata.web.language.Formats;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.layout.Names;
import org.prorata.web.paging.Page;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.server.ResponseStatusException;

/** The pages of refund summaries and their files. */
@Controller
@RequestMapping("/reports")
class ReportsController {

    private static final int MOST_CHANGES = 50;

    private final ReportsService reports;

    private final ReportDownloads downloads;

    private final Documents documents;

    private final Formats formats;

    private final Names names;

    private final Telling telling;

    private final MessageSource messages;

    ReportsController(ReportsService reports, ReportDownloads downloads, Documents documents, Formats formats,
            Names names, Telling telling, MessageSource messages) {
        this.reports = reports;
        this.downloads = downloads;
        this.documents = documents;
        this.formats = formats;
        this.names = names;
        this.telling = telling;
        this.messages = messages;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("cycles", this.reports.cycles(View.CYCLE));
        return "reports/list";
    }

    @GetMapping("/{month}")
    String cycle(@AuthenticationPrincipal Person me, @ModelAttribute("asked") ReportRequest asked, Model model,
            Locale locale, HttpServletResponse response) {
        FormErrors errors = new FormErrors();
        Optional<Instant> asOf = Optional.empty();
        try {
            asOf = asked.moment();
        }
        catch (IllegalArgumentException ex) {
            errors.add("as-of", "reports.asof.problem");
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        Question question = this.reports.question(asked, asOf);
        RefundSummary summary = this.reports.summary(me, question);
        model.addAttribute("summary", summary);
        model.addAttribute("question", question);
        model.addAttribute("name", this.formats.month(question.month()));
        model.addAttribute("view", question.view().name().toLowerCase(Locale.ROOT));
        model.addAttribute("views", View.values());
        model.addAttribute("asOf", (asked.asOf() != null) ? asked.asOf() : "");
        model.addAttribute("errors", errors);
        model.addAttribute("dimensions", Dimension.values());
        model.addAttribute("words", new ReportWords(this.messages, locale));
        model.addAttribute("totals", Totals.of(summary));
        model.addAttribute("balanced",
                summary.currencies().stream().map(OfCurrency::rollForward).allMatch(RollForward::balances));
        neighbours(question, model);
        changes(summary, question, model);
        charts(summary, locale, model);
        model.addAttribute("downloads", this.downloads.of(summary, question, Language.of(locale)));
        return "reports/cycle";
    }

    private void neighbours(Question question, Model model) {
        List<YearMonth> months = this.reports.cycles(question.view()).stream().map(Listed::month).toList();
        int place = months.indexOf(question.month());
        model.addAttribute("later", (place > 0) ? months.get(place - 1) : null);
        model.addAttribute("earlier", (place >= 0 && place < months.size() - 1) ? months.get(place + 1) : null);
    }

    private void changes(RefundSummary summary, Question question, Model model) {
        this.reports.changed(summary, question).ifPresent(changed -> {
            List<Change> all = changed.changes();
            model.addAttribute("changes", all.subList(0, Math.min(all.size(), MOST_CHANGES)));
            model.addAttribute("changedSince", Long.toString(changed.since()));
            model.addAttribute("moreChanges", Math.max(0, all.size() - MOST_CHANGES));
        });
    }

    private void charts(RefundSummary summary, Locale locale, Model model) {
        Charts charts = this.documents.charts(DocumentOptions.in(Language.of(locale)));
        Map<String, List<Drawing>> byCurrency = new HashMap<>();
        summary.currencies()
            .forEach(each -> byCurrency.put(each.currency().getCode(),
                    List.of(charts.waterfall(each), charts.daily(each), charts.ageing(each), charts.reasons(each))));
        model.addAttribute("charts", byCurrency);
        model.addAttribute("promiseChart", summary.promises().isEmpty() ? null : charts.promises(summary.promises()));
    }

    /** Shows the credits behind a figure. */
    @GetMapping("/{month}/credits")
    String credits(@AuthenticationPrincipal Person me, @ModelAttribute("asked") ReportRequest asked,
            @RequestParam(defaultValue = "") String cursor, @RequestParam(required = false) @Nullable Integer size,
            Model model, Locale locale) {
        Wish wish = this.downloads.wish(asked, Language.of(locale));
        int rows = Page.size(size);
        Dimension dimension = wish.dimension();
        model.addAttribute("page", this.reports.page(me, wish, cursor, rows));
        model.addAttribute("wish", wish);
        model.addAttribute("dimension", (dimension != null) ? dimension.name().toLowerCase(Locale.ROOT) : null);
        model.addAttribute("view", wish.question().view().name().toLowerCase(Locale.ROOT));
        model.addAttribute("name", this.formats.month(wish.question().month()));
        long count = this.reports.count(wish);
        model.addAttribute("count", count);
        model.addAttribute("background", count > ReportDocuments.MOST_ROWS_TO_WAIT_FOR);
        model.addAttribute("words", new ReportWords(this.messages, locale));
        model.addAttribute("size", rows);
        model.addAttribute("isFirst", cursor.isEmpty());
        return "reports/rows";
    }

    /** Hands a summary over; one that the reader has already is not sent again. */
    @GetMapping("/{month}/{format}")
    void summary(@AuthenticationPrincipal Person me, @ModelAttribute("asked") ReportRequest asked,
            @PathVariable String format, ServletWebRequest request, HttpServletResponse response, Locale locale)
            throws IOException {
        Format wanted = ReportRequest.code(Format.values(), format)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        RefundSummary summary = this.reports.summary(me, this.reports.question(asked, asked.momentOrRefused()));
        DocumentOptions options = asked.options(Language.of(locale));
        String tag = this.reports.tag(summary, "summary", wanted, options);
        DownloadHeaders.cache(response);
        if (request.checkNotModified("\"" + tag + "\"")) {
            return;
        }
        try (ReportDocuments.Document document = this.reports.summary(me, summary, wanted, options)) {
            send(me, document, tag, wanted, "SUMMARY", response);
        }
    }

    /** Hands details over. */
    @GetMapping("/{month}/{table:credits|lines}/{format}")
    void details(@AuthenticationPrincipal Person me, @ModelAttribute("asked") ReportRequest asked,
            ServletWebRequest request, HttpServletResponse response, Locale locale) throws IOException {
        Wish wish = this.downloads.wish(asked, Language.of(locale));
        RefundSummary summary = this.reports.summary(me, wish.question());
        Format wanted = wish.format();
        String tag = this.reports.tag(summary, ReportDocuments.fileName(wish) + "\u001f" + wish.value(), wanted,
                asked.options(Language.of(locale)));
        DownloadHeaders.cache(response);
        if (request.checkNotModified("\"" + tag + "\"")) {
            return;
        }
        this.downloads.refuseTooMany(wish, this.reports.count(wish));
        try (ReportDocuments.Document document = this.reports.details(me, wish)) {
            send(me, document, tag, wanted, wish.table().name(), response);
        }
    }

    private void send(Person me, ReportDocuments.Document document, String tag, Format format, String what,
            HttpServletResponse response) throws IOException {
        this.reports.noteDownload(me, document, tag);
        DownloadHeaders.attachment(response, format, document.fileName(),
                this.downloads.localName(document.summary(), what, format), document.size());
        Files.copy(document.file(), response.getOutputStream());
    }

    @GetMapping("/credits/{number}")
    String credit(@PathVariable String number, Model model) {
        ReportsService.Explained explained = ((number.length() > 100) ? Optional.<ReportsService.Explained>empty()
                : this.reports.credit(number))
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("item", explained.item());
        model.addAttribute("credit", explained.credit());
        model.addAttribute("explanation",
                (explained.credit() != null) ? new CreditExplanation(explained.credit()) : null);
        model.addAttribute("story", this.telling.happenings(explained.timeline(), this.names::of));
        return "reports/credit";
    }

    /**
     * What a summary comes to over all currencies, in counts.
     *
     * @param returned credits returned whole
     * @param kept of those, inside the promise
     */
    public record Totals(long credits, long returned, long kept, long breaches) {

        static Totals of(RefundSummary summary) {
            return new Totals(summary.currencies().stream().mapToLong(each -> each.rollForward().credits()).sum(),
                    summary.currencies().stream().mapToLong(each -> each.days().returned()).sum(),
                    summary.currencies().stream().mapToLong(each -> each.days().kept()).sum(),
                    summary.currencies().stream().mapToLong(OfCurrency::breachCount).sum());
        }

        public long broken() {
            return this.returned - this.kept;
        }

    }

}
