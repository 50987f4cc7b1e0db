package org.prorata.reporting.chart;

/** One mark of a drawing; lengths are in the drawing's own units, from its upper left. */
public sealed interface Mark {

    Tone tone();

    /** A rectangle with its outline. */
    record Bar(int x, int y, int width, int height, Tone tone) implements Mark {
    }

    /** A straight line. */
    record Rule(int fromX, int fromY, int toX, int toY, Tone tone) implements Mark {
    }

    /**
     * Words in one line.
     *
     * @param x where the anchor is
     * @param y the line that letters stand on
     * @param size of the letters
     */
    record Label(int x, int y, String text, Anchor anchor, int size, Tone tone) implements Mark {
    }

    /** Which end of the words is at their place. */
    enum Anchor {

        START, MIDDLE, END

    }

}
