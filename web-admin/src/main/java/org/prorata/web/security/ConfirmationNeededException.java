package org.prorata.web.security;

/** Says that somebody has to prove again who he is before this is done. */
public final class ConfirmationNeededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConfirmationNeededException() {
        super("the password was given more than ten minutes ago");
    }

}
