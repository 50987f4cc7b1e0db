package org.prorata.db.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.prorata.audit.AuditTrail;
import org.prorata.run.Certificate;
import org.prorata.run.NightlyRun;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Checks that nobody has changed the past: the audit chain, and every certificate against
 * the rows it was made from.
 */
public final class Verification {

    /**
     * What a check found.
     *
     * @param auditEvents links of the audit chain that were checked
     * @param runs certified runs that were checked
     * @param problems what does not fit, in words
     */
    public record Result(long auditEvents, int runs, List<String> problems) {
    }

    private final JdbcClient jdbc;

    private final AuditTrail audit;

    private final NightlyRuns runs;

    private final Certification certification;

    public Verification(JdbcClient jdbc, AuditTrail audit, NightlyRuns runs, Certification certification) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.runs = runs;
        this.certification = certification;
    }

    public Result verify() {
        List<String> problems = new ArrayList<>();
        AuditTrail.Verification chain = this.audit.verify();
        if (!chain.isWhole()) {
            problems.add(chain.problem());
        }
        List<NightlyRun> certified = this.runs.certified();
        for (NightlyRun run : certified) {
            Certificate now = this.certification.of(run.id(), run.businessDate(), run.counts());
            if (!now.hash().equals(run.certificate())) {
                problems.add("run " + run.id() + " of " + run.businessDate() + ": its rows give " + now.hash()
                        + ", its certificate is " + run.certificate() + "; different: " + differences(run, now));
            }
            else if (!now.text().equals(run.certificateText())) {
                problems.add("run " + run.id() + " of " + run.businessDate()
                        + ": the text of its certificate was changed; its rows give: " + differences(run, now));
            }
            else if (!now.totals().equals(run.totals())) {
                problems.add("run " + run.id() + " of " + run.businessDate() + ": its rows give the totals "
                        + now.totals() + ", kept are " + run.totals());
            }
            else if (isPublished(run)) {
                new RefundCells(this.jdbc).differences(run.id())
                    .forEach(each -> problems
                        .add("run " + run.id() + " of " + run.businessDate() + ", its sums for reports: " + each));
            }
            if (!inAuditTrail(run)) {
                problems.add("run " + run.id() + " of " + run.businessDate()
                        + ": its certificate is not the one in the audit trail");
            }
        }
        runsNotCertifiedAnyMore().forEach(problems::add);
        strayLedgerEntries().forEach(problems::add);
        requestsOfSomebodyElse().forEach(problems::add);
        return new Result(chain.events(), certified.size(), problems);
    }

    private boolean isPublished(NightlyRun run) {
        return this.jdbc.sql("SELECT COUNT(*) AS n FROM published_run WHERE run_id = :run")
            .param("run", run.id())
            .query((row, n) -> row.getLong("n") == 1)
            .single();
    }

    private static String differences(NightlyRun run, Certificate now) {
        List<String> before = (run.certificateText() != null) ? run.certificateText().lines().toList() : List.of();
        return String.join("; ", now.text().lines().filter(line -> !before.contains(line)).toList());
    }

    private boolean inAuditTrail(NightlyRun run) {
        return this.jdbc.sql(
                "SELECT COUNT(*) AS n FROM audit_event WHERE action = 'CERTIFIED' AND subject = :subject AND detail = :hash")
            .param("subject", "run " + run.businessDate())
            .param("hash", run.certificate())
            .query((row, n) -> row.getLong("n"))
            .single() == 1;
    }

    /**
     * Finds runs whose certificate is in the audit trail only: without it they would
     * escape the check.
     */
    private List<String> runsNotCertifiedAnyMore() {
        return this.jdbc.sql("""
                SELECT a.subject, a.detail
                FROM audit_event a
                LEFT JOIN nightly_run n ON a.subject = CONCAT('run ', n.business_date) AND n.state = 'CERTIFIED'
                WHERE a.action = 'CERTIFIED' AND n.run_id IS NULL
                ORDER BY a.sequence
                """)
            .query((row, n) -> row.getString("subject")
                    + " is not certified any more, the audit trail has its certificate " + row.getString("detail"))
            .list();
    }

    /**
     * Finds entries dated otherwise than their run: they would be in no certificate of
     * their day.
     */
    private List<String> strayLedgerEntries() {
        return this.jdbc.sql("""
                SELECT e.request_no, e.kind, e.business_date AS wrong, n.business_date AS correct
                FROM ledger_entry e
                JOIN nightly_run n ON n.run_id = e.run_id
                WHERE e.business_date <> n.business_date
                LIMIT 10
                """)
            .query((row, n) -> "ledger entry " + row.getLong("request_no") + " " + row.getString("kind") + " is dated "
                    + row.getObject("wrong", LocalDate.class) + ", its run "
                    + row.getObject("correct", LocalDate.class))
            .list();
    }

    /**
     * Finds cases that name another person than their request does: who asked could have
     * approved it.
     */
    private List<String> requestsOfSomebodyElse() {
        return this.jdbc.sql("""
                SELECT r.request_id, r.requested_by AS asked, a.requested_by AS named
                FROM approval_case a
                JOIN cancellation_request r ON r.request_no = a.request_no
                WHERE r.requested_by <> a.requested_by
                LIMIT 10
                """)
            .query((row, n) -> "request " + row.getString("request_id") + " was asked for by " + row.getString("asked")
                    + ", its approval case names " + row.getString("named"))
            .list();
    }

}
