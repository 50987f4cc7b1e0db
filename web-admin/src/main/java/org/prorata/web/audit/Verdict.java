package org.prorata.web.audit;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.prorata.audit.AuditEvent;
import org.prorata.db.run.Verification;

/**
 * What a check of the books found, as the audit trail keeps it.
 *
 * @param whole whether nobody has changed the past
 * @param at when
 * @param by who asked for the check
 * @param events links of the audit chain that were checked
 * @param runs certified runs that were checked
 * @param problems what does not fit
 */
public record Verdict(boolean whole, Instant at, String by, long events, long runs, List<String> problems) {

    static final String WHOLE = "BOOKS_VERIFIED";

    static final String BROKEN = "BOOKS_DOUBTED";

    private static final int MOST_PROBLEMS = 50;

    private static final int LONGEST_PROBLEM = 300;

    private static final Pattern CHECKED = Pattern
        .compile("(\\d+) audit events and (\\d+) certified runs were checked");

    /** Writes what a check found as the detail of an audit event. */
    static String detail(Verification.Result result) {
        StringBuilder detail = new StringBuilder(
                "%d audit events and %d certified runs were checked".formatted(result.auditEvents(), result.runs()));
        result.problems()
            .stream()
            .limit(MOST_PROBLEMS)
            .map(problem -> problem.replaceAll("\\R", " "))
            .forEach(problem -> detail.append('\n').append(problem, 0, Math.min(LONGEST_PROBLEM, problem.length())));
        return detail.toString();
    }

    static Verdict of(AuditEvent event) {
        List<String> lines = event.detail().lines().toList();
        Matcher checked = CHECKED.matcher(lines.isEmpty() ? "" : lines.getFirst());
        boolean found = checked.matches();
        return new Verdict(event.action().equals(WHOLE), event.at(), event.actor(),
                found ? Long.parseLong(checked.group(1)) : 0, found ? Long.parseLong(checked.group(2)) : 0,
                lines.stream().skip(1).toList());
    }

}
