package org.prorata.web.runs;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.prorata.credit.CreditState;

/** A list of returns; the name in small letters is what the address says. */
public enum ReturnsView {

    /** Not returned although the promise has passed. */
    LATE(null),

    /** The bank or card network sent it back. */
    FAILED(CreditState.RETURN_FAILED),

    /** Its day has not come. */
    WAITING(CreditState.ISSUED),

    /** It is handed over tonight or was just now. */
    RETURNING(CreditState.RETURNING),

    /** Something stops it. */
    HELD(CreditState.HELD),

    /** It is with the tenant. */
    RETURNED(CreditState.RETURNED);

    private final @Nullable CreditState state;

    ReturnsView(@Nullable CreditState state) {
        this.state = state;
    }

    @Nullable CreditState state() {
        return this.state;
    }

    /** Returns what the address says. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Returns the view of an address; the first where it says nothing we know. */
    static ReturnsView of(String code) {
        return Arrays.stream(values()).filter(view -> view.code().equals(code)).findFirst().orElse(LATE);
    }

}
