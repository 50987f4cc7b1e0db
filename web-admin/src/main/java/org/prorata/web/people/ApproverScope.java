package org.prorata.web.people;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;
import org.jspecify.annotations.Nullable;
import org.prorata.approval.Approver;
import org.prorata.web.layout.FormErrors;

/**
 * How far an approver may go, as it is typed. "All" is never what an empty field means:
 * it has to be ticked.
 *
 * @param countries codes, apart by blanks or commas
 * @param anyCountry whether it is ticked that every country is meant
 * @param limits a currency and an amount a line
 * @param anyAmount whether it is ticked that every amount is meant
 */
public record ApproverScope(String countries, boolean anyCountry, String limits, boolean anyAmount) {

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private static final int LONGEST = 2000;

    static ApproverScope of(@Nullable Approver approver) {
        if (approver == null) {
            return new ApproverScope("", false, "", false);
        }
        Set<String> countries = approver.countries();
        Map<String, BigDecimal> limits = approver.limits();
        return new ApproverScope((countries != null) ? String.join(" ", new TreeSet<>(countries)) : "",
                countries == null,
                (limits != null) ? new TreeMap<>(limits).entrySet()
                    .stream()
                    .map(limit -> limit.getKey() + " " + limit.getValue().stripTrailingZeros().toPlainString())
                    .collect(Collectors.joining("\n")) : "",
                limits == null);
    }

    /** Reads it, and notes in the errors what cannot be read. */
    @Nullable Approver read(String person, FormErrors errors) {
        Set<String> countryCodes = Arrays.stream(this.countries.strip().toUpperCase(Locale.ROOT).split("[\\s,;]+"))
            .filter(code -> !code.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
        if (this.countries.length() > LONGEST || countryCodes.isEmpty() != this.anyCountry) {
            errors.add("countries", "approvers.problem.countries.choice");
        }
        else if (!COUNTRIES.containsAll(countryCodes)) {
            errors.add("countries", "approvers.problem.countries");
        }
        Map<String, BigDecimal> most = new TreeMap<>();
        if (this.limits.length() > LONGEST || this.limits.isBlank() != this.anyAmount) {
            errors.add("limits", "approvers.problem.limits.choice");
        }
        else if (!this.limits.strip().lines().filter(line -> !line.isBlank()).allMatch(line -> limit(line, most))) {
            errors.add("limits", "approvers.problem.limits");
        }
        return errors.isEmpty()
                ? new Approver(person, true, this.anyCountry ? null : countryCodes, this.anyAmount ? null : most)
                : null;
    }

    private static boolean limit(String line, Map<String, BigDecimal> most) {
        String[] parts = line.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        if (parts.length != 2 || !parts[1].matches("\\d{1,12}([.,]\\d{1,4})?")) {
            return false;
        }
        try {
            return most.put(CurrencyUnit.of(parts[0]).getCode(), new BigDecimal(parts[1].replace(',', '.'))) == null;
        }
        catch (IllegalCurrencyException ex) {
            return false;
        }
    }

}
