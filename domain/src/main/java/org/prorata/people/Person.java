package org.prorata.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.subscription.TenantId;

/**
 * A person with an account.
 *
 * @param no the key in the database
 * @param id the name for ever
 * @param name what people call the person
 * @param login what the person signs in with, in lower case
 * @param grants the roles, at most one of each
 * @param disabled whether the account is shut
 * @param passwordIsTemporary whether the password is only good for choosing another
 * @param passwordChangedAt when it was last set
 * @param lockedUntil until when no password is accepted, if there is such a time
 * @param language the chosen language tag, if any
 * @param timeZone the chosen time zone, if any
 */
public record Person(long no, PersonId id, String name, String login, List<RoleGrant> grants, boolean disabled,
        boolean passwordIsTemporary, Instant passwordChangedAt, @Nullable Instant lockedUntil,
        @Nullable String language, @Nullable String timeZone) {

    public boolean has(Role role) {
        return grant(role).isPresent();
    }

    public Optional<RoleGrant> grant(Role role) {
        return this.grants.stream().filter(grant -> grant.role() == role).findFirst();
    }

    /** Returns the tenant that this person administers. */
    public Optional<TenantId> tenant() {
        return grant(Role.TENANT_ADMIN).map(RoleGrant::tenant);
    }

    /** Returns the roles that this person has and that shut out the given one. */
    public List<Role> rolesAgainst(Role role) {
        return this.grants.stream().map(RoleGrant::role).filter(role.excludes()::contains).toList();
    }

}
