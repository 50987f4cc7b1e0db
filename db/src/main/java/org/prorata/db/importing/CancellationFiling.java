package org.prorata.db.importing;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.FiledRequest;
import org.prorata.cancellation.Filing;
import org.prorata.db.cancellation.JdbcCancellationRequests;
import org.prorata.table.Problem;
import org.prorata.table.Problems;
import org.springframework.jdbc.core.JdbcTemplate;

/** Hands the staged cancellations in at the desk, in the order of the file. */
final class CancellationFiling {

    private static final int CHUNK = 500;

    private record Line(long number, Cancellation cancellation) {
    }

    private final JdbcTemplate jdbc;

    private final CancellationDesk desk;

    private final SortedMap<String, Long> routes = new TreeMap<>();

    private final SortedMap<String, Long> states = new TreeMap<>();

    CancellationFiling(JdbcTemplate jdbc, CancellationDesk desk) {
        this.jdbc = jdbc;
        this.desk = desk;
    }

    /** Files everything; what the desk refuses becomes a problem of its line. */
    Merge.Counts file(String file, Problems problems) {
        long filed = 0;
        long unchanged = 0;
        List<Line> lines = after(0);
        while (!lines.isEmpty()) {
            List<Filing> filings = this.desk.file(lines.stream().map(Line::cancellation).toList());
            for (int i = 0; i < lines.size(); i++) {
                switch (filings.get(i)) {
                    case Filing.Filed(FiledRequest request) -> {
                        filed++;
                        this.routes.merge(request.answer().route().code(), 1L, Long::sum);
                        this.states.merge(request.state().name(), 1L, Long::sum);
                    }
                    case Filing.Unchanged() -> unchanged++;
                    case Filing.Refused(String column, String wrong, String found, String accepted) ->
                        problems.add(Problem.of(file, lines.get(i).number(), column, wrong, found, accepted));
                }
            }
            lines = after(lines.getLast().number());
        }
        return new Merge.Counts(filed, 0, unchanged);
    }

    SortedMap<String, Long> routes() {
        return this.routes;
    }

    SortedMap<String, Long> states() {
        return this.states;
    }

    private List<Line> after(long line) {
        return this.jdbc.query("""
                SELECT line_no, request_id, subscription_id, requested_at, requested_by, effective_date, reason
                FROM import_cancellation
                WHERE line_no > ?
                ORDER BY line_no
                LIMIT ?
                """, (row, n) -> new Line(row.getLong("line_no"), JdbcCancellationRequests.cancellation(row)), line,
                CHUNK);
    }

}
