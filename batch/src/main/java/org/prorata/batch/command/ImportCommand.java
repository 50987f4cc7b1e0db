package org.prorata.batch.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.prorata.db.importing.ImportReport;
import org.prorata.db.importing.Importer;
import org.prorata.table.BadTableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The way of the billing system's files into the books. */
@Command(name = "import", mixinStandardHelpOptions = true, description = {
        "Imports tenants.csv, subscriptions.csv, charges.csv and cancellations.csv of a folder, any of them, as one set:",
        "the set is valid or nothing is written. Importing the same rows again changes nothing." })
public final class ImportCommand implements Callable<Integer> {

    /** What the files are. */
    enum Format {

        /** The four files of the contract, in a folder. */
        PRORATA("prorata"),

        /** Microsoft's new-commerce reconciliation file. */
        PARTNER_CENTER("partner-center");

        private final String name;

        Format(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return this.name;
        }

    }

    @Parameters(paramLabel = "DIR", description = "The folder, or the file with --format partner-center.")
    Path source = Path.of("");

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "prorata",
            description = "prorata, or partner-center for charges from Microsoft's new-commerce reconciliation CSV. Default: prorata.")
    Format format = Format.PRORATA;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws BadTableException, IOException {
        try (Session session = Session.open(); TerminalProgress progress = new TerminalProgress()) {
            Importer importer = session.get(Importer.class);
            ImportReport report = switch (this.format) {
                case PRORATA -> importer.importSet(this.source, progress::reached);
                case PARTNER_CENTER -> importer.importPartnerCenter(this.source, progress::reached);
            };
            progress.close();
            this.output.document(report.tree());
            ImportView.text(report).forEach(this.output::line);
        }
        return ExitCodes.DONE;
    }

}
