package org.prorata.web.people;

import java.util.Arrays;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.prorata.approval.Approver;
import org.prorata.people.PeopleException;
import org.prorata.people.PeopleRefusal;
import org.prorata.people.Person;
import org.prorata.people.PersonId;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.subscription.TenantId;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.paging.Page;
import org.prorata.web.security.Confirmation;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages of people and their roles. */
@Controller
@RequestMapping("/people")
class PeopleController {

    private static final int UNPROCESSABLE = 422;

    private static final int LONGEST_TENANT = 64;

    private final PeopleService people;

    private final Confirmation confirmation;

    PeopleController(PeopleService people, Confirmation confirmation) {
        this.people = people;
        this.confirmation = confirmation;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String cursor, @RequestParam(required = false) Integer size,
            Model model) {
        model.addAttribute("page", this.people.page(cursor, Page.size(size)));
        model.addAttribute("size", Page.size(size));
        model.addAttribute("isFirst", cursor.isEmpty());
        return "people/list";
    }

    @GetMapping("/new")
    String create(Model model) {
        return form(model, "", "", new FormErrors());
    }

    @PostMapping
    String create(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String login, @RequestParam(defaultValue = "") String password,
            Model model, HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        FormErrors errors = new FormErrors();
        if (!this.confirmation.confirm(password, request, response)) {
            errors.add("password", "confirm.wrong");
        }
        else {
            try {
                PeopleService.NewPassword made = this.people.create(me, name, login);
                redirect.addFlashAttribute("secret", made.password());
                Flash.done(redirect, "people.created", made.person().name());
                return "redirect:/people/" + made.person().id();
            }
            catch (PeopleException ex) {
                errors.add((ex.refusal() == PeopleRefusal.NAME_MALFORMED) ? "name" : "login",
                        "people.refused." + ex.refusal());
            }
        }
        response.setStatus(UNPROCESSABLE);
        return form(model, name, login, errors);
    }

    @GetMapping("/{id}")
    String person(@PathVariable String id, Model model) {
        return page(model, find(id), new FormErrors());
    }

    @PostMapping("/{id}/roles")
    String give(@AuthenticationPrincipal Person me, @PathVariable String id,
            @RequestParam(defaultValue = "") String role, @RequestParam(defaultValue = "") String tenant,
            @RequestParam(defaultValue = "") String countries, @RequestParam(defaultValue = "false") boolean anyCountry,
            @RequestParam(defaultValue = "") String limits, @RequestParam(defaultValue = "false") boolean anyAmount,
            @RequestParam(defaultValue = "") String password, Model model, HttpServletRequest request,
            HttpServletResponse response, RedirectAttributes redirect) {
        Person person = find(id);
        FormErrors errors = new FormErrors();
        ApproverScope scope = new ApproverScope(countries, anyCountry, limits, anyAmount);
        Approver approver = role.equals(Role.APPROVER.name()) ? scope.read(person.id().value(), errors) : null;
        if (!this.confirmation.confirm(password, request, response)) {
            errors.add("password", "confirm.wrong");
        }
        if (errors.isEmpty()) {
            try {
                if (approver != null) {
                    this.people.appoint(me, person, approver);
                }
                else {
                    this.people.give(me, person, grant(role, tenant.strip()));
                }
                Flash.done(redirect, "people.role.given", person.name());
                return "redirect:/people/" + person.id();
            }
            catch (PeopleException ex) {
                errors.add((ex.refusal() == PeopleRefusal.TENANT_UNKNOWN) ? "tenant" : "role",
                        "people.refused." + ex.refusal());
            }
        }
        response.setStatus(UNPROCESSABLE);
        page(model, person, errors);
        model.addAttribute("wanted", role);
        model.addAttribute("form", scope);
        return "people/person";
    }

    @PostMapping("/{id}/roles/take")
    String take(@AuthenticationPrincipal Person me, @PathVariable String id,
            @RequestParam(defaultValue = "") String role,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean pieceOfAPage, Model model,
            RedirectAttributes redirect) {
        Person person = find(id);
        Role taken = Arrays.stream(Role.values())
            .filter(known -> known.name().equals(role))
            .findFirst()
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        return done(person, redirect, "people.role.taken", () -> this.people.take(me, person, taken), pieceOfAPage,
                model);
    }

    @PostMapping("/{id}/disable")
    String disable(@AuthenticationPrincipal Person me, @PathVariable String id, Model model,
            RedirectAttributes redirect) {
        Person person = find(id);
        return done(person, redirect, "people.disabled", () -> this.people.setDisabled(me, person, true), false, model);
    }

    @PostMapping("/{id}/enable")
    String enable(@AuthenticationPrincipal Person me, @PathVariable String id, Model model,
            RedirectAttributes redirect) {
        Person person = find(id);
        return done(person, redirect, "people.enabled", () -> this.people.setDisabled(me, person, false), false, model);
    }

    @PostMapping("/{id}/end-sessions")
    String endSessions(@AuthenticationPrincipal Person me, @PathVariable String id, Model model,
            RedirectAttributes redirect) {
        Person person = find(id);
        return done(person, redirect, "people.sessions.ended", () -> this.people.endSessions(me, person), false, model);
    }

    @PostMapping("/{id}/reset-password")
    String resetPassword(@AuthenticationPrincipal Person me, @PathVariable String id, RedirectAttributes redirect) {
        Person person = find(id);
        PeopleService.NewPassword made = this.people.resetPassword(me, person);
        redirect.addFlashAttribute("secret", made.password());
        Flash.done(redirect, "people.password.reset", person.name());
        return "redirect:/people/" + person.id();
    }

    private String done(Person person, RedirectAttributes redirect, String key, Runnable work, boolean pieceOfAPage,
            Model model) {
        try {
            work.run();
        }
        catch (PeopleException ex) {
            Flash.notDone(redirect, "people.refused." + ex.refusal());
            return "redirect:/people/" + person.id();
        }
        if (pieceOfAPage) {
            page(model, find(person.id().value()), new FormErrors());
            return "people/person :: roles";
        }
        Flash.done(redirect, key, person.name());
        return "redirect:/people/" + person.id();
    }

    private Person find(String id) {
        if (id.length() > 40) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return this.people.find(PersonId.of(id)).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String page(Model model, Person person, FormErrors errors) {
        model.addAttribute("person", person);
        Approver scope = this.people.scope(person).orElse(null);
        model.addAttribute("scope", scope);
        model.addAttribute("form", ApproverScope.of(scope));
        model.addAttribute("wanted", person.has(Role.APPROVER) ? Role.APPROVER.name() : "");
        model.addAttribute("roles", Role.values());
        model.addAttribute("sessions", this.people.sessions(person));
        model.addAttribute("errors", errors);
        return "people/person";
    }

    private static String form(Model model, String name, String login, FormErrors errors) {
        model.addAttribute("name", name);
        model.addAttribute("login", login);
        model.addAttribute("errors", errors);
        return "people/new";
    }

    private static RoleGrant grant(String role, String tenant) {
        try {
            Role wanted = Role.valueOf(role);
            if (wanted != Role.TENANT_ADMIN) {
                return RoleGrant.of(wanted);
            }
        }
        catch (IllegalArgumentException ex) {
            throw new PeopleException(PeopleRefusal.GRANT_MALFORMED, String.valueOf(ex.getMessage()));
        }
        if (tenant.isEmpty() || tenant.length() > LONGEST_TENANT) {
            throw new PeopleException(PeopleRefusal.TENANT_UNKNOWN, "none was named");
        }
        return RoleGrant.tenantAdmin(TenantId.of(tenant));
    }

}
