package org.prorata.db;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator can set, as {@code PRORATA_...} in the environment.
 *
 * @param home the checkout; the embedded database and the settlement files are in its
 * {@code var}
 * @param policies the policies file; the shipped one where none is named
 * @param settlements where settlement files go; {@code var/settlements} where nothing is
 * named
 * @param threads how many buckets are worked on at a time, 1 to 64
 * @param chunkSize how many requests are settled in one transaction, 1 to 2000
 * @param daysToApprove days after which a request that nobody decided lapses
 * @param maxBadPercent how much of a run's requests may be bad before it stops, in
 * percent
 * @param maxBadAlways how many requests may be bad in any case
 */
@ConfigurationProperties("prorata")
public record ProrataProperties(@DefaultValue(".") Path home, @Nullable Path policies, @Nullable Path settlements,
        @DefaultValue("4") int threads, @DefaultValue("500") int chunkSize, @DefaultValue("30") int daysToApprove,
        @DefaultValue("20") int maxBadPercent, @DefaultValue("20") int maxBadAlways) {

    public ProrataProperties {
        require("PRORATA_THREADS", threads, 1, 64);
        require("PRORATA_CHUNK_SIZE", chunkSize, 1, 2000);
        require("PRORATA_DAYS_TO_APPROVE", daysToApprove, 1, 3650);
        require("PRORATA_MAX_BAD_PERCENT", maxBadPercent, 0, 100);
        require("PRORATA_MAX_BAD_ALWAYS", maxBadAlways, 0, Integer.MAX_VALUE);
    }

    /** Returns where settlement files go. */
    public Path settlementsFolder() {
        return (this.settlements != null) ? this.settlements : this.home.resolve("var/settlements");
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", accepted: " + least + " to " + most);
        }
    }

}
