package org.prorata.table;

/**
 * One thing that is wrong with a file.
 *
 * @param file the file's name
 * @param line the line, counted from 1; 0 when it is the file as a whole
 * @param column the column's name, or {@code -} when it is the line as a whole
 * @param what what is wrong, what was found, what is accepted
 */
public record Problem(String file, long line, String column, String what) {

    /** Says it in the one form that problems have, with what was found in quotes. */
    public static Problem of(String file, long line, String column, String wrong, String found, String accepted) {
        return new Problem(file, line, column, wrong + ", found " + Cells.quoted(found) + ", accepted: " + accepted);
    }

    @Override
    public String toString() {
        return this.file + ":" + this.line + ": " + this.column + ": " + what();
    }

}
