package org.prorata.web.paging;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Says that a cursor was not made for this list; it leads to the status 400. */
@ResponseStatus(HttpStatus.BAD_REQUEST)
public final class BadCursorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadCursorException() {
        super("the cursor was not made for this list, accepted: one that came with the page before");
    }

}
