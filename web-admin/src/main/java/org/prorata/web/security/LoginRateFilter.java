package org.prorata.web.security;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts tries with a password for each address, and refuses with 429 beyond the limit.
 */
final class LoginRateFilter extends OncePerRequestFilter {

    private static final int TOO_MANY_REQUESTS = 429;

    private final RateLimits limits;

    LoginRateFilter(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || !(request.getServletPath().equals("/login") || request.getServletPath().equals("/confirm"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Duration wait = this.limits.take(request.getRemoteAddr());
        if (wait.isZero()) {
            chain.doFilter(request, response);
        }
        else {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
            response.sendError(TOO_MANY_REQUESTS);
        }
    }

}
