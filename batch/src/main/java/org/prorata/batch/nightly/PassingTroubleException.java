package org.prorata.batch.nightly;

/** Says that something stopped a run that may be over when it is started again. */
public final class PassingTroubleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PassingTroubleException(String message) {
        super(message);
    }

}
