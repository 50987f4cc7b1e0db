package org.prorata.reporting.language;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;

import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.DisplayContext;
import com.ibm.icu.text.MeasureFormat;
import com.ibm.icu.text.NumberFormat;
import com.ibm.icu.text.RelativeDateTimeFormatter;
import com.ibm.icu.text.RelativeDateTimeFormatter.RelativeDateTimeUnit;
import com.ibm.icu.util.Currency;
import com.ibm.icu.util.Measure;
import com.ibm.icu.util.MeasureUnit;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import org.joda.money.Money;

/**
 * How things look in a language and a time zone. The currency always comes from the data.
 *
 * @param language whose customs
 * @param zone where moments are told
 */
public record LanguageFormats(Language language, ZoneId zone) {

    /** Formats a day without a time, such as {@code 31 Jan 2026}. */
    public String date(LocalDate date) {
        DateFormat format = DateFormat.getDateInstance(DateFormat.MEDIUM, locale());
        format.setTimeZone(TimeZone.GMT_ZONE);
        return format.format(Date.from(date.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    /** Formats a moment in the reader's time zone, to the minute and with the zone. */
    public String time(Instant instant) {
        // asked for the three together, some languages name the unit of the hour twice
        return part("yMMMd", instant) + " " + part("Hm", instant) + " " + part("z", instant);
    }

    private String part(String skeleton, Instant instant) {
        DateFormat format = DateFormat.getInstanceForSkeleton(skeleton, locale());
        format.setTimeZone(TimeZone.getTimeZone(this.zone.getId()));
        return format.format(Date.from(instant));
    }

    /** Formats a moment for machines and tooltips: ISO 8601 in UTC. */
    public String utc(Instant instant) {
        return instant.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    }

    /** Formats a month with its year, such as {@code January 2026}. */
    public String month(YearMonth month) {
        DateFormat format = DateFormat.getInstanceForSkeleton("yMMMM", locale());
        format.setTimeZone(TimeZone.GMT_ZONE);
        return format.format(Date.from(month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    /** Formats a length of time by its two largest units, such as {@code 1 hr, 5 min}. */
    public String duration(Duration duration) {
        MeasureFormat format = MeasureFormat.getInstance(locale(), MeasureFormat.FormatWidth.SHORT);
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return format.formatMeasures(new Measure(seconds, MeasureUnit.SECOND));
        }
        return (seconds < 3600)
                ? format.formatMeasures(new Measure(seconds / 60, MeasureUnit.MINUTE),
                        new Measure(seconds % 60, MeasureUnit.SECOND))
                : format.formatMeasures(new Measure(seconds / 3600, MeasureUnit.HOUR),
                        new Measure(seconds % 3600 / 60, MeasureUnit.MINUTE));
    }

    /** Formats a count with the reader's grouping. */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(locale()).format(number);
    }

    /**
     * Formats a rate such as 0.25 as per cent, with at most one decimal; what is not all
     * is never 100.
     */
    public String percent(BigDecimal rate) {
        NumberFormat format = NumberFormat.getPercentInstance(locale());
        format.setMaximumFractionDigits(1);
        return format.format(rate.setScale(3, RoundingMode.DOWN));
    }

    /** Formats a rate such as 0.255 as per cent, exactly. */
    public String rate(BigDecimal rate) {
        NumberFormat format = NumberFormat.getPercentInstance(locale());
        format.setMaximumFractionDigits(Math.max(0, rate.stripTrailingZeros().scale() - 2));
        return format.format(rate);
    }

    /** Formats a number with the decimals that it has. */
    public String decimal(BigDecimal number) {
        NumberFormat format = NumberFormat.getNumberInstance(locale());
        format.setMinimumFractionDigits(Math.max(0, number.scale()));
        format.setMaximumFractionDigits(Math.max(0, number.scale()));
        return format.format(number);
    }

    /** Formats an amount with the digits of its currency, without the currency. */
    public String amount(Money money) {
        return decimal(money.getAmount());
    }

    /** Formats a day without its year, such as {@code Jan 31}. */
    public String dayOfMonth(LocalDate date) {
        DateFormat format = DateFormat.getInstanceForSkeleton("MMMd", locale());
        format.setTimeZone(TimeZone.GMT_ZONE);
        return format.format(Date.from(date.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    /** Formats money with all digits of its currency. */
    public String money(Money money) {
        return money(money.getAmount(), money.getCurrencyUnit().getCode());
    }

    /**
     * Formats an amount of a currency with the digits of the currency, or more if it has
     * more.
     */
    public String money(BigDecimal amount, String currency) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale());
        format.setCurrency(Currency.getInstance(currency));
        int digits = org.joda.money.CurrencyUnit.of(currency).getDecimalPlaces();
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(Math.max(digits, amount.stripTrailingZeros().scale()));
        return format.format(amount);
    }

    /** Says how far a moment is away, such as "in 3 hours" or "2 days ago". */
    public String relative(Instant instant, Instant now) {
        long seconds = instant.getEpochSecond() - now.getEpochSecond();
        long size = Math.abs(seconds);
        RelativeDateTimeUnit unit = (size < 3600) ? RelativeDateTimeUnit.MINUTE
                : (size < 86_400) ? RelativeDateTimeUnit.HOUR : RelativeDateTimeUnit.DAY;
        long length = (size < 3600) ? 60 : (size < 86_400) ? 3600 : 86_400;
        RelativeDateTimeFormatter formatter = RelativeDateTimeFormatter.getInstance(locale(), null,
                RelativeDateTimeFormatter.Style.LONG, DisplayContext.CAPITALIZATION_NONE);
        // a value below zero is in the past; minus zero, too
        double count = Math.floorDiv(size, length);
        return formatter.formatNumeric((seconds < 0) ? -count : count, unit);
    }

    private ULocale locale() {
        return ULocale.forLanguageTag(this.language.tag());
    }

}
