package org.prorata.db.importing;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.table.Row;

/**
 * A line on its way into the table in which it waits. A bad line keeps its names, so that
 * what refers to it is not reported as well, and nothing else.
 *
 * @param line its number in the file
 * @param bad whether a problem of it has been reported
 * @param id what the line is about
 * @param owner what the line belongs to; {@code null} when it belongs to nothing, or to
 * something that cannot be read
 * @param content everything else in the order of the columns; empty when the line is bad
 */
record StagedRow(long line, boolean bad, String id, @Nullable String owner, List<@Nullable Object> content) {

    static StagedRow of(Row row, String id, @Nullable String owner, @Nullable Object... content) {
        return new StagedRow(row.line(), row.isBad(), id, owner, row.isBad() ? List.of() : Arrays.asList(content));
    }

}
