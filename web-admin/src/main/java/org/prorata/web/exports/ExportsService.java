package org.prorata.web.exports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.people.Person;
import org.prorata.reporting.export.Exports;
import org.prorata.reporting.export.Exports.Asked;
import org.prorata.reporting.export.Exports.Export;
import org.prorata.reporting.export.Exports.State;
import org.prorata.reporting.export.Exports.Wish;
import org.prorata.web.reports.ReportDocuments;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Takes wishes for large files, and shows everybody his own. */
@Service
class ExportsService {

    private static final int LATEST = 50;

    private final Exports exports;

    private final ReportDocuments documents;

    private final ExportFolder folder;

    private final AuditTrail audit;

    private final UnitOfWork work;

    ExportsService(Exports exports, ReportDocuments documents, ExportFolder folder, AuditTrail audit, UnitOfWork work) {
        this.exports = exports;
        this.documents = documents;
        this.folder = folder;
        this.audit = audit;
        this.work = work;
    }

    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public Asked ask(Person me, Wish wish) {
        return this.exports.ask(wish, this.documents.count(wish), me.id().value());
    }

    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public List<Export> of(Person me) {
        return this.exports.of(me.id().value(), LATEST);
    }

    /** Finds an export of one's own. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public Optional<Export> find(Person me, long number) {
        return this.exports.find(number).filter(export -> export.askedBy().equals(me.id().value()));
    }

    /** Returns the file of an export, if it is there. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public Optional<Path> file(Export export) throws IOException {
        Path file = this.folder.file(export);
        return (export.state() == State.DONE && Files.isRegularFile(file)) ? Optional.of(file) : Optional.empty();
    }

    /** Notes in the audit trail who took which file with him. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public void noteDownload(Person me, Export export) {
        this.work.inOneTransaction(() -> {
            this.audit.append(me.id().value(), "REPORT_DOWNLOADED", String.valueOf(export.fileName()),
                    "export " + export.number() + " sha256:" + export.sha256());
            return export;
        });
    }

}
