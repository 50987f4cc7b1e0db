package org.prorata.batch.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.prorata.db.run.Verification;
import org.prorata.reporting.summary.Snapshots;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The proof. */
@Command(name = "verify", mixinStandardHelpOptions = true,
        description = "Checks that nobody has changed the past: every link of the audit trail, every certificate against the rows it was made from, every snapshot against its hash.")
public final class VerifyCommand implements Callable<Integer> {

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        try (Session session = Session.open()) {
            Verification.Result result = session.get(Verification.class).verify();
            List<String> problems = new ArrayList<>(result.problems());
            problems.addAll(session.get(Snapshots.class).problems());
            this.output.document(Map.of("audit_events", result.auditEvents(), "runs", result.runs(), "problems",
                    problems, "verified", problems.isEmpty()));
            problems.forEach(problem -> this.output.line("CHANGED: " + problem));
            this.output
                .line((problems.isEmpty() ? "Verified: " : "NOT verified: ") + result.auditEvents() + " audit events, "
                        + result.runs() + ((result.runs() == 1) ? " certified run." : " certified runs."));
            return problems.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }

}
