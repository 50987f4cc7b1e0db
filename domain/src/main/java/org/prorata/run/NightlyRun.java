package org.prorata.run;

import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;

/**
 * One execution of the nightly job for one business date.
 *
 * @param id its number
 * @param businessDate the day it works for
 * @param state how far it has come
 * @param attempts how often it was started
 * @param counts how many of what it met; final once it is balanced
 * @param totals what it credited and returned, by currency code; complete once it is
 * certified
 * @param certificate the hash of its certificate; {@code null} until it is certified
 * @param certificateText what the hash is taken of; {@code null} until it is certified
 * @param startedAt when it was first started
 * @param finishedAt when it was certified
 * @param failure what stopped it the last time
 */
public record NightlyRun(long id, LocalDate businessDate, RunState state, int attempts, RunCounts counts,
        SortedMap<String, CurrencyTotals> totals, @Nullable String certificate, @Nullable String certificateText,
        Instant startedAt, @Nullable Instant finishedAt, @Nullable String failure) {

    public boolean isCertified() {
        return this.state == RunState.CERTIFIED;
    }

}
