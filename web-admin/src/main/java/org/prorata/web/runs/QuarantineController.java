package org.prorata.web.runs;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RefusedException;
import org.prorata.cancellation.RequestId;
import org.prorata.db.run.Quarantine;
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

/** The quarantine, and the page of a request in it. */
@Controller
@RequestMapping("/runs/quarantine")
class QuarantineController {

    private static final int UNPROCESSABLE = 422;

    private static final int LONGEST_REASON = 2000;

    private final QuarantineService quarantine;

    private final Confirmation confirmation;

    QuarantineController(QuarantineService quarantine, Confirmation confirmation) {
        this.quarantine = quarantine;
        this.confirmation = confirmation;
    }

    @GetMapping
    String list(@RequestParam(required = false) @Nullable Long run, @RequestParam(defaultValue = "") String cursor,
            @RequestParam(required = false) Integer size, Model model) {
        model.addAttribute("page", this.quarantine.page(run, cursor, Page.size(size)));
        model.addAttribute("run", run);
        model.addAttribute("size", Page.size(size));
        model.addAttribute("isFirst", cursor.isEmpty());
        return "runs/quarantine";
    }

    @GetMapping("/{request}")
    String item(@PathVariable String request, Model model) {
        return page(find(request), "", new FormErrors(), model);
    }

    @PostMapping("/{request}/release")
    String release(@AuthenticationPrincipal Person me, @PathVariable String request,
            @RequestParam(defaultValue = "") String reason, @RequestParam(defaultValue = "") String password,
            Model model, HttpServletRequest http, HttpServletResponse response, RedirectAttributes redirect) {
        return decide(me, request, reason, password, true, model, http, response, redirect);
    }

    @PostMapping("/{request}/reject")
    String reject(@AuthenticationPrincipal Person me, @PathVariable String request,
            @RequestParam(defaultValue = "") String reason, @RequestParam(defaultValue = "") String password,
            Model model, HttpServletRequest http, HttpServletResponse response, RedirectAttributes redirect) {
        return decide(me, request, reason, password, false, model, http, response, redirect);
    }

    private String decide(Person me, String request, String reason, String password, boolean release, Model model,
            HttpServletRequest http, HttpServletResponse response, RedirectAttributes redirect) {
        Quarantine.Item item = find(request);
        FormErrors errors = new FormErrors();
        if (reason.isBlank() || reason.strip().length() > LONGEST_REASON) {
            errors.add("reason", "quarantine.reason.problem", LONGEST_REASON);
        }
        if (!this.confirmation.confirm(password, http, response)) {
            errors.add("password", "confirm.wrong");
        }
        if (!errors.isEmpty()) {
            response.setStatus(UNPROCESSABLE);
            return page(item, reason, errors, model);
        }
        try {
            RequestId id = RequestId.of(item.requestId());
            if (release) {
                this.quarantine.release(me, id, reason.strip());
            }
            else {
                this.quarantine.reject(me, id, reason.strip());
            }
            Flash.done(redirect, release ? "quarantine.released" : "quarantine.rejected", item.requestId());
            return "redirect:/runs/quarantine";
        }
        catch (RefusedException ex) {
            Flash.notDone(redirect, "quarantine.meanwhile", item.requestId());
            return "redirect:/runs/quarantine/" + item.requestId();
        }
    }

    private Quarantine.Item find(String request) {
        try {
            return this.quarantine.find(RequestId.of(request))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        }
        catch (IllegalArgumentException ex) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, ex);
        }
    }

    private static String page(Quarantine.Item item, String reason, FormErrors errors, Model model) {
        model.addAttribute("item", item);
        model.addAttribute("reason", reason);
        model.addAttribute("errors", errors);
        return "runs/quarantined";
    }

}
