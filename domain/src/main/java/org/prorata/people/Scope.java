package org.prorata.people;

import java.util.Arrays;
import java.util.Optional;

/** What an API token may be used for, within the roles of the person it acts as. */
public enum Scope {

    CANCELLATIONS_READ("cancellations:read"), CANCELLATIONS_WRITE("cancellations:write"),
    CANCELLATIONS_DECIDE("cancellations:decide"), CALLBACKS_READ("callbacks:read"), CALLBACKS_WRITE("callbacks:write"),
    RUNS_READ("runs:read"), CREDITS_READ("credits:read");

    private final String code;

    Scope(String code) {
        this.code = code;
    }

    /** Returns what tokens and documents call it, such as {@code cancellations:read}. */
    public String code() {
        return this.code;
    }

    public static Optional<Scope> of(String code) {
        return Arrays.stream(values()).filter(scope -> scope.code.equals(code)).findFirst();
    }

}
