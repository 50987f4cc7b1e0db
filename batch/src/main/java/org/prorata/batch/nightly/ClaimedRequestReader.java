package org.prorata.batch.nightly;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.prorata.db.run.ClaimedRequest;
import org.prorata.db.run.ClaimedRequests;
import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * Reads one bucket of a run in the order of its keys. It keeps no place of its own for a
 * restart: what was settled is not CLAIMED any more and is not read again.
 */
class ClaimedRequestReader implements ItemReader<ClaimedRequest> {

    private final ClaimedRequests requests;

    private final long runId;

    private final int bucket;

    private final int pageSize;

    private final Queue<ClaimedRequest> page = new ArrayDeque<>();

    private long last;

    private boolean exhausted;

    ClaimedRequestReader(ClaimedRequests requests, long runId, int bucket, int pageSize) {
        this.requests = requests;
        this.runId = runId;
        this.bucket = bucket;
        this.pageSize = pageSize;
    }

    @Override
    public @Nullable ClaimedRequest read() {
        if (this.page.isEmpty() && !this.exhausted) {
            List<ClaimedRequest> next = this.requests.page(this.runId, this.bucket, this.last, this.pageSize);
            this.exhausted = next.size() < this.pageSize;
            this.page.addAll(next);
            if (!next.isEmpty()) {
                this.last = next.getLast().requestNo();
            }
        }
        return this.page.poll();
    }

}
