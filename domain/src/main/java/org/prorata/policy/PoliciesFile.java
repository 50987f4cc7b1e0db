package org.prorata.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.prorata.table.BadTableException;
import org.prorata.table.Problem;
import org.prorata.table.Problems;
import org.prorata.table.Row;
import org.prorata.table.Table;

/**
 * The policies as a CSV file that finance reads and changes. One line is one dated
 * version of one policy; a changed rule is a new line with a later date, so that old
 * decisions keep the rules they were made by.
 */
public final class PoliciesFile {

    private static final String SHIPPED = "policies.csv";

    private static final Pattern DAYS = Pattern.compile("P([0-9]{1,4})D");

    private static final Set<String> COLUMNS = new LinkedHashSet<>(List.of("policy", "effective_from", "default_policy",
            "counted_licences", "self_service_limit", "limit_is_self_service", "scope", "full_refund",
            "prorated_refund", "window_starts", "cancel_day", "rounding", "return"));

    private PoliciesFile() {
    }

    /** Reads the policies that come with the product. */
    public static Policies shipped() {
        try {
            return read(SHIPPED, PoliciesFile::openShipped);
        }
        catch (BadTableException | IOException ex) {
            throw new IllegalStateException("the shipped policies cannot be read", ex);
        }
    }

    /** Opens the file that comes with the product, to copy and change. */
    public static InputStream openShipped() {
        InputStream in = PoliciesFile.class.getResourceAsStream("/" + SHIPPED);
        if (in == null) {
            throw new IllegalStateException("the program was packed without " + SHIPPED);
        }
        return in;
    }

    /**
     * Reads a policies file.
     * @throws BadTableException with every problem, where it stands and what is accepted
     */
    public static Policies read(Path file) throws BadTableException, IOException {
        return read(file.toString(), () -> Files.newInputStream(file));
    }

    static Policies read(String name, Table.Source source) throws BadTableException, IOException {
        Problems problems = new Problems();
        List<Policy> policies = new ArrayList<>();
        Set<PolicyVersion> seen = new HashSet<>();
        Map<Boolean, Set<String>> byDefault = new HashMap<>(
                Map.of(true, new LinkedHashSet<>(), false, new LinkedHashSet<>()));
        new Table(name, source, COLUMNS).read(problems, row -> {
            Policy policy = policy(row);
            boolean isDefault = row.trueOrFalse("default_policy");
            if (!row.isBad() && !seen.add(policy.version())) {
                row.problem("effective_from", "stands twice for this policy", policy.version().toString(),
                        "one line a version");
            }
            if (!row.isBad()) {
                policies.add(policy);
                byDefault.getOrDefault(isDefault, Set.of()).add(policy.version().policy());
            }
        });
        Set<String> defaults = byDefault.getOrDefault(true, Set.of());
        if (problems.isEmpty() && defaults.size() != 1) {
            problems.add(new Problem(name, 0, "default_policy", "names no single default policy, found " + defaults
                    + ", accepted: true for the lines of one policy"));
        }
        problems.throwIfAny();
        return new Policies(defaults.iterator().next(), policies);
    }

    private static Policy policy(Row row) {
        Integer limit = row.raw("self_service_limit").isEmpty() ? null
                : (int) row.wholeNumber("self_service_limit", 1, Integer.MAX_VALUE);
        return new Policy(new PolicyVersion(row.id("policy"), row.date("effective_from")),
                row.choice("counted_licences", CountedLicences.class), limit, row.trueOrFalse("limit_is_self_service"),
                row.choice("scope", PolicyScope.class), limit(row, "full_refund"), limit(row, "prorated_refund"),
                row.choice("window_starts", WindowStart.class), row.choice("cancel_day", CancelDay.class),
                row.choice("rounding", Rounding.class), row.choice("return", ReturnTiming.class));
    }

    private static RefundLimit limit(Row row, String column) {
        String value = row.raw(column);
        Matcher days = DAYS.matcher(value);
        if (value.equals("NEVER")) {
            return new RefundLimit.Never();
        }
        if (value.equals("ALWAYS")) {
            return new RefundLimit.Always();
        }
        if (days.matches()) {
            return new RefundLimit.Days(Integer.parseInt(days.group(1)));
        }
        try {
            Duration length = Duration.parse(value);
            if (!length.isNegative() && value.startsWith("PT")) {
                return new RefundLimit.Elapsed(length);
            }
        }
        catch (DateTimeException ex) {
            // reported below, as a length of another form is
        }
        row.problem(column, "is not a length of time", value, "NEVER, ALWAYS, days such as P7D or hours such as PT24H");
        return new RefundLimit.Never();
    }

}
