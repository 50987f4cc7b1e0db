package org.prorata.credit;

import java.util.EnumSet;
import java.util.Set;

/** Where a credit stands on its way to the tenant. */
public enum CreditState {

    /** The document exists and the money is owed. */
    ISSUED,

    /** Something stops the return until a person or an event lifts it. */
    HELD,

    /** The return has been ordered. */
    RETURNING,

    /**
     * The return is in a settlement file that was handed over; the bank may still send it
     * back.
     */
    RETURNED,

    /** The bank or card network refused; the same key is used again. */
    RETURN_FAILED;

    /** Returns the states that may follow this one. */
    public Set<CreditState> next() {
        return switch (this) {
            case ISSUED -> EnumSet.of(RETURNING, HELD);
            case HELD -> EnumSet.of(ISSUED);
            case RETURNING -> EnumSet.of(RETURNED, RETURN_FAILED);
            case RETURN_FAILED -> EnumSet.of(RETURNING, HELD);
            case RETURNED -> EnumSet.of(RETURN_FAILED);
        };
    }

    /**
     * Moves on.
     * @throws IllegalStateException when the step is not one of {@link #next()}
     */
    public CreditState to(CreditState next) {
        if (!next().contains(next)) {
            throw new IllegalStateException(
                    "a credit that is " + this + " cannot become " + next + ", accepted: " + next());
        }
        return next;
    }

}
