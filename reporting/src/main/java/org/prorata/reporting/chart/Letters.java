package org.prorata.reporting.chart;

/**
 * Guesses how wide words are, rather too wide than too narrow: the reader's own font
 * draws them.
 */
final class Letters {

    private Letters() {
    }

    /** Returns the guessed width in units of the size. */
    static int width(String text, int size) {
        return text.codePoints().map(Letters::hundredths).sum() * size / 100;
    }

    /** Returns the words, or as many letters as fit and an ellipsis. */
    static String fitting(String text, int width, int size) {
        if (width(text, size) <= width) {
            return text;
        }
        StringBuilder fitting = new StringBuilder();
        int room = width * 100 / size - 100;
        for (int c : text.codePoints().toArray()) {
            room -= hundredths(c);
            if (room < 0) {
                break;
            }
            fitting.appendCodePoint(c);
        }
        return fitting.toString().stripTrailing() + "…";
    }

    private static int hundredths(int c) {
        if (c >= 0x2e80) {
            return 100;
        }
        return Character.isUpperCase(c) || c == 'm' || c == 'w' || c >= 0x400 ? 76
                : (c == 'i' || c == 'l' || c == 'j' || c == ' ' || c == '.' || c == ',') ? 34 : 63;
    }

}
