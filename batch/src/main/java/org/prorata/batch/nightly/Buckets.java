package org.prorata.batch.nightly;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.prorata.db.run.Claiming;
import org.springframework.batch.core.partition.PartitionNameProvider;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * One partition for each bucket that holds requests of the run, always under the same
 * name. The claim has frozen the buckets, so that a restart finds the same ones whatever
 * has been settled since.
 */
class Buckets implements Partitioner, PartitionNameProvider {

    static final String BUCKET = "bucket";

    private final Claiming claiming;

    private final long runId;

    Buckets(Claiming claiming, long runId) {
        this.claiming = claiming;
        this.runId = runId;
    }

    @Override
    public Map<String, ExecutionContext> partition(int gridSize) {
        Map<String, ExecutionContext> partitions = new HashMap<>();
        this.claiming.buckets(this.runId).forEach(bucket -> {
            ExecutionContext context = new ExecutionContext();
            context.putInt(BUCKET, bucket);
            partitions.put(name(bucket), context);
        });
        return partitions;
    }

    @Override
    public Collection<String> getPartitionNames(int gridSize) {
        Set<String> names = new LinkedHashSet<>();
        this.claiming.buckets(this.runId).forEach(bucket -> names.add(name(bucket)));
        return names;
    }

    private static String name(int bucket) {
        return (bucket < 10) ? "bucket-0" + bucket : "bucket-" + bucket;
    }

}
