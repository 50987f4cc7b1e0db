package org.prorata.batch.command;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.prorata.batch.nightly.DryRun;
import org.prorata.batch.nightly.NightlyJob;
import org.prorata.batch.nightly.Workers;
import org.prorata.db.run.NightlyRuns;
import org.prorata.run.CurrencyTotals;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The nightly refund run. */
@Command(name = "nightly", mixinStandardHelpOptions = true, description = {
        "Runs the nightly refund run of a business date.",
        "A date that is certified is not run again: its certificate is shown. A run that was interrupted goes on where it stopped." })
public final class NightlyCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(names = "--business-date", paramLabel = "D",
            description = "The day the run works for, such as 2024-12-31. Default: yesterday.")
    @Nullable LocalDate businessDate;

    @Option(names = "--from", paramLabel = "D",
            description = "Catch up: one run a day from this date on, oldest first.")
    @Nullable LocalDate from;

    @Option(names = "--dry-run", description = "Show what the next run would do; nothing is written.")
    boolean dryRun;

    @Option(names = "--max-bad-percent", paramLabel = "N",
            description = "Stop when more than this share of the requests is bad.")
    @Nullable Integer maxBadPercent;

    @Option(names = "--workers", paramLabel = "WHERE",
            description = "local: threads of this process; remote: \"prorata worker\" processes. Default: PRORATA_WORKERS, or local.")
    @Nullable Workers workers;

    @Option(names = "--broker", paramLabel = "URL",
            description = "With remote workers: an Artemis broker instead of one within this process.")
    @Nullable String broker;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        LocalDate last = (this.businessDate != null) ? this.businessDate : LocalDate.now(ZoneOffset.UTC).minusDays(1);
        if (this.from != null && this.from.isAfter(last)) {
            throw new IllegalArgumentException(
                    "--from " + this.from + " is after the business date " + last + ", accepted: a date up to it");
        }
        if (this.from != null && this.dryRun) {
            throw new IllegalArgumentException("--dry-run shows one night, accepted: it without --from");
        }
        if (this.broker != null && this.workers != Workers.REMOTE) {
            throw new IllegalArgumentException("--broker is for remote workers, accepted: it with --workers remote");
        }
        try (Session session = Session.open(settings())) {
            if (this.dryRun) {
                return dryRun(session,
                        (this.businessDate == null && isCertified(session, last)) ? last.plusDays(1) : last);
            }
            NightlyJob job = session.get(NightlyJob.class);
            Thread stop = new Thread(() -> job.stop(PATIENCE), "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                return (this.from != null) ? catchUp(job, this.from, last) : oneNight(job, last);
            }
            catch (RuntimeException ex) {
                show(session, last);
                throw ex;
            }
            finally {
                removeHook(stop);
            }
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        if (this.maxBadPercent != null) {
            settings.put("prorata.max-bad-percent", this.maxBadPercent);
        }
        if (this.workers != null) {
            settings.put("prorata.workers", this.workers.name());
        }
        if (this.broker != null) {
            settings.put("prorata.broker.url", this.broker);
        }
        return settings;
    }

    private Integer oneNight(NightlyJob job, LocalDate date) {
        long start = System.nanoTime();
        NightlyRun run;
        try (TerminalProgress progress = new TerminalProgress()) {
            run = job.run(date, progress);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        this.output.document(RunView.tree(run, RunView.state(run), took));
        print(run, "Run " + run.id() + " for " + run.businessDate() + ": "
                + RunView.state(run).toLowerCase(java.util.Locale.ROOT) + " in " + RunView.seconds(took) + " s");
        return ExitCodes.DONE;
    }

    private Integer catchUp(NightlyJob job, LocalDate first, LocalDate last) {
        long start = System.nanoTime();
        List<NightlyRun> runs = new ArrayList<>();
        long nights = last.toEpochDay() - first.toEpochDay() + 1;
        try (TerminalProgress progress = new TerminalProgress()) {
            progress.stage("nights", nights);
            for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
                runs.add(job.run(date, org.prorata.batch.nightly.RunProgress.NONE));
                progress.done(1);
            }
        }
        NightlyRun all = together(runs);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Map<String, Object> tree = new LinkedHashMap<>(RunView.tree(all, RunView.state(all), took));
        tree.put("from", first.toString());
        tree.put("runs", runs.stream().map(run -> RunView.tree(run, RunView.state(run), Duration.ZERO)).toList());
        this.output.document(tree);
        print(all, nights + " nights from " + first + " to " + last + ", one run each, in " + RunView.seconds(took)
                + " s");
        return ExitCodes.DONE;
    }

    /** Sums runs into one that carries the id and certificate of the last. */
    private static NightlyRun together(List<NightlyRun> runs) {
        RunCounts counts = RunCounts.NONE;
        SortedMap<String, CurrencyTotals> totals = new TreeMap<>();
        for (NightlyRun run : runs) {
            counts = counts.plus(run.counts());
            run.totals().forEach((currency, total) -> totals.merge(currency, total, CurrencyTotals::plus));
        }
        NightlyRun last = runs.getLast();
        return new NightlyRun(last.id(), last.businessDate(), last.state(), last.attempts(), counts, totals,
                last.certificate(), last.certificateText(), runs.getFirst().startedAt(), last.finishedAt(),
                last.failure());
    }

    private Integer dryRun(Session session, LocalDate date) {
        long start = System.nanoTime();
        DryRun.Result result = session.get(DryRun.class).of(date);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        NightlyRun run = result.run();
        boolean certified = isCertified(session, date);
        Map<String, Object> tree = new LinkedHashMap<>(
                RunView.tree(run, certified ? RunView.state(run) : "DRY_RUN", took));
        tree.put("dry_run", true);
        tree.put("quarantine", result.quarantined().stream().map(RunView::tree).toList());
        this.output.document(tree);
        print(run, certified ? "The run of " + date + " is certified already; nothing is left to do"
                : "Dry run for " + date + ": this is what the run would do now. Nothing was written");
        result.quarantined()
            .forEach(entry -> this.output.line("  would quarantine " + entry.requestId() + ": " + entry.message()));
        return ExitCodes.DONE;
    }

    private static boolean isCertified(Session session, LocalDate date) {
        return session.get(NightlyRuns.class).find(date).filter(NightlyRun::isCertified).isPresent();
    }

    private void print(NightlyRun run, String title) {
        RunView.text(run, title).forEach(this.output::line);
        if (run.counts().quarantined() > 0) {
            this.output.line("  See the quarantined requests with \"prorata runs --run " + run.id() + "\"");
        }
    }

    private void show(Session session, LocalDate date) {
        try {
            session.get(NightlyRuns.class)
                .find(date)
                .ifPresent(run -> this.output.document(RunView.tree(run, RunView.state(run), Duration.ZERO)));
        }
        catch (RuntimeException ex) {
            // the database is away: the message about the run itself is what counts
            this.output.document(Map.of("business_date", date.toString(), "state", "FAILED", "balanced", false));
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        catch (IllegalStateException ex) {
            // the program is ending, which is what the hook is for
        }
    }

}
