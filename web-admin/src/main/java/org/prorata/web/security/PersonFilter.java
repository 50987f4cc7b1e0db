package org.prorata.web.security;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.web.WebProperties;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads at each request what the person of the session may do now, so that a role that
 * was taken or an account that was disabled counts at once. A session ends eight hours
 * after it began, and with the password it began with.
 */
final class PersonFilter extends OncePerRequestFilter {

    private static final Duration LONGEST = Duration.ofHours(8);

    private final People people;

    private final WebProperties.Oidc oidc;

    private final Clock clock;

    PersonFilter(People people, WebProperties.Oidc oidc, Clock clock) {
        this.people = people;
        this.oidc = oidc;
        this.clock = clock;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication stored = SecurityContextHolder.getContext().getAuthentication();
        if (stored != null && stored.getPrincipal() instanceof SignedIn signedIn) {
            Optional<Person> person = this.people.find(signedIn.personNo())
                .filter(found -> !found.disabled() && PasswordLogin.passwordState(found) == signedIn.passwordChanged());
            HttpSession session = request.getSession(false);
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            if (person.isPresent() && session != null && !isTooOld(session)) {
                context.setAuthentication(PersonAuthentication.bySession(person.get(), signedIn.provedAt()));
            }
            else if (session != null) {
                session.invalidate();
            }
            SecurityContextHolder.setContext(context);
            if (person.isPresent() && person.get().passwordIsTemporary()
                    && this.oidc.takesPasswordOf(person.get().login()) && !mayUseTemporaryPassword(request)) {
                response.sendRedirect(request.getContextPath() + "/profile/password");
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private boolean isTooOld(HttpSession session) {
        return Instant.ofEpochMilli(session.getCreationTime()).plus(LONGEST).isBefore(this.clock.instant());
    }

    private static boolean mayUseTemporaryPassword(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.equals("/profile/password") || path.equals("/logout") || path.equals("/error")
                || path.startsWith("/preferences/");
    }

}
