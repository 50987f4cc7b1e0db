package org.prorata.batch.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.Optional;

import org.prorata.batch.nightly.LeaseTakenException;
import org.prorata.batch.nightly.OutOfBalanceException;
import org.prorata.batch.nightly.RunFailedException;
import org.prorata.cancellation.RefusedException;
import org.prorata.db.BadSettings;
import org.prorata.table.BadTableException;
import picocli.CommandLine;

/** What the program tells the shell, and how it tells people what went wrong. */
public final class ExitCodes {

    /** Done. */
    public static final int DONE = 0;

    /** The run failed or does not balance. */
    public static final int FAILED = 1;

    /** Bad usage or bad input; nothing was written. */
    public static final int BAD_INPUT = 2;

    /** Another run holds the lease. */
    public static final int LEASE_TAKEN = 3;

    private ExitCodes() {
    }

    /** Says what went wrong on standard error and returns the exit code for it. */
    public static int onException(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        StringWriter text = new StringWriter();
        int exitCode = tell(thrown, new PrintWriter(text, true));
        command.getErr().print(text);
        command.getErr().flush();
        Output.error(command, false, text.toString().strip(), exitCode);
        return exitCode;
    }

    private static int tell(Exception thrown, PrintWriter err) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case BadTableException ex -> {
                    err.println(ex.getMessage());
                    err.println("Nothing was written: " + ex.problems().count()
                            + ((ex.problems().count() == 1) ? " problem" : " problems") + ", see above.");
                    return BAD_INPUT;
                }
                case RefusedException ex -> {
                    err.println("prorata: " + ex.getMessage());
                    return BAD_INPUT;
                }
                case LeaseTakenException ex -> {
                    err.println("prorata: " + ex.getMessage());
                    return LEASE_TAKEN;
                }
                case RunFailedException ex -> {
                    err.println("prorata: " + ex.getMessage());
                    return FAILED;
                }
                case OutOfBalanceException ex -> {
                    err.println("prorata: " + ex.getMessage());
                    return FAILED;
                }
                case FileSystemException ex -> {
                    err.println("prorata: " + ex.getFile() + " cannot be used: " + reason(ex));
                    return BAD_INPUT;
                }
                default -> {
                    // looked at next: its cause
                }
            }
        }
        Optional<String> setting = BadSettings.among(thrown);
        if (setting.isPresent()) {
            err.println("prorata: " + setting.get());
            return BAD_INPUT;
        }
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        err.println("prorata: " + ((root.getMessage() != null) ? root.getMessage() : root.toString()));
        if (!(root instanceof IllegalArgumentException) && !(thrown instanceof UncheckedIOException)
                && System.getenv("PRORATA_TRACE") == null) {
            err.println("Set PRORATA_TRACE=1 to see where it happened.");
        }
        if (System.getenv("PRORATA_TRACE") != null) {
            thrown.printStackTrace(err);
        }
        return (root instanceof IllegalArgumentException) ? BAD_INPUT : FAILED;
    }

    private static String reason(FileSystemException thrown) {
        return switch (thrown) {
            case NoSuchFileException ex -> "it does not exist";
            case AccessDeniedException ex -> "it may not be read or written";
            case NotDirectoryException ex -> "it is not a folder";
            case FileAlreadyExistsException ex -> "there is a file of that name";
            default -> String.valueOf((thrown.getReason() != null) ? thrown.getReason() : thrown.getMessage());
        };
    }

    /** Says what is wrong with the command line and where to look. */
    public static int onBadUsage(CommandLine.ParameterException thrown, String[] arguments) {
        CommandLine command = thrown.getCommandLine();
        command.getErr().println("prorata: " + thrown.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(thrown, command.getErr())) {
            command.getErr().println("Try \"" + command.getCommandSpec().qualifiedName() + " --help\".");
        }
        Output.error(command, Arrays.asList(arguments).contains("--json"), String.valueOf(thrown.getMessage()),
                BAD_INPUT);
        return BAD_INPUT;
    }

}
