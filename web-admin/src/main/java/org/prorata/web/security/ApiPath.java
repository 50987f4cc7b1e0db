package org.prorata.web.security;

import org.prorata.people.Scope;
import org.springframework.http.HttpMethod;

/**
 * A path of the REST API and the scope that a token needs for it. The first that fits
 * counts, and a path that fits none is refused; the roles of the person behind the token
 * are asked by the services.
 */
enum ApiPath {

    DECIDE_CANCELLATION("POST", "/api/v1/cancellations/*/approve", Scope.CANCELLATIONS_DECIDE),
    REJECT_CANCELLATION("POST", "/api/v1/cancellations/*/reject", Scope.CANCELLATIONS_DECIDE),
    WRITE_CANCELLATIONS("POST", "/api/v1/cancellations/**", Scope.CANCELLATIONS_WRITE),
    READ_CANCELLATIONS("GET", "/api/v1/cancellations/**", Scope.CANCELLATIONS_READ),
    READ_SUBSCRIPTIONS("GET", "/api/v1/subscriptions/**", Scope.CANCELLATIONS_READ),
    PREVIEW_REFUND("POST", "/api/v1/subscriptions/*/refund-preview", Scope.CANCELLATIONS_READ),
    WRITE_CALLBACKS("POST", "/api/v1/callbacks/**", Scope.CALLBACKS_WRITE),
    READ_CALLBACKS("GET", "/api/v1/callbacks/**", Scope.CALLBACKS_READ),
    READ_RUNS("GET", "/api/v1/runs/**", Scope.RUNS_READ), READ_CREDITS("GET", "/api/v1/credits/**", Scope.CREDITS_READ);

    private final String method;

    private final String pattern;

    private final Scope scope;

    ApiPath(String method, String pattern, Scope scope) {
        this.method = method;
        this.pattern = pattern;
        this.scope = scope;
    }

    HttpMethod method() {
        return HttpMethod.valueOf(this.method);
    }

    String pattern() {
        return this.pattern;
    }

    Scope scope() {
        return this.scope;
    }

}
