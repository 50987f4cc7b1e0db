package org.prorata.web.security;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.db.people.Logins;
import org.prorata.people.Person;
import org.prorata.web.WebProperties;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Lets people in by login and password. With an identity provider only the one login that
 * is kept for emergencies has this way in.
 */
final class PasswordLogin implements AuthenticationProvider {

    private final Logins logins;

    private final WebProperties.Oidc oidc;

    private final Clock clock;

    PasswordLogin(Logins logins, WebProperties.Oidc oidc, Clock clock) {
        this.logins = logins;
        this.oidc = oidc;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String login = attempt.getName();
        String password = String.valueOf(attempt.getCredentials());
        String address = (attempt.getDetails() instanceof WebAuthenticationDetails details) ? details.getRemoteAddress()
                : "?";
        if (password.length() > 1000 || login.length() > 1000 || !this.oidc.takesPasswordOf(login)) {
            throw new BadCredentialsException("refused");
        }
        Person person = this.logins.attempt(login, password, address)
            .orElseThrow(() -> new BadCredentialsException("refused"));
        return signedIn(person, this.clock);
    }

    /** Returns what a session keeps of somebody who just gave the right password. */
    static UsernamePasswordAuthenticationToken signedIn(Person person, Clock clock) {
        return UsernamePasswordAuthenticationToken.authenticated(principal(person, clock.instant()), null, List.of());
    }

    static SignedIn principal(Person person, @Nullable Instant provedAt) {
        return new SignedIn(person.no(), person.id().value(), passwordState(person), provedAt);
    }

    static long passwordState(Person person) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, person.passwordChangedAt());
    }

    @Override
    public boolean supports(@Nullable Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.equals(type);
    }

}
