package org.prorata.web.reports;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.detail.Details;
import org.prorata.reporting.detail.Filter;
import org.prorata.reporting.detail.RowSource;
import org.prorata.reporting.document.DetailRows;
import org.prorata.reporting.document.DocumentOptions;
import org.prorata.reporting.document.Documents;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.export.Exports.Wish;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Heading;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;
import org.prorata.reporting.summary.Snapshots;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Writes the documents of reports for whoever waits for one, into a file of its own
 * first: what fails is never half of a file. Four are written at a time, eight wait, and
 * nobody waits longer than five minutes.
 */
public final class ReportDocuments implements DisposableBean {

    /** With more rows a file is written in the background. */
    public static final long MOST_ROWS_TO_WAIT_FOR = 50_000;

    /** With more rows there is no PDF. */
    public static final long MOST_ROWS_OF_PDF = 2_000;

    private static final int AT_ONCE = 4;

    private static final int WAITING = 8;

    private static final int PATIENCE_MINUTES = 5;

    /** Says that too many documents are being written, or that one takes too long. */
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    public static final class BusyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BusyException(String message, Throwable cause) {
            super(message, cause);
        }

    }

    /**
     * A document, which goes when it is closed.
     *
     * @param summary what it is of
     * @param file where it is for now
     * @param fileName what it is called, in plain ASCII
     * @param sha256 of its bytes
     */
    public record Document(RefundSummary summary, Path file, String fileName, String sha256) implements AutoCloseable {

        public long size() throws IOException {
            return Files.size(this.file);
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(this.file);
        }

    }

    /** What was written into a stream. */
    public record Written(long rows, String fileName, String sha256) {
    }

    /** Is told of each row before it is written. */
    public interface RowWatch {

        /**
         * @param row its number, from 1
         * @throws InterruptedIOException to write no more
         */
        void row(long row) throws InterruptedIOException;

    }

    private final RefundSummaries summaries;

    private final Snapshots snapshots;

    private final Details details;

    private final Documents documents;

    private final ThreadPoolExecutor writers = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 1, TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(WAITING), Thread.ofPlatform().daemon().name("documents-", 0).factory());

    ReportDocuments(RefundSummaries summaries, Snapshots snapshots, Details details, Documents documents) {
        this.summaries = summaries;
        this.snapshots = snapshots;
        this.details = details;
        this.documents = documents;
        this.writers.allowCoreThreadTimeOut(true);
    }

    /** Writes a snapshot. */
    public Document snapshot(long number, Format format, Language language) throws IOException {
        return summary(this.snapshots.summary(number), format, DocumentOptions.in(language));
    }

    Document summary(RefundSummary summary, Format format, DocumentOptions options) throws IOException {
        return inTurn(summary, fileName("summary", summary.heading().question(), format),
                out -> this.documents.write(format, summary, List.of(), options, out));
    }

    /** Writes the rows that somebody wishes for, while he waits. */
    Document details(Wish wish) throws IOException {
        RefundSummary summary = this.summaries.of(wish.question());
        return inTurn(summary, fileName(wish), out -> write(wish, summary, row -> {
        }, out));
    }

    /**
     * Writes the rows that somebody wishes for.
     * @throws InterruptedIOException when the thread is interrupted, or the watch says so
     */
    public Written writeDetails(Wish wish, RowWatch watch, OutputStream out) throws IOException {
        Hashing hashing = new Hashing(out);
        long rows = write(wish, this.summaries.of(wish.question()), watch, hashing);
        hashing.flush();
        return new Written(rows, fileName(wish), hashing.sha256());
    }

    private long write(Wish wish, RefundSummary summary, RowWatch watch, OutputStream out) throws IOException {
        long[] count = new long[1];
        RowSource source = this.details.rows(wish.table(), wish.question(), filter(wish));
        RowSource watched = sink -> {
            count[0] = 0;
            source.forEach(values -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted at row " + count[0]);
                }
                watch.row(++count[0]);
                sink.row(values);
            });
        };
        this.documents.write(wish.format(), summary, List.of(new DetailRows(wish.table(), watched)),
                DocumentOptions.in(Language.ofTag(wish.language()).orElse(Language.EN)).separatedBy(wish.separator()),
                out);
        return count[0];
    }

    /** Counts the rows that somebody wishes for. */
    public long count(Wish wish) {
        return this.details.count(wish.table(), wish.question(), filter(wish));
    }

    /** Returns up to so many credits after one, in the order of their numbers. */
    List<@Nullable Object[]> credits(Wish wish, @Nullable String after, int size) {
        return this.details.creditsAfter(wish.question(), filter(wish), after, size);
    }

    private static Filter filter(Wish wish) {
        String currency = wish.currency();
        return new Filter((currency != null) ? CurrencyUnit.of(currency) : null, wish.dimension(), wish.value());
    }

    static String fileName(Wish wish) {
        return fileName(
                wish.table().name().toLowerCase(Locale.ROOT) + ((wish.currency() != null) ? "-" + wish.currency() : "")
                        + ((wish.dimension() != null) ? "-" + wish.dimension().name().toLowerCase(Locale.ROOT) : ""),
                wish.question(), wish.format());
    }

    private static String fileName(String what, Question question, Format format) {
        return "refund-" + what.replace('_', '-') + "-" + ((question.view() == View.MONTH) ? "month-" : "")
                + question.month() + "." + format.ending();
    }

    /** Returns a tag that two documents share only if they have the same bytes. */
    static String tag(String release, RefundSummary summary, String what, Format format, DocumentOptions options) {
        Heading heading = summary.heading();
        return org.prorata.proof.Sha256.of(String.join("\u001f", release, heading.hash(), heading.question().toString(),
                heading.status().name(), String.valueOf(heading.snapshot()), what, format.name(), options.toString()));
    }

    /** Writes something. */
    private interface Writing {

        void to(OutputStream out) throws IOException;

    }

    private Document inTurn(RefundSummary summary, String fileName, Writing writing) throws IOException {
        Path file = Files.createTempFile("prorata-report", ".part");
        boolean done = false;
        try {
            String sha256 = await(() -> {
                try (OutputStream out = Files.newOutputStream(file); Hashing hashing = new Hashing(out)) {
                    writing.to(hashing);
                    hashing.flush();
                    return hashing.sha256();
                }
            });
            done = true;
            return new Document(summary, file, fileName, sha256);
        }
        finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    private <T> T await(Callable<T> work) throws IOException {
        Future<T> future;
        try {
            future = this.writers.submit(work);
        }
        catch (RejectedExecutionException ex) {
            throw new BusyException("too many documents are being written: try again in a minute", ex);
        }
        try {
            return future.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        }
        catch (TimeoutException | CancellationException ex) {
            throw new BusyException("the document was not ready within " + PATIENCE_MINUTES + " minutes", ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        catch (ExecutionException ex) {
            switch (ex.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case null, default -> throw new IOException("the document cannot be written", ex);
            }
        }
        finally {
            future.cancel(true);
        }
    }

    @Override
    public void destroy() {
        this.writers.shutdownNow();
    }

    /** Works the hash out on the way. */
    private static final class Hashing extends FilterOutputStream {

        private final MessageDigest digest;

        Hashing(OutputStream out) {
            super(new java.io.BufferedOutputStream(out, 1 << 16));
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            }
            catch (NoSuchAlgorithmException ex) {
                throw new IllegalStateException("every JDK has SHA-256", ex);
            }
        }

        @Override
        public void write(int b) throws IOException {
            this.digest.update((byte) b);
            this.out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            this.digest.update(bytes, from, length);
            this.out.write(bytes, from, length);
        }

        String sha256() {
            return HexFormat.of().formatHex(this.digest.digest());
        }

    }

}
