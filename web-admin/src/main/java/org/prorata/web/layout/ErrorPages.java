package org.prorata.web.layout;

import java.util.Locale;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.prorata.web.problem.ProblemCode;
import org.prorata.web.problem.Problems;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Shows every error: as a page with an id to tell support, or as a problem document (RFC
 * 9457) below {@code /api}. Neither says anything about the inside.
 */
@Controller
class ErrorPages implements ErrorController {

    private final Problems problems;

    ErrorPages(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    Object error(HttpServletRequest request, Model model, Locale locale) {
        HttpStatus status = status(request);
        String id = String.valueOf(request.getAttribute(CorrelationFilter.ATTRIBUTE));
        String key = "error." + known(status);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (path instanceof String text && text.startsWith("/api/")) {
            return this.problems.of(ProblemCode.of(status.value()), text, request, locale);
        }
        model.addAttribute("key", key);
        model.addAttribute("status", status.value());
        model.addAttribute("correlationId", id);
        ModelAndView page = new ModelAndView("error/page", model.asMap());
        page.setStatus(status);
        return page;
    }

    private static HttpStatus status(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = (code instanceof Integer number) ? HttpStatus.resolve(number) : null;
        // without an error somebody typed the address
        return (status != null) ? status : (code != null) ? HttpStatus.INTERNAL_SERVER_ERROR : HttpStatus.NOT_FOUND;
    }

    private static String known(HttpStatus status) {
        return switch (status.value()) {
            case 400, 401, 403, 404, 405, 429 -> Integer.toString(status.value());
            default -> status.is4xxClientError() ? "400" : "500";
        };
    }

}
