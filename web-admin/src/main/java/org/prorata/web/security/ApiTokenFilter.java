package org.prorata.web.security;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.prorata.db.people.ApiClients;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Recognises an API client by its bearer token, and lets it call so often a minute and no
 * more.
 */
final class ApiTokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ApiClients clients;

    private final People people;

    private final RateLimits calls;

    ApiTokenFilter(ApiClients clients, People people, RateLimits calls) {
        this.clients = clients;
        this.people = people;
        this.calls = calls;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) && header.length() < 200) {
            Optional<ApiClients.Token> token = this.clients.find(header.substring(SCHEME.length()).strip());
            Optional<Person> person = token.flatMap(found -> this.people.find(found.personNo()))
                .filter(found -> !found.disabled());
            if (token.isPresent() && person.isPresent()) {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(
                        PersonAuthentication.byToken(person.get(), token.get().scopes(), token.get().clientId()));
                SecurityContextHolder.setContext(context);
                Duration wait = this.calls.take(token.get().clientId());
                if (wait.isPositive()) {
                    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
                    response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
                    return;
                }
            }
        }
        chain.doFilter(request, response);
    }

}
