package org.prorata.web.security;

import java.util.Arrays;

import org.prorata.people.Role;
import org.prorata.people.Scope;
import org.springframework.http.HttpMethod;

import static org.prorata.people.Role.APPROVER;
import static org.prorata.people.Role.AUDITOR;
import static org.prorata.people.Role.OPERATOR;
import static org.prorata.people.Role.SUPPORT;
import static org.prorata.people.Role.TENANT_ADMIN;

/**
 * A path of the REST API, the scope that a token needs for it, and the roles of which the
 * person behind the token needs one; services ask for the roles again. The first path
 * that fits counts, and a path that fits none is refused.
 */
@SuppressWarnings("ImmutableEnumChecker") // nobody writes to the array
enum ApiPath {

    APPROVE_CANCELLATION("POST", "/api/v1/cancellations/*/approve", Scope.CANCELLATIONS_DECIDE, APPROVER),
    REJECT_CANCELLATION("POST", "/api/v1/cancellations/*/reject", Scope.CANCELLATIONS_DECIDE, APPROVER),
    TAKE_BACK_APPROVAL("POST", "/api/v1/cancellations/*/take-back", Scope.CANCELLATIONS_DECIDE, APPROVER),
    WITHDRAW_CANCELLATION("POST", "/api/v1/cancellations/*/withdraw", Scope.CANCELLATIONS_WRITE, TENANT_ADMIN, SUPPORT),
    FILE_CANCELLATION("POST", "/api/v1/cancellations", Scope.CANCELLATIONS_WRITE, TENANT_ADMIN),
    READ_CANCELLATIONS(
            "GET", "/api/v1/cancellations/**", Scope.CANCELLATIONS_READ, TENANT_ADMIN, SUPPORT, APPROVER, AUDITOR),
    READ_APPROVALS("GET", "/api/v1/approvals", Scope.CANCELLATIONS_READ, APPROVER, AUDITOR),
    READ_SUBSCRIPTIONS("GET", "/api/v1/subscriptions/**", Scope.CANCELLATIONS_READ, TENANT_ADMIN, SUPPORT, APPROVER,
            AUDITOR),
    ASK_FOR_CALLBACK("POST", "/api/v1/callbacks", Scope.CALLBACKS_WRITE, TENANT_ADMIN),
    CANCEL_CALLBACK("POST", "/api/v1/callbacks/*/cancel", Scope.CALLBACKS_WRITE, TENANT_ADMIN),
    WORK_ON_CALLBACK("POST", "/api/v1/callbacks/*/*", Scope.CALLBACKS_WRITE, SUPPORT),
    LIST_CALLBACKS("GET", "/api/v1/callbacks", Scope.CALLBACKS_READ, SUPPORT, AUDITOR),
    READ_CALLBACK("GET", "/api/v1/callbacks/*", Scope.CALLBACKS_READ, TENANT_ADMIN, SUPPORT, AUDITOR),
    READ_RUNS("GET", "/api/v1/runs/**", Scope.RUNS_READ, OPERATOR, AUDITOR),
    READ_CREDITS("GET", "/api/v1/credits/**", Scope.CREDITS_READ, TENANT_ADMIN, OPERATOR, AUDITOR);

    private final String method;

    private final String pattern;

    private final Scope scope;

    private final String[] roles;

    ApiPath(String method, String pattern, Scope scope, Role... roles) {
        this.method = method;
        this.pattern = pattern;
        this.scope = scope;
        this.roles = Arrays.stream(roles).map(Role::name).toArray(String[]::new);
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

    /** Returns the names of the roles of which one is needed. */
    String[] roles() {
        return this.roles.clone();
    }

}
