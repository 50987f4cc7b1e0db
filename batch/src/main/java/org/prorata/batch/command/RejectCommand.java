package org.prorata.batch.command;

import java.util.Map;
import java.util.concurrent.Callable;

import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.RequestId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a quarantined request without a credit. */
@Command(name = "reject", mixinStandardHelpOptions = true,
        description = "Ends a quarantined request without a credit. Who and why are recorded.")
public final class RejectCommand implements Callable<Integer> {

    @Mixin
    final Resolution resolution = new Resolution();

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        try (Session session = Session.open()) {
            session.get(CancellationDesk.class)
                .reject(RequestId.of(this.resolution.request), this.resolution.person, this.resolution.reason);
        }
        this.output.document(Map.of("request_id", this.resolution.request, "done", "reject"));
        this.output.line("Request " + this.resolution.request + " is rejected.");
        return ExitCodes.DONE;
    }

}
