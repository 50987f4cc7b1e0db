package org.prorata.db.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.RefusedException;
import org.prorata.policy.Policies;
import org.prorata.table.BadTableException;
import org.prorata.table.Problems;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings the billing system's files into the books. An import is valid and done, or
 * nothing of it is; the same files again change nothing. Imports into one database go one
 * after the other.
 */
public final class Importer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int ATTEMPTS = 3;

    private static final int SUBJECT_LENGTH = 100;

    private final JdbcTemplate jdbc;

    private final JdbcTemplate streaming;

    private final TransactionTemplate transactions;

    private final CancellationDesk desk;

    private final AuditTrail audit;

    private final Policies policies;

    private final Clock clock;

    private final Duration patience;

    /**
     * Sets up imports.
     * @param transactions of the template's data source, as those of the desk and the
     * audit trail must be: they work within the import's transaction
     * @param policies the policies that a subscription may name
     */
    public Importer(JdbcTemplate jdbc, TransactionTemplate transactions, CancellationDesk desk, AuditTrail audit,
            Policies policies, Clock clock) {
        this(jdbc, transactions, desk, audit, policies, clock, PATIENCE);
    }

    Importer(JdbcTemplate jdbc, TransactionTemplate transactions, CancellationDesk desk, AuditTrail audit,
            Policies policies, Clock clock, Duration patience) {
        this.jdbc = jdbc;
        this.streaming = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource(), "a template without database"));
        this.streaming.setFetchSize(Integer.MIN_VALUE);
        this.transactions = transactions;
        this.desk = desk;
        this.audit = audit;
        this.policies = policies;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Imports those of {@code tenants.csv}, {@code subscriptions.csv},
     * {@code charges.csv} and {@code cancellations.csv} that a directory holds, as one
     * set.
     * @throws BadTableException with every problem of every file; nothing was written
     * @throws IOException when a file cannot be read to its end; nothing was written
     * @throws RefusedException when another import is running, or the books were too busy
     */
    public ImportReport importSet(Path directory, ImportProgress progress) throws BadTableException, IOException {
        ImportSet set = ImportSet.in(directory);
        return inOneTransaction(SourceFile.nameOf(directory),
                run -> run.set(set, new SubscriptionSheet(this.policies), new CancellationSheet(this.clock)), progress);
    }

    /**
     * Imports Microsoft's new-commerce reconciliation file as charges of subscriptions
     * that are in the books.
     * @throws BadTableException with every problem of the file; nothing was written
     * @throws IOException when the file cannot be read to its end; nothing was written
     * @throws RefusedException when another import is running, or the books were too busy
     */
    public ImportReport importPartnerCenter(Path file, ImportProgress progress) throws BadTableException, IOException {
        SourceFile source = SourceFile.of(file);
        return inOneTransaction(source.name(), run -> run.partnerCenter(source), progress);
    }

    private ImportReport inOneTransaction(String subject, Work work, ImportProgress progress)
            throws BadTableException, IOException {
        for (int attempt = 1;; attempt++) {
            try {
                return attempt(subject, work, progress);
            }
            catch (ConcurrencyFailureException | DuplicateKeyException ex) {
                // somebody else was at the same rows in this moment: the books are as
                // they were, so the import can begin anew
                if (attempt == ATTEMPTS) {
                    throw refusal(ex);
                }
            }
        }
    }

    private ImportReport attempt(String subject, Work work, ImportProgress progress)
            throws BadTableException, IOException {
        Problems problems = new Problems();
        try {
            ImportReport report = this.transactions.execute(status -> {
                ImportSession.open(this.jdbc, this.patience);
                ImportReport done = attempt(work, problems, progress);
                if (!problems.isEmpty()) {
                    status.setRollbackOnly();
                }
                else if (done.changedAnything()) {
                    append(subject, done);
                }
                return done;
            });
            problems.throwIfAny();
            return report;
        }
        catch (UncheckedIOException ex) {
            throw new IOException(ex.getMessage(), ex);
        }
    }

    private ImportReport attempt(Work work, Problems problems, ImportProgress progress) {
        try {
            return work.run(new ImportRun(this.jdbc, this.streaming, this.desk, this.clock, problems, progress));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void append(String subject, ImportReport report) {
        StringBuilder detail = new StringBuilder();
        report.files().forEach(file -> detail.append(detail.isEmpty() ? "" : "; ").append(file.text()));
        report.routes().forEach((route, count) -> detail.append("; ").append(route).append(' ').append(count));
        String actor = System.getProperty("user.name", "");
        this.audit.append(actor.isBlank() ? "import" : actor, "IMPORTED",
                subject.substring(0, Math.min(subject.length(), SUBJECT_LENGTH)), detail.toString());
    }

    private static RefusedException refusal(DataAccessException ex) {
        RefusedException refusal = new RefusedException("the import met others at the same rows " + ATTEMPTS
                + " times and was given up, nothing was written, accepted: try again when the books are less busy");
        refusal.initCause(ex);
        return refusal;
    }

    @FunctionalInterface
    private interface Work {

        ImportReport run(ImportRun run) throws IOException;

    }

}
