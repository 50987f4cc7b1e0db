package org.prorata.web.delivery;

import org.jspecify.annotations.Nullable;
import org.prorata.reporting.delivery.Deliveries.Problem;

/** Says why a summary was not delivered. */
final class UndeliveredException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    UndeliveredException(Problem problem, String detail, @Nullable Throwable cause) {
        super(detail.replaceAll("\\p{C}", " "), cause);
        this.problem = problem;
    }

    Problem problem() {
        return this.problem;
    }

}
