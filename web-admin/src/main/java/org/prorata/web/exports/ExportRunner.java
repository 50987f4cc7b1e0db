package org.prorata.web.exports;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.prorata.reporting.export.Exports;
import org.prorata.reporting.export.Exports.Export;
import org.prorata.web.reports.ReportDocuments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Writes exports in the background of each web process, one at a time; the books see to
 * it that two processes never write the same. What a stopped process was at goes back and
 * begins again.
 */
final class ExportRunner implements SmartLifecycle {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExportRunner.class);

    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(2);

    private final Exports exports;

    private final ReportDocuments documents;

    private final ExportFolder folder;

    private final Clock clock;

    private final Duration pause;

    private @Nullable ScheduledExecutorService scheduler;

    private volatile boolean stopping;

    ExportRunner(Exports exports, ReportDocuments documents, ExportFolder folder, Clock clock, Duration pause) {
        this.exports = exports;
        this.documents = documents;
        this.folder = folder;
        this.clock = clock;
        this.pause = pause;
    }

    /** Writes all that waits, and removes what was kept long enough. */
    void work() throws IOException {
        for (Export old : this.exports.outlived()) {
            Files.deleteIfExists(this.folder.file(old));
            this.exports.removed(old);
        }
        this.folder.clear(this.clock.instant().minus(Duration.ofDays(1)));
        Optional<Export> next = this.exports.take(LEASE);
        while (next.isPresent()) {
            write(next.get());
            next = Thread.currentThread().isInterrupted() ? Optional.empty() : this.exports.take(LEASE);
        }
    }

    private void write(Export export) throws IOException {
        Path part = this.folder.part(export);
        try {
            Signs signs = new Signs(export);
            ReportDocuments.Written written;
            try (OutputStream out = Files.newOutputStream(part)) {
                written = this.documents.writeDetails(export.wish(), signs::row, out);
            }
            if (this.exports.progress(export, written.rows(), LEASE)) {
                Files.move(part, this.folder.file(export), StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                this.exports.done(export, written.rows(), written.fileName(), Files.size(this.folder.file(export)),
                        written.sha256());
            }
        }
        catch (IOException | RuntimeException ex) {
            // whoever is interrupted gets no connection: the flag is put aside until it
            // is given back
            boolean interrupted = Thread.interrupted();
            if (interrupted || this.stopping || ex instanceof InterruptedIOException) {
                // the process stops, or the export is somebody else's by now
                this.exports.giveBack(export);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return;
            }
            LOGGER.warn("export {} failed", export.number(), ex);
            this.exports.failed(export, ex.getClass().getSimpleName() + ": " + ex.getMessage());
        }
        finally {
            Files.deleteIfExists(part);
        }
    }

    /** Says every two seconds that the writer is at it. */
    private final class Signs {

        private final Export export;

        private Instant next;

        Signs(Export export) {
            this.export = export;
            this.next = ExportRunner.this.clock.instant().plus(BETWEEN_SIGNS);
        }

        void row(long row) throws InterruptedIOException {
            if (row % 500 != 0) {
                return;
            }
            Instant now = ExportRunner.this.clock.instant();
            if (now.isBefore(this.next)) {
                return;
            }
            this.next = now.plus(BETWEEN_SIGNS);
            if (!ExportRunner.this.exports.progress(this.export, row, LEASE)) {
                throw new InterruptedIOException("export " + this.export.number() + " was taken by another process");
            }
        }

    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("exports").factory());
        this.scheduler = started;
        this.stopping = false;
        ScheduledFuture<?> running = started.scheduleWithFixedDelay(this::look, this.pause.toMillis(),
                this.pause.toMillis(), TimeUnit.MILLISECONDS);
        LOGGER.debug("looking every {}: {}", this.pause, running);
    }

    private void look() {
        try {
            work();
        }
        catch (IOException | RuntimeException ex) {
            // the database or the disk may be away for a while: the next look finds it
            // all there
            LOGGER.warn("exports cannot be written, trying again: {}", ex.getMessage());
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = this.scheduler;
        if (running != null) {
            this.stopping = true;
            running.shutdownNow();
            try {
                // so that what it was at goes back before the database is let go
                if (!running.awaitTermination(10, TimeUnit.SECONDS)) {
                    LOGGER.warn("an export is still being written; another process goes on with it");
                }
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
            this.scheduler = null;
        }
    }

    @Override
    public boolean isRunning() {
        return this.scheduler != null;
    }

}
