package org.prorata.batch.nightly;

/** Says that another process runs the nightly job, and which. */
public final class LeaseTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LeaseTakenException(String message) {
        super(message);
    }

}
