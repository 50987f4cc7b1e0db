package org.prorata.web.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RefusedException;
import org.prorata.db.idempotency.IdempotencyKeys;
import org.prorata.web.paging.BadCursorException;
import org.prorata.web.problem.FieldCode;
import org.prorata.web.problem.FieldProblem;
import org.prorata.web.problem.ProblemCode;
import org.prorata.web.problem.ProblemDocument;
import org.prorata.web.problem.ProblemException;
import org.prorata.web.problem.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns whatever goes wrong in the API into a problem document. */
@RestControllerAdvice(basePackageClasses = ApiErrors.class)
class ApiErrors {

    private static final Logger LOGGER = LoggerFactory.getLogger(ApiErrors.class);

    private static final int LONGEST_ECHO = 200;

    private final Problems problems;

    ApiErrors(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDocument> problem(Exception thrown, HttpServletRequest request, Locale locale) {
        HttpHeaders headers = (thrown instanceof ErrorResponse error) ? error.getHeaders() : HttpHeaders.EMPTY;
        String path = request.getRequestURI();
        return this.problems.of(problem(thrown),
                (path.length() > LONGEST_ECHO) ? path.substring(0, LONGEST_ECHO) : path, headers, request, locale);
    }

    private static ProblemException problem(Exception thrown) {
        return switch (thrown) {
            case ProblemException ex -> ex;
            case HttpMessageNotReadableException ex -> unreadable(ex.getCause());
            case MethodArgumentNotValidException ex ->
                ProblemException.invalid(ex.getFieldErrors().stream().map(ApiErrors::inBody).toList());
            case HandlerMethodValidationException ex -> ProblemException.invalid(
                    ex.getParameterValidationResults().stream().flatMap(each -> inParameter(each).stream()).toList());
            case MethodArgumentTypeMismatchException ex -> ProblemException
                .invalid(List.of(mismatch(pointer(ex.getParameter(), ex.getName()), ex.getRequiredType())));
            case MissingRequestHeaderException ex -> missing(ex.getHeaderName());
            case MissingServletRequestParameterException ex ->
                ProblemException.invalid("?" + ex.getParameterName(), FieldCode.REQUIRED);
            case BadCursorException ex -> ProblemException.invalid("?cursor", FieldCode.FORMAT, "next_cursor");
            case IdempotencyKeys.TakenOverException ex -> ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_RUNNING);
            case DuplicateKeyException ex -> ProblemException.of(ProblemCode.TRY_AGAIN);
            case ConcurrencyFailureException ex -> ProblemException.of(ProblemCode.TRY_AGAIN);
            case AccessDeniedException ex -> ProblemException.of(ProblemCode.FORBIDDEN);
            case RequestRejectedException ex -> ProblemException.of(ProblemCode.MALFORMED);
            case RefusedException ex -> ProblemException.of(ProblemCode.TRY_AGAIN);
            case ErrorResponse ex -> ProblemException.of(ProblemCode.of(ex.getStatusCode().value()));
            default -> {
                LOGGER.error("a call of the API failed", thrown);
                yield ProblemException.of(ProblemCode.INTERNAL);
            }
        };
    }

    private static ProblemException unreadable(@Nullable Throwable cause) {
        if (cause instanceof JacksonException ex && !ex.getPath().isEmpty()) {
            StringBuilder pointer = new StringBuilder();
            ex.getPath().forEach(step -> {
                String name = step.getPropertyName();
                pointer.append('/').append((name != null) ? escaped(name) : Integer.toString(step.getIndex()));
            });
            return ProblemException.invalid(List.of(switch (ex) {
                case UnrecognizedPropertyException unknown -> FieldProblem.of(pointer.toString(), FieldCode.UNKNOWN);
                case InvalidFormatException wrong -> mismatch(pointer.toString(), wrong.getTargetType());
                default -> mismatch(pointer.toString(), null);
            }));
        }
        return ProblemException.of(ProblemCode.MALFORMED);
    }

    private static String escaped(String name) {
        String known = name.replaceAll("\\p{C}", "?").replace("~", "~0").replace("/", "~1");
        return (known.length() > LONGEST_ECHO) ? known.substring(0, LONGEST_ECHO) : known;
    }

    private static FieldProblem mismatch(String pointer, @Nullable Class<?> wanted) {
        if (wanted != null && wanted.isEnum()) {
            return FieldProblem.of(pointer, FieldCode.CHOICE, String.join(", ",
                    Arrays.stream(wanted.getEnumConstants()).map(each -> ((Enum<?>) each).name()).toList()));
        }
        return FieldProblem.of(pointer, FieldCode.FORMAT,
                (wanted == int.class || wanted == long.class) ? "123" : "\"…\"");
    }

    private static ProblemException missing(String header) {
        ProblemCode code = header.equalsIgnoreCase(HttpHeaders.IF_MATCH) ? ProblemCode.IF_MATCH_MISSING
                : ProblemCode.IDEMPOTENCY_KEY_MISSING;
        return ProblemException.of(code).with(List.of(FieldProblem.of(header, FieldCode.REQUIRED)));
    }

    private static List<FieldProblem> inParameter(ParameterValidationResult result) {
        if (result instanceof ParameterErrors body) {
            return body.getFieldErrors().stream().map(ApiErrors::inBody).toList();
        }
        List<FieldProblem> problems = new ArrayList<>();
        String pointer = pointer(result.getMethodParameter(), "");
        result.getResolvableErrors().forEach(error -> problems.add(broken(pointer, error)));
        return problems;
    }

    private static FieldProblem inBody(FieldError error) {
        return broken("/" + snake(error.getField()), error);
    }

    /** Says which rule was broken and what it accepts. */
    private static FieldProblem broken(String pointer, MessageSourceResolvable error) {
        String[] codes = Objects.requireNonNullElse(error.getCodes(), new String[0]);
        String rule = (codes.length > 0) ? codes[codes.length - 1] : "";
        Object[] arguments = Objects.requireNonNullElse(error.getArguments(), new Object[0]);
        return switch (rule) {
            case "NotBlank", "NotNull" -> FieldProblem.of(pointer, FieldCode.REQUIRED);
            // the constraint's attributes come by name: max, then min
            case "Size" -> FieldProblem.of(pointer, FieldCode.LENGTH, arguments[2], arguments[1]);
            case "Min" -> FieldProblem.of(pointer, FieldCode.RANGE, arguments[1].toString(), "…");
            case "Max" -> FieldProblem.of(pointer, FieldCode.RANGE, "…", arguments[1].toString());
            default -> FieldProblem.of(pointer, FieldCode.FORMAT, pattern(error));
        };
    }

    private static String pattern(MessageSourceResolvable error) {
        Object[] arguments = Objects.requireNonNullElse(error.getArguments(), new Object[0]);
        return (arguments.length > 2) ? Objects.toString(arguments[2]) : "…";
    }

    private static String pointer(MethodParameter parameter, String fallback) {
        RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
        if (query != null) {
            return "?" + (query.name().isEmpty() ? query.value() : query.name());
        }
        RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
        if (header != null) {
            return header.name().isEmpty() ? header.value() : header.name();
        }
        PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
        return (path != null) ? "{" + (path.name().isEmpty() ? path.value() : path.name()) + "}" : fallback;
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

}
