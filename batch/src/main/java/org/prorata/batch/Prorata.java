package org.prorata.batch;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.function.Function;

import org.prorata.batch.command.BenchCommand;
import org.prorata.batch.command.CreditsCommand;
import org.prorata.batch.command.DatabaseCommand;
import org.prorata.batch.command.DemoCommand;
import org.prorata.batch.command.ExitCodes;
import org.prorata.batch.command.ExplainCommand;
import org.prorata.batch.command.ImportCommand;
import org.prorata.batch.command.MigrateCommand;
import org.prorata.batch.command.NightlyCommand;
import org.prorata.batch.command.PoliciesCommand;
import org.prorata.batch.command.QuoteCommand;
import org.prorata.batch.command.RejectCommand;
import org.prorata.batch.command.ReleaseCommand;
import org.prorata.batch.command.ReportCommand;
import org.prorata.batch.command.RunsCommand;
import org.prorata.batch.command.ServeCommand;
import org.prorata.batch.command.TrainingCommand;
import org.prorata.batch.command.VerifyCommand;
import org.prorata.batch.command.WhyCommand;
import org.prorata.batch.command.WorkerCommand;
import org.prorata.db.schema.Schema;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code prorata}: finance's and the operators' way in. */
@Command(name = "prorata", mixinStandardHelpOptions = true, version = "prorata " + Schema.RELEASE,
        synopsisSubcommandLabel = "COMMAND", sortOptions = false, subcommandsRepeatable = false,
        description = "Turns subscription cancellations into exact, provable refunds.",
        footer = { "", "Start with \"prorata demo\". Every command has --help and --json.",
                "Exit codes: 0 done; 1 the run failed or does not balance; 2 bad usage or bad input, nothing written;",
                "3 another run holds the lease." },
        subcommands = { DemoCommand.class, ImportCommand.class, NightlyCommand.class, RunsCommand.class,
                QuoteCommand.class, WhyCommand.class, CreditsCommand.class, ExplainCommand.class, ReportCommand.class,
                ReleaseCommand.class, RejectCommand.class, VerifyCommand.class, ServeCommand.class, WorkerCommand.class,
                BenchCommand.class, PoliciesCommand.class, MigrateCommand.class, DatabaseCommand.class,
                TrainingCommand.class })
public final class Prorata {

    private Prorata() {
    }

    public static void main(String[] arguments) {
        int exitCode = commandLine().execute(arguments);
        Runtime.getRuntime().exit(exitCode);
    }

    /** Returns the program as picocli sees it. */
    public static CommandLine commandLine() {
        return new CommandLine(new Prorata()).setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .setExecutionExceptionHandler(ExitCodes::onException)
            .setParameterExceptionHandler(ExitCodes::onBadUsage)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(LocalDate.class, text -> read(text, "a date such as 2024-12-31", LocalDate::parse))
            .registerConverter(YearMonth.class, text -> read(text, "a month such as 2024-12", YearMonth::parse));
    }

    private static <T> T read(String text, String accepted, Function<String, T> parse) {
        try {
            return parse.apply(text);
        }
        catch (DateTimeException ex) {
            throw new CommandLine.TypeConversionException("found \"" + text + "\", accepted: " + accepted);
        }
    }

}
