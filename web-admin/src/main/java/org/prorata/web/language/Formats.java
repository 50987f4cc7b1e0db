package org.prorata.web.language;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

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

    private static LanguageFormats reader() {
        return new LanguageFormats(Language.of(LocaleContextHolder.getLocale()),
                LocaleContextHolder.getTimeZone().toZoneId());
    }

}
