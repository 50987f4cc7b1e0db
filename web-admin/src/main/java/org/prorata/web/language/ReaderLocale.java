package org.prorata.web.language;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.language.Language;
import org.prorata.web.security.PersonAuthentication;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.TimeZoneAwareLocaleContext;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.LocaleContextResolver;
import org.springframework.web.util.WebUtils;

/**
 * The reader's language: what an API client accepts, else the one in the profile, else
 * the one chosen in this browser, else the nearest to what the browser asks for. The time
 * zone is the profile's, else UTC.
 */
public final class ReaderLocale implements LocaleContextResolver {

    /** The cookie that holds the language chosen in this browser. */
    public static final String COOKIE = "lang";

    @Override
    public LocaleContext resolveLocaleContext(HttpServletRequest request) {
        Locale locale = language(request).locale();
        TimeZone zone = TimeZone.getTimeZone(zone());
        return new TimeZoneAwareLocaleContext() {
            @Override
            public Locale getLocale() {
                return locale;
            }

            @Override
            public TimeZone getTimeZone() {
                return zone;
            }
        };
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return language(request).locale();
    }

    @Override
    public void setLocaleContext(HttpServletRequest request, @Nullable HttpServletResponse response,
            @Nullable LocaleContext context) {
        throw new UnsupportedOperationException("a language is chosen in the profile or by cookie");
    }

    private static Language language(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication person) {
            if (person.clientId() != null && accepted != null && accepted.length() < 500) {
                return Language.accepted(accepted);
            }
            String chosen = person.person().language();
            if (chosen != null && Language.ofTag(chosen).isPresent()) {
                return Language.ofTag(chosen).get();
            }
        }
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        if (cookie != null && Language.ofTag(cookie.getValue()).isPresent()) {
            return Language.ofTag(cookie.getValue()).get();
        }
        return (accepted != null && accepted.length() < 500) ? Language.accepted(accepted) : Language.EN;
    }

    private static ZoneId zone() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication person) {
            String chosen = person.person().timeZone();
            if (chosen != null && ZoneId.getAvailableZoneIds().contains(chosen)) {
                return ZoneId.of(chosen);
            }
        }
        return ZoneOffset.UTC;
    }

}
