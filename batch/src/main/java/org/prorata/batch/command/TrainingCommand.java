package org.prorata.batch.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;

import org.prorata.batch.Prorata;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.importing.Importer;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.Quarantine;
import org.prorata.db.run.Verification;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what most commands do up to the point where they need a database, while Java
 * records it for faster starts. The launcher calls it after a build.
 */
@Command(name = "aot-training", hidden = true)
public final class TrainingCommand implements Callable<Integer> {

    /** Nothing listens there: the driver gets as far as a refused connection. */
    private static final DatabaseSettings NOWHERE = new DatabaseSettings("jdbc:mysql://127.0.0.1:1/nowhere", "nobody",
            "", "nobody", "");

    @Override
    public Integer call() {
        try (Connection connection = DriverManager.getConnection(NOWHERE.url(), NOWHERE.user(), NOWHERE.password())) {
            connection.isValid(1);
        }
        catch (SQLException ex) {
            // as it should be: only the classes on the way there are wanted
        }
        Prorata.commandLine().usage(new PrintWriter(new StringWriter()));
        try (Session session = Session.withoutDatabase(NOWHERE)) {
            session.get(NightlyRuns.class);
            session.get(Quarantine.class);
            session.get(CancellationDesk.class);
            session.get(Verification.class);
            session.get(Importer.class);
        }
        return JsonMapper.shared().writeValueAsString(Map.of("trained", true)).isEmpty() ? ExitCodes.FAILED
                : ExitCodes.DONE;
    }

}
