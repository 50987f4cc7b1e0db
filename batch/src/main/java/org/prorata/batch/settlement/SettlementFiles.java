package org.prorata.batch.settlement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import de.siegmar.fastcsv.writer.CsvWriter;
import org.joda.money.CurrencyUnit;
import org.prorata.credit.ReturnMethod;
import org.prorata.db.run.Returns;

/**
 * Writes one CSV file per run and return method. A file is a pure function of the books:
 * writing it again gives the same bytes. It appears under its name only when it is whole
 * and on disk.
 */
public final class SettlementFiles {

    private final Returns returns;

    private final Path folder;

    public SettlementFiles(Returns returns, Path folder) {
        this.returns = returns;
        this.folder = folder;
    }

    /**
     * Writes the files of a run.
     * @return the files, one for each method by which the run returns anything
     */
    public List<Path> write(long runId, LocalDate businessDate) {
        List<Path> files = new ArrayList<>();
        for (ReturnMethod method : this.returns.methods(runId)) {
            files.add(write(runId, businessDate, method));
        }
        return files;
    }

    private Path write(long runId, LocalDate businessDate, ReturnMethod method) {
        Path file = this.folder.resolve(
                "settlement-" + businessDate + "-" + method.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".csv");
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.createDirectories(this.folder);
            try (CsvWriter csv = CsvWriter.builder().build(draft)) {
                csv.writeRecord("idempotency_key", "credit_number", "tenant_id", "subscription_id", "currency",
                        "amount");
                this.returns.forEach(runId, method,
                        line -> csv.writeRecord(line.idempotencyKey(), line.creditNumber(), line.tenantId(),
                                line.subscriptionId(), line.currency(), amount(line.amount(), line.currency())));
            }
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (IOException | UncheckedIOException ex) {
            discard(draft);
            IOException cause = cause(ex);
            throw new UncheckedIOException(
                    "the settlement file " + file + " cannot be written (" + cause.getMessage()
                            + "). Make room or correct PRORATA_SETTLEMENTS, then start the run again: it goes on here",
                    cause);
        }
    }

    /** Returns what the system said, without what wraps it. */
    private static IOException cause(Exception thrown) {
        Throwable cause = (thrown instanceof UncheckedIOException) ? thrown.getCause() : thrown;
        return (cause instanceof IOException ex) ? ex : new IOException(thrown);
    }

    private static void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        }
        catch (IOException ex) {
            // it stays, and the next start writes over it
        }
    }

    private static String amount(BigDecimal amount, String currency) {
        return amount.setScale(CurrencyUnit.of(currency).getDecimalPlaces()).toPlainString();
    }

}
