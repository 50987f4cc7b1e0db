package org.prorata.web.paging;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param rows what is on it
 * @param next the cursor of the page after it; nothing on the last
 */
public record Page<T>(List<T> rows, @Nullable String next) {

    /** How many rows a page may have; the first is the default. */
    public static final List<Integer> SIZES = List.of(25, 50, 100);

    /**
     * Makes a page from what a query found that asked for one row more than fits.
     * @param found up to {@code size + 1} rows in the order of the list
     * @param place the values of a row in the columns of the order
     */
    public static <T> Page<T> of(List<T> found, int size, Cursors cursors, String list,
            Function<T, List<String>> place) {
        if (found.size() <= size) {
            return new Page<>(List.copyOf(found), null);
        }
        List<T> rows = List.copyOf(found.subList(0, size));
        return new Page<>(rows, cursors.after(list, place.apply(rows.getLast())));
    }

    /** Returns the size that was asked for when it is one of {@link #SIZES}. */
    public static int size(@Nullable Integer wanted) {
        return (wanted != null && SIZES.contains(wanted)) ? wanted : SIZES.getFirst();
    }

}
