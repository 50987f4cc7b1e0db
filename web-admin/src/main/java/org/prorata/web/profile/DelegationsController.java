package org.prorata.web.profile;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.people.Person;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.security.Confirmation;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where an approver lends his scope to another approver for some days. */
@Controller
@RequestMapping("/profile/delegations")
class DelegationsController {

    private static final int UNPROCESSABLE = 422;

    private static final int LONGEST_DAYS = 366;

    private final DelegationsService delegations;

    private final Confirmation confirmation;

    DelegationsController(DelegationsService delegations, Confirmation confirmation) {
        this.delegations = delegations;
        this.confirmation = confirmation;
    }

    @GetMapping
    String show(@AuthenticationPrincipal Person me, Model model) {
        LocalDate today = this.delegations.today();
        return page(me, "", today.toString(), today.plusDays(7).toString(), new FormErrors(), model);
    }

    @PostMapping
    String delegate(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String fromDay, @RequestParam(defaultValue = "") String toDay,
            @RequestParam(defaultValue = "") String password, Model model, HttpServletRequest request,
            HttpServletResponse response, RedirectAttributes redirect) {
        FormErrors errors = new FormErrors();
        LocalDate today = this.delegations.today();
        Optional<Person> other = this.delegations.others(me)
            .stream()
            .filter(each -> each.id().value().equals(to))
            .findFirst();
        LocalDate from = day(fromDay);
        LocalDate until = day(toDay);
        if (other.isEmpty()) {
            errors.add("to", "approvers.problem.to");
        }
        if (from == null || from.isBefore(today)) {
            errors.add("fromDay", "approvers.problem.from");
        }
        if (until == null || (from != null && (until.isBefore(from) || until.isAfter(from.plusDays(LONGEST_DAYS))))) {
            errors.add("toDay", "approvers.problem.until");
        }
        if (!this.confirmation.confirm(password, request, response)) {
            errors.add("password", "confirm.wrong");
        }
        if (!errors.isEmpty() || other.isEmpty() || from == null || until == null) {
            response.setStatus(UNPROCESSABLE);
            return page(me, to, fromDay, toDay, errors, model);
        }
        this.delegations.delegate(me, other.get(), from, until);
        Flash.done(redirect, "approvers.delegated", other.get().name());
        return "redirect:/profile/delegations";
    }

    @PostMapping("/{number}/end")
    String end(@AuthenticationPrincipal Person me, @PathVariable long number, RedirectAttributes redirect) {
        if (!this.delegations.end(me, number)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Flash.done(redirect, "approvers.ended");
        return "redirect:/profile/delegations";
    }

    private String page(Person me, String to, String fromDay, String toDay, FormErrors errors, Model model) {
        model.addAttribute("scope", this.delegations.scope(me).orElse(null));
        model.addAttribute("delegations", this.delegations.of(me));
        model.addAttribute("others", this.delegations.others(me));
        model.addAttribute("to", to);
        model.addAttribute("fromDay", fromDay);
        model.addAttribute("toDay", toDay);
        model.addAttribute("errors", errors);
        return "profile/delegations";
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return text.matches("\\d{4}-\\d{2}-\\d{2}") ? LocalDate.parse(text) : null;
        }
        catch (DateTimeParseException ex) {
            return null;
        }
    }

}
