package org.prorata.batch.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import de.siegmar.fastcsv.writer.CsvWriter;
import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RefusedException;
import org.prorata.db.credit.CreditRegister;
import org.prorata.db.run.NightlyRuns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The credits as a file. */
@Command(name = "credits", mixinStandardHelpOptions = true, description = "Writes credits, or their lines, as CSV.")
public final class CreditsCommand implements Callable<Integer> {

    @Option(names = "--run", paramLabel = "N", description = "Only the credits of this run.")
    @Nullable Long run;

    @Option(names = "--lines", description = "The lines of the credits instead, with the exact fraction of each.")
    boolean lines;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    Path out = Path.of("");

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws IOException {
        try (Session session = Session.open()) {
            Long id = this.run;
            if (id != null && session.get(NightlyRuns.class).find(id).isEmpty()) {
                throw new RefusedException("there is no run " + id + ", see \"prorata runs\"");
            }
            CreditRegister register = session.get(CreditRegister.class);
            long rows = write(this.lines ? CreditRegister.LINE_COLUMNS : CreditRegister.CREDIT_COLUMNS, consumer -> {
                if (this.lines) {
                    register.lines(id, consumer);
                }
                else {
                    register.credits(id, consumer);
                }
            });
            this.output.document(Map.of("file", this.out.toString(), "rows", rows));
            this.output.line(rows + (this.lines ? " credit lines in " : " credits in ") + this.out);
        }
        return ExitCodes.DONE;
    }

    private long write(List<String> columns, Consumer<Consumer<List<String>>> source) throws IOException {
        AtomicLong rows = new AtomicLong();
        Path draft = this.out.resolveSibling(this.out.getFileName() + ".draft");
        try (CsvWriter csv = CsvWriter.builder().build(draft)) {
            csv.writeRecord(columns);
            source.accept(row -> {
                csv.writeRecord(row);
                rows.incrementAndGet();
            });
        }
        Files.move(draft, this.out, StandardCopyOption.REPLACE_EXISTING);
        return rows.get();
    }

}
