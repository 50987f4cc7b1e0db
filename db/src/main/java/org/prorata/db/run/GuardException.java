package org.prorata.db.run;

/** Says that a guarded update met another number of rows than it was made for. */
final class GuardException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GuardException(String what, int found, int wanted) {
        super(what + ": " + found + " rows were as expected, wanted " + wanted);
    }

}
