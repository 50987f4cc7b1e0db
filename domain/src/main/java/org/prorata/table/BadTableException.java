package org.prorata.table;

import java.util.stream.Collectors;

/**
 * Says that a file, or a set of files, cannot be used and everything that is wrong with
 * it.
 */
public final class BadTableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problems problems;

    public BadTableException(Problems problems) {
        super(text(problems));
        this.problems = problems;
    }

    public Problems problems() {
        return this.problems;
    }

    private static String text(Problems problems) {
        String lines = problems.first().stream().map(Problem::toString).collect(Collectors.joining("\n"));
        long more = problems.count() - problems.first().size();
        return (more > 0) ? lines + "\nand " + more + " more problems" : lines;
    }

}
