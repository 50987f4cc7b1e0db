package org.prorata.reporting.chart;

/**
 * What a mark stands for. The colours are those of light paper; pages set others by the
 * class. No tone is told from another by its colour alone: marks carry labels, and
 * {@link #OUT} and {@link #BROKEN} are hollow.
 */
public enum Tone {

    /** What is owed. */
    TOTAL("#44546a", "#44546a"),

    /** What adds to it. */
    IN("#0f6cbd", "#0f6cbd"),

    /** What takes from it: hollow. */
    OUT("#ffffff", "#835b00"),

    /** A promise kept. */
    KEPT("#0e700e", "#0e700e"),

    /** A promise broken: hollow. */
    BROKEN("#ffffff", "#b10e1c"),

    /** Axes. */
    AXIS("none", "#8a8a8a"),

    /** Helping lines. */
    GRID("none", "#d6d6d6"),

    /** Words and numbers. */
    TEXT("#242424", "none"),

    /** Words beside them. */
    QUIET("#575757", "none");

    private final String fill;

    private final String stroke;

    Tone(String fill, String stroke) {
        this.fill = fill;
        this.stroke = stroke;
    }

    /** Returns the colour inside, such as {@code #0f6cbd}, or {@code none}. */
    public String fill() {
        return this.fill;
    }

    /** Returns the colour of lines, such as {@code #0f6cbd}, or {@code none}. */
    public String stroke() {
        return this.stroke;
    }

    /** Returns the class that a page's style sheet colours. */
    public String styleClass() {
        return "chart-" + name().toLowerCase(java.util.Locale.ROOT);
    }

}
