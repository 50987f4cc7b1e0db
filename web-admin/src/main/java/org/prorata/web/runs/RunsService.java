package org.prorata.web.runs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.prorata.db.run.ClaimedRequests;
import org.prorata.db.run.Lease;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.Outlook;
import org.prorata.db.run.Outlooks;
import org.prorata.db.run.RunRequests;
import org.prorata.people.Person;
import org.prorata.run.NightlyRun;
import org.prorata.web.background.BackgroundWork;
import org.prorata.web.paging.Cursors;
import org.prorata.web.paging.Page;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/**
 * What finance sees of runs and asks for. A run itself is done by {@code prorata serve},
 * which finds what was asked for in the books.
 */
@Service
class RunsService {

    /** How many due requests the outlook works out; beyond that they are counted. */
    static final int MOST_WORKED_OUT = 100_000;

    private static final Duration STALE = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private static final int NIGHTS_TO_COMPARE = 14;

    private static final LocalDate NO_END = LocalDate.of(9999, 12, 31);

    private final NightlyRuns runs;

    private final RunRequests requests;

    private final Outlooks outlooks;

    private final JdbcClient jdbc;

    private final RunWatch watch;

    private final BackgroundWork<Outlook> outlook;

    private final Cursors cursors;

    private final Clock clock;

    RunsService(NightlyRuns runs, RunRequests requests, Outlooks outlooks, ClaimedRequests claimed, JdbcClient jdbc,
            Cursors cursors, Clock clock) {
        this.runs = runs;
        this.requests = requests;
        this.outlooks = outlooks;
        this.jdbc = jdbc;
        this.watch = new RunWatch(claimed, clock);
        this.outlook = new BackgroundWork<>("outlook", clock);
        this.cursors = cursors;
        this.clock = clock;
    }

    /** Returns the business date of the coming night, UTC. */
    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public LocalDate tonight() {
        return LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
    }

    /**
     * Returns what tonight would do; where nobody has looked lately, it is worked out,
     * for which a page waits a moment.
     */
    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public BackgroundWork.Status<Outlook> outlook() {
        Instant last = this.outlook.status().finishedAt();
        if (last == null || last.plus(STALE).isBefore(this.clock.instant())) {
            workOut();
        }
        return this.outlook.await(PATIENCE);
    }

    /** Has it worked out anew, from the books as they are now. */
    @PreAuthorize("hasRole('OPERATOR')")
    public void outlookAgain() {
        workOut();
    }

    private void workOut() {
        LocalDate tonight = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
        this.outlook.start(() -> this.outlooks.of(tonight, MOST_WORKED_OUT));
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public List<RunRequests.RunRequest> requests() {
        return this.requests.latest(5);
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public Page<NightlyRun> page(String cursor, int size) {
        LocalDate before = cursor.isEmpty() ? NO_END
                : LocalDate.parse(this.cursors.place("runs", cursor, 1).getFirst());
        return Page.of(this.runs.before(before, size + 1), size, this.cursors, "runs",
                run -> List.of(run.businessDate().toString()));
    }

    /** Tells how each run of a list stands, by its number. */
    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public Map<Long, RunPage.Phase> phases(List<NightlyRun> listed) {
        Optional<NightlyRun> first = listed.stream()
            .filter(run -> !run.isCertified())
            .min(Comparator.comparing(NightlyRun::businessDate));
        boolean works = first.isPresent() && Lease.isTaken(this.jdbc);
        return listed.stream()
            .collect(Collectors.toMap(NightlyRun::id,
                    run -> RunPage.Phase.of(run, works && run.id() == first.orElseThrow().id())));
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public Optional<RunPage> find(long id) {
        return this.runs.find(id).map(run -> {
            List<NightlyRun> earlier = this.runs.unfinishedBefore(run.businessDate());
            // earlier ones are finished first
            boolean works = !run.isCertified() && earlier.isEmpty() && Lease.isTaken(this.jdbc);
            String failure = run.failure();
            return new RunPage(run, RunPage.Phase.of(run, works), run.isCertified() ? null : this.watch.progressOf(run),
                    earlier, Nights.of(run, this.runs.before(run.businessDate(), NIGHTS_TO_COMPARE)),
                    (failure != null) ? failure.lines().map(String::strip).toList() : List.of());
        });
    }

    /** Asks for the run of a night that is over. */
    @PreAuthorize("hasRole('OPERATOR')")
    public RunRequests.Asked ask(Person me, LocalDate businessDate) {
        return this.requests.ask(businessDate, me.id().value());
    }

    /** Asks for a run that stopped to go on. */
    @PreAuthorize("hasRole('OPERATOR')")
    public RunRequests.Asked restart(Person me, long runId) {
        return this.requests.restart(runId, me.id().value());
    }

}
