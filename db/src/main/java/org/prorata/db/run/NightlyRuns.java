package org.prorata.db.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import org.joda.money.CurrencyUnit;
import org.prorata.db.Times;
import org.prorata.db.outbox.JdbcOutbox;
import org.prorata.db.subscription.AccountRows;
import org.prorata.run.Certificate;
import org.prorata.run.CurrencyTotals;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;
import org.prorata.run.RunState;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps runs in {@code nightly_run} and their totals in {@code run_total}. */
public final class NightlyRuns {

    private record TotalRow(long runId, String currency, CurrencyTotals totals) {
    }

    private final JdbcClient jdbc;

    private final Clock clock;

    private final JdbcOutbox outbox;

    public NightlyRuns(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.outbox = new JdbcOutbox(jdbc, clock);
    }

    /** Returns the run of a business date, which is opened if there is none. */
    public NightlyRun open(LocalDate businessDate) {
        this.jdbc.sql("""
                INSERT INTO nightly_run (business_date, state, started_at)
                SELECT :date, 'OPEN', :now FROM audit_head
                WHERE NOT EXISTS (SELECT 1 FROM nightly_run WHERE business_date = :date)
                """).param("date", businessDate).param("now", Times.column(this.clock.instant())).update();
        return find(businessDate).orElseThrow();
    }

    public Optional<NightlyRun> find(LocalDate businessDate) {
        return select("WHERE business_date = :key", businessDate).stream().findFirst();
    }

    public Optional<NightlyRun> find(long id) {
        return select("WHERE run_id = :key", id).stream().findFirst();
    }

    /** Returns the runs with the latest business dates, the latest first. */
    public List<NightlyRun> latest(int most) {
        return select("ORDER BY business_date DESC LIMIT :key", most);
    }

    /** Returns runs with a business date before a day, the latest first. */
    public List<NightlyRun> latestBefore(LocalDate day, int most) {
        return select("WHERE business_date < :key ORDER BY business_date DESC LIMIT " + most, day);
    }

    /**
     * Returns the runs of earlier business dates that were begun and not certified, the
     * earliest first.
     */
    public List<NightlyRun> unfinishedBefore(LocalDate businessDate) {
        return select("WHERE state <> 'CERTIFIED' AND business_date < :key ORDER BY business_date", businessDate);
    }

    /** Returns all certified runs, the earliest first. */
    public List<NightlyRun> certified() {
        return select("WHERE state = :key ORDER BY business_date", RunState.CERTIFIED.name());
    }

    private List<NightlyRun> select(String which, Object key) {
        List<NightlyRun> runs = this.jdbc
            .sql("""
                    SELECT run_id, business_date, state, attempts, claimed, credited, nothing_due, quarantined, returned,
                        trials_expired, trials_converted, approvals_lapsed, certificate, certificate_text, started_at, finished_at, failure
                    FROM nightly_run
                    """
                    + which)
            .param("key", key)
            .query((row, n) -> run(row))
            .list();
        if (runs.isEmpty()) {
            return runs;
        }
        List<TotalRow> totals = this.jdbc
            .sql("""
                    SELECT run_id, currency, credited_net, credited_tax, returned_by_card, returned_by_bank, returned_on_account
                    FROM run_total WHERE run_id IN (:runs)
                    """)
            .param("runs", runs.stream().map(NightlyRun::id).toList())
            .query((row, n) -> total(row))
            .list();
        totals.forEach(total -> runs.stream()
            .filter(run -> run.id() == total.runId())
            .forEach(run -> run.totals().put(total.currency(), total.totals())));
        return runs;
    }

    private static NightlyRun run(ResultSet row) throws SQLException {
        return new NightlyRun(row.getLong("run_id"), Times.date(row, "business_date"),
                RunState.valueOf(row.getString("state")), row.getInt("attempts"), counts(row), new TreeMap<>(),
                row.getString("certificate"), row.getString("certificate_text"), Times.instant(row, "started_at"),
                Times.instantOrNull(row, "finished_at"), row.getString("failure"));
    }

    private static RunCounts counts(ResultSet row) throws SQLException {
        return new RunCounts(row.getLong("claimed"), row.getLong("credited"), row.getLong("nothing_due"),
                row.getLong("quarantined"), row.getLong("returned"), row.getLong("trials_expired"),
                row.getLong("trials_converted"), row.getLong("approvals_lapsed"));
    }

    private static TotalRow total(ResultSet row) throws SQLException {
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        return new TotalRow(row.getLong("run_id"), currency.getCode(),
                new CurrencyTotals(AccountRows.money(currency, row, "credited_net"),
                        AccountRows.money(currency, row, "credited_tax"),
                        AccountRows.money(currency, row, "returned_by_card"),
                        AccountRows.money(currency, row, "returned_by_bank"),
                        AccountRows.money(currency, row, "returned_on_account")));
    }

    /** Notes that the run is started once more. */
    public void started(long id) {
        this.jdbc.sql("UPDATE nightly_run SET attempts = attempts + 1, failure = NULL WHERE run_id = :id")
            .param("id", id)
            .update();
    }

    /** Notes how far a run has come; a run that is certified does not move any more. */
    public void move(long id, RunState to) {
        RunState from = this.jdbc.sql("SELECT state FROM nightly_run WHERE run_id = :id FOR UPDATE")
            .param("id", id)
            .query((row, n) -> RunState.valueOf(row.getString("state")))
            .single();
        if (from != to) {
            from.to(to);
            this.jdbc.sql("UPDATE nightly_run SET state = :to WHERE run_id = :id")
                .param("to", to.name())
                .param("id", id)
                .update();
        }
    }

    /** Notes that the run stopped and why; it can be started again. */
    public void failed(long id, String failure) {
        this.jdbc.sql(
                "UPDATE nightly_run SET state = 'FAILED', failure = :failure WHERE run_id = :id AND state <> 'CERTIFIED'")
            .param("failure", failure)
            .param("id", id)
            .update();
        this.outbox.addFailed(id, failure);
    }

    public void countTrials(long id, long expired, long converted) {
        this.jdbc
            .sql("""
                    UPDATE nightly_run SET trials_expired = trials_expired + :expired, trials_converted = trials_converted + :converted
                    WHERE run_id = :id
                    """)
            .param("expired", expired)
            .param("converted", converted)
            .param("id", id)
            .update();
    }

    public void countLapsed(long id, long lapsed) {
        this.jdbc.sql("UPDATE nightly_run SET approvals_lapsed = approvals_lapsed + :lapsed WHERE run_id = :id")
            .param("lapsed", lapsed)
            .param("id", id)
            .update();
    }

    public void countClaimed(long id, long claimed) {
        this.jdbc.sql("UPDATE nightly_run SET claimed = claimed + :claimed WHERE run_id = :id")
            .param("claimed", claimed)
            .param("id", id)
            .update();
    }

    public void balanced(long id, RunCounts counts) {
        this.jdbc
            .sql("""
                    UPDATE nightly_run SET credited = :credited, nothing_due = :nothingDue, quarantined = :quarantined, returned = :returned
                    WHERE run_id = :id
                    """)
            .param("credited", counts.credited())
            .param("nothingDue", counts.nothingDue())
            .param("quarantined", counts.quarantined())
            .param("returned", counts.returned())
            .param("id", id)
            .update();
        move(id, RunState.BALANCED);
    }

    /** Writes the certificate and the totals; the run is done. */
    public void certified(long id, Certificate certificate) {
        certificate.totals().forEach((currency, total) -> insertTotal(id, currency, total));
        // the clock may have been set back since the run was started
        this.jdbc.sql("""
                UPDATE nightly_run
                SET certificate = :hash, certificate_text = :text, finished_at = GREATEST(started_at, :now)
                WHERE run_id = :id
                """)
            .param("hash", certificate.hash())
            .param("text", certificate.text())
            .param("now", Times.column(this.clock.instant()))
            .param("id", id)
            .update();
        // a run that had balanced and failed after that goes on from there
        move(id, RunState.BALANCED);
        move(id, RunState.CERTIFIED);
        this.outbox.addCompleted(id);
    }

    private void insertTotal(long id, String currency, CurrencyTotals total) {
        this.jdbc
            .sql("""
                    INSERT INTO run_total (run_id, currency, credited_net, credited_tax, returned_by_card, returned_by_bank, returned_on_account)
                    VALUES (:id, :currency, :net, :tax, :card, :bank, :account)
                    """)
            .param("id", id)
            .param("currency", currency)
            .param("net", total.net().getAmount())
            .param("tax", total.tax().getAmount())
            .param("card", total.returnedByCard().getAmount())
            .param("bank", total.returnedByBank().getAmount())
            .param("account", total.returnedOnAccount().getAmount())
            .update();
    }

}
