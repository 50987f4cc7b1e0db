package org.prorata.table;

/** Shows what was found in a cell without letting it disturb the terminal. */
final class Cells {

    private static final int SHOWN = 60;

    private Cells() {
    }

    static String quoted(String value) {
        StringBuilder shown = new StringBuilder("\"");
        value.codePoints().limit(SHOWN).forEach(c -> {
            if (Character.isISOControl(c) || !Character.isDefined(c) || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE) {
                shown.append(String.format("\\u%04x", c));
            }
            else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append((value.codePointCount(0, value.length()) > SHOWN) ? "…\"" : "\"").toString();
    }

}
