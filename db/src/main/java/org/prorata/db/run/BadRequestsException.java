package org.prorata.db.run;

/** Says that so many requests of a run are bad that the run itself must be looked at. */
public final class BadRequestsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadRequestsException(String message) {
        super(message);
    }

}
