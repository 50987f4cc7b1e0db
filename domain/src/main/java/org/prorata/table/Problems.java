package org.prorata.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects problems: keeps the first hundred and counts the rest. */
public final class Problems {

    /** How many problems are kept. */
    public static final int KEPT = 100;

    private final List<Problem> first = new ArrayList<>();

    private long count;

    public void add(Problem problem) {
        if (this.first.size() < KEPT) {
            this.first.add(problem);
        }
        this.count++;
    }

    public boolean isEmpty() {
        return this.count == 0;
    }

    public long count() {
        return this.count;
    }

    public List<Problem> first() {
        return Collections.unmodifiableList(this.first);
    }

    /** Throws what was collected, when there is anything. */
    public void throwIfAny() throws BadTableException {
        if (!isEmpty()) {
            throw new BadTableException(this);
        }
    }

}
