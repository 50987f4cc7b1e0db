package org.prorata.people;

/** Says why something about a person was not done; nothing was written. */
public final class PeopleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final PeopleRefusal refusal;

    public PeopleException(PeopleRefusal refusal, String message) {
        super(refusal + ": " + message);
        this.refusal = refusal;
    }

    public PeopleRefusal refusal() {
        return this.refusal;
    }

}
