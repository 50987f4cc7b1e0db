package org.prorata.batch.nightly;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

import org.prorata.db.run.ClaimedRequest;
import org.prorata.db.run.ClaimedRequests;
import org.prorata.db.run.Claiming;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.Quarantine;
import org.prorata.db.run.SettledRequest;
import org.prorata.db.run.SettlementWriter;
import org.prorata.db.run.Settling;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunState;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does all that the nightly job would do, with the same parts and in the same order,
 * within one transaction that is rolled back at the end: the certificate that comes out
 * is the one that the job would write now.
 */
public final class DryRun {

    /**
     * What a dry run found.
     *
     * @param run the run as it would be certified
     * @param quarantined the requests that it could not process
     */
    public record Result(NightlyRun run, List<Quarantine.Entry> quarantined) {
    }

    private static final int PAGE = 500;

    private final TransactionTemplate transactions;

    private final NightlyRuns runs;

    private final Stages stages;

    private final Claiming claiming;

    private final ClaimedRequests requests;

    private final Settling settling;

    private final SettlementWriter writer;

    private final Quarantine quarantine;

    public DryRun(TransactionTemplate transactions, NightlyRuns runs, Stages stages, Claiming claiming,
            ClaimedRequests requests, Settling settling, SettlementWriter writer, Quarantine quarantine) {
        this.transactions = transactions;
        this.runs = runs;
        this.stages = stages;
        this.claiming = claiming;
        this.requests = requests;
        this.settling = settling;
        this.writer = writer;
        this.quarantine = quarantine;
    }

    /**
     * Tries the run of a business date; nothing is written.
     * @return what the job would do; the run itself where the date is certified already
     */
    public Result of(LocalDate businessDate) {
        Result result = this.transactions.execute(status -> {
            status.setRollbackOnly();
            NightlyRun run = this.runs.open(businessDate);
            if (run.isCertified()) {
                return new Result(run, this.quarantine.of(run.id()));
            }
            if (run.state() != RunState.OPEN) {
                throw new RunFailedException("run " + run.id() + " of " + businessDate + " was begun and is "
                        + run.state() + ": start it again to finish it; a dry run is for a night that has not begun");
            }
            return tryOut(run);
        });
        return Objects.requireNonNull(result);
    }

    private Result tryOut(NightlyRun run) {
        this.stages.age(run.id(), run.businessDate());
        this.stages.claim(run.id(), run.businessDate(), Runnable::run);
        for (int bucket : this.claiming.buckets(run.id())) {
            settle(run, bucket);
        }
        this.stages.orderReturns(run.id(), run.businessDate());
        this.stages.confirmReturns(run.id(), run.businessDate());
        // in this thread, which alone sees what this transaction has written
        this.stages.reconcile(run.id(), Runnable::run);
        this.stages.certify(run.id(), Runnable::run);
        return new Result(this.runs.find(run.id()).orElseThrow(), this.quarantine.of(run.id()));
    }

    private void settle(NightlyRun run, int bucket) {
        long last = 0;
        List<ClaimedRequest> page = this.requests.page(run.id(), bucket, last, PAGE);
        while (!page.isEmpty()) {
            List<SettledRequest> settled = page.stream().map(this.settling::settle).toList();
            this.writer.write(run.id(), run.businessDate(), settled);
            last = page.getLast().requestNo();
            page = this.requests.page(run.id(), bucket, last, PAGE);
        }
    }

}
