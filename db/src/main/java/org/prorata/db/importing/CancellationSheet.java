package org.prorata.db.importing;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.prorata.db.Times;
import org.prorata.table.Row;

/** {@code cancellations.csv}. */
final class CancellationSheet implements Sheet {

    static final String FILE = "cancellations.csv";

    private static final int PLAUSIBLE_YEARS = 10;

    private static final Set<String> COLUMNS = Collections.unmodifiableSet(new LinkedHashSet<>(
            List.of("request_id", "subscription_id", "requested_at", "requested_by", "effective_date", "reason")));

    private final LocalDate latestRequest;

    CancellationSheet(Clock clock) {
        this.latestRequest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusYears(PLAUSIBLE_YEARS);
    }

    @Override
    public Set<String> columns() {
        return COLUMNS;
    }

    @Override
    public Set<String> optionalColumns() {
        return Set.of();
    }

    @Override
    public String insert() {
        return """
                INSERT INTO import_cancellation (line_no, bad, request_id, subscription_id, requested_at, requested_by,
                    effective_date, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """;
    }

    @Override
    public int width() {
        return 8;
    }

    @Override
    public @Nullable StagedRow read(Row row) {
        String id = row.id("request_id");
        boolean named = !row.isBad();
        String subscription = row.id("subscription_id");
        boolean owned = !row.isBad();
        Instant requestedAt = row.time("requested_at");
        String requestedBy = row.text("requested_by", 1, 200);
        LocalDate effective = row.date("effective_date");
        String reason = row.prose("reason", 2000);
        LocalDateTime requested = Times.column(requestedAt);
        if (!row.isBad()) {
            checkDates(row, requested.toLocalDate(), effective);
        }
        return named ? StagedRow.of(row, id, owned ? subscription : null, requested, requestedBy, effective, reason)
                : null;
    }

    private void checkDates(Row row, LocalDate requested, LocalDate effective) {
        if (requested.isAfter(this.latestRequest)) {
            row.problem("requested_at", "is too far in the future", row.raw("requested_at"),
                    "a time up to " + this.latestRequest);
        }
        LocalDate earliest = requested.minusYears(PLAUSIBLE_YEARS);
        LocalDate latest = requested.plusYears(PLAUSIBLE_YEARS);
        if (effective.isBefore(earliest) || effective.isAfter(latest)) {
            row.problem("effective_date", "is more than " + PLAUSIBLE_YEARS + " years from the day of the request",
                    effective.toString(), "a date from " + earliest + " to " + latest);
        }
    }

}
