package org.prorata.reporting.chart;

import java.util.List;
import java.util.Locale;

/**
 * A chart as marks.
 *
 * @param name which chart of a summary it is, unlike any other's: letters, digits and
 * dashes
 * @param title what it shows
 * @param description the same in words and numbers, for whoever cannot see it
 * @param width of the whole
 * @param height of the whole
 * @param marks in the order in which they are painted
 */
public record Drawing(String name, String title, String description, int width, int height, List<Mark> marks) {

    /**
     * Writes it as an SVG element for a page: with a title and a description, classes and
     * presentation attributes, without any style, script or reference to the outside.
     */
    public String svg() {
        StringBuilder svg = new StringBuilder(4096);
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" viewBox=\"0 0 ")
            .append(this.width)
            .append(' ')
            .append(this.height)
            .append("\" width=\"")
            .append(this.width)
            .append("\" height=\"")
            .append(this.height)
            .append("\" font-family=\"Liberation Sans, Arial, Noto Sans, sans-serif\" aria-labelledby=\"")
            .append(this.name)
            .append("-title ")
            .append(this.name)
            .append("-desc\"><title id=\"")
            .append(this.name)
            .append("-title\">");
        escape(svg, this.title).append("</title><desc id=\"").append(this.name).append("-desc\">");
        escape(svg, this.description).append("</desc>");
        this.marks.forEach(mark -> append(svg, mark));
        return svg.append("</svg>").toString();
    }

    private static void append(StringBuilder svg, Mark mark) {
        switch (mark) {
            case Mark.Bar(int x, int y, int width, int height, Tone tone) -> open(svg, "rect", tone).append(" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y)
                .append("\" width=\"")
                .append(width)
                .append("\" height=\"")
                .append(height)
                .append("\" stroke-width=\"1\"/>");
            case Mark.Rule(int fromX, int fromY, int toX, int toY, Tone tone) ->
                open(svg, "line", tone).append(" x1=\"")
                    .append(fromX)
                    .append("\" y1=\"")
                    .append(fromY)
                    .append("\" x2=\"")
                    .append(toX)
                    .append("\" y2=\"")
                    .append(toY)
                    .append("\"/>");
            case Mark.Label(int x, int y, String text, Mark.Anchor anchor, int size, Tone tone) -> {
                open(svg, "text", tone).append(" x=\"")
                    .append(x)
                    .append("\" y=\"")
                    .append(y)
                    .append("\" font-size=\"")
                    .append(size)
                    .append("\" text-anchor=\"")
                    .append(anchor.name().toLowerCase(Locale.ROOT))
                    .append("\">");
                escape(svg, text).append("</text>");
            }
        }
    }

    private static StringBuilder open(StringBuilder svg, String element, Tone tone) {
        return svg.append('<')
            .append(element)
            .append(" class=\"")
            .append(tone.styleClass())
            .append("\" fill=\"")
            .append(tone.fill())
            .append("\" stroke=\"")
            .append(tone.stroke())
            .append('"');
    }

    private static StringBuilder escape(StringBuilder svg, String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> svg.append("&amp;");
                case '<' -> svg.append("&lt;");
                case '>' -> svg.append("&gt;");
                case '"' -> svg.append("&quot;");
                case '\'' -> svg.append("&#39;");
                // what XML has no place for
                default -> svg.appendCodePoint(
                        (c < 0x20 || c == 0xfffe || c == 0xffff || (c >= 0xd800 && c < 0xe000)) ? 0xfffd : c);
            }
        });
        return svg;
    }

}
