package org.prorata.approval;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who may approve, and how far that goes.
 *
 * @param person the person's id, which is not a login
 * @param enabled whether the person may approve at present
 * @param countries ISO 3166-1 alpha-2, of tenants; {@code null} for all
 * @param limits the most that may be given back, gross, by currency: what is not named is
 * out of scope; {@code null} for any amount
 */
public record Approver(String person, boolean enabled, @Nullable Set<String> countries,
        @Nullable Map<String, BigDecimal> limits) {

    public Approver {
        if (person.isBlank() || person.length() > 200) {
            throw new IllegalArgumentException("approver \"" + person + "\", accepted: 1 to 200 characters");
        }
        countries = (countries != null) ? Set.copyOf(countries) : null;
        limits = (limits != null) ? Map.copyOf(limits) : null;
    }

    /** Makes an approver for every country and every amount. */
    public static Approver ofEverything(String person) {
        return new Approver(person, true, null, null);
    }

    public boolean coversCountry(String country) {
        return this.countries == null || this.countries.contains(country);
    }

    public boolean coversAmount(BigDecimal refund, String currency) {
        if (this.limits == null) {
            return true;
        }
        BigDecimal most = this.limits.get(currency);
        return most != null && refund.compareTo(most) <= 0;
    }

    /** Tells whether two ids name the same person, as the database compares them. */
    public static boolean samePerson(String one, String other) {
        return one.strip().equalsIgnoreCase(other.strip());
    }

}
