package org.prorata.db.importing;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.prorata.table.Row;

/**
 * Reads cells as Microsoft writes them for the United States: month before day, decimals
 * after a point. What was opened and saved in another locale is refused, not guessed.
 */
final class EnglishCells {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,15}(\\.[0-9]{1,20})?");

    private static final Pattern MONTH_FIRST = Pattern
        .compile("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})( [0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?( ?[AaPp][Mm])?)?");

    private static final Pattern ISO = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})"
            + "([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?");

    private static final int EARLIEST_YEAR = 1900;

    private EnglishCells() {
    }

    static BigDecimal number(Row row, String column) {
        String value = row.raw(column);
        if (NUMBER.matcher(value).matches()) {
            BigDecimal number = new BigDecimal(value);
            if (number.abs().compareTo(ChargeSheet.MOST_MONEY) <= 0) {
                return number;
            }
            row.problem(column, "is out of range", value,
                    "a number up to " + ChargeSheet.MOST_MONEY.toPlainString() + " either way");
        }
        else {
            row.problem(column, "is not a number in en-US format", value,
                    "a number such as 1234.56 with a decimal point and no other mark; the file is needed as downloaded, in en-US format");
        }
        return BigDecimal.ZERO;
    }

    /** Reads the day as it is written, whatever time follows it. */
    static LocalDate day(Row row, String column) {
        String value = row.raw(column);
        Matcher monthFirst = MONTH_FIRST.matcher(value);
        Matcher iso = ISO.matcher(value);
        try {
            if (monthFirst.matches()) {
                return date(monthFirst.group(3), monthFirst.group(1), monthFirst.group(2));
            }
            if (iso.matches()) {
                return date(iso.group(1), iso.group(2), iso.group(3));
            }
        }
        catch (DateTimeException ex) {
            // reported below, as a date in another form is
        }
        row.problem(column, "is not a date in en-US format", value,
                "a date such as 12/31/2024, month first, or 2024-12-31; the file is needed as downloaded, in en-US format");
        return LocalDate.EPOCH;
    }

    private static LocalDate date(String year, String month, String day) {
        LocalDate date = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
        if (date.getYear() < EARLIEST_YEAR) {
            throw new DateTimeException("before " + EARLIEST_YEAR);
        }
        return date;
    }

}
