package org.prorata.db.importing;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.prorata.table.Row;

/** One kind of import file: its columns, its rules, and the table in which it waits. */
interface Sheet {

    /** Returns the columns that the file must have, as its header spells them. */
    Set<String> columns();

    /** Returns the columns that the file may have and that mean something. */
    Set<String> optionalColumns();

    /** Returns the statement that puts a row into the table in which it waits. */
    String insert();

    /** Returns how many values a row has for that statement. */
    int width();

    /**
     * Reads a line and reports everything that is wrong with it.
     * @return the line, or {@code null} when it is not to be staged
     */
    @Nullable StagedRow read(Row row);

}
