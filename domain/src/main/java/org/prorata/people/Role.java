package org.prorata.people;

import java.util.Set;

/** What a person may do; without a role a person may do nothing but sign in. */
public enum Role {

    /** Sees and cancels the subscriptions of one tenant. */
    TENANT_ADMIN,
    /** Decides about requests of large tenants, within countries and up to an amount. */
    APPROVER,
    /** Calls tenants back and files requests for them. */
    SUPPORT,
    /** Watches the nightly run: restart, quarantine, failed returns. */
    OPERATOR,
    /** Reads and downloads reports. */
    MANAGER,
    /** Reads everything and changes nothing. */
    AUDITOR,
    /** Keeps people, their roles and the API clients. */
    USER_ADMIN;

    /**
     * Returns the roles that a person with this one never has: who approves neither
     * decides who approves nor runs what was approved. The database refuses the same
     * pairs.
     */
    public Set<Role> excludes() {
        return switch (this) {
            case APPROVER -> Set.of(USER_ADMIN, OPERATOR);
            case USER_ADMIN, OPERATOR -> Set.of(APPROVER);
            case TENANT_ADMIN, SUPPORT, MANAGER, AUDITOR -> Set.of();
        };
    }

}
