package org.prorata.batch.command;

import java.util.Map;
import java.util.concurrent.Callable;

import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.RequestId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Lets a quarantined request go back to the queue, so that the next run takes it again.
 */
@Command(name = "release", mixinStandardHelpOptions = true,
        description = "Lets a quarantined request go back to the queue, so that the next run takes it again. Who and why are recorded.")
public final class ReleaseCommand implements Callable<Integer> {

    @Mixin
    final Resolution resolution = new Resolution();

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        try (Session session = Session.open()) {
            session.get(CancellationDesk.class)
                .release(RequestId.of(this.resolution.request), this.resolution.person, this.resolution.reason);
        }
        this.output.document(Map.of("request_id", this.resolution.request, "done", "release"));
        this.output.line("Request " + this.resolution.request + " goes back to the queue; the next run takes it.");
        return ExitCodes.DONE;
    }

}
