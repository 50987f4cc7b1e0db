package org.prorata.batch.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.prorata.batch.nightly.NightlyJob;
import org.prorata.batch.sample.SampleData;
import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.cancellation.ApprovalDesk;
import org.prorata.cancellation.ApprovalView;
import org.prorata.cancellation.DecisionOutcome;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.ProrataProperties;
import org.prorata.db.importing.Importer;
import org.prorata.reporting.document.DocumentOptions;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;
import org.prorata.run.NightlyRun;
import org.prorata.table.BadTableException;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole product in one command. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = {
        "Sets up the embedded database, loads sample data, runs last night's refund run and shows its certificate.",
        "Books that hold other data are left alone." })
public final class DemoCommand implements Callable<Integer> {

    private static final long SEED = 7;

    @Option(names = "--business-date", paramLabel = "D",
            description = "The night to run, such as 2024-12-31. Default: last night.")
    @Nullable LocalDate businessDate;

    @Option(names = "--tenants", paramLabel = "N", defaultValue = "60",
            description = "How many tenants the sample has. Default: 60.")
    int tenants;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws IOException, BadTableException {
        if (this.tenants < 10 || this.tenants > 100_000) {
            throw new IllegalArgumentException("--tenants is " + this.tenants + ", accepted: 10 to 100000");
        }
        long start = System.nanoTime();
        try (Session session = Session.open(); TerminalProgress progress = new TerminalProgress()) {
            Path folder = session.get(ProrataProperties.class).home().resolve("var/demo");
            LocalDate night = load(session, folder, progress);
            NightlyRun run = session.get(NightlyJob.class).run(night, progress);
            progress.close();
            Path reports = folder.resolve("reports");
            RefundSummaries summaries = session.get(RefundSummaries.class);
            RefundSummary summary = summaries
                .of(new Question(View.CYCLE, YearMonth.from(night), summaries.latestKnowledge()));
            DocumentOptions options = DocumentOptions.in(Language.EN);
            ReportFiles.write(reports, Format.JSON, summary, null, List.of(), options);
            Path csv = ReportFiles.write(reports, Format.CSV, summary, null, List.of(), options);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Map<String, Object> tree = new LinkedHashMap<>(RunView.tree(run, RunView.state(run), took));
            tree.put("reports", reports.toString());
            List<DemoPeople.Login> logins = DemoPeople.addTo(session, System.getenv());
            if (!logins.isEmpty()) {
                tree.put("people", logins.stream().map(DemoPeople.Login::tree).toList());
            }
            this.output.document(tree);
            RunView.text(run, "REFUND RUN " + run.id() + ", business date " + night + ": " + RunView.state(run))
                .forEach(this.output::line);
            if (!logins.isEmpty()) {
                this.output.line("");
                this.output.line("People for \"prorata web\" (these passwords are shown once)");
                logins.forEach(login -> this.output
                    .line("  %-16s %-24s %s".formatted(login.login(), login.password(), login.roles())));
            }
            next(session, run, folder, csv);
        }
        return ExitCodes.DONE;
    }

    /** Loads the sample unless it was loaded before, and returns the night to run. */
    private LocalDate load(Session session, Path folder, TerminalProgress progress)
            throws IOException, BadTableException {
        Path loaded = folder.resolve("business-date.txt");
        boolean books = session.get(JdbcClient.class)
            .sql("SELECT EXISTS (SELECT 1 FROM tenant) AS found")
            .query((row, n) -> row.getBoolean("found"))
            .single();
        if (books && Files.exists(loaded)) {
            LocalDate before = LocalDate.parse(Files.readString(loaded).strip());
            this.output.line("The sample data of " + before + " is in the books already; this is its run.");
            return (this.businessDate != null) ? this.businessDate : before;
        }
        if (books) {
            throw new IllegalArgumentException(
                    "the books hold other data than the demo's, which stays away from it. Use \"prorata nightly\"");
        }
        LocalDate night = (this.businessDate != null) ? this.businessDate : LocalDate.now(ZoneOffset.UTC).minusDays(1);
        SampleData sample = SampleData.of(SEED, night, this.tenants);
        Path files = folder.resolve("import");
        Files.createDirectories(files);
        sample.writeTo(files);
        var report = session.get(Importer.class).importSet(files, progress::reached);
        progress.close();
        ImportView.text(report).forEach(this.output::line);
        session.get(UnitOfWork.class).inOneTransaction(() -> {
            session.get(Approvers.class).appoint(Approver.ofEverything(SampleData.APPROVER), "demo");
            return SampleData.APPROVER;
        });
        ApprovalDesk desk = session.get(ApprovalDesk.class);
        int approved = 0;
        for (String id : sample.requestIdsToApprove()) {
            RequestId request = RequestId.of(id);
            ApprovalView view = desk.open(request, SampleData.APPROVER).orElseThrow();
            if (desk.approve(request, SampleData.APPROVER, view.approval().version(), view.figures().hash(),
                    "approved in the sample data") instanceof DecisionOutcome.Approved) {
                approved++;
            }
        }
        this.output.line("Approved by " + SampleData.APPROVER + ": " + approved + " requests of large tenants");
        this.output.line("");
        Files.writeString(loaded, night + "\n");
        return night;
    }

    private void next(Session session, NightlyRun run, Path folder, Path report) {
        this.output.line("");
        this.output.line("Files");
        this.output.line("  what was imported    " + folder.resolve("import"));
        this.output.line("  settlement files     " + session.get(ProrataProperties.class).settlementsFolder());
        this.output.line("  refund summary       " + report);
        this.output.line("");
        this.output.line("Next");
        this.output
            .line("  prorata runs --run " + run.id() + "                       the run, what is in quarantine and why");
        this.output.line("  prorata credits --run " + run.id() + " --out credits.csv  every credit of the night");
        this.output.line("  prorata credits --lines --out lines.csv    the exact fraction behind every cent");
        this.output.line("  prorata web                                the pages for approvers, tenants and finance");
        this.output.line("  prorata verify                             the proof that nobody changed the past");
        this.output.line("  prorata database stop                      ends the embedded database");
    }

}
