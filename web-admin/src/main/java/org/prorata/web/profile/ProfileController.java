package org.prorata.web.profile;

import java.time.ZoneId;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.db.people.People;
import org.prorata.people.PeopleException;
import org.prorata.people.Person;
import org.prorata.reporting.language.Language;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.layout.PreferencesController;
import org.prorata.web.security.Confirmation;
import org.prorata.web.security.Sessions;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages on which people set what is their own; no role is needed for that. */
@Controller
@RequestMapping("/profile")
class ProfileController {

    private final People people;

    private final Confirmation confirmation;

    private final Sessions sessions;

    ProfileController(People people, Confirmation confirmation, Sessions sessions) {
        this.people = people;
        this.confirmation = confirmation;
        this.sessions = sessions;
    }

    @GetMapping
    String show(@CookieValue(name = PreferencesController.SHORTCUTS_COOKIE, defaultValue = "on") String shortcuts,
            Model model) {
        model.addAttribute("shortcuts", !shortcuts.equals("off"));
        model.addAttribute("zones", zones());
        return "profile/profile";
    }

    @PostMapping
    String save(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "") String timeZone, RedirectAttributes redirect) {
        this.people.setReading(me, Language.ofTag(language).map(Language::tag).orElse(null),
                zones().contains(timeZone) ? timeZone : null);
        Flash.done(redirect, "profile.saved");
        return "redirect:/profile";
    }

    @GetMapping("/password")
    String password(Model model) {
        model.addAttribute("errors", new FormErrors());
        return "profile/password";
    }

    @PostMapping("/password")
    String change(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String fresh, @RequestParam(defaultValue = "") String repeated,
            Model model, HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        String problem = change(me, current, fresh, repeated, request, response);
        if (problem == null) {
            Flash.done(redirect, "profile.password.changed");
            return "redirect:/profile";
        }
        String field = problem.endsWith("PASSWORD_WRONG") ? "current"
                : problem.endsWith("different") ? "repeated" : "fresh";
        model.addAttribute("errors", new FormErrors().add(field, problem));
        response.setStatus(422);
        return "profile/password";
    }

    @PostMapping("/end-sessions")
    String endSessions(@AuthenticationPrincipal Person me, HttpServletRequest request) {
        this.sessions.end(me);
        request.getSession().invalidate();
        return "redirect:/login?goodbye";
    }

    private @Nullable String change(Person me, String current, String fresh, String repeated,
            HttpServletRequest request, HttpServletResponse response) {
        if (current.isEmpty() || !this.confirmation.confirm(current, request, response)) {
            return "people.refused.PASSWORD_WRONG";
        }
        if (!fresh.equals(repeated)) {
            return "profile.password.different";
        }
        if (fresh.equals(current)) {
            return "profile.password.same";
        }
        try {
            this.people.setPassword(me.id().value(), me, fresh, false);
        }
        catch (PeopleException ex) {
            return "people.refused." + ex.refusal();
        }
        // every other session ends, because it began with another password
        this.confirmation.keep(this.people.find(me.no()).orElseThrow(), request, response);
        return null;
    }

    private static List<String> zones() {
        return ZoneId.getAvailableZoneIds()
            .stream()
            .filter(zone -> zone.matches("(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.*|UTC"))
            .sorted()
            .toList();
    }

}
