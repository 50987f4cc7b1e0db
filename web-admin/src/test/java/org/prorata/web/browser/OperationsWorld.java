package org.prorata.web.browser;

import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import org.prorata.credit.RefusalCode;
import org.prorata.credit.Settlement;
import org.prorata.db.DataSources;
import org.prorata.db.TestBooks;
import org.prorata.db.run.ClaimedRequest;
import org.prorata.db.run.Lease;
import org.prorata.db.run.SettledRequest;
import org.prorata.run.NightlyRun;
import org.prorata.web.TestWeb;

/**
 * Books with some nights behind them, of June 2024: credits in euros and yen, two
 * requests in quarantine, returns over their promise, a run that failed, and requests
 * that wait for tonight.
 */
final class OperationsWorld {

    static final LocalDate FIRST_NIGHT = LocalDate.of(2024, 6, 16);

    static final int NIGHTS = 9;

    static final LocalDate FAILED_NIGHT = FIRST_NIGHT.plusDays(20);

    /** Late in what was charged, and after the nights that went well. */
    private static final LocalDate LAST_DAYS = LocalDate.of(2024, 6, 28);

    private final TestBooks books = TestBooks.opened();

    private final TestWeb web;

    private int subscriptions;

    OperationsWorld() {
        this.books.tenant("T1", "EUR", 1).tenant("T2", "JPY", 1);
        for (int night = 0; night < NIGHTS; night++) {
            night(FIRST_NIGHT.plusDays(night), 1 + night * 5 % 7);
        }
        this.books.night(LocalDate.of(2024, 7, 1));
        stopped();
        for (int n = 0; n < 4; n++) {
            cancel((n == 0) ? "T2" : "T1", LAST_DAYS);
        }
        this.web = TestWeb.started(this.books.database(), Map.of());
    }

    private void night(LocalDate date, int requests) {
        for (int n = 0; n < requests; n++) {
            cancel((n % 3 == 2) ? "T2" : "T1", date);
        }
        NightlyRun run = this.books.claimed(date);
        for (int bucket : this.books.claiming().buckets(run.id())) {
            List<ClaimedRequest> page = this.books.claimedRequests().page(run.id(), bucket, 0, 1000);
            this.books.settle(run, page.stream().map(each -> settled(date, each)).toList());
        }
        this.books.giveBack(run);
        this.books.certified(run);
    }

    /** The first request of the second and the third night is bad. */
    private SettledRequest settled(LocalDate date, ClaimedRequest request) {
        boolean bad = request.place() == 1 && date.isAfter(FIRST_NIGHT) && date.isBefore(FIRST_NIGHT.plusDays(3));
        return bad
                ? new SettledRequest(request,
                        new Settlement.Refused(RefusalCode.CHARGE_CURRENCY_MISMATCH,
                                "charge C" + request.requestNo() + ": USD, its tenant is billed in EUR <script>"))
                : this.books.settled(request);
    }

    /** A run that took four requests, worked out one and stopped. */
    private void stopped() {
        for (int n = 0; n < 4; n++) {
            cancel("T1", LAST_DAYS);
        }
        NightlyRun run = this.books.claimed(FAILED_NIGHT);
        int bucket = this.books.claiming().buckets(run.id()).getFirst();
        this.books.settle(run,
                this.books.claimedRequests().page(run.id(), bucket, 0, 1).stream().map(this.books::settled).toList());
        this.books.together(() -> {
            this.books.runs().started(run.id());
            this.books.runs()
                .failed(run.id(),
                        "run " + run.id() + " does not balance: claimed 4, credited 1, nothing due 0, quarantined 0\n"
                                + "  EUR credits 60.50, ledger 60.49");
            return run;
        });
    }

    private void cancel(String tenant, LocalDate date) {
        int no = ++this.subscriptions;
        this.books.charged(tenant, no, tenant.equals("T2") ? "9000" : "100.00", tenant.equals("T2") ? "900" : "21.00")
            .cancel("R" + no, "S" + no, date);
    }

    TestWeb web() {
        return this.web;
    }

    TestBooks books() {
        return this.books;
    }

    NightlyRun run(LocalDate date) {
        return this.books.runs().find(date).orElseThrow();
    }

    /** Takes the lease, as a process does that works on a run. */
    Lease atWork() throws SQLException {
        var settings = this.books.database().settings();
        return Lease
            .take(DataSources.single(settings.url(), settings.user(), settings.password()), "a test", Clock.systemUTC())
            .orElseThrow();
    }

}
