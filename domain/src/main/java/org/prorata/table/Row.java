package org.prorata.table;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;

/**
 * One line of a table. A cell that cannot be read is reported and a stand-in is returned,
 * so that every problem of the line is found; a line with a problem must not be used.
 */
public final class Row {

    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?");

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");

    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private static final Set<String> COUNTRIES = Set.copyOf(Arrays.asList(Locale.getISOCountries()));

    private final String file;

    private final long line;

    private final Function<String, String> cells;

    private final Problems problems;

    private final List<Problem> found = new ArrayList<>();

    Row(String file, long line, Function<String, String> cells, Problems problems) {
        this.file = file;
        this.line = line;
        this.cells = cells;
        this.problems = problems;
    }

    public long line() {
        return this.line;
    }

    /** Tells whether a problem of this line has been reported. */
    public boolean isBad() {
        return !this.found.isEmpty();
    }

    /** Returns the problems of this line that have been reported. */
    public List<Problem> problems() {
        return List.copyOf(this.found);
    }

    /** Returns a cell as it stands. */
    public String raw(String column) {
        return this.cells.apply(column);
    }

    /** Reports a problem of this line. */
    public void problem(String column, String wrong, String found, String accepted) {
        Problem problem = Problem.of(this.file, this.line, column, wrong, found, accepted);
        this.found.add(problem);
        this.problems.add(problem);
    }

    /** Reads text without control characters or blanks at its ends. */
    public String text(String column, int fewest, int most) {
        String value = raw(column);
        String accepted = fewest + " to " + most + " characters";
        int length = value.codePointCount(0, value.length());
        if (length < fewest) {
            problem(column, "is missing", value, accepted);
        }
        else if (length > most) {
            problem(column, "is too long with " + length + " characters", value, accepted);
        }
        else if (!value.strip().equals(value)) {
            problem(column, "has blanks at its ends", value, accepted + " without them");
        }
        else if (value.chars().anyMatch(Character::isISOControl)) {
            problem(column, "holds a control character", value, accepted + " without them");
        }
        return value;
    }

    /** Reads text that may have several lines and may be empty. */
    public String prose(String column, int most) {
        String value = raw(column);
        int length = value.codePointCount(0, value.length());
        if (length > most) {
            problem(column, "is too long with " + length + " characters", value, "up to " + most + " characters");
        }
        else if (value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            problem(column, "holds a control character", value, "text");
        }
        return value;
    }

    /**
     * Reads an identifier: text of 1 to 64 characters that a spreadsheet does not take
     * for a formula.
     */
    public String id(String column) {
        String value = text(column, 1, 64);
        if (!value.isEmpty() && "=+-@".indexOf(value.charAt(0)) >= 0) {
            problem(column, "begins like a formula", value, "1 to 64 characters, the first not one of = + - @");
        }
        else if (value.length() > 64 && value.codePointCount(0, value.length()) <= 64) {
            problem(column, "is too long with its characters beyond the basic plane", value,
                    "1 to 64 characters, those counted twice");
        }
        return value;
    }

    public LocalDate date(String column) {
        String value = raw(column);
        try {
            LocalDate date = LocalDate.parse(value);
            if (!date.isBefore(EARLIEST) && !date.isAfter(LATEST)) {
                return date;
            }
        }
        catch (DateTimeException ex) {
            // reported below, as a date out of range is
        }
        problem(column, "is not a date", value, "a date such as 2024-12-31, from 1900 on");
        return LATEST;
    }

    /** Reads a time with its offset, to the microsecond. */
    public Instant time(String column) {
        String value = raw(column);
        try {
            Instant time = OffsetDateTime.parse(value).toInstant();
            if (!time.isBefore(EARLIEST.atStartOfDay(java.time.ZoneOffset.UTC).toInstant())
                    && time.isBefore(LATEST.atStartOfDay(java.time.ZoneOffset.UTC).toInstant())) {
                return time.truncatedTo(ChronoUnit.MICROS);
            }
        }
        catch (DateTimeException ex) {
            // reported below, as a time out of range is
        }
        problem(column, "is not a time with an offset", value, "a time such as 2024-12-31T09:00:00Z");
        return Instant.EPOCH;
    }

    public long wholeNumber(String column, long least, long most) {
        String value = raw(column);
        String accepted = "a whole number from " + least + " to " + most;
        if (!WHOLE.matcher(value).matches()) {
            problem(column, "is not a whole number", value, accepted);
            return least;
        }
        long number = Long.parseLong(value);
        if (number < least || number > most) {
            problem(column, "is out of range", value, accepted);
            return least;
        }
        return number;
    }

    /**
     * Reads a plain decimal.
     * @param digits decimals that are allowed; trailing zeros beyond them are
     */
    public BigDecimal decimal(String column, int digits, BigDecimal least, BigDecimal most) {
        String value = raw(column);
        String accepted = "a plain decimal with a dot and up to " + digits + " decimals, from " + least.toPlainString()
                + " to " + most.toPlainString();
        if (!DECIMAL.matcher(value).matches()) {
            problem(column, "is not a plain decimal", value, accepted);
            return least;
        }
        BigDecimal number = new BigDecimal(value);
        if (number.stripTrailingZeros().scale() > digits) {
            problem(column, "has too many decimals", value, accepted);
        }
        else if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            problem(column, "is out of range", value, accepted);
        }
        else {
            return number.setScale(digits);
        }
        return least;
    }

    public <E extends Enum<E>> E choice(String column, Class<E> type) {
        String value = raw(column);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        problem(column, "is not known", value, Arrays.toString(type.getEnumConstants()).replaceAll("[\\[\\]]", ""));
        return type.getEnumConstants()[0];
    }

    public boolean trueOrFalse(String column) {
        String value = raw(column);
        if (!value.equals("true") && !value.equals("false")) {
            problem(column, "is neither true nor false", value, "true or false");
        }
        return value.equals("true");
    }

    public CurrencyUnit currency(String column) {
        String value = raw(column);
        try {
            CurrencyUnit currency = CurrencyUnit.of(value);
            if (currency.getDecimalPlaces() >= 0 && !currency.isPseudoCurrency()) {
                return currency;
            }
        }
        catch (IllegalCurrencyException ex) {
            // reported below, as a pseudo currency is
        }
        problem(column, "is not a currency", value, "a code of ISO 4217 such as EUR");
        return CurrencyUnit.USD;
    }

    public ZoneId timeZone(String column) {
        String value = raw(column);
        if (ZONES.contains(value)) {
            return ZoneId.of(value);
        }
        problem(column, "is not a time zone", value, "an IANA zone such as Europe/Riga");
        return ZoneId.of("UTC");
    }

    public String country(String column) {
        String value = raw(column);
        if (!COUNTRIES.contains(value)) {
            problem(column, "is not a country", value, "a code of ISO 3166-1 such as LV");
        }
        return value;
    }

    public String locale(String column) {
        String value = raw(column);
        Locale locale = Locale.forLanguageTag(value);
        if (value.length() > 35 || locale.getLanguage().isEmpty() || !locale.toLanguageTag().equalsIgnoreCase(value)) {
            problem(column, "is not a language", value, "a tag of BCP 47 such as zh-TW");
        }
        return value;
    }

}
