package org.prorata.web.callbacks;

import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletResponse;
import org.prorata.cancellation.Filing;
import org.prorata.db.callback.Callback;
import org.prorata.db.callback.CallbackDesk.Step;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.reporting.language.Language;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.paging.Page;
import org.prorata.web.products.CancelPlan;
import org.prorata.web.products.CancelPlans;
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

/** The queue of callbacks, and the page of each. */
@Controller
@RequestMapping("/callbacks")
class CallbackController {

    private static final int LONGEST = 1000;

    private static final int UNPROCESSABLE = 422;

    private final CallbackService service;

    private final CancelPlans plans;

    private final Clock clock;

    CallbackController(CallbackService service, CancelPlans plans, Clock clock) {
        this.service = service;
        this.plans = plans;
        this.clock = clock;
    }

    @GetMapping
    String queue(@RequestParam(defaultValue = "OPEN") String state, @RequestParam(defaultValue = "") String cursor,
            @RequestParam(required = false) Integer size, Model model) {
        Callback.State shown = Arrays.stream(Callback.State.values())
            .filter(each -> each.name().equals(state))
            .findFirst()
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        Page<Callback> page = this.service.queue(shown, cursor, Page.size(size));
        Map<String, String> names = new TreeMap<>();
        page.rows()
            .stream()
            .map(Callback::takenBy)
            .filter(java.util.Objects::nonNull)
            .forEach(person -> names.computeIfAbsent(person, this.service::nameOf));
        model.addAttribute("page", page);
        model.addAttribute("size", Page.size(size));
        model.addAttribute("isFirst", cursor.isEmpty());
        model.addAttribute("state", shown);
        model.addAttribute("states", Callback.State.values());
        model.addAttribute("names", names);
        model.addAttribute("now", this.clock.instant());
        return "callbacks/list";
    }

    @GetMapping("/{number}")
    String callback(@AuthenticationPrincipal Person me, @PathVariable String number,
            @RequestParam(defaultValue = "") String when, @RequestParam(defaultValue = "") String day, Model model,
            HttpServletResponse response) {
        Callback callback = find(number);
        FormErrors errors = new FormErrors();
        String view = page(me, callback, plan(callback, when, day, errors), errors, model);
        if (!errors.isEmpty()) {
            response.setStatus(UNPROCESSABLE);
        }
        return view;
    }

    @PostMapping("/{number}/take")
    String take(@AuthenticationPrincipal Person me, @PathVariable String number, RedirectAttributes redirect) {
        return done(this.service.take(me, find(number).number()), "callbacks.taken", redirect);
    }

    @PostMapping("/{number}/give-back")
    String giveBack(@AuthenticationPrincipal Person me, @PathVariable String number, RedirectAttributes redirect) {
        return done(this.service.giveBack(me, find(number).number()), "callbacks.given", redirect);
    }

    @PostMapping("/{number}/done")
    String done(@AuthenticationPrincipal Person me, @PathVariable String number,
            @RequestParam(defaultValue = "") String outcome, Model model, HttpServletResponse response,
            RedirectAttributes redirect) {
        Callback callback = find(number);
        Step step = this.service.done(me, callback.number(), outcome);
        if (step instanceof Step.Incomplete) {
            FormErrors errors = new FormErrors().add("outcome", "callbacks.problem.outcome", LONGEST);
            response.setStatus(UNPROCESSABLE);
            model.addAttribute("outcome", outcome);
            return page(me, callback, plan(callback, "", "", new FormErrors()), errors, model);
        }
        return done(step, "callbacks.noted", redirect);
    }

    @PostMapping("/{number}/file")
    String file(@AuthenticationPrincipal Person me, @PathVariable String number,
            @RequestParam(defaultValue = "") String effective,
            @RequestParam(name = "seen", defaultValue = "") String was, @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String sure, Model model, HttpServletResponse response,
            RedirectAttributes redirect) {
        Callback callback = find(number);
        FormErrors errors = new FormErrors();
        Optional<CancelPlan> plan = plan(callback, CancelPlan.When.DAY.name(), effective, errors);
        if (plan.isEmpty() || plan.get().obstacle() != null) {
            Flash.notDone(redirect, "callbacks.notnow");
            return "redirect:/callbacks/" + callback.number();
        }
        if (errors.isEmpty() && !plan.get().seen().equals(was)) {
            errors.add("figures", "products.problem.changed");
        }
        if (reason.strip().length() > LONGEST) {
            errors.add("reason", "products.problem.reason", LONGEST);
        }
        if (sure.isEmpty()) {
            errors.add("sure", "products.problem.sure");
        }
        if (!errors.isEmpty()) {
            response.setStatus(UNPROCESSABLE);
            model.addAttribute("reason", reason);
            return page(me, callback, plan, errors, model);
        }
        return done(this.service.file(me, callback.number(), plan.get().chosen().effective(), reason.strip()),
                "callbacks.filed", redirect);
    }

    private static String done(Step step, String key, RedirectAttributes redirect) {
        return switch (step) {
            case Step.Done(Callback callback) -> {
                Flash.done(redirect, key);
                yield "redirect:/callbacks/" + callback.number();
            }
            case Step.Filed(Callback callback, Filing filing) -> {
                switch (filing) {
                    case Filing.Filed(var _), Filing.Unchanged() -> Flash.done(redirect, key);
                    case Filing.Refused(var _, var _, var _, var _) -> Flash.notDone(redirect, "callbacks.notnow");
                }
                yield "redirect:/callbacks/" + callback.number();
            }
            case Step.NotNow(Callback callback) -> notNow(callback, redirect);
            case Step.AskedBefore(Callback callback) -> notNow(callback, redirect);
            case Step.NotKnown(), Step.Incomplete(var _, var _) ->
                throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        };
    }

    private static String notNow(Callback callback, RedirectAttributes redirect) {
        Flash.notDone(redirect, "callbacks.notnow");
        return "redirect:/callbacks/" + callback.number();
    }

    private Optional<CancelPlan> plan(Callback callback, String when, String day, FormErrors errors) {
        return this.service.about(callback)
            .map(about -> this.plans.of(about.products(), about.product(), when, day, errors));
    }

    private String page(Person me, Callback callback, Optional<CancelPlan> plan, FormErrors errors, Model model) {
        model.addAttribute("callback", callback);
        model.addAttribute("askedBy", this.service.nameOf(callback.askedBy()));
        model.addAttribute("takenBy", this.service.nameOf(callback.takenBy()));
        model.addAttribute("mine", me.id().value().equals(callback.takenBy()));
        model.addAttribute("supports", me.has(Role.SUPPORT));
        model.addAttribute("spoken",
                Language.ofTag(callback.language()).map(Language::ownName).orElse(callback.language()));
        model.addAttribute("plan", plan.orElse(null));
        model.addAttribute("product", plan.map(CancelPlan::product).orElse(null));
        model.addAttribute("now", this.clock.instant());
        model.addAttribute("errors", errors);
        return "callbacks/callback";
    }

    private Callback find(String number) {
        if (!number.matches("[0-9]{1,18}")) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return this.service.find(Long.parseLong(number))
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

}
