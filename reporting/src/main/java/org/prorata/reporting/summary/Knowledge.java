package org.prorata.reporting.summary;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.prorata.db.Times;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Since when things are known; a report speaks of what was known at one moment. */
public final class Knowledge {

    private Knowledge() {
    }

    /**
     * Returns the latest moment at which anything became known that a report may tell;
     * the epoch when nothing is.
     */
    public static Instant latest(JdbcClient jdbc) {
        return jdbc.sql("""
                SELECT MAX(moment) AS latest
                FROM (SELECT MAX(finished_at) AS moment FROM nightly_run WHERE state = 'CERTIFIED'
                      UNION ALL SELECT MAX(noted_at) FROM return_failure
                      UNION ALL SELECT MAX(asked_at) FROM return_retry
                      UNION ALL SELECT MAX(opened_at) FROM approval_case
                      UNION ALL SELECT MAX(decided_at) FROM approval_case
                      UNION ALL SELECT MAX(decided_at) FROM approval
                      UNION ALL SELECT MAX(dropped_at) FROM approval
                      UNION ALL SELECT MAX(resolved_at) FROM quarantine) known
                """)
            .query((row, n) -> Optional.ofNullable(Times.instantOrNull(row, "latest")))
            .single()
            .orElse(Instant.EPOCH);
    }

    /** Returns the latest business date of which anything was known at a moment. */
    public static Optional<LocalDate> latestBusinessDate(JdbcClient jdbc, Instant asOf) {
        return jdbc.sql("""
                SELECT MAX(business_date) AS latest FROM nightly_run WHERE state = 'CERTIFIED' AND finished_at <= :asOf
                """)
            .param("asOf", Times.column(asOf))
            .query((row, n) -> Optional.ofNullable(row.getObject("latest", LocalDate.class)))
            .single();
    }

    /**
     * Reads a moment, such as {@code 2026-12-01T10:00:00Z}, or a date, which means its
     * end in UTC.
     * @throws IllegalArgumentException when it is neither, or not between the years 1970
     * and 9998
     */
    public static Instant moment(String text) {
        Instant moment;
        try {
            moment = (text.length() == 10)
                    ? LocalDate.parse(text)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .minus(1, ChronoUnit.MICROS)
                    : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        }
        catch (DateTimeException ex) {
            throw new IllegalArgumentException("as-of is \"" + text
                    + "\", accepted: a moment such as 2026-12-01T10:00:00Z, or a date such as 2026-12-01 for its end in UTC");
        }
        int year = moment.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1970 || year > 9998) {
            throw new IllegalArgumentException("as-of is \"" + text + "\", accepted: years from 1970 to 9998");
        }
        return moment;
    }

}
