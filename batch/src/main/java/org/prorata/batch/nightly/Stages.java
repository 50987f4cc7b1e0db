package org.prorata.batch.nightly;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

import org.prorata.audit.AuditTrail;
import org.prorata.batch.settlement.SettlementFiles;
import org.prorata.db.run.Certification;
import org.prorata.db.run.Claiming;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.Quarantine;
import org.prorata.db.run.Reconciliation;
import org.prorata.db.run.Returns;
import org.prorata.run.Certificate;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;
import org.prorata.run.RunState;

/**
 * What a run does besides crediting, one method a stage, each within the transaction of
 * its caller. The job and the dry run both come here, so that a dry run says what the job
 * would do.
 */
public final class Stages {

    private static final String ACTOR = "nightly run";

    /** An import may change accounts between the question and the claim. */
    private static final int MOST_ROUNDS = 20;

    private final NightlyRuns runs;

    private final Claiming claiming;

    private final Returns returns;

    private final SettlementFiles settlementFiles;

    private final Reconciliation reconciliation;

    private final Certification certification;

    private final Quarantine quarantine;

    private final AuditTrail audit;

    public Stages(NightlyRuns runs, Claiming claiming, Returns returns, SettlementFiles settlementFiles,
            Reconciliation reconciliation, Certification certification, Quarantine quarantine, AuditTrail audit) {
        this.runs = runs;
        this.claiming = claiming;
        this.returns = returns;
        this.settlementFiles = settlementFiles;
        this.reconciliation = reconciliation;
        this.certification = certification;
        this.quarantine = quarantine;
        this.audit = audit;
    }

    /**
     * Ages subscriptions, lets approvals lapse and doubts those that do not hold any
     * more.
     */
    public void age(long runId, LocalDate businessDate) {
        this.runs.move(runId, RunState.CLAIMING);
        int converted = this.claiming.convertTrials(businessDate);
        int expired = this.claiming.expireTrials(businessDate);
        this.runs.countTrials(runId, expired, converted);
        int lapsed = this.claiming.lapseApprovals(businessDate);
        this.runs.countLapsed(runId, lapsed);
        this.claiming.doubtApprovals(businessDate);
        this.audit.append(ACTOR, "AGED", "run " + businessDate,
                expired + " trials expired, " + converted + " converted, " + lapsed + " approvals lapsed");
    }

    /**
     * Claims what is due, asks the gate again where an account has changed, and freezes
     * the work of the run.
     * @param executor where what needs no question is claimed side by side; a request
     * that was claimed there stays claimed by the run when this fails, and is frozen by
     * the next start
     */
    public void claim(long runId, LocalDate businessDate, Executor executor) {
        this.claiming.claim(runId, businessDate, executor);
        int sentBack = 0;
        for (int round = 1; round <= MOST_ROUNDS && this.claiming.mustAskAgain(businessDate); round++) {
            sentBack += this.claiming.askAgain(businessDate);
            this.claiming.claim(runId, businessDate);
        }
        int claimed = this.claiming.freeze(runId);
        this.runs.countClaimed(runId, claimed);
        this.audit.append(ACTOR, "CLAIMED", "run " + businessDate,
                claimed + " requests claimed, " + sentBack + " sent back to approval");
        this.runs.move(runId, RunState.CREDITING);
    }

    /**
     * Orders the returns whose time has come.
     * @throws org.prorata.db.run.BadRequestsException when too many requests are bad,
     * which buckets that ran beside each other may each have seen too few of
     */
    public void orderReturns(long runId, LocalDate businessDate) {
        this.quarantine.requireFew(runId);
        this.runs.move(runId, RunState.RETURNING);
        this.returns.order(runId, businessDate);
    }

    /** Writes the settlement files. */
    public List<Path> writeSettlementFiles(long runId, LocalDate businessDate) {
        return this.settlementFiles.write(runId, businessDate);
    }

    /** Notes that the settlement files are there. */
    public void confirmReturns(long runId, LocalDate businessDate) {
        this.returns.confirm(runId, businessDate);
    }

    /**
     * Compares what the run says with what it wrote.
     * @throws OutOfBalanceException with every difference and its numbers
     */
    public void reconcile(long runId, Executor executor) {
        RunCounts counts = this.reconciliation.count(runId);
        List<String> differences = this.reconciliation.differences(runId, executor);
        if (!counts.balance() || !differences.isEmpty()) {
            throw new OutOfBalanceException("run " + runId + " does not balance: claimed " + counts.claimed()
                    + ", credited " + counts.credited() + ", nothing due " + counts.nothingDue() + ", quarantined "
                    + counts.quarantined()
                    + differences.stream().map(each -> "\n  " + each).collect(Collectors.joining()));
        }
        this.runs.balanced(runId, counts);
    }

    /** Writes the certificate, to which nothing can be added any more. */
    public Certificate certify(long runId, Executor executor) {
        NightlyRun run = this.runs.find(runId).orElseThrow();
        Certificate certificate = this.certification.of(runId, run.businessDate(), run.counts(), executor);
        this.runs.certified(runId, certificate);
        this.audit.append(ACTOR, "CERTIFIED", "run " + run.businessDate(), certificate.hash());
        return certificate;
    }

}
