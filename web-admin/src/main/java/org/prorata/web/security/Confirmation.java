package org.prorata.web.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.db.people.Logins;
import org.prorata.people.Person;
import org.prorata.web.WebProperties;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Asks people to prove again who they are before they decide something: within the last
 * ten minutes they must have signed in or given their password. A form that decides shows
 * the password field of {@code layout/parts :: confirm} while {@link #isRecent()} is
 * false, and its handler passes what was typed to {@link #confirm}; the service behind it
 * calls {@link #require()}, so that no way leads round it. An API client proves itself
 * with every request.
 */
public final class Confirmation {

    /** How long a proof is good. */
    public static final Duration GOOD_FOR = Duration.ofMinutes(10);

    private final Logins logins;

    private final RateLimits limits;

    private final WebProperties.Oidc oidc;

    private final Clock clock;

    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    Confirmation(Logins logins, RateLimits limits, WebProperties.Oidc oidc, Clock clock) {
        this.logins = logins;
        this.limits = limits;
        this.oidc = oidc;
        this.clock = clock;
    }

    /** Tells whether the person who asks has proved himself lately. */
    public boolean isRecent() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (!(who instanceof PersonAuthentication person)) {
            return false;
        }
        Instant at = person.confirmedAt();
        return person.clientId() != null || (at != null && at.plus(GOOD_FOR).isAfter(this.clock.instant()));
    }

    /** Tells whether the person who asks proves himself at the identity provider. */
    public boolean isAtTheProvider() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication known
                && known.clientId() == null && !this.oidc.takesPasswordOf(known.person().login());
    }

    /**
     * Refuses what follows unless the person has proved himself lately.
     * @throws ConfirmationNeededException when he has not
     */
    public void require() {
        if (!isRecent()) {
            throw new ConfirmationNeededException();
        }
    }

    /**
     * Takes a password as the proof; without one it tells whether there is a recent
     * proof. A wrong one counts as a failed sign-in.
     * @return whether there is a proof now
     * @throws ConfirmationNeededException when only the identity provider can give it
     */
    public boolean confirm(@Nullable String password, HttpServletRequest request, HttpServletResponse response) {
        if (isAtTheProvider()) {
            require();
            return true;
        }
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (password == null || password.isEmpty() || !(who instanceof PersonAuthentication known)
                || known.clientId() != null) {
            return isRecent();
        }
        if (password.length() > 1000 || !this.limits.take(request.getRemoteAddr()).isZero()) {
            return false;
        }
        Person person = known.person();
        if (this.logins.attempt(person.login(), password, request.getRemoteAddr()).isEmpty()) {
            return false;
        }
        keep(person, request, response);
        return true;
    }

    /** Keeps in the session that the person has proved himself now. */
    public void keep(Person person, HttpServletRequest request, HttpServletResponse response) {
        request.changeSessionId();
        SecurityContext stored = SecurityContextHolder.createEmptyContext();
        stored.setAuthentication(PasswordLogin.signedIn(person, this.clock));
        this.sessions.saveContext(stored, request, response);
        SecurityContext current = SecurityContextHolder.createEmptyContext();
        current.setAuthentication(PersonAuthentication.bySession(person, this.clock.instant()));
        SecurityContextHolder.setContext(current);
    }

}
