package org.prorata.web.reports;

import java.math.BigDecimal;
import java.util.Locale;

import com.ibm.icu.util.ULocale;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.LanguageFormats;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.springframework.context.MessageSource;

/** What the values of dimensions are called in the reader's language. */
final class ReportWords {

    private final MessageSource messages;

    private final Locale locale;

    private final LanguageFormats formats;

    ReportWords(MessageSource messages, Locale locale) {
        this.messages = messages;
        this.locale = locale;
        this.formats = new LanguageFormats(Language.of(locale), java.time.ZoneOffset.UTC);
    }

    public String value(Dimension dimension, String value) {
        return switch (dimension) {
            case ROUTE, METHOD -> code(value);
            case REASON -> value.isBlank() ? this.messages.getMessage("doc.reason.none", null, this.locale) : value;
            case PRODUCT -> value;
            case COUNTRY -> value.matches("[A-Z]{2}")
                    ? new ULocale("", value).getDisplayCountry(ULocale.forLocale(this.locale)) : value;
            case TAX_RATE ->
                value.matches("[0-9]{1,3}(\\.[0-9]{1,12})?") ? this.formats.rate(new BigDecimal(value)) : value;
        };
    }

    /** Returns what a code such as {@code SELF_SERVICE} is called. */
    public String code(String code) {
        return String.valueOf(this.messages.getMessage("doc.value." + code, null, code, this.locale));
    }

}
