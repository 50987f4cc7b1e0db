package org.prorata.batch.nightly;

/** Says that what a run wrote contradicts itself; a run like that is never certified. */
public final class OutOfBalanceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutOfBalanceException(String message) {
        super(message);
    }

}
