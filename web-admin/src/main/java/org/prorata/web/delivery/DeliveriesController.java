package org.prorata.web.delivery;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.http.HttpServletResponse;
import org.prorata.people.Person;
import org.prorata.reporting.delivery.Deliveries.Channel;
import org.prorata.reporting.delivery.Deliveries.Subscribed;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.language.Language;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.springframework.context.i18n.LocaleContextHolder;
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

/** The page of what is delivered after each close. */
@Controller
@RequestMapping("/reports/deliveries")
class DeliveriesController {

    private final DeliveriesService deliveries;

    DeliveriesController(DeliveriesService deliveries) {
        this.deliveries = deliveries;
    }

    @GetMapping
    String list(@AuthenticationPrincipal Person me, Model model) {
        Language mine = Language.of(LocaleContextHolder.getLocale());
        return page(me, new Wanted("PDF", mine.tag(), "", ""), new FormErrors(), model);
    }

    @PostMapping
    String subscribe(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String format,
            @RequestParam(defaultValue = "") String language, @RequestParam(defaultValue = "") String channel,
            @RequestParam(defaultValue = "") String target, Model model, HttpServletResponse response,
            RedirectAttributes redirect) {
        FormErrors errors = new FormErrors();
        Optional<Format> what = of(Format.values(), format);
        Optional<Language> spoken = Language.ofTag(language);
        List<Channel> channels = this.deliveries.channels();
        Optional<Channel> way = of(Channel.values(), channel).filter(channels::contains);
        String to = target.strip();
        if (what.isEmpty()) {
            errors.add("format", "deliveries.problem.format");
        }
        if (spoken.isEmpty()) {
            errors.add("language", "deliveries.problem.language");
        }
        if (way.isEmpty()) {
            errors.add("channel", "deliveries.problem.channel");
        }
        else if (!this.deliveries.isAccepted(way.get(), to)) {
            errors.add("target", "deliveries.problem.target." + way.get(),
                    String.join(", ", this.deliveries.mailDomains()));
        }
        if (errors.isEmpty()) {
            switch (this.deliveries.subscribe(me, what.get(), spoken.get(), way.get(), to)) {
                case Subscribed.Done _ -> {
                    Flash.done(redirect, "deliveries.subscribed");
                    return "redirect:/reports/deliveries";
                }
                case Subscribed.Already _ -> errors.add("target", "deliveries.problem.already");
                case Subscribed.TooMany _ -> errors.add("target", "deliveries.problem.many");
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(me, new Wanted(format, language, channel, target), errors, model);
    }

    @PostMapping("/{number}/end")
    String end(@AuthenticationPrincipal Person me, @PathVariable long number, RedirectAttributes redirect) {
        if (!this.deliveries.end(me, number)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Flash.done(redirect, "deliveries.ended");
        return "redirect:/reports/deliveries";
    }

    @PostMapping("/{number}/send-again")
    String sendAgain(@AuthenticationPrincipal Person me, @PathVariable long number, RedirectAttributes redirect) {
        if (!this.deliveries.sendAgain(me, number)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Flash.done(redirect, "deliveries.again.done");
        return "redirect:/reports/deliveries";
    }

    private String page(Person me, Wanted wanted, FormErrors errors, Model model) {
        model.addAttribute("channels", this.deliveries.channels());
        model.addAttribute("formats", Format.values());
        model.addAttribute("languages", Language.values());
        model.addAttribute("domains", String.join(", ", this.deliveries.mailDomains()));
        model.addAttribute("subscriptions", this.deliveries.of(me));
        model.addAttribute("log", this.deliveries.log(me));
        model.addAttribute("wanted", wanted);
        model.addAttribute("errors", errors);
        return "reports/deliveries";
    }

    private static <E extends Enum<E>> Optional<E> of(E[] values, String name) {
        return Arrays.stream(values).filter(value -> value.name().equals(name)).findFirst();
    }

    /** What the form holds. */
    public record Wanted(String format, String language, String channel, String target) {
    }

}
