package org.prorata.web.products;

import java.util.Locale;

import jakarta.servlet.http.HttpServletResponse;
import org.prorata.cancellation.ProductDesk.Removal;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.Route;
import org.prorata.db.callback.CallbackDesk.Step;
import org.prorata.people.Person;
import org.prorata.subscription.Channel;
import org.prorata.reporting.language.Language;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The one page on which a product is cancelled, or what stands in the way is removed. */
@Controller
@RequestMapping("/products/{subscription}")
class CancelController {

    static final int LONGEST_REASON = 1000;

    private static final int UNPROCESSABLE = 422;

    private final ProductService service;

    private final CancelPlans plans;

    CancelController(ProductService service, CancelPlans plans) {
        this.service = service;
        this.plans = plans;
    }

    @GetMapping("/cancel")
    String cancel(@AuthenticationPrincipal Person me, @PathVariable String subscription,
            @RequestParam(defaultValue = "") String when, @RequestParam(defaultValue = "") String day, Model model,
            HttpServletResponse response, Locale locale) {
        ProductService.Seen seen = this.service.product(me, subscription);
        FormErrors errors = new FormErrors();
        CancelPlan plan = this.plans.of(seen.products(), seen.product(), when, day, errors);
        if (!errors.isEmpty()) {
            response.setStatus(UNPROCESSABLE);
        }
        return page(seen, plan, errors, model, locale);
    }

    @PostMapping("/cancel")
    String cancel(@AuthenticationPrincipal Person me, @PathVariable String subscription,
            @RequestParam(defaultValue = "") String effective,
            @RequestParam(name = "seen", defaultValue = "") String was, @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String sure, Model model, HttpServletResponse response,
            RedirectAttributes redirect, Locale locale) {
        ProductService.Seen seen = this.service.product(me, subscription);
        FormErrors errors = new FormErrors();
        CancelPlan plan = this.plans.of(seen.products(), seen.product(), CancelPlan.When.DAY.name(), effective, errors);
        if (plan.obstacle() == null) {
            if (errors.isEmpty() && !plan.seen().equals(was)) {
                errors.add("figures", "products.problem.changed");
            }
            if (reason.strip().length() > LONGEST_REASON) {
                errors.add("reason", "products.problem.reason", LONGEST_REASON);
            }
            if (sure.isEmpty()) {
                errors.add("sure", "products.problem.sure");
            }
            if (errors.isEmpty()) {
                RequestId request = this.service.cancel(me, seen, plan.chosen().effective(), reason.strip());
                Flash.done(redirect, "products.filed." + plan.chosen().preview().gate().route().code());
                redirect.addAttribute("request", request.value());
                return "redirect:/products/requests/{request}";
            }
        }
        response.setStatus(UNPROCESSABLE);
        model.addAttribute("reason", reason);
        return page(seen, plan, errors, model, locale);
    }

    @PostMapping("/licences")
    String removeLicences(@AuthenticationPrincipal Person me, @PathVariable String subscription,
            @RequestParam(defaultValue = "") String assigned, @RequestParam(defaultValue = "") String remove,
            Model model, HttpServletResponse response, RedirectAttributes redirect, Locale locale) {
        ProductService.Seen seen = this.service.product(me, subscription);
        FormErrors errors = new FormErrors();
        switch (this.service.removeLicences(me, seen, number(assigned), number(remove))) {
            case Removal.Removed(int before, int left, var gate) -> {
                Flash.done(redirect,
                        (gate.route() instanceof Route.SelfService) ? "products.removed.open" : "products.removed",
                        Integer.toString(before), Integer.toString(left));
                redirect.addAttribute("subscription", seen.id().value());
                return "redirect:/products/{subscription}/cancel";
            }
            case Removal.OutOfRange(int there) -> errors.add("remove", "products.problem.remove", there);
            case Removal.ChangedMeanwhile(int there) -> errors.add("remove", "products.problem.licences", there);
            case Removal.NotThere() -> errors.add("remove", "products.problem.inactive");
        }
        response.setStatus(UNPROCESSABLE);
        return again(me, subscription, errors, model, locale);
    }

    @PostMapping("/callback")
    String askToBeCalled(@AuthenticationPrincipal Person me, @PathVariable String subscription,
            @RequestParam(defaultValue = "") String phone, @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "") String hours, Model model, HttpServletResponse response,
            RedirectAttributes redirect, Locale locale) {
        ProductService.Seen seen = this.service.product(me, subscription);
        FormErrors errors = new FormErrors();
        if (phone.length() > 40 || Language.ofTag(language).isEmpty()) {
            errors.add((phone.length() > 40) ? "phone" : "language",
                    (phone.length() > 40) ? "products.problem.phone" : "products.problem.language");
        }
        else {
            switch (this.service.askToBeCalled(me, seen, phone, language, hours)) {
                case Step.Done(var _), Step.Filed(var _, var _) -> Flash.done(redirect, "products.callback.asked");
                case Step.AskedBefore(var _), Step.NotNow(var _) ->
                    Flash.notDone(redirect, "products.callback.before");
                case Step.NotKnown() -> throw ProductService.notThere();
                case Step.Incomplete(String field, var _) ->
                    errors.add(field.equals("preferred_hours") ? "hours" : field,
                            "products.problem." + (field.equals("preferred_hours") ? "hours" : field));
            }
        }
        if (errors.isEmpty()) {
            redirect.addAttribute("subscription", seen.id().value());
            return "redirect:/products/{subscription}/cancel";
        }
        response.setStatus(UNPROCESSABLE);
        model.addAttribute("phone", phone);
        model.addAttribute("hours", hours);
        return again(me, subscription, errors, model, locale);
    }

    @PostMapping("/callback/cancel")
    String cancelCallback(@AuthenticationPrincipal Person me, @PathVariable String subscription,
            RedirectAttributes redirect) {
        ProductService.Seen seen = this.service.product(me, subscription);
        if (this.service.cancelCallback(me, seen) instanceof Step.Done) {
            Flash.done(redirect, "products.callback.cancelled");
        }
        else {
            Flash.notDone(redirect, "products.callback.gone");
        }
        redirect.addAttribute("subscription", seen.id().value());
        return "redirect:/products/{subscription}/cancel";
    }

    private String again(Person me, String subscription, FormErrors errors, Model model, Locale locale) {
        ProductService.Seen seen = this.service.product(me, subscription);
        return page(seen, this.plans.of(seen.products(), seen.product(), "", "", new FormErrors()), errors, model,
                locale);
    }

    private String page(ProductService.Seen seen, CancelPlan plan, FormErrors errors, Model model, Locale locale) {
        model.addAttribute("plan", plan);
        model.addAttribute("product", seen.product());
        model.addAttribute("tenant", seen.products().tenant());
        model.addAttribute("mine", seen.mine());
        model.addAttribute("errors", errors);
        model.addAttribute("open", CancelPlans.openRequest(seen.product()).orElse(null));
        model.addAttribute("callback", this.service.callback(seen).orElse(null));
        model.addAttribute("called",
                plan.chosen().needsApproval() || seen.product().subscription().channel() == Channel.PRODUCT_KEY);
        model.addAttribute("spoken", Language.of(locale));
        return "products/cancel";
    }

    /** Reads a whole number; what is none is out of every range. */
    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        }
        catch (NumberFormatException ex) {
            return -1;
        }
    }

}
