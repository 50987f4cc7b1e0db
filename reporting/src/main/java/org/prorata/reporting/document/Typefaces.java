package org.prorata.reporting.document;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.prorata.reporting.language.Language;
import org.springframework.core.io.ClassPathResource;

/**
 * The fonts of pages: one for Latin and Cyrillic letters, two for Chinese ones, whose
 * shapes differ between Taiwan and the mainland. They come from the class path, and no
 * font of the machine is ever used. May be used by many threads.
 */
final class Typefaces {

    private static final String LATIN = "org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final Typeface latin = new Typeface("Latin", read(LATIN));

    private final Typeface traditional = new Typeface("Traditional", unpacked("fonts/noto-sans-tc.woff"));

    private final Typeface simplified = new Typeface("Simplified", unpacked("fonts/noto-sans-sc.woff"));

    /** Returns the fonts for a language, the first that has a glyph is used. */
    private List<Typeface> of(Language language) {
        return (language == Language.ZH_CN) ? List.of(this.latin, this.simplified, this.traditional)
                : List.of(this.latin, this.traditional, this.simplified);
    }

    /** Returns the names of the fonts for a style sheet. */
    String families(Language language) {
        return String.join(", ", of(language).stream().map(Typeface::name).toList());
    }

    void addTo(PdfRendererBuilder builder) {
        for (Typeface face : List.of(this.latin, this.traditional, this.simplified)) {
            builder.useFont(() -> new ByteArrayInputStream(face.bytes()), face.name());
        }
    }

    /**
     * Returns a text that the fonts can show, in one line: a letter that none has, and a
     * character that would not be seen, is named, such as {@code U+1F600}.
     */
    String shown(String text) {
        if (text.codePoints().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\t' || c == '\n' || c == '\r') {
                shown.append(' ');
            }
            else if (has(c)) {
                shown.appendCodePoint(c);
            }
            else {
                shown.append(String.format("U+%04X", c));
            }
        });
        return shown.toString();
    }

    /** Tells whether a character is seen in one of the fonts. */
    boolean has(int c) {
        int type = Character.getType(c);
        return type != Character.FORMAT && type != Character.CONTROL && type != Character.SURROGATE
                && (this.latin.glyph(c) != 0 || this.traditional.glyph(c) != 0 || this.simplified.glyph(c) != 0);
    }

    /** Returns the width of a text in thousandths of its size. */
    long width(String text, Language language) {
        List<Typeface> faces = of(language);
        return text.codePoints().mapToLong(c -> face(faces, c).width(c)).sum();
    }

    /** Returns the outline of a text of size 1, from the origin to the right. */
    Path2D outline(String text, Language language) {
        List<Typeface> faces = of(language);
        Path2D outline = new Path2D.Double();
        long at = 0;
        for (int c : text.codePoints().toArray()) {
            Typeface face = face(faces, c);
            AffineTransform place = AffineTransform.getTranslateInstance(at / 1000.0, 0);
            // letters stand up, pages are counted down
            place.scale(1.0 / face.unitsPerEm(), -1.0 / face.unitsPerEm());
            outline.append(face.outline(c).getPathIterator(place), false);
            at += face.width(c);
        }
        return outline;
    }

    private static Typeface face(List<Typeface> faces, int c) {
        return faces.stream().filter(face -> face.glyph(c) != 0).findFirst().orElse(faces.getFirst());
    }

    private static byte[] read(String resource) {
        try (InputStream in = new ClassPathResource(resource).getInputStream()) {
            return in.readAllBytes();
        }
        catch (IOException ex) {
            throw new UncheckedIOException("the font " + resource + " cannot be read", ex);
        }
    }

    private static byte[] unpacked(String resource) {
        try {
            return Woff.unpack(read(resource));
        }
        catch (IOException ex) {
            throw new UncheckedIOException("the font " + resource + " cannot be read", ex);
        }
    }

    /** One font; reading a glyph moves about in the file, so one does it at a time. */
    private static final class Typeface {

        private final String name;

        private final byte[] bytes;

        private final TrueTypeFont font;

        private final CmapLookup letters;

        Typeface(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
            try {
                this.font = new TTFParser().parse(new RandomAccessReadBuffer(bytes));
                this.letters = this.font.getUnicodeCmapLookup();
            }
            catch (IOException ex) {
                throw new UncheckedIOException("the font " + name + " cannot be read", ex);
            }
        }

        String name() {
            return this.name;
        }

        byte[] bytes() {
            return this.bytes;
        }

        int glyph(int c) {
            return this.letters.getGlyphId(c);
        }

        synchronized int unitsPerEm() {
            try {
                return this.font.getUnitsPerEm();
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        synchronized long width(int c) {
            try {
                return 1000L * this.font.getAdvanceWidth(glyph(c)) / this.font.getUnitsPerEm();
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        synchronized Path2D outline(int c) {
            try {
                GlyphData glyph = this.font.getGlyph().getGlyph(glyph(c));
                return (glyph != null) ? glyph.getPath() : new Path2D.Double();
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

    }

}
