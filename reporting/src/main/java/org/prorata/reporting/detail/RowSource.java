package org.prorata.reporting.detail;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** Rows that are read one after the other, in their order, as often as asked. */
public interface RowSource {

    /** Takes each row; the array is the taker's only during the call. */
    void forEach(Sink sink) throws IOException;

    /** Takes rows. */
    interface Sink {

        /**
         * @param values in the order of the table's columns, each of its column's kind
         */
        void row(@Nullable Object[] values) throws IOException;

    }

}
