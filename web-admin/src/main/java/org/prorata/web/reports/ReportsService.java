package org.prorata.web.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.run.NightlyRuns;
import org.prorata.people.Person;
import org.prorata.proof.Sha256;
import org.prorata.reporting.CycleSummaries;
import org.prorata.reporting.CycleSummary;
import org.prorata.reporting.CycleSummaryFiles;
import org.prorata.web.security.RateLimits;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

/** What managers see of billing cycles and take with them. */
@Service
class ReportsService {

    /** A summary reads the ledger: nobody needs it more often. */
    private static final int PER_MINUTE = 30;

    private static final int MOST_CYCLES = 36;

    /** What a file may be; the name in small letters is its ending. */
    enum Format {

        CSV("text/csv;charset=UTF-8"), JSON("application/json");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return this.mediaType;
        }

        public String ending() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

    }

    /**
     * A file that was written for one download, and goes when it is closed.
     *
     * @param path where it is for now
     * @param hash the SHA-256 of what is in it
     */
    record Download(Path path, String hash) implements AutoCloseable {

        String name() {
            return String.valueOf(this.path.getFileName());
        }

        long size() throws IOException {
            return Files.size(this.path);
        }

        void copyTo(OutputStream out) throws IOException {
            Files.copy(this.path, out);
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(this.path);
            Files.deleteIfExists(this.path.getParent());
        }

    }

    private final CycleSummaries summaries;

    private final NightlyRuns runs;

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final Clock clock;

    private final RateLimits limits = new RateLimits(PER_MINUTE);

    ReportsService(JdbcClient jdbc, NightlyRuns runs, AuditTrail audit, UnitOfWork work, Clock clock) {
        this.summaries = new CycleSummaries(jdbc);
        this.runs = runs;
        this.audit = audit;
        this.work = work;
        this.clock = clock;
    }

    /**
     * Returns the months in which cycles start that a run may have touched, the latest
     * first; without a run the present month alone.
     */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public List<YearMonth> cycles() {
        YearMonth now = YearMonth.from(LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC));
        // a night early in a month may belong to a cycle that began in the month before
        YearMonth first = this.runs.earliest()
            .map(run -> YearMonth.from(run.businessDate()).minusMonths(1))
            .orElse(now);
        return Stream.iterate(now, month -> !month.isBefore(first), month -> month.minusMonths(1))
            .limit(MOST_CYCLES)
            .toList();
    }

    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public CycleSummary summary(Person me, YearMonth cycle) {
        limit(me);
        return this.summaries.of(cycle);
    }

    /** Writes the file of a cycle. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public Download write(Person me, YearMonth cycle, Format format) {
        limit(me);
        try {
            Path folder = Files.createTempDirectory("prorata-report");
            CycleSummary summary = this.summaries.of(cycle);
            Path file = switch (format) {
                case CSV -> CycleSummaryFiles.writeCsv(summary, folder);
                case JSON -> CycleSummaryFiles.writeJson(summary, folder);
            };
            return new Download(file, Sha256.of(Files.readString(file)));
        }
        catch (IOException ex) {
            throw new UncheckedIOException("the file of cycle " + cycle + " cannot be written", ex);
        }
    }

    /** Notes in the audit trail who took which file with him. */
    @PreAuthorize("hasAnyRole('MANAGER', 'AUDITOR')")
    public void noteDownload(Person me, Download download) {
        this.work.inOneTransaction(() -> {
            this.audit.append(me.id().value(), "REPORT_DOWNLOADED", download.name(), "sha256:" + download.hash());
            return download;
        });
    }

    private void limit(Person me) {
        if (!this.limits.take(me.id().value()).isZero()) {
            throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS);
        }
    }

}
