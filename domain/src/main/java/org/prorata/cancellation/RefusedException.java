package org.prorata.cancellation;

/**
 * Says that a request cannot be handled in the way that was asked, and what is accepted.
 */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

}
