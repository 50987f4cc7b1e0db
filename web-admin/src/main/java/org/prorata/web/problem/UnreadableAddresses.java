package org.prorata.web.problem;

import java.io.IOException;
import java.io.Writer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.prorata.reporting.language.Language;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with a problem document where the server itself refuses an address of the API,
 * such as one with an encoded slash, and nothing of ours would ever see it.
 */
final class UnreadableAddresses extends ValveBase {

    private final Problems problems;

    private final JsonMapper json;

    private final SecureRandom random = new SecureRandom();

    UnreadableAddresses(Problems problems, JsonMapper json) {
        super(true);
        this.problems = problems;
        this.json = json;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String path = request.getRequestURI();
        if (request.getContext() != null || !response.isError() || path == null || !path.startsWith("/api/")) {
            getNext().invoke(request, response);
            return;
        }
        byte[] bytes = new byte[8];
        this.random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        String accepted = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        Locale locale = ((accepted != null) ? Language.accepted(accepted) : Language.EN).locale();
        request.setAttribute(Problems.TRACE, id);
        ProblemDocument document = this.problems.of(ProblemCode.of(response.getStatus()), "/api", request, locale)
            .getBody();
        // an error that was sent shuts the response for everybody but whoever reports it
        response.setSuspended(false);
        response.setHeader("X-Request-Id", id);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding("UTF-8");
        Writer writer = response.getReporter();
        if (writer != null) {
            writer.write(this.json.writeValueAsString(document));
            response.finishResponse();
        }
    }

}
