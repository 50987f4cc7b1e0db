package org.prorata.web.products;

import org.prorata.credit.Credit;
import org.prorata.credit.CreditExplanation;
import org.prorata.people.Person;
import org.prorata.web.layout.Flash;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of a request: its story, the clock of the promise, and the way back. */
@Controller
@RequestMapping("/products/requests/{request}")
class RequestController {

    private final RequestService service;

    private final RequestStory story;

    RequestController(RequestService service, RequestStory story) {
        this.service = service;
        this.story = story;
    }

    @GetMapping
    String request(@AuthenticationPrincipal Person me, @PathVariable("request") String id, Model model) {
        RequestService.SeenRequest seen = this.service.request(me, id);
        Credit credit = seen.credit();
        model.addAttribute("it", seen);
        model.addAttribute("tenant", seen.seen().products().tenant());
        model.addAttribute("product", seen.seen().product());
        model.addAttribute("mine", seen.seen().mine());
        model.addAttribute("withdrawable", seen.isWithdrawable());
        model.addAttribute("story", this.story.of(seen, me));
        model.addAttribute("credit", credit);
        model.addAttribute("explanation", (credit != null) ? new CreditExplanation(credit) : null);
        return "products/request";
    }

    @PostMapping("/withdraw")
    String withdraw(@AuthenticationPrincipal Person me, @PathVariable("request") String id,
            RedirectAttributes redirect) {
        RequestService.SeenRequest seen = this.service.request(me, id);
        if (this.service.withdraw(me, seen)) {
            Flash.done(redirect, "products.withdrawn");
        }
        else {
            Flash.notDone(redirect, "products.withdraw.late");
        }
        redirect.addAttribute("request", seen.request().cancellation().id().value());
        return "redirect:/products/requests/{request}";
    }

}
