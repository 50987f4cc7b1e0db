package org.prorata.web.security;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.prorata.people.Role;

/**
 * A part of the site, with the paths that belong to it and who may go there. It is the
 * one place where a path meets a role: the filter chain and the navigation read it. A
 * path in no area is refused. In the navigation areas come in this order, and a person's
 * first page is that of the first area he may enter.
 */
@SuppressWarnings("ImmutableEnumChecker") // the sets are: all come from Set.of
public enum Area {

    APPROVALS("/approvals", Set.of(Role.APPROVER, Role.AUDITOR), Set.of(Role.APPROVER)),
    CALLBACKS("/callbacks", Set.of(Role.SUPPORT, Role.AUDITOR), Set.of(Role.SUPPORT)),
    PRODUCTS("/products", Set.of(Role.TENANT_ADMIN, Role.SUPPORT), Set.of(Role.TENANT_ADMIN)),
    RUNS("/runs", Set.of(Role.OPERATOR, Role.AUDITOR), Set.of(Role.OPERATOR)),
    REPORTS("/reports", Set.of(Role.MANAGER, Role.AUDITOR), Set.of(Role.MANAGER, Role.AUDITOR)),
    AUDIT("/audit", Set.of(Role.AUDITOR), Set.of(Role.AUDITOR)),
    PEOPLE("/people", Set.of(Role.USER_ADMIN, Role.AUDITOR), Set.of(Role.USER_ADMIN));

    private final String path;

    private final Set<Role> readers;

    private final Set<Role> writers;

    Area(String path, Set<Role> readers, Set<Role> writers) {
        this.path = path;
        this.readers = readers;
        this.writers = writers;
    }

    /** Returns the path of the area's first page; all its other paths are below it. */
    public String path() {
        return this.path;
    }

    /** Returns the key of the area's name in the messages, such as {@code nav.PEOPLE}. */
    public String messageKey() {
        return "nav." + name();
    }

    /** Tells whether somebody with these roles may look. */
    public boolean isReadableBy(Set<Role> roles) {
        return this.readers.stream().anyMatch(roles::contains);
    }

    /** Returns the areas that somebody with these roles may look at. */
    public static List<Area> readableBy(Set<Role> roles) {
        return Arrays.stream(values()).filter(area -> area.isReadableBy(roles)).toList();
    }

    String[] readers() {
        return names(this.readers);
    }

    String[] writers() {
        return names(this.writers);
    }

    private static String[] names(Set<Role> roles) {
        return roles.stream().map(Role::name).sorted().toArray(String[]::new);
    }

}
