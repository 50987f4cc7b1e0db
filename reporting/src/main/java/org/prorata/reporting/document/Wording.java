package org.prorata.reporting.document;

import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import com.ibm.icu.util.ULocale;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.LanguageFormats;
import org.prorata.reporting.language.Texts;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Heading;
import org.prorata.reporting.summary.RefundSummary.View;

/** What documents say in one language; moments are told in UTC. */
final class Wording {

    private final Texts texts;

    private final Language language;

    private final LanguageFormats formats;

    private final Map<String, String> values = new ConcurrentHashMap<>();

    Wording(Texts texts, Language language) {
        this.texts = texts;
        this.language = language;
        this.formats = new LanguageFormats(language, ZoneOffset.UTC);
    }

    Language language() {
        return this.language;
    }

    LanguageFormats formats() {
        return this.formats;
    }

    String text(String key, Object... arguments) {
        return this.texts.get(this.language, "doc." + key, arguments);
    }

    /**
     * Returns the title of a summary, such as "Refund summary, billing cycle June 2026".
     */
    String title(Heading heading) {
        return text((heading.question().view() == View.CYCLE) ? "title.CYCLE" : "title.MONTH",
                this.formats.month(heading.question().month()));
    }

    /**
     * Returns what a code such as {@code SELF_SERVICE} is called, or the code itself
     * where it has no name.
     */
    String value(@Nullable String code) {
        if (code == null) {
            return "";
        }
        return this.values.computeIfAbsent(code,
                missing -> Objects.requireNonNullElse(this.texts.find(this.language, "doc.value." + code), code));
    }

    /** Returns what the value of a dimension is called. */
    String member(Dimension dimension, String value) {
        return switch (dimension) {
            case ROUTE, METHOD -> value(value);
            case REASON -> value.isBlank() ? text("reason.none") : value;
            case PRODUCT -> value;
            case COUNTRY -> country(value);
            case TAX_RATE -> rate(value);
        };
    }

    private String country(String code) {
        if (!code.matches("[A-Z]{2}")) {
            return code;
        }
        String name = new ULocale("", code).getDisplayCountry(ULocale.forLanguageTag(this.language.tag()));
        return name.equals(code) ? code : name + " (" + code + ")";
    }

    private String rate(String value) {
        return value.matches("[0-9]{1,3}(\\.[0-9]{1,12})?") ? this.formats.rate(new java.math.BigDecimal(value))
                : value;
    }

}
