package org.prorata.batch.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

import org.prorata.batch.quote.Quotes;
import org.prorata.table.BadTableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Credits for cases in a file. */
@Command(name = "quote", mixinStandardHelpOptions = true, description = {
        "Works out the credit of each case in a CSV file, without touching the books.",
        "Columns: case_id, rounding, unit_price, quantity, net, service_from, service_to, cancel_date, cancel_day, currency." })
public final class QuoteCommand implements Callable<Integer> {

    @Option(names = "--cases", required = true, paramLabel = "FILE", description = "The cases.")
    Path cases = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write the credits to.")
    Path out = Path.of("");

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws BadTableException, IOException {
        Quotes.Result result = Quotes.quote(this.cases, this.out);
        this.output.document(Map.of("cases", result.cases(), "bad", result.bad(), "file", this.out.toString()));
        this.output.line(result.cases() + " cases in " + this.out
                + ((result.bad() > 0) ? ", " + result.bad() + " of them bad: see the column problem" : ""));
        return (result.bad() > 0) ? ExitCodes.BAD_INPUT : ExitCodes.DONE;
    }

}
