package org.prorata.web.problem;

import java.util.List;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Writes problem documents in the caller's language. */
@Component
public final class Problems {

    /** The request attribute with the id of the request. */
    public static final String TRACE = "correlationId";

    private final MessageSource messages;

    Problems(MessageSource messages) {
        this.messages = messages;
    }

    /** Answers with a status and nothing more to say. */
    public ResponseEntity<ProblemDocument> of(ProblemCode code, String path, HttpServletRequest request,
            Locale locale) {
        return of(ProblemException.of(code), path, HttpHeaders.EMPTY, request, locale);
    }

    /**
     * Answers with a problem.
     * @param path what was called, as it was sent
     * @param headers what the status wants besides
     */
    public ResponseEntity<ProblemDocument> of(ProblemException problem, String path, HttpHeaders headers,
            HttpServletRequest request, Locale locale) {
        ProblemCode code = problem.code();
        int status = code.status().value();
        List<ProblemDocument.Part> parts = problem.errors()
            .stream()
            .map(each -> new ProblemDocument.Part(each.pointer(), each.code(),
                    text("problem.field." + each.code(), each.arguments(), locale)))
            .toList();
        ProblemDocument document = new ProblemDocument("urn:prorata:problem:" + code,
                text("problem.status." + status, List.of(), locale), status,
                text("problem." + code, problem.arguments(), locale), path, code,
                String.valueOf(request.getAttribute(TRACE)), parts);
        return ResponseEntity.status(status)
            .headers(headers)
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .header(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag())
            .body(document);
    }

    private String text(String key, List<Object> arguments, Locale locale) {
        return this.messages.getMessage(key, arguments.toArray(), locale);
    }

}
