package org.prorata.db.importing;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.prorata.table.Problems;
import org.prorata.table.Table;
import org.springframework.jdbc.core.JdbcTemplate;

/** Streams files into the tables in which their rows wait to be checked and merged. */
final class Staging {

    private static final int BATCH = 1000;

    private static final int TOLD_EVERY = 5000;

    /**
     * What is staged of one file.
     *
     * @param rows lines that were read
     * @param complete whether every line could be staged, so that what is not there is
     * not in the file
     * @param ignoredColumns columns that mean nothing to us
     */
    record Staged(long rows, boolean complete, List<String> ignoredColumns) {
    }

    private final JdbcTemplate jdbc;

    private final Problems problems;

    private final ImportProgress progress;

    Staging(JdbcTemplate jdbc, Problems problems, ImportProgress progress) {
        this.jdbc = jdbc;
        this.problems = problems;
        this.progress = progress;
    }

    /** Stages a file; what is wrong with its lines goes to the problems. */
    Staged stage(Sheet sheet, SourceFile file) throws IOException {
        Table table = new Table(file.name(), file, sheet.columns(), sheet.optionalColumns());
        List<String> ignored = ignored(table.header(), sheet);
        Lines lines = new Lines(sheet, file.name());
        long before = this.problems.count();
        table.read(this.problems, row -> {
            long problemsBefore = this.problems.count();
            StagedRow staged = sheet.read(row);
            lines.explained += this.problems.count() - problemsBefore;
            lines.add(staged);
        });
        lines.flush();
        this.progress.rows(file.name(), lines.read);
        boolean complete = lines.lost == 0 && this.problems.count() - before == lines.explained;
        return new Staged(lines.read, complete, ignored);
    }

    private static List<String> ignored(List<String> header, Sheet sheet) {
        Set<String> known = new HashSet<>(sheet.columns());
        known.addAll(sheet.optionalColumns());
        return header.stream().filter(column -> !known.contains(column)).toList();
    }

    /** The lines of one file on their way. */
    private final class Lines {

        private final Sheet sheet;

        private final String file;

        private final List<StagedRow> waiting = new ArrayList<>(BATCH);

        private long read;

        private long lost;

        private long explained;

        Lines(Sheet sheet, String file) {
            this.sheet = sheet;
            this.file = file;
        }

        void add(@Nullable StagedRow row) {
            this.read++;
            if (row == null) {
                this.lost++;
            }
            else {
                this.waiting.add(row);
            }
            if (this.waiting.size() == BATCH) {
                flush();
            }
            if (this.read % TOLD_EVERY == 0) {
                Staging.this.progress.rows(this.file, this.read);
            }
        }

        void flush() {
            if (!this.waiting.isEmpty()) {
                Staging.this.jdbc.batchUpdate(this.sheet.insert(), this.waiting, BATCH, this::set);
                this.waiting.clear();
            }
        }

        private void set(PreparedStatement statement, StagedRow row) throws SQLException {
            statement.setLong(1, row.line());
            statement.setBoolean(2, row.bad());
            statement.setString(3, row.id());
            statement.setString(4, row.owner());
            for (int parameter = 5; parameter <= this.sheet.width(); parameter++) {
                statement.setObject(parameter, row.bad() ? null : row.content().get(parameter - 5));
            }
        }

    }

}
