package org.prorata.web.runs;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.prorata.db.credit.ReturnDesk;
import org.prorata.db.credit.ReturnDesk.Change;
import org.prorata.people.Person;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The returns by how they stand, and the page of a credit. */
@Controller
@RequestMapping("/runs/returns")
class ReturnsController {

    private static final int UNPROCESSABLE = 422;

    private final ReturnsService returns;

    private final Confirmation confirmation;

    ReturnsController(ReturnsService returns, Confirmation confirmation) {
        this.returns = returns;
        this.confirmation = confirmation;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String view, @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String cursor, @RequestParam(required = false) Integer size, Model model,
            HttpServletResponse response) {
        FormErrors errors = new FormErrors();
        if (!number.isBlank()) {
            Optional<ReturnDesk.Item> found = (number.length() > 100) ? Optional.empty()
                    : this.returns.find(number.strip());
            if (found.isPresent()) {
                return "redirect:/runs/returns/" + found.get().number();
            }
            errors.add("number", "returns.find.problem");
            response.setStatus(UNPROCESSABLE);
        }
        ReturnsView shown = ReturnsView.of(view);
        model.addAttribute("view", shown);
        model.addAttribute("views", ReturnsView.values());
        model.addAttribute("page", this.returns.page(shown, cursor, Page.size(size)));
        model.addAttribute("late", this.returns.countLate());
        model.addAttribute("today", this.returns.today());
        model.addAttribute("number", number);
        model.addAttribute("size", Page.size(size));
        model.addAttribute("isFirst", cursor.isEmpty());
        model.addAttribute("errors", errors);
        return "runs/returns";
    }

    @GetMapping("/{number}")
    String credit(@PathVariable String number, Model model) {
        return page(find(number), "", new FormErrors(), model);
    }

    @PostMapping("/{number}/failed")
    String failed(@AuthenticationPrincipal Person me, @PathVariable String number,
            @RequestParam(defaultValue = "") String reason, @RequestParam(defaultValue = "") String password,
            Model model, HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        ReturnDesk.Item item = find(number);
        FormErrors errors = new FormErrors();
        if (!this.confirmation.confirm(password, request, response)) {
            errors.add("password", "confirm.wrong");
        }
        else if (told(this.returns.noteFailed(me, number, reason), item, redirect, errors)) {
            return "redirect:/runs/returns/" + item.number();
        }
        response.setStatus(UNPROCESSABLE);
        return page(item, reason, errors, model);
    }

    @PostMapping("/{number}/retry")
    String retry(@AuthenticationPrincipal Person me, @PathVariable String number,
            @RequestParam(defaultValue = "") String password, Model model, HttpServletRequest request,
            HttpServletResponse response, RedirectAttributes redirect) {
        ReturnDesk.Item item = find(number);
        FormErrors errors = new FormErrors();
        if (!this.confirmation.confirm(password, request, response)) {
            errors.add("password", "confirm.wrong");
        }
        else if (told(this.returns.retry(me, number), item, redirect, errors)) {
            return "redirect:/runs/returns/" + item.number();
        }
        response.setStatus(UNPROCESSABLE);
        return page(item, "", errors, model);
    }

    /** Says what became of a change; a problem of the form is left to the form. */
    private static boolean told(Change change, ReturnDesk.Item item, RedirectAttributes redirect, FormErrors errors) {
        return switch (change) {
            case Change.Failed ignored -> {
                Flash.done(redirect, "returns.noted", item.number());
                yield true;
            }
            case Change.Retried(String key) -> {
                Flash.done(redirect, "returns.retried", item.number(), key);
                yield true;
            }
            case Change.NotNow ignored -> {
                Flash.notDone(redirect, "returns.notnow", item.number());
                yield true;
            }
            case Change.Incomplete ignored -> {
                errors.add("reason", "returns.reason.problem");
                yield false;
            }
            case Change.NotKnown() -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        };
    }

    private ReturnDesk.Item find(String number) {
        return ((number.length() > 100) ? Optional.<ReturnDesk.Item>empty() : this.returns.find(number))
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String page(ReturnDesk.Item item, String reason, FormErrors errors, Model model) {
        model.addAttribute("item", item);
        model.addAttribute("today", this.returns.today());
        model.addAttribute("reason", reason);
        model.addAttribute("errors", errors);
        return "runs/credit";
    }

}
