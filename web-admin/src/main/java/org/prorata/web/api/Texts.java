package org.prorata.web.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

import org.prorata.cancellation.RequestId;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;
import org.prorata.web.problem.FieldCode;
import org.prorata.web.problem.ProblemCode;
import org.prorata.web.problem.ProblemException;

/** Reads what callers write. */
final class Texts {

    static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    private static final Pattern ISO = Pattern.compile(DATE);

    private static final int LONGEST_ID = 64;

    private Texts() {
    }

    /**
     * Reads a day.
     * @param pointer where it is written
     */
    static LocalDate day(String pointer, String text) {
        try {
            if (ISO.matcher(text).matches() && text.compareTo("1000") > 0) {
                return LocalDate.parse(text);
            }
        }
        catch (DateTimeException ex) {
            // such as 30 February
        }
        throw ProblemException.invalid(pointer, FieldCode.FORMAT, "2026-01-31");
    }

    static SubscriptionId subscription(String text) {
        return SubscriptionId.of(id(text));
    }

    static TenantId tenant(String text) {
        return TenantId.of(id(text));
    }

    static RequestId request(String text) {
        return RequestId.of(id(text));
    }

    private static String id(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ID) {
            throw ProblemException.of(ProblemCode.NOT_FOUND);
        }
        return text;
    }

}
