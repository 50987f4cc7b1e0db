package org.prorata.batch.nightly;

/** Says that a run stopped before it was certified, why, and what to do. */
public final class RunFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RunFailedException(String message) {
        super(message);
    }

}
