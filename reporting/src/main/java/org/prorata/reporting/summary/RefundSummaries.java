package org.prorata.reporting.summary;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.db.run.RefundCells;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Answers what was refunded in a period. The same question over the same books has the
 * same answer.
 */
public final class RefundSummaries {

    /**
     * A period of which something is known.
     *
     * @param snapshot the latest one; null while the period is provisional
     */
    public record Listed(YearMonth month, @Nullable Snapshot snapshot) {
    }

    private final JdbcClient jdbc;

    private final TransactionOperations transactions;

    private final Snapshots snapshots;

    public RefundSummaries(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.snapshots = new Snapshots(jdbc, transactions);
    }

    /**
     * Returns the summary of a period as it was known at a moment: the snapshot that was
     * the latest one then, or else the figures so far. Of a closed period it therefore
     * names the moment of its snapshot.
     */
    public RefundSummary of(Question question) {
        Optional<Snapshot> snapshot = this.snapshots.find(question);
        return snapshot.isPresent() ? this.snapshots.summary(snapshot.get().number()) : live(question);
    }

    /**
     * Returns the figures themselves, added up anew, whether the period is closed or not.
     */
    public RefundSummary live(Question question) {
        new RefundCells(this.jdbc).publishMissing(this.transactions);
        return LiveSummary.of(this.jdbc, question);
    }

    /**
     * Returns the latest moment at which anything became known; the epoch when nothing
     * is.
     */
    public Instant latestKnowledge() {
        return Knowledge.latest(this.jdbc);
    }

    /**
     * Returns the periods from the first with a credit to the one of the latest run, the
     * latest first.
     */
    public List<Listed> periods(View view) {
        new RefundCells(this.jdbc).publishMissing(this.transactions);
        Period any = new Period(view, YearMonth.of(1970, 1));
        YearMonth first = this.jdbc.sql("SELECT MIN(%s) AS month_of FROM refund_flow f".formatted(Period.MONTH_OF))
            .param("most", any.most())
            .query((row, n) -> row.getInt("month_of"))
            .optional()
            .filter(month -> month > 0)
            .map(Cells::month)
            .orElse(null);
        LocalDate latest = this.jdbc
            .sql("SELECT MAX(business_date) AS latest FROM nightly_run WHERE state = 'CERTIFIED'")
            .query((row, n) -> Optional.ofNullable(row.getObject("latest", LocalDate.class)))
            .single()
            .orElse(null);
        if (first == null || latest == null) {
            return List.of();
        }
        List<Snapshot> latestSnapshots = this.snapshots.latest(view);
        List<Listed> periods = new ArrayList<>();
        for (YearMonth month = YearMonth.from(latest); !month.isBefore(first); month = month.minusMonths(1)) {
            YearMonth each = month;
            periods.add(new Listed(each,
                    latestSnapshots.stream()
                        .filter(snapshot -> snapshot.month().equals(each))
                        .findFirst()
                        .orElse(null)));
        }
        return periods;
    }

}
