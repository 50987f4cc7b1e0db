package org.prorata.web.security;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.people.Scope;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Who is asking, as the database has it at this request: controllers take the
 * {@link Person} as {@code @AuthenticationPrincipal}. Authorities are {@code ROLE_} and
 * the role, and for API clients {@code SCOPE_} and the scope.
 */
public final class PersonAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Person person;

    private final @Nullable Instant confirmedAt;

    private final @Nullable String clientId;

    private PersonAuthentication(Person person, Set<Scope> scopes, @Nullable Instant confirmedAt,
            @Nullable String clientId) {
        super(Stream
            .concat(person.grants().stream().map(grant -> "ROLE_" + grant.role()),
                    scopes.stream().map(scope -> "SCOPE_" + scope.code()))
            .map(SimpleGrantedAuthority::new)
            .toList());
        this.person = person;
        this.confirmedAt = confirmedAt;
        this.clientId = clientId;
        setAuthenticated(true);
    }

    static PersonAuthentication bySession(Person person, @Nullable Instant confirmedAt) {
        return new PersonAuthentication(person, Set.of(), confirmedAt, null);
    }

    static PersonAuthentication byToken(Person person, Set<Scope> scopes, String clientId) {
        return new PersonAuthentication(person, scopes, null, clientId);
    }

    public Person person() {
        return this.person;
    }

    /** Returns when the person last proved who he is, where this is known. */
    public @Nullable Instant confirmedAt() {
        return this.confirmedAt;
    }

    /** Returns the API client that acts for the person; nothing in a session. */
    public @Nullable String clientId() {
        return this.clientId;
    }

    public boolean hasRole(Role role) {
        return this.person.has(role);
    }

    @Override
    public String getName() {
        return this.person.id().value();
    }

    @Override
    public Object getPrincipal() {
        return this.person;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersonAuthentication that && super.equals(that) && this.person.equals(that.person);
    }

    @Override
    public int hashCode() {
        return this.person.hashCode();
    }

}
