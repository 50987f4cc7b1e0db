package org.prorata.web.reports;

import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.credit.Credit;
import org.prorata.db.cancellation.Timelines;
import org.prorata.db.credit.IssuedCredits;
import org.prorata.db.credit.ReturnDesk;
import org.prorata.db.schema.Schema;
import org.prorata.people.Person;
import org.prorata.reporting.Reconciled;
import org.prorata.reporting.document.DocumentOptions;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.export.Exports.Wish;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.RefundSummaries.Listed;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;
import org.prorata.reporting.summary.Snapshots;
import org.prorata.reporting.summary.Snapshots.Change;
import org.prorata.web.paging.Cursors;
import org.prorata.web.paging.Page;
import org.prorata.web.security.RateLimits;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

/** What managers see of refund summaries and take with them. */
@Service
class ReportsService {

    /** A report reads the ledger: nobody needs it more often. */
    private static final int PER_MINUTE = 120;

    /**
     * What is not the same as in a snapshot.
     *
     * @param since the number of the snapshot
     */
    public record Changed(long since, List<Change> changes) {
    }

    /**
     * A credit and how it came about.
     *
     * @param credit null where its policy is gone
     */
    public record Explained(ReturnDesk.Item item, @Nullable Credit credit, Timelines.Timeline timeline) {
    }

    private final RefundSummaries summaries;

    private final Snapshots snapshots;

    private final Reconciled reconciled;

    private final ReportDocuments documents;

    private final ReturnDesk returns;

    private final IssuedCredits credits;

    private final Timelines timelines;

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final Cursors cursors;

    private final RateLimits limits = new RateLimits(PER_MINUTE);

    private final Cache<String, Long> sizes = Caffeine.newBuilder().maximumSize(10_000).build();

    ReportsService(RefundSummaries summaries, Snapshots snapshots, Reconciled reconciled, ReportDocuments documents,
            ReturnDesk returns, IssuedCredits credits, Timelines timelines, AuditTrail audit, UnitOfWork work,
            Cursors cursors) {
        this.summaries = summaries;
        this.snapshots = snapshots;
        this.reconciled = reconciled;
        this.documents = documents;
        this.returns = returns;
        this.credits = credits;
        this.timelines = timelines;
        this.audit = audit;
        this.work = work;
        this.cursors = cursors;
    }

    /** Returns the cycles of which something is known, the latest first. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public List<Listed> cycles(View view) {
        return this.summaries.periods(view);
    }

    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public Question question(ReportRequest request, Optional<Instant> asOf) {
        return new Question(request.viewOrCycle(), request.monthOrNotFound(),
                asOf.orElseGet(this.summaries::latestKnowledge));
    }

    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public RefundSummary summary(Person me, Question question) {
        limit(me);
        return this.summaries.of(question);
    }

    /**
     * Says what is not the same as in the snapshot of a closed period: in what is known
     * by now, or else in the snapshot that it corrects.
     * @param question what was asked for
     * @return empty while the period is provisional
     */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public Optional<Changed> changed(RefundSummary summary, Question question) {
        Long snapshot = summary.heading().snapshot();
        if (snapshot == null) {
            return Optional.empty();
        }
        List<Change> sinceThen = Snapshots.difference(summary, this.summaries.live(question));
        Long replaced = summary.heading().replaces();
        return Optional.of((sinceThen.isEmpty() && replaced != null)
                ? new Changed(replaced, Snapshots.difference(this.snapshots.summary(replaced), summary))
                : new Changed(snapshot, sinceThen));
    }

    /** Returns the tag of a document: the same tag, the same bytes. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public String tag(RefundSummary summary, String what, Format format, DocumentOptions options) {
        return ReportDocuments.tag(Schema.RELEASE, summary, what, format, options);
    }

    /** Returns the size of a document that somebody took before; null of any other. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public @Nullable Long size(String tag) {
        return this.sizes.getIfPresent(tag);
    }

    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public ReportDocuments.Document summary(Person me, RefundSummary summary, Format format, DocumentOptions options)
            throws IOException {
        return this.documents.summary(summary, format, options);
    }

    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public ReportDocuments.Document details(Person me, Wish wish) throws IOException {
        limit(me);
        return this.documents.details(wish);
    }

    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public long count(Wish wish) {
        return this.documents.count(wish);
    }

    /**
     * Returns a page of the credits that somebody wishes for.
     * @param cursor where it begins; empty for the first
     */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public Page<CreditRow> page(Person me, Wish wish, String cursor, int size) {
        limit(me);
        String list = "credits of " + wish.question() + " " + wish.currency() + " " + wish.dimension() + " "
                + wish.value();
        String after = cursor.isEmpty() ? null : this.cursors.place(list, cursor, 1).getFirst();
        List<CreditRow> found = this.documents.credits(wish, after, size + 1)
            .stream()
            .map(values -> new CreditRow(Arrays.asList(values)))
            .toList();
        return Page.of(found, size, this.cursors, list, row -> List.of(row.text("credit_number")));
    }

    /** Notes in the audit trail who took which file with him. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public void noteDownload(Person me, ReportDocuments.Document document, String tag) throws IOException {
        this.sizes.put(tag, document.size());
        this.work.inOneTransaction(() -> {
            this.audit.append(me.id().value(), "REPORT_DOWNLOADED", document.fileName(), "sha256:" + document.sha256());
            return document;
        });
    }

    /** Compares the runs of a month, as far as they are known by now. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public Reconciled.Comparison compare(Person me, YearMonth month) {
        limit(me);
        return this.reconciled.of(month.atDay(1), month.atEndOfMonth(), this.summaries.latestKnowledge());
    }

    /** Finds a credit by its number. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public Optional<Explained> credit(String number) {
        return this.returns.item(number)
            .flatMap(item -> this.timelines.of(item.request())
                .map(timeline -> new Explained(item, this.credits.whole(item.request()).orElse(null), timeline)));
    }

    private void limit(Person me) {
        if (!this.limits.take(me.id().value()).isZero()) {
            throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS);
        }
    }

}
