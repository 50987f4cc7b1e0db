package org.prorata.web.layout;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.reporting.language.Language;
import org.prorata.web.security.Area;
import org.prorata.web.security.Confirmation;
import org.prorata.web.security.PersonAuthentication;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.util.WebUtils;

/** Gives every page what its layout shows. */
@ControllerAdvice(annotations = Controller.class)
class PageFrame {

    /** The cookie that holds the theme chosen in this browser. */
    static final String THEME_COOKIE = "theme";

    private static final Set<String> THEMES = Set.of("light", "dark");

    private final Areas areas;

    private final Confirmation confirmation;

    PageFrame(Areas areas, Confirmation confirmation) {
        this.areas = areas;
        this.confirmation = confirmation;
    }

    @ModelAttribute("frame")
    Frame frame(HttpServletRequest request, Locale locale) {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        Person me = (who instanceof PersonAuthentication person) ? person.person() : null;
        String path = request.getServletPath();
        Cookie theme = WebUtils.getCookie(request, THEME_COOKIE);
        return new Frame(me, (me != null) ? this.areas.of(roles(me)) : List.of(),
                Arrays.stream(Area.values())
                    .filter(area -> path.equals(area.path()) || path.startsWith(area.path() + "/"))
                    .findFirst()
                    .orElse(null),
                Language.of(locale), List.of(Language.values()),
                (theme != null && THEMES.contains(theme.getValue())) ? theme.getValue() : "auto", path,
                this.confirmation.isRecent(), this.confirmation.isAtTheProvider(), back(request));
    }

    /** Returns the path of the page that somebody looks at or sent a form from. */
    static String back(HttpServletRequest request) {
        String referer = request.getHeader("Referer");
        if (request.getMethod().equals("GET")) {
            return PreferencesController.local(request.getServletPath());
        }
        return (referer != null) ? PreferencesController.local(referer.replaceFirst("^https?://[^/]+", "")) : "/";
    }

    private static Set<Role> roles(Person person) {
        return person.grants()
            .stream()
            .map(RoleGrant::role)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }

    /**
     * What the layout shows.
     *
     * @param me who is signed in
     * @param areas where this person may go
     * @param area where this page is
     * @param language the reader's
     * @param languages all
     * @param theme {@code auto}, {@code light} or {@code dark}
     * @param path the path of this page
     * @param confirmed whether this person proved himself lately
     * @param atTheProvider whether he does that at the identity provider
     * @param back the path of the page that this one is, or that its form was sent from
     */
    public record Frame(@Nullable Person me, List<Area> areas, @Nullable Area area, Language language,
            List<Language> languages, String theme, String path, boolean confirmed, boolean atTheProvider,
            String back) {
    }

}
