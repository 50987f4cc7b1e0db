package org.prorata.web.problem;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A problem document of RFC 9457.
 *
 * @param type names the kind of problem for ever
 * @param title the kind of problem, in the caller's language
 * @param status the HTTP status
 * @param detail this problem, in the caller's language
 * @param instance the path that was called
 * @param code the kind of problem for programs
 * @param traceId what to tell support
 * @param errors the parts of the request that are wrong
 */
@Schema(name = "Problem")
public record ProblemDocument(@Schema(example = "urn:prorata:problem:INVALID") String type, String title, int status,
        String detail, String instance, ProblemCode code, @JsonProperty("traceId") String traceId, List<Part> errors) {

    /**
     * A part of the request that is wrong.
     *
     * @param pointer where: a JSON pointer into the body, {@code ?name} for a query
     * parameter, the name of a header
     * @param code what is wrong, for programs
     * @param message the same in the caller's language, with what is accepted
     */
    @Schema(name = "ProblemPart")
    public record Part(@Schema(example = "/effective_date") String pointer, FieldCode code, String message) {
    }

}
