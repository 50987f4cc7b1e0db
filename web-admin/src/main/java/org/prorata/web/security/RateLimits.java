package org.prorata.web.security;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/**
 * So many a minute for each key, and no more; a bucket is full again after a minute. Each
 * server counts for itself.
 */
public final class RateLimits {

    private final LoadingCache<String, Bucket> buckets;

    public RateLimits(int perMinute) {
        this.buckets = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofMinutes(5))
            .build(key -> Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .build());
    }

    /** Takes one; returns nothing when there was one, else how long to wait. */
    public Duration take(String key) {
        ConsumptionProbe probe = this.buckets.get(key).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }

}
