package org.prorata.batch.nightly;

import java.time.LocalDate;
import java.util.List;

import org.prorata.db.run.Quarantine;
import org.prorata.db.run.SettledRequest;
import org.prorata.db.run.SettlementWriter;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes a chunk of settled requests and stops the run when too many of its requests are
 * bad.
 */
class SettledRequestWriter implements ItemWriter<SettledRequest> {

    private final SettlementWriter writer;

    private final Quarantine quarantine;

    private final long runId;

    private final LocalDate businessDate;

    private final RunProgress progress;

    SettledRequestWriter(SettlementWriter writer, Quarantine quarantine, long runId, LocalDate businessDate,
            RunProgress progress) {
        this.writer = writer;
        this.quarantine = quarantine;
        this.runId = runId;
        this.businessDate = businessDate;
        this.progress = progress;
    }

    @Override
    public void write(Chunk<? extends SettledRequest> chunk) {
        List<SettledRequest> settled = List.copyOf(chunk.getItems());
        if (this.writer.write(this.runId, this.businessDate, settled) > 0) {
            requireFewOnceCommitted();
        }
        this.progress.done(settled.size());
    }

    /**
     * The chunk that crosses the limit stays, so that people see in quarantine what
     * stopped the run.
     */
    private void requireFewOnceCommitted() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                SettledRequestWriter.this.quarantine.requireFew(SettledRequestWriter.this.runId);
            }
        });
    }

}
