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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.ibm.icu.number.LocalizedNumberFormatter;
import com.ibm.icu.number.NumberFormatter;
import com.ibm.icu.number.Precision;
import com.ibm.icu.number.Scale;
import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.DisplayContext;
import com.ibm.icu.text.MeasureFormat;
import com.ibm.icu.text.RelativeDateTimeFormatter;
import com.ibm.icu.text.RelativeDateTimeFormatter.RelativeDateTimeUnit;
import com.ibm.icu.util.Currency;
import com.ibm.icu.util.Measure;
import com.ibm.icu.util.MeasureUnit;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * How things look in a language and a time zone. The currency always comes from the data.
 *
 * @param language whose customs
 * @param zone where moments are told
 */
public record LanguageFormats(Language language, ZoneId zone) {

    private record DateKey(String tag, String skeleton, String zone) {
    }

    private record MoneyKey(String tag, String currency, int most) {
    }

    // ICU takes long to make a format and keeps a state while a date's works; those of
    // numbers never change
    private static final Map<DateKey, DateFormat> DATES = new ConcurrentHashMap<>();

    private static final Map<String, LocalizedNumberFormatter> NUMBERS = new ConcurrentHashMap<>();

    private static final Map<MoneyKey, LocalizedNumberFormatter> MONEY = new ConcurrentHashMap<>();

    /** Formats a day without a time, such as {@code 31 Jan 2026}. */
    public String date(LocalDate date) {
        return day("", date);
    }

    private String day(String skeleton, LocalDate date) {
        return written(skeleton, "GMT", date.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** Formats by a skeleton; an empty one stands for the usual date. */
    private String written(String skeleton, String zone, Instant instant) {
        DateFormat format = DATES.computeIfAbsent(new DateKey(this.language.tag(), skeleton, zone), key -> {
            DateFormat made = key.skeleton().isEmpty() ? DateFormat.getDateInstance(DateFormat.MEDIUM, locale())
                    : DateFormat.getInstanceForSkeleton(key.skeleton(), locale());
            made.setTimeZone(TimeZone.getTimeZone(key.zone()));
            return made;
        });
        synchronized (format) {
            return format.format(Date.from(instant));
        }
    }

    /** Formats a moment in the reader's time zone, to the minute and with the zone. */
    public String time(Instant instant) {
        // asked for the three together, some languages name the unit of the hour twice
        return part("yMMMd", instant) + " " + part("Hm", instant) + " " + part("z", instant);
    }

    private String part(String skeleton, Instant instant) {
        return written(skeleton, this.zone.getId(), instant);
    }

    /** Formats a moment for machines and tooltips: ISO 8601 in UTC. */
    public String utc(Instant instant) {
        return instant.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    }

    /** Formats a month with its year, such as {@code January 2026}. */
    public String month(YearMonth month) {
        return day("yMMMM", month.atDay(1));
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
        return numbers().precision(Precision.integer()).format(number).toString();
    }

    /**
     * Formats a rate such as 0.25 as per cent, with at most one decimal; what is not all
     * is never 100.
     */
    public String percent(BigDecimal rate) {
        return percent(1, rate.setScale(3, RoundingMode.DOWN));
    }

    /** Formats a rate such as 0.255 as per cent, exactly. */
    public String rate(BigDecimal rate) {
        return percent(Math.max(0, rate.stripTrailingZeros().scale() - 2), rate);
    }

    private String percent(int most, BigDecimal rate) {
        return numbers().unit(MeasureUnit.PERCENT)
            .scale(Scale.powerOfTen(2))
            .precision(Precision.maxFraction(most))
            .format(rate)
            .toString();
    }

    /** Formats a number with the decimals that it has. */
    public String decimal(BigDecimal number) {
        return numbers().precision(Precision.fixedFraction(Math.max(0, number.scale()))).format(number).toString();
    }

    /** Formats an amount with the digits of its currency, without the currency. */
    public String amount(Money money) {
        return decimal(money.getAmount());
    }

    /** Formats a day without its year, such as {@code Jan 31}. */
    public String dayOfMonth(LocalDate date) {
        return day("MMMd", date);
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
        int digits = CurrencyUnit.of(currency).getDecimalPlaces();
        int most = Math.max(digits, amount.stripTrailingZeros().scale());
        return MONEY
            .computeIfAbsent(new MoneyKey(this.language.tag(), currency, most),
                    key -> numbers().unit(Currency.getInstance(key.currency()))
                        .precision(Precision.minMaxFraction(digits, key.most())))
            .format(amount)
            .toString();
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

    private LocalizedNumberFormatter numbers() {
        return NUMBERS.computeIfAbsent(this.language.tag(),
                tag -> NumberFormatter.withLocale(locale()).grouping(NumberFormatter.GroupingStrategy.ON_ALIGNED));
    }

    private ULocale locale() {
        return ULocale.forLanguageTag(this.language.tag());
    }

}
