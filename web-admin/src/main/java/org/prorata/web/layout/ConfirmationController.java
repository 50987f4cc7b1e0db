package org.prorata.web.layout;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.prorata.web.security.Confirmation;
import org.prorata.web.security.ConfirmationNeededException;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Asks for the password again, where a form did not ask for it itself, and goes back to
 * the page; what was to be decided is decided there, by the person.
 */
@Controller
@ControllerAdvice(annotations = Controller.class)
class ConfirmationController {

    private final Confirmation confirmation;

    private final HttpSessionRequestCache afterwards = new HttpSessionRequestCache();

    ConfirmationController(Confirmation confirmation) {
        this.confirmation = confirmation;
    }

    @ExceptionHandler
    String needed(ConfirmationNeededException needed, HttpServletRequest request, HttpServletResponse response) {
        String back = PageFrame.back(request);
        String encoded = URLEncoder.encode(back, StandardCharsets.UTF_8);
        if ("true".equals(request.getHeader("HX-Request"))) {
            response.setHeader("HX-Redirect", "/confirm?back=" + encoded);
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return "layout/nothing";
        }
        return "redirect:/confirm?back=" + encoded;
    }

    @GetMapping("/confirm")
    String ask(@RequestParam(defaultValue = "/") String back, Model model, HttpServletRequest request,
            HttpServletResponse response) {
        if (this.confirmation.isAtTheProvider()) {
            if (this.confirmation.isRecent()) {
                return "redirect:" + PreferencesController.local(back);
            }
            // the way back from the provider leads here, and then on
            this.afterwards.saveRequest(request, response);
        }
        return form(back, new FormErrors(), model);
    }

    private String form(String back, FormErrors errors, Model model) {
        model.addAttribute("back", PreferencesController.local(back));
        model.addAttribute("withProvider", this.confirmation.isAtTheProvider());
        model.addAttribute("errors", errors);
        return "home/confirm";
    }

    @PostMapping("/confirm")
    String confirm(@RequestParam(defaultValue = "") String password, @RequestParam(defaultValue = "/") String back,
            Model model, HttpServletRequest request, HttpServletResponse response) {
        if (!password.isEmpty() && this.confirmation.confirm(password, request, response)) {
            return "redirect:" + PreferencesController.local(back);
        }
        response.setStatus(422);
        return form(back, new FormErrors().add("password", "confirm.wrong"), model);
    }

}
