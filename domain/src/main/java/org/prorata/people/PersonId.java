package org.prorata.people;

/**
 * Names a person for ever, whatever the login or the name becomes. It is what
 * {@code requested_by}, {@code decided_by} and the actor of the audit trail hold.
 *
 * @param value 1 to 40 characters
 */
public record PersonId(String value) {

    public PersonId {
        if (value.isEmpty() || value.length() > 40) {
            throw new IllegalArgumentException("person id of " + value.length() + " characters, accepted: 1 to 40");
        }
    }

    public static PersonId of(String value) {
        return new PersonId(value);
    }

    @Override
    public String toString() {
        return this.value;
    }

}
