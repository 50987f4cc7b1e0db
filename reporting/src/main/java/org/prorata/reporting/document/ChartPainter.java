package org.prorata.reporting.document;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.Map;

import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.render.RenderingContext;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.chart.Drawing;
import org.prorata.reporting.chart.Mark;
import org.prorata.reporting.chart.Tone;
import org.prorata.reporting.language.Language;
import org.w3c.dom.Element;

/**
 * Paints on paper the marks that a page shows as SVG. Letters are painted as outlines of
 * our own fonts, so that no font of the machine is needed; what a chart says is its
 * alternative text.
 */
final class ChartPainter implements FSObjectDrawer {

    /**
     * The type of the elements that stand for charts; their name is in
     * {@code data-chart}.
     */
    static final String TYPE = "application/x-chart";

    static final String NAME = "data-chart";

    private final Map<String, Drawing> drawings = new HashMap<>();

    private final Typefaces typefaces;

    private final Language language;

    ChartPainter(Typefaces typefaces, Language language) {
        this.typefaces = typefaces;
        this.language = language;
    }

    void add(Drawing drawing) {
        this.drawings.put(drawing.name(), drawing);
    }

    @Override
    public @Nullable Map<Shape, String> drawObject(Element element, double x, double y, double width, double height,
            OutputDevice device, RenderingContext context, int dotsPerPixel) {
        Drawing drawing = this.drawings.get(element.getAttribute(NAME));
        if (drawing == null) {
            throw new IllegalStateException("there is no chart " + element.getAttribute(NAME));
        }
        device.drawWithGraphics((float) x, (float) y, (float) width / dotsPerPixel, (float) height / dotsPerPixel,
                graphics -> paint(graphics, drawing, width / dotsPerPixel / drawing.width()));
        return null;
    }

    private void paint(Graphics2D graphics, Drawing drawing, double scale) {
        graphics.scale(scale, scale);
        graphics.setStroke(new BasicStroke(1));
        drawing.marks().forEach(mark -> paint(graphics, mark));
    }

    private void paint(Graphics2D graphics, Mark mark) {
        switch (mark) {
            case Mark.Bar(int x, int y, int width, int height, Tone tone) ->
                paint(graphics, new Rectangle2D.Double(x, y, width, height), tone);
            case Mark.Rule(int fromX, int fromY, int toX, int toY, Tone tone) ->
                paint(graphics, new Line2D.Double(fromX, fromY, toX, toY), tone);
            case Mark.Label(int x, int y, String text, Mark.Anchor anchor, int size, Tone tone) -> {
                String shown = this.typefaces.shown(text);
                double width = this.typefaces.width(shown, this.language) * size / 1000.0;
                double left = switch (anchor) {
                    case START -> x;
                    case MIDDLE -> x - width / 2;
                    case END -> x - width;
                };
                AffineTransform place = AffineTransform.getTranslateInstance(left, y);
                place.scale(size, size);
                Path2D outline = this.typefaces.outline(shown, this.language);
                paint(graphics, outline.createTransformedShape(place), tone);
            }
        }
    }

    private static void paint(Graphics2D graphics, Shape shape, Tone tone) {
        if (!tone.fill().equals("none")) {
            graphics.setPaint(Color.decode(tone.fill()));
            graphics.fill(shape);
        }
        if (!tone.stroke().equals("none")) {
            graphics.setPaint(Color.decode(tone.stroke()));
            graphics.draw(shape);
        }
    }

}
