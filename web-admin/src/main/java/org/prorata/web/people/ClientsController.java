package org.prorata.web.people;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.prorata.db.people.ApiClients;
import org.prorata.people.PeopleException;
import org.prorata.people.Person;
import org.prorata.people.Scope;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.security.Confirmation;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of API clients and their tokens. */
@Controller
@RequestMapping("/people/clients")
class ClientsController {

    private static final List<Integer> DAYS = List.of(30, 90, 365);

    private final PeopleService people;

    private final Confirmation confirmation;

    private final Clock clock;

    ClientsController(PeopleService people, Confirmation confirmation, Clock clock) {
        this.people = people;
        this.confirmation = confirmation;
        this.clock = clock;
    }

    @GetMapping
    String list(Model model) {
        return page(model, new FormErrors());
    }

    @PostMapping
    String create(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String login, @RequestParam(required = false) List<String> scopes,
            @RequestParam(defaultValue = "90") String days, @RequestParam(defaultValue = "") String password,
            Model model, HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        FormErrors errors = new FormErrors();
        Optional<Person> actsAs = (login.length() > 100) ? Optional.empty() : this.people.findByLogin(login);
        Set<Scope> wanted = ((scopes != null) ? scopes : List.<String>of()).stream()
            .flatMap(code -> Scope.of(code).stream())
            .collect(Collectors.toUnmodifiableSet());
        if (wanted.isEmpty()) {
            errors.add("scopes", "clients.problem.scopes");
        }
        if (actsAs.isEmpty()) {
            errors.add("login", "clients.problem.login");
        }
        if (!this.confirmation.confirm(password, request, response)) {
            errors.add("password", "confirm.wrong");
        }
        if (errors.isEmpty()) {
            try {
                int life = DAYS.stream().filter(known -> known.toString().equals(days)).findFirst().orElse(90);
                ApiClients.NewToken made = this.people.createClient(me, name, actsAs.orElseThrow(), wanted,
                        Duration.ofDays(life));
                redirect.addFlashAttribute("secret", made.secret());
                Flash.done(redirect, "clients.created", made.token().clientName());
                return "redirect:/people/clients";
            }
            catch (PeopleException ex) {
                errors.add("name", "people.refused." + ex.refusal());
            }
        }
        response.setStatus(422);
        model.addAttribute("name", name);
        model.addAttribute("login", login);
        return page(model, errors);
    }

    @PostMapping("/{token}/revoke")
    String revoke(@AuthenticationPrincipal Person me, @PathVariable long token, RedirectAttributes redirect) {
        this.people.revoke(me, token);
        Flash.done(redirect, "clients.revoked");
        return "redirect:/people/clients";
    }

    private String page(Model model, FormErrors errors) {
        model.addAttribute("tokens", this.people.tokens());
        model.addAttribute("scopes", Scope.values());
        model.addAttribute("days", DAYS);
        model.addAttribute("now", this.clock.instant());
        model.addAttribute("errors", errors);
        return "people/clients";
    }

}
