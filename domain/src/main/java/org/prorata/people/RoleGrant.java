package org.prorata.people;

import java.util.List;

import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.prorata.subscription.TenantId;

/**
 * A role that was given, with its limits.
 *
 * @param role what was given
 * @param tenant the tenant of a {@link Role#TENANT_ADMIN}, else nothing
 * @param countries where an {@link Role#APPROVER} decides, as ISO 3166 codes; empty for
 * everywhere
 * @param limit up to which refund an approver decides; nothing for any
 */
public record RoleGrant(Role role, @Nullable TenantId tenant, List<String> countries, @Nullable Money limit) {

    public RoleGrant {
        if ((role == Role.TENANT_ADMIN) != (tenant != null)) {
            throw new IllegalArgumentException("role " + role + " with tenant " + tenant
                    + ", accepted: TENANT_ADMIN with a tenant, every other role without");
        }
        if (role != Role.APPROVER && (!countries.isEmpty() || limit != null)) {
            throw new IllegalArgumentException("role " + role + " with an approver's limits, accepted: APPROVER only");
        }
        countries.forEach(country -> {
            if (!country.matches("[A-Z]{2}")) {
                throw new IllegalArgumentException(
                        "country \"" + country + "\", accepted: two capital letters such as SE");
            }
        });
        countries = countries.stream().distinct().sorted().toList();
    }

    /** Grants a role without limits. */
    public static RoleGrant of(Role role) {
        return new RoleGrant(role, null, List.of(), null);
    }

    public static RoleGrant tenantAdmin(TenantId tenant) {
        return new RoleGrant(Role.TENANT_ADMIN, tenant, List.of(), null);
    }

    public static RoleGrant approver(List<String> countries, @Nullable Money limit) {
        return new RoleGrant(Role.APPROVER, null, countries, limit);
    }

    /**
     * Tells whether an approver with this grant may decide about a refund; one in another
     * currency than that of the limit is above it, because nothing says what it is worth.
     */
    public boolean covers(String country, Money refund) {
        return this.role == Role.APPROVER && (this.countries.isEmpty() || this.countries.contains(country))
                && (this.limit == null || (this.limit.isSameCurrency(refund) && !refund.isGreaterThan(this.limit)));
    }

}
