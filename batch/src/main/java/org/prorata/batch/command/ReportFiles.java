package org.prorata.batch.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.prorata.reporting.Reconciled.Comparison;
import org.prorata.reporting.document.DetailRows;
import org.prorata.reporting.document.DocumentOptions;
import org.prorata.reporting.document.Documents;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.document.TooManyRowsException;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;

/** Writes reports into a folder; a file appears under its name only when it is whole. */
final class ReportFiles {

    private static final Documents DOCUMENTS = new Documents();

    private ReportFiles() {
    }

    /**
     * Writes one file into a folder, which is made if need be.
     * @param reconciliation what goes into a workbook and onto pages; null for none
     * @param details what goes with the summary; CSV and JSON have one table instead of
     * it
     * @throws IllegalArgumentException when there are too many rows for the format
     */
    static Path write(Path folder, Format format, RefundSummary summary, @Nullable Comparison reconciliation,
            List<DetailRows> details, DocumentOptions options) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(name(format, summary.heading().question(), details));
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16)) {
                DOCUMENTS.write(format, summary, reconciliation, details, options, out);
            }
            return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (TooManyRowsException ex) {
            throw new IllegalArgumentException(ex.getMessage());
        }
        finally {
            Files.deleteIfExists(draft);
        }
    }

    private static String name(Format format, Question question, List<DetailRows> details) {
        String what = (!details.isEmpty() && (format == Format.CSV || format == Format.JSON))
                ? details.getFirst().table().name().toLowerCase(Locale.ROOT) : "summary";
        return "refund-" + what + ((question.view() == View.MONTH) ? "-month-" : "-") + question.month() + "."
                + format.ending();
    }

}
