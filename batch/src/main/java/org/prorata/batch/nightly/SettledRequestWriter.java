package org.prorata.batch.nightly;

import java.time.LocalDate;
import java.util.List;

import org.prorata.db.run.Quarantine;
import org.prorata.db.run.SettledRequest;
import org.prorata.db.run.SettlementWriter;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

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
            this.quarantine.requireFew(this.runId);
        }
        this.progress.done(settled.size());
    }

}
