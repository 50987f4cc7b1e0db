package org.prorata.web.security;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * What happens to somebody who may not: the login page for a browser, a reload for a
 * piece of a page, a problem document for the API. Refusals of known people are in the
 * audit trail, so many a minute of each at most.
 */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final RateLimits audited = new RateLimits(30);

    Refusals(AuditTrail audit, UnitOfWork work) {
        this.audit = audit;
        this.work = work;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        if (request.getServletPath().startsWith("/api/")) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"prorata\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        }
        else if (isPieceOfAPage(request)) {
            // the reload is a plain GET, which leads to the login page and back
            response.setHeader("HX-Refresh", "true");
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        }
        else {
            response.sendRedirect(request.getContextPath() + "/login");
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
            throws IOException {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who instanceof PersonAuthentication person && this.audited.take(person.getName()).isZero()) {
            String path = request.getServletPath().replaceAll("\\p{C}", "?");
            this.work.inOneTransaction(() -> {
                this.audit.append(person.getName(), "DENIED",
                        request.getMethod() + " " + path.substring(0, Math.min(path.length(), 80)),
                        cause.getClass().getSimpleName() + ", from " + request.getRemoteAddr());
                return path;
            });
        }
        response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }

    static boolean isPieceOfAPage(HttpServletRequest request) {
        return "true".equals(request.getHeader("HX-Request"));
    }

}
