package org.prorata.web.problem;

import java.util.List;

/**
 * One part of a request that is wrong.
 *
 * @param pointer where: a JSON pointer into the body, {@code ?name} for a query
 * parameter, the name of a header
 * @param code what
 * @param arguments what is accepted
 */
public record FieldProblem(String pointer, FieldCode code, List<Object> arguments) {

    public static FieldProblem of(String pointer, FieldCode code, Object... arguments) {
        return new FieldProblem(pointer, code, List.of(arguments));
    }

}
