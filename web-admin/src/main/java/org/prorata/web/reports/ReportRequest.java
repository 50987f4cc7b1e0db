package org.prorata.web.reports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.reporting.document.DocumentOptions;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.summary.Knowledge;
import org.prorata.reporting.summary.RefundSummary.View;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * What the address of a report, or a form, asks for; nothing of it is trusted. Codes are
 * in small letters.
 *
 * @param month such as {@code 2026-11}
 * @param view {@code cycle} or {@code month}; the cycle where it is missing
 * @param asOf a moment such as {@code 2026-12-01T10:00:00Z}, or a day, whose end in UTC
 * it is; what is known now where it is missing
 * @param table {@code credits} or {@code lines}
 * @param currency of one currency only
 * @param dimension with {@code value}, of one group only
 * @param value of the dimension, which may be empty
 * @param format such as {@code csv}
 * @param separator of a CSV file: a comma where it is missing
 */
public record ReportRequest(@Nullable String month, @Nullable String view, @BindParam("as-of") @Nullable String asOf,
        @Nullable String table, @Nullable String currency, @Nullable String dimension, @Nullable String value,
        @Nullable String format, @Nullable String separator) {

    private static final int LONGEST_VALUE = 1000;

    YearMonth monthOrNotFound() {
        try {
            YearMonth parsed = YearMonth.parse((this.month != null) ? this.month : "");
            if (parsed.getYear() >= 2000 && parsed.getYear() <= 2200) {
                return parsed;
            }
        }
        catch (DateTimeException ex) {
            // there is no such month either
        }
        throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    View viewOrCycle() {
        return (this.view == null || this.view.isEmpty()) ? View.CYCLE
                : code(View.values(), this.view).orElseThrow(() -> refused("view", this.view, "cycle or month"));
    }

    /**
     * Returns the moment; empty where none is given.
     * @throws IllegalArgumentException when it is none
     */
    Optional<Instant> moment() {
        String given = (this.asOf != null) ? this.asOf.strip() : "";
        return given.isEmpty() ? Optional.empty() : Optional.of(Knowledge.moment(given));
    }

    Optional<Instant> momentOrRefused() {
        try {
            return moment();
        }
        catch (IllegalArgumentException ex) {
            throw refused("as-of", this.asOf, "a day such as 2026-12-01 or a moment such as 2026-12-01T10:00:00Z");
        }
    }

    /** Returns how a document is to look in a language. */
    DocumentOptions options(Language language) {
        String given = (this.separator == null || this.separator.isEmpty()) ? "," : this.separator;
        if (given.length() != 1) {
            throw refused("separator", given, "a comma, a semicolon, a tab or a vertical bar");
        }
        try {
            return DocumentOptions.in(language).separatedBy(given.charAt(0));
        }
        catch (IllegalArgumentException ex) {
            throw refused("separator", given, "a comma, a semicolon, a tab or a vertical bar");
        }
    }

    /** Returns the value of the group; empty for one that has none. */
    String groupValue() {
        String given = (this.value != null) ? this.value : "";
        if (given.length() > LONGEST_VALUE) {
            throw refused("value", given.substring(0, 20) + "…", "at most " + LONGEST_VALUE + " characters");
        }
        return given;
    }

    static <E extends Enum<E>> Optional<E> code(E[] values, String code) {
        return Arrays.stream(values).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(code)).findFirst();
    }

    static ResponseStatusException refused(String name, @Nullable String found, String accepted) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST,
                name + ": found \"" + found + "\", accepted: " + accepted);
    }

}
