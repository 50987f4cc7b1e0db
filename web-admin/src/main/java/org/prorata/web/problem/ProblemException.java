package org.prorata.web.problem;

import java.util.List;

/** Says why the API does not do what was asked; it becomes a problem document. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    private final transient List<Object> arguments;

    private final transient List<FieldProblem> errors;

    private ProblemException(ProblemCode code, List<Object> arguments, List<FieldProblem> errors) {
        super(code + " " + errors);
        this.code = code;
        this.arguments = arguments;
        this.errors = errors;
    }

    /**
     * Makes one.
     * @param arguments for its text
     */
    public static ProblemException of(ProblemCode code, Object... arguments) {
        return new ProblemException(code, List.of(arguments), List.of());
    }

    /** Makes one about parts of the request. */
    public static ProblemException invalid(List<FieldProblem> errors) {
        return new ProblemException(ProblemCode.INVALID, List.of(errors.size()), List.copyOf(errors));
    }

    public static ProblemException invalid(String pointer, FieldCode code, Object... arguments) {
        return invalid(List.of(FieldProblem.of(pointer, code, arguments)));
    }

    /**
     * Makes one about parts of the request that another code than "invalid" describes.
     */
    public ProblemException with(List<FieldProblem> more) {
        return new ProblemException(this.code, this.arguments, List.copyOf(more));
    }

    public ProblemCode code() {
        return this.code;
    }

    public List<Object> arguments() {
        return this.arguments;
    }

    public List<FieldProblem> errors() {
        return this.errors;
    }

}
