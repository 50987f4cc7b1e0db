package org.prorata.policy;

import java.time.LocalDate;

/** Whether the day a cancellation takes effect is given back. */
public enum CancelDay {

    /** The cancel day is the first unused day. */
    CREDITED,

    /** The cancel day is the last used day. */
    CHARGED;

    public LocalDate firstUnusedDay(LocalDate cancelDay) {
        return switch (this) {
            case CREDITED -> cancelDay;
            case CHARGED -> cancelDay.plusDays(1);
        };
    }

}
