package org.prorata.web.webhook;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.db.outbox.Webhooks;
import org.prorata.people.Person;
import org.prorata.subscription.TenantId;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.paging.Cursors;
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

/** The pages of webhooks and their deliveries. */
@Controller
@RequestMapping("/people/webhooks")
class WebhooksController {

    private final WebhookService webhooks;

    private final Confirmation confirmation;

    private final Cursors cursors;

    WebhooksController(WebhookService webhooks, Confirmation confirmation, Cursors cursors) {
        this.webhooks = webhooks;
        this.confirmation = confirmation;
        this.cursors = cursors;
    }

    @GetMapping
    String list(Model model) {
        return page(model, new FormErrors());
    }

    @PostMapping
    String add(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String url,
            @RequestParam(defaultValue = "") String tenant,
            @RequestParam(required = false) @Nullable List<String> events,
            @RequestParam(defaultValue = "") String password, Model model, HttpServletRequest request,
            HttpServletResponse response, RedirectAttributes redirect) {
        FormErrors errors = new FormErrors();
        Set<String> wanted = new TreeSet<>((events != null) ? events : List.of());
        wanted.retainAll(WebhookService.types());
        if (wanted.isEmpty()) {
            errors.add("events", "webhooks.problem.events");
        }
        String id = tenant.strip();
        if (id.length() > 64) {
            errors.add("tenant", "webhooks.problem.tenant");
        }
        if (!this.confirmation.confirm(password, request, response)) {
            errors.add("password", "confirm.wrong");
        }
        if (errors.isEmpty()) {
            switch (this.webhooks.add(me, url.strip(), id.isEmpty() ? null : TenantId.of(id), wanted)) {
                case WebhookService.Added.Done(long number, String secret) -> {
                    redirect.addFlashAttribute("secret", secret);
                    Flash.done(redirect, "webhooks.added");
                    return "redirect:/people/webhooks";
                }
                case WebhookService.Added.Refused(String field) -> errors.add(field, "webhooks.problem." + field);
            }
        }
        response.setStatus(422);
        model.addAttribute("url", url);
        model.addAttribute("tenant", tenant);
        return page(model, errors);
    }

    @PostMapping("/{number}/enable")
    String enable(@AuthenticationPrincipal Person me, @PathVariable long number, RedirectAttributes redirect) {
        this.webhooks.enable(me, number, true);
        Flash.done(redirect, "webhooks.enabled");
        return "redirect:/people/webhooks";
    }

    @PostMapping("/{number}/disable")
    String disable(@AuthenticationPrincipal Person me, @PathVariable long number, RedirectAttributes redirect) {
        this.webhooks.enable(me, number, false);
        Flash.done(redirect, "webhooks.disabled");
        return "redirect:/people/webhooks";
    }

    @GetMapping("/{number}")
    String log(@PathVariable long number, @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer size, Model model) {
        Webhooks.Webhook webhook = this.webhooks.find(number)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        String list = "deliveries of " + number;
        int rows = Page.size(size);
        Optional<Long> before = Optional.ofNullable(cursor)
            .map(each -> Long.valueOf(this.cursors.place(list, each, 1).getFirst()));
        model.addAttribute("webhook", webhook);
        model.addAttribute("size", rows);
        model.addAttribute("isFirst", cursor == null);
        model.addAttribute("page", Page.of(this.webhooks.log(number, before, rows + 1), rows, this.cursors, list,
                logged -> List.of(Long.toString(logged.number()))));
        return "webhooks/log";
    }

    @PostMapping("/{number}/deliveries/{delivery}/send-again")
    String sendAgain(@AuthenticationPrincipal Person me, @PathVariable long number, @PathVariable long delivery,
            RedirectAttributes redirect) {
        if (this.webhooks.sendAgain(me, delivery)) {
            Flash.done(redirect, "webhooks.again.done");
        }
        else {
            Flash.notDone(redirect, "webhooks.again.pending");
        }
        redirect.addAttribute("number", number);
        return "redirect:/people/webhooks/{number}";
    }

    private String page(Model model, FormErrors errors) {
        model.addAttribute("webhooks", this.webhooks.all());
        model.addAttribute("types", WebhookService.types());
        model.addAttribute("errors", errors);
        return "webhooks/list";
    }

}
