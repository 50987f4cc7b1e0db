package org.prorata.reporting.summary;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

import org.jspecify.annotations.Nullable;
import org.prorata.reporting.summary.RefundSummary.View;

/**
 * The figures of a closed period, kept for ever.
 *
 * @param number its name
 * @param edition 1, and one more with each correction
 * @param replaces the snapshot that it corrects; null for the first one
 * @param lastDay the last business date of the period
 * @param asOf what was known at this moment is in it
 * @param run the run that published it
 * @param hash the SHA-256 of its figures
 */
public record Snapshot(long number, View view, YearMonth month, int edition, @Nullable Long replaces, LocalDate lastDay,
        Instant asOf, long run, String hash) {
}
