package org.prorata.web.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.prorata.web.problem.FieldCode;
import org.prorata.web.problem.FieldProblem;
import org.prorata.web.problem.ProblemException;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that the call does not know, so that a filter with a slip of
 * the pen never lists everything; one that comes twice is refused, too.
 */
class KnownParameters implements HandlerInterceptor {

    private static final int LONGEST_ECHO = 64;

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getPackage().equals(getClass().getPackage())) {
            Set<String> known = new HashSet<>();
            for (MethodParameter parameter : method.getMethodParameters()) {
                RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
                if (query != null) {
                    known.add(query.name().isEmpty() ? query.value() : query.name());
                }
            }
            List<FieldProblem> problems = new ArrayList<>();
            request.getParameterMap().forEach((name, values) -> {
                String shown = (name.length() > LONGEST_ECHO) ? name.substring(0, LONGEST_ECHO) : name;
                if (!known.contains(name)) {
                    problems.add(FieldProblem.of("?" + shown, FieldCode.UNKNOWN));
                }
                else if (values.length > 1) {
                    problems.add(FieldProblem.of("?" + shown, FieldCode.FORMAT, shown + "=…"));
                }
            });
            if (!problems.isEmpty()) {
                throw ProblemException.invalid(problems);
            }
        }
        return true;
    }

}
