package org.prorata.reporting.document;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a spreadsheet from taking a text for a formula: where one might, an apostrophe
 * goes before it. Numbers are never texts: {@code -12.30} stays one.
 */
final class FormulaGuard {

    private FormulaGuard() {
    }

    /**
     * Returns the text, with an apostrophe before it where its first character after
     * blanks and invisible ones begins a formula, in East Asian width, too.
     */
    static String safe(@Nullable String text) {
        if (text == null) {
            return "";
        }
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (begins(c)) {
                return "'" + text;
            }
            if (!invisible(c)) {
                return text;
            }
            at += Character.charCount(c);
        }
        return text;
    }

    private static boolean begins(int c) {
        return switch (c) {
            case '=', '+', '-', '@', '|', '\t', '\n', '\r', 0, '＝', '＋', '－', '＠', '｜', '−' -> true;
            default -> false;
        };
    }

    private static boolean invisible(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT || c == 0xfeff;
    }

}
