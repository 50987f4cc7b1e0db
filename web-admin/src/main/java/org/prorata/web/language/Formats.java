package org.prorata.web.language;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

import com.ibm.icu.number.NumberFormatter;
import com.ibm.icu.number.Precision;
import com.ibm.icu.util.MeasureUnit;
import com.ibm.icu.util.ULocale;
import org.joda.money.Money;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.LanguageFormats;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * How things look in the reader's language and time zone; templates call it as
 * {@code ${@formats.date(...)}}.
 */
public final class Formats {

    public String date(LocalDate date) {
        return reader().date(date);
    }

    /** Formats a moment in the reader's time zone, to the minute and with the zone. */
    public String time(Instant instant) {
        return reader().time(instant);
    }

    /** Formats a moment for machines and tooltips: ISO 8601 in UTC. */
    public String utc(Instant instant) {
        return reader().utc(instant);
    }

    public String month(YearMonth month) {
        return reader().month(month);
    }

    public String duration(Duration duration) {
        return reader().duration(duration);
    }

    public String number(long number) {
        return reader().number(number);
    }

    public String money(Money money) {
        return reader().money(money);
    }

    public String money(BigDecimal amount, String currency) {
        return reader().money(amount, currency);
    }

    public String relative(Instant instant, Instant now) {
        return reader().relative(instant, now);
    }

    /** Formats the size of a file by its largest unit, such as {@code 1.2 MB}. */
    public String size(long bytes) {
        MeasureUnit unit = (bytes < 1000) ? MeasureUnit.BYTE
                : (bytes < 1_000_000) ? MeasureUnit.KILOBYTE : MeasureUnit.MEGABYTE;
        double count = (bytes < 1000) ? bytes : (bytes < 1_000_000) ? bytes / 1e3 : bytes / 1e6;
        return NumberFormatter.withLocale(ULocale.forLanguageTag(reader().language().tag()))
            .unit(unit)
            .precision(Precision.maxFraction((count < 10) ? 1 : 0))
            .format(count)
            .toString();
    }

    private static LanguageFormats reader() {
        return new LanguageFormats(Language.of(LocaleContextHolder.getLocale()),
                LocaleContextHolder.getTimeZone().toZoneId());
    }

}
