package org.prorata.web.api;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.Quarantine;
import org.prorata.run.NightlyRun;
import org.prorata.web.paging.Cursors;
import org.prorata.web.paging.Page;
import org.prorata.web.problem.ProblemCode;
import org.prorata.web.problem.ProblemException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Shows runs to API clients. */
@Service
class ApiRuns {

    private static final String LIST = "api runs";

    private final NightlyRuns runs;

    private final Quarantine quarantine;

    private final Cursors cursors;

    ApiRuns(NightlyRuns runs, Quarantine quarantine, Cursors cursors) {
        this.runs = runs;
        this.quarantine = quarantine;
        this.cursors = cursors;
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public Listing<RunDocument> list(@Nullable String cursor, int limit) {
        List<NightlyRun> found = (cursor == null) ? this.runs.latest(limit + 1)
                : this.runs.before(LocalDate.parse(this.cursors.place(LIST, cursor, 1).getFirst()), limit + 1);
        Page<NightlyRun> page = Page.of(found, limit, this.cursors, LIST,
                run -> List.of(run.businessDate().toString()));
        return new Listing<>(page.rows().stream().map(RunDocument::of).toList(), page.next());
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public RunDocument read(LocalDate businessDate) {
        return RunDocument.of(run(businessDate));
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public CertificateDocument certificate(LocalDate businessDate) {
        NightlyRun run = run(businessDate);
        String hash = run.certificate();
        String text = run.certificateText();
        if (hash == null || text == null) {
            throw ProblemException.of(ProblemCode.NOT_FOUND);
        }
        return new CertificateDocument(businessDate, hash, text);
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public QuarantinedDocument quarantined(LocalDate businessDate) {
        return new QuarantinedDocument(this.quarantine.of(run(businessDate).id())
            .stream()
            .map(QuarantinedDocument.QuarantinedPart::of)
            .toList());
    }

    private NightlyRun run(LocalDate businessDate) {
        return this.runs.find(businessDate).orElseThrow(() -> ProblemException.of(ProblemCode.NOT_FOUND));
    }

}
