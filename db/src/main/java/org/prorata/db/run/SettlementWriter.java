package org.prorata.db.run;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

import org.prorata.charge.Charge;
import org.prorata.credit.Credit;
import org.prorata.credit.CreditLine;
import org.prorata.credit.CreditState;
import org.prorata.credit.RefusalCode;
import org.prorata.credit.Settlement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes what came out of claimed requests: credits with their lines and ledger entries,
 * and the ends without a credit. It writes a chunk as a whole behind a savepoint; where
 * the database refuses that, it writes the requests one by one, and those that are
 * refused alone go to quarantine. Whatever else goes wrong leaves the chunk to its
 * transaction, which rolls back.
 */
public final class SettlementWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SettlementWriter.class);

    private static final DateTimeFormatter COMPACT = DateTimeFormatter.BASIC_ISO_DATE;

    private final JdbcTemplate batch;

    private final JdbcClient jdbc;

    private final TransactionTemplate savepoint;

    private final Quarantine quarantine;

    public SettlementWriter(JdbcTemplate template, PlatformTransactionManager transactions, Quarantine quarantine) {
        this.batch = template;
        this.jdbc = JdbcClient.create(template);
        this.savepoint = new TransactionTemplate(transactions);
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.quarantine = quarantine;
    }

    /**
     * Writes a chunk within the transaction of its caller.
     * @return how many of its requests went to quarantine
     */
    public int write(long runId, LocalDate businessDate, List<SettledRequest> chunk) {
        List<SettledRequest> settled = new ArrayList<>(chunk.size());
        for (SettledRequest each : chunk) {
            if (each.settlement() instanceof Settlement.Refused(RefusalCode code, String message)) {
                this.quarantine.add(runId, each.claimed(), code, message);
            }
            else {
                settled.add(each);
            }
        }
        int quarantined = chunk.size() - settled.size();
        if (settled.isEmpty()) {
            return quarantined;
        }
        try {
            this.savepoint.executeWithoutResult(status -> writeAll(runId, businessDate, settled));
        }
        catch (DataIntegrityViolationException | GuardException ex) {
            LOG.warn("run {}: a chunk of {} requests was refused ({}); they are written one by one", runId,
                    settled.size(), ex.getMessage());
            for (SettledRequest each : settled) {
                if (!writeAlone(runId, businessDate, each)) {
                    quarantined++;
                }
            }
        }
        return quarantined;
    }

    private boolean writeAlone(long runId, LocalDate businessDate, SettledRequest settled) {
        try {
            this.savepoint.executeWithoutResult(status -> writeAll(runId, businessDate, List.of(settled)));
            return true;
        }
        catch (DataIntegrityViolationException ex) {
            this.quarantine.add(runId, settled.claimed(), RefusalCode.UNEXPECTED,
                    String.valueOf(ex.getMostSpecificCause().getMessage()));
        }
        catch (GuardException ex) {
            this.quarantine.add(runId, settled.claimed(), RefusalCode.SUBSCRIPTION_CHANGED,
                    String.valueOf(ex.getMessage()));
        }
        return false;
    }

    private void writeAll(long runId, LocalDate businessDate, List<SettledRequest> settled) {
        for (Settlement.NothingDue.Why why : Settlement.NothingDue.Why.values()) {
            List<Long> requests = settled.stream()
                .filter(each -> each.settlement().equals(new Settlement.NothingDue(why)))
                .map(each -> each.claimed().requestNo())
                .toList();
            if (!requests.isEmpty()) {
                if (why.serviceContinues()) {
                    stopRecurringBilling(requests);
                }
                else {
                    disable(requests);
                }
                close(runId, requests, why.name());
            }
        }
        List<ClaimedCredit> credits = new ArrayList<>(settled.size());
        for (SettledRequest each : settled) {
            if (each.settlement() instanceof Settlement.Credited(Credit credit)) {
                credits.add(new ClaimedCredit(each.claimed(), credit));
            }
        }
        if (!credits.isEmpty()) {
            insertCredits(runId, businessDate, credits);
            insertLines(credits);
            insertLedger(runId, businessDate, credits);
            markCredited(runId, credits);
        }
    }

    private record ClaimedCredit(ClaimedRequest claimed, Credit credit) {
    }

    private record ClaimedLine(ClaimedRequest claimed, CreditLine line) {

        long chargeNo() {
            List<Charge> charges = this.claimed.charges();
            for (int i = 0; i < charges.size(); i++) {
                if (charges.get(i).id().equals(this.line.charge().id())) {
                    return this.claimed.chargeNos().get(i);
                }
            }
            throw new IllegalStateException("charge " + this.line.charge().id() + " is not one of the request's");
        }

    }

    private void insertCredits(long runId, LocalDate businessDate, List<ClaimedCredit> credits) {
        this.batch.batchUpdate(
                """
                        INSERT INTO credit (request_no, credit_number, run_id, refund_share, cancel_effective, currency, net, tax, gross, cash,
                            on_account, return_method, return_on, due_by, state)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                credits, credits.size(), (statement, each) -> {
                    Credit credit = each.credit();
                    statement.setLong(1, each.claimed().requestNo());
                    statement.setString(2, creditNumber(businessDate, each.claimed().place()));
                    statement.setLong(3, runId);
                    statement.setString(4, credit.share().name());
                    statement.setObject(5, credit.cancelEffective());
                    statement.setString(6, credit.gross().getCurrencyUnit().getCode());
                    statement.setBigDecimal(7, credit.net().getAmount());
                    statement.setBigDecimal(8, credit.tax().getAmount());
                    statement.setBigDecimal(9, credit.gross().getAmount());
                    statement.setBigDecimal(10, credit.cash().getAmount());
                    statement.setBigDecimal(11, credit.onAccount().getAmount());
                    statement.setString(12, credit.method().name());
                    statement.setObject(13, credit.returnOn());
                    statement.setObject(14, credit.dueBy());
                    statement.setString(15, CreditState.ISSUED.name());
                });
    }

    /**
     * Numbers a credit by its run's date and its place, so that a run that was killed
     * numbers it the same way again.
     */
    static String creditNumber(LocalDate businessDate, int place) {
        String digits = Integer.toString(place);
        return "CR-" + COMPACT.format(businessDate) + "-" + "0".repeat(Math.max(0, 7 - digits.length())) + digits;
    }

    private void insertLines(List<ClaimedCredit> credits) {
        List<ClaimedLine> lines = credits.stream()
            .flatMap(each -> each.credit().lines().stream().map(line -> new ClaimedLine(each.claimed(), line)))
            .toList();
        this.batch.batchUpdate("""
                INSERT INTO credit_line (request_no, charge_no, days_in_period, days_unused, rounding, exact_numerator,
                    exact_denominator, net, tax, capped, tax_remainder)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, lines, lines.size(), (statement, each) -> {
            CreditLine line = each.line();
            statement.setLong(1, each.claimed().requestNo());
            statement.setLong(2, each.chargeNo());
            statement.setInt(3, line.daysInPeriod());
            statement.setInt(4, line.daysUnused());
            statement.setString(5, line.rounding().name());
            statement.setBigDecimal(6, line.exactNet().numerator());
            statement.setLong(7, line.exactNet().denominator());
            statement.setBigDecimal(8, line.net().getAmount());
            statement.setBigDecimal(9, line.tax().getAmount());
            statement.setBoolean(10, line.capped());
            statement.setBoolean(11, line.taxRemainder());
        });
    }

    /**
     * Records what is owed from now on: deferred revenue and tax against the refund
     * liability, of the very rows that were written.
     */
    private void insertLedger(long runId, LocalDate businessDate, List<ClaimedCredit> credits) {
        int entries = this.jdbc
            .sql("""
                    INSERT INTO ledger_entry (request_no, kind, run_id, business_date, currency, deferred_revenue, tax_payable,
                        refund_liability)
                    SELECT request_no, 'ISSUE', run_id, :date, currency, net, tax, -gross
                    FROM credit FORCE INDEX (PRIMARY)
                    WHERE request_no BETWEEN :first AND :last AND run_id = :run
                    """)
            .param("date", businessDate)
            .param("first", credits.getFirst().claimed().requestNo())
            .param("last", credits.getLast().claimed().requestNo())
            .param("run", runId)
            .update();
        require("credits for the ledger", entries, credits.size());
    }

    /**
     * Moves on what the credits belong to. The requests are the ones between the first
     * and the last that are still claimed: a chunk is a row of neighbours, and those
     * without a credit have been closed by now. The counts say when it is not so.
     */
    private void markCredited(long runId, List<ClaimedCredit> credits) {
        long first = credits.getFirst().claimed().requestNo();
        long last = credits.getLast().claimed().requestNo();
        int lines = credits.stream().mapToInt(each -> each.credit().lines().size()).sum();
        // STRAIGHT_JOIN and FORCE INDEX, here and below: the server does not know yet
        // that a table that is just being filled is large, would read all of it, and
        // would lock what other buckets have written
        require("charges of the credit lines", among(runId, first, last, """
                UPDATE cancellation_request r FORCE INDEX (PRIMARY)
                STRAIGHT_JOIN credit_line l FORCE INDEX (PRIMARY) ON l.request_no = r.request_no
                STRAIGHT_JOIN charge c FORCE INDEX (PRIMARY) ON c.charge_no = l.charge_no
                SET c.credited_net = c.credited_net + l.net, c.credited_tax = c.credited_tax + l.tax
                WHERE r.request_no BETWEEN :first AND :last AND r.run_id = :run AND r.state = 'CLAIMED'
                """), lines);
        require("active subscriptions",
                among(runId, first, last,
                        """
                                UPDATE cancellation_request r FORCE INDEX (PRIMARY)
                                STRAIGHT_JOIN subscription s FORCE INDEX (PRIMARY) ON s.subscription_no = r.subscription_no
                                SET s.state = 'DISABLED', s.state_since = r.effective_date
                                WHERE r.request_no BETWEEN :first AND :last AND r.run_id = :run AND r.state = 'CLAIMED' AND s.state = 'ACTIVE'
                                """),
                credits.size());
        require("claimed requests", among(runId, first, last, """
                UPDATE cancellation_request FORCE INDEX (PRIMARY) SET state = 'CREDITED'
                WHERE request_no BETWEEN :first AND :last AND run_id = :run AND state = 'CLAIMED'
                """), credits.size());
    }

    private int among(long runId, long first, long last, String sql) {
        return this.jdbc.sql(sql).param("first", first).param("last", last).param("run", runId).update();
    }

    private void disable(List<Long> requests) {
        require("active subscriptions", this.jdbc.sql("""
                UPDATE cancellation_request r FORCE INDEX (PRIMARY)
                STRAIGHT_JOIN subscription s FORCE INDEX (PRIMARY) ON s.subscription_no = r.subscription_no
                SET s.state = 'DISABLED', s.state_since = r.effective_date
                WHERE r.request_no IN (:requests) AND s.state = 'ACTIVE'
                """).param("requests", requests).update(), requests.size());
    }

    private void stopRecurringBilling(List<Long> requests) {
        require("active subscriptions", this.jdbc.sql("""
                UPDATE cancellation_request r FORCE INDEX (PRIMARY)
                STRAIGHT_JOIN subscription s FORCE INDEX (PRIMARY) ON s.subscription_no = r.subscription_no
                SET s.billing_stopped_on = r.effective_date
                WHERE r.request_no IN (:requests) AND s.state = 'ACTIVE'
                """).param("requests", requests).update(), requests.size());
    }

    private void close(long runId, List<Long> requests, String because) {
        require("claimed requests", this.jdbc.sql("""
                UPDATE cancellation_request SET state = 'CLOSED_WITHOUT_CREDIT', closed_because = :because
                WHERE request_no IN (:requests) AND state = 'CLAIMED' AND run_id = :run
                """).param("because", because).param("requests", requests).param("run", runId).update(),
                requests.size());
    }

    private static void require(String what, int found, int wanted) {
        if (found != wanted) {
            throw new GuardException(what, found, wanted);
        }
    }

}
