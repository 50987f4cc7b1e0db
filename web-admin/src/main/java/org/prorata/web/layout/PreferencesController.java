package org.prorata.web.layout;

import java.time.Duration;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.web.WebProperties;
import org.prorata.reporting.language.Language;
import org.prorata.web.language.ReaderLocale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Switches language and theme from the head of any page, and goes back to it. */
@Controller
public class PreferencesController {

    /** The cookie that holds whether single keys do something on pages with shortcuts. */
    public static final String SHORTCUTS_COOKIE = "shortcuts";

    private final People people;

    private final boolean tls;

    PreferencesController(People people, WebProperties properties) {
        this.people = people;
        this.tls = properties.web().tls();
    }

    @PostMapping("/preferences/language")
    String language(@RequestParam String language, @RequestParam(defaultValue = "/") String back,
            @AuthenticationPrincipal @Nullable Object me, HttpServletRequest request, HttpServletResponse response) {
        Language.ofTag(language).ifPresent(chosen -> {
            keep(response, ReaderLocale.COOKIE, chosen.tag());
            if (me instanceof Person person) {
                this.people.setReading(person, chosen.tag(), person.timeZone());
            }
        });
        return "redirect:" + local(back);
    }

    @PostMapping("/preferences/theme")
    String theme(@RequestParam String theme, @RequestParam(defaultValue = "/") String back,
            HttpServletResponse response) {
        if (Set.of("auto", "light", "dark").contains(theme)) {
            keep(response, PageFrame.THEME_COOKIE, theme);
        }
        return "redirect:" + local(back);
    }

    @PostMapping("/preferences/shortcuts")
    String shortcuts(@RequestParam(defaultValue = "on") String shortcuts, @RequestParam(defaultValue = "/") String back,
            HttpServletResponse response) {
        keep(response, SHORTCUTS_COOKIE, shortcuts.equals("off") ? "off" : "on");
        return "redirect:" + local(back);
    }

    private void keep(HttpServletResponse response, String name, String value) {
        response.addHeader(HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                    .path("/")
                    .maxAge(Duration.ofDays(365))
                    .httpOnly(true)
                    .secure(this.tls)
                    .sameSite("Lax")
                    .build()
                    .toString());
    }

    /** Only a path of ours is a way back; another site's address is not. */
    public static String local(String back) {
        return back.matches("(/|(/[A-Za-z0-9_.~%-]+)+/?)(\\?[A-Za-z0-9_.~%&=+-]*)?") && back.length() < 500 ? back
                : "/";
    }

}
