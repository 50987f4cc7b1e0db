package org.prorata.web.problem;

import org.springframework.http.HttpStatus;

/**
 * Why the API did not do what was asked; the name is the {@code code} of a problem
 * document and the end of its type, and stays what it is.
 */
public enum ProblemCode {

    /** The body, the address or a header cannot be read. */
    MALFORMED(HttpStatus.BAD_REQUEST),
    /** Parts of the request are wrong; {@code errors} says which. */
    INVALID(HttpStatus.BAD_REQUEST),
    /** A call that creates something came without {@code Idempotency-Key}. */
    IDEMPOTENCY_KEY_MISSING(HttpStatus.BAD_REQUEST),
    /** The token is missing, unknown, expired or revoked. */
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED),
    /** The token's scopes or the roles of its person do not include this. */
    FORBIDDEN(HttpStatus.FORBIDDEN),
    /** Who asked for a cancellation never approves it. */
    OWN_REQUEST(HttpStatus.FORBIDDEN),
    /** The person is not appointed to approve, or not any more. */
    NOT_AN_APPROVER(HttpStatus.FORBIDDEN),
    /** The tenant's country is not in the approver's scope. */
    OTHER_COUNTRY(HttpStatus.FORBIDDEN),
    /** The refund is above the approver's limit. */
    ABOVE_LIMIT(HttpStatus.FORBIDDEN),
    /** The person's approval counts already. */
    APPROVED_BEFORE(HttpStatus.FORBIDDEN),
    /** There is no such thing, or it is not the caller's to see. */
    NOT_FOUND(HttpStatus.NOT_FOUND),
    /** The address exists, but not for this method. */
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
    /** The answer cannot be given in a format that the caller accepts. */
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
    /** The subscription has another open request. */
    OPEN_REQUEST_EXISTS(HttpStatus.CONFLICT),
    /** The subscription has an open callback already. */
    CALLBACK_EXISTS(HttpStatus.CONFLICT),
    /** It stands where this cannot be done. */
    WRONG_STATE(HttpStatus.CONFLICT),
    /** The cancellation has taken effect. */
    TOO_LATE(HttpStatus.CONFLICT),
    /** Another call with the same key is at it. */
    IDEMPOTENCY_KEY_RUNNING(HttpStatus.CONFLICT),
    /** Somebody else changed the same thing in this moment. */
    TRY_AGAIN(HttpStatus.CONFLICT),
    /** {@code If-Match} does not name the request as it is now. */
    PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED),
    /** The figures are not those that were seen. */
    FIGURES_CHANGED(HttpStatus.PRECONDITION_FAILED),
    /** The body is larger than is accepted. */
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    /** The body is not in a format that is accepted. */
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    /** The key was used for another call. */
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT),
    /** A decision came without {@code If-Match}. */
    IF_MATCH_MISSING(HttpStatus.PRECONDITION_REQUIRED),
    /** The client calls too often. */
    TOO_MANY_CALLS(HttpStatus.TOO_MANY_REQUESTS),
    /** Something is broken on this side. */
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR);

    private final HttpStatus status;

    ProblemCode(HttpStatus status) {
        this.status = status;
    }

    public HttpStatus status() {
        return this.status;
    }

    /** Returns the code that says no more than a status. */
    public static ProblemCode of(int status) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> TOO_MANY_CALLS;
            default -> (status >= 400 && status < 500) ? MALFORMED : INTERNAL;
        };
    }

}
