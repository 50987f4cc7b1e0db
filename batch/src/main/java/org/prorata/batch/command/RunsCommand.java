package org.prorata.batch.command;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RefusedException;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.Quarantine;
import org.prorata.run.NightlyRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Past runs. */
@Command(name = "runs", mixinStandardHelpOptions = true,
        description = "Shows past runs, or one with its certificate and what was quarantined, why and what to do.")
public final class RunsCommand implements Callable<Integer> {

    @Option(names = "--run", paramLabel = "N", description = "The run to show in full.")
    @Nullable Long run;

    @Option(names = "--most", paramLabel = "N", defaultValue = "20",
            description = "How many runs to list, the latest first. Default: 20.")
    int most;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        if (this.most < 1) {
            throw new IllegalArgumentException("--most is " + this.most + ", accepted: 1 or more");
        }
        try (Session session = Session.open()) {
            NightlyRuns runs = session.get(NightlyRuns.class);
            if (this.run == null) {
                list(runs.latest(this.most));
            }
            else {
                long id = this.run;
                show(runs.find(id)
                    .orElseThrow(() -> new RefusedException("there is no run " + id + ", see \"prorata runs\"")),
                        session.get(Quarantine.class).of(id));
            }
        }
        return ExitCodes.DONE;
    }

    private void list(List<NightlyRun> runs) {
        this.output.document(Map.of("runs",
                runs.stream().map(each -> RunView.tree(each, RunView.state(each), took(each))).toList()));
        if (runs.isEmpty()) {
            this.output.line("No run yet. Start one with \"prorata nightly\".");
            return;
        }
        this.output.line(String.format("%5s  %-10s  %-10s %9s %9s %8s %6s  %s", "run", "date", "state", "claimed",
                "credited", "nothing", "quar.", "certificate"));
        for (NightlyRun each : runs) {
            String certificate = (each.certificate() != null) ? each.certificate().substring(0, 23) + "…" : "-";
            this.output.line(String.format("%5d  %-10s  %-10s %9d %9d %8d %6d  %s", each.id(), each.businessDate(),
                    RunView.state(each), each.counts().claimed(), each.counts().credited(), each.counts().nothingDue(),
                    each.counts().quarantined(), certificate));
        }
    }

    private void show(NightlyRun found, List<Quarantine.Entry> quarantined) {
        Map<String, Object> tree = new LinkedHashMap<>(RunView.tree(found, RunView.state(found), took(found)));
        tree.put("failure", found.failure());
        tree.put("certificate_text", found.certificateText());
        tree.put("quarantine", quarantined.stream().map(RunView::tree).toList());
        this.output.document(tree);
        RunView.text(found, "Run " + found.id() + " for " + found.businessDate() + ": " + RunView.state(found))
            .forEach(this.output::line);
        if (!quarantined.isEmpty()) {
            this.output.line("");
            this.output.line("  Quarantined:");
        }
        for (Quarantine.Entry entry : quarantined) {
            this.output.line("  - request " + entry.requestId() + ", subscription " + entry.subscriptionId() + ", now "
                    + entry.state());
            this.output.line("    why: " + entry.code() + " " + entry.message());
            this.output.line("    "
                    + (entry.resolution().isEmpty() ? "what to do: " + entry.code().whatToDo() + " (\"prorata release "
                            + entry.requestId() + " --by NAME --reason WHY\" or \"reject\")" : entry.resolution()));
        }
    }

    private static Duration took(NightlyRun run) {
        Instant end = run.finishedAt();
        return (end != null) ? Duration.between(run.startedAt(), end) : Duration.ZERO;
    }

}
