package org.prorata.batch.command;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.prorata.batch.nightly.RunFailedException;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.schema.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the schema up to date. */
@Command(name = "migrate", mixinStandardHelpOptions = true,
        description = "Brings the database up to date, or prints the rights that the application's user needs.")
public final class MigrateCommand implements Callable<Integer> {

    @Option(names = "--print-grants", paramLabel = "USER",
            description = "Print the grants for a user, such as 'prorata'@'%%'; nothing is changed.")
    @Nullable String user;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws SQLException {
        DatabaseSettings settings = DatabaseSettings.fromEnvironment(System.getenv(),
                Path.of(System.getProperty("prorata.home", ".")));
        Schema schema = new Schema(settings);
        if (this.user != null) {
            List<String> grants = List.copyOf(schema.grants(this.user).values());
            this.output.document(Map.of("grants", grants));
            grants.forEach(grant -> this.output.line(grant + ";"));
            return ExitCodes.DONE;
        }
        boolean current = schema.isCurrent();
        try {
            schema.migrate();
        }
        catch (SQLException ex) {
            throw new RunFailedException(String.valueOf(ex.getMessage()));
        }
        this.output.document(Map.of("release", Schema.RELEASE, "was_current", current));
        this.output.line("The database is at release " + Schema.RELEASE + (current ? ", as it was." : "."));
        if (!settings.hasSeparateOwner()) {
            this.output.line(
                    "The application uses the owner of the schema, who can change the ledger. Set PRORATA_DATABASE_OWNER_USER to part them.");
        }
        return ExitCodes.DONE;
    }

}
