package org.prorata.batch.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.prorata.db.embedded.EmbeddedDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The embedded database of this checkout. */
@Command(name = "database", mixinStandardHelpOptions = true,
        description = "Starts, stops or shows the embedded database of this checkout.")
public final class DatabaseCommand implements Callable<Integer> {

    /** What to do with it. */
    enum Action {

        START, STOP, STATUS

    }

    @Parameters(paramLabel = "ACTION", description = "start, stop or status.")
    Action action = Action.STATUS;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        EmbeddedDatabase database = EmbeddedDatabase.of(Path.of(System.getProperty("prorata.home", ".")));
        switch (this.action) {
            case START -> database.start();
            case STOP -> database.stop();
            case STATUS -> {
                // only shown
            }
        }
        Optional<Long> process = database.runningProcess();
        this.output.document(process.<Map<String, Object>>map(pid -> Map.of("running", true, "process", pid))
            .orElse(Map.of("running", false)));
        this.output.line(process.map(pid -> "The embedded database runs as process " + pid + ".")
            .orElse("The embedded database does not run."));
        return ExitCodes.DONE;
    }

}
