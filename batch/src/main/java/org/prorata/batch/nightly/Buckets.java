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
 * has been settled since. The name alone says which bucket it is: a process that is
 * killed while the partitions are made leaves some of them behind without a context.
 */
class Buckets implements Partitioner, PartitionNameProvider {

    private static final String PREFIX = "bucket-";

    private final Claiming claiming;

    private final long runId;

    Buckets(Claiming claiming, long runId) {
        this.claiming = claiming;
        this.runId = runId;
    }

    @Override
    public Map<String, ExecutionContext> partition(int gridSize) {
        Map<String, ExecutionContext> partitions = new HashMap<>();
        getPartitionNames(gridSize).forEach(name -> partitions.put(name, new ExecutionContext()));
        return partitions;
    }

    @Override
    public Collection<String> getPartitionNames(int gridSize) {
        Set<String> names = new LinkedHashSet<>();
        this.claiming.buckets(this.runId).forEach(bucket -> names.add(name(bucket)));
        return names;
    }

    private static String name(int bucket) {
        return PREFIX + ((bucket < 10) ? "0" : "") + bucket;
    }

    /** Returns the bucket that the step of a partition works on. */
    static int bucketOf(String stepName) {
        return Integer.parseInt(stepName.substring(stepName.lastIndexOf(PREFIX) + PREFIX.length()));
    }

}
