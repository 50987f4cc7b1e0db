package org.prorata.batch.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import org.prorata.reporting.CycleSummaries;
import org.prorata.reporting.CycleSummary;
import org.prorata.reporting.CycleSummaryFiles;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The billing-cycle refund summary. */
@Command(name = "report", mixinStandardHelpOptions = true,
        description = "Writes the refund summary of the billing cycles that start in a month.")
public final class ReportCommand implements Callable<Integer> {

    /** What the file is. */
    enum Format {

        CSV, JSON

    }

    @Option(names = "--cycle", required = true, paramLabel = "YYYY-MM",
            description = "The month in which the cycles start.")
    YearMonth cycle = YearMonth.of(1970, 1);

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "csv or json.")
    Format format = Format.CSV;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to write to.")
    Path out = Path.of("");

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws IOException {
        try (Session session = Session.open()) {
            CycleSummary summary = new CycleSummaries(session.get(JdbcClient.class)).of(this.cycle);
            Path file = switch (this.format) {
                case CSV -> CycleSummaryFiles.writeCsv(summary, this.out);
                case JSON -> CycleSummaryFiles.writeJson(summary, this.out);
            };
            Map<String, Object> tree = new LinkedHashMap<>(CycleSummaryFiles.tree(summary));
            tree.put("file", file.toString());
            this.output.document(tree);
            this.output.line("The refund summary of " + this.cycle + " is in " + file);
        }
        return ExitCodes.DONE;
    }

}
