package org.prorata.cancellation;

import java.time.LocalDate;

/** What the gate answers. */
public sealed interface Route {

    /** The customer may cancel online. */
    record SelfService() implements Route {
    }

    /**
     * Somebody else has to say yes.
     *
     * @param licencesToRemove how many licences must go before self-service is open
     */
    record Approval(long licencesToRemove) implements Route {
    }

    /**
     * Recurring billing of the trial stops; no credit.
     *
     * @param endsOn the trial's last day
     */
    record TrialStopped(LocalDate endsOn) implements Route {
    }

    /** There is nothing that a cancellation would change. */
    record NothingToCancel() implements Route {
    }

    /** Not here: whoever sold it cancels and refunds it. */
    record NotCancellable() implements Route {
    }

    /** Returns the name that files, tables and screens use. */
    default String code() {
        return switch (this) {
            case SelfService() -> "SELF_SERVICE";
            case Approval(var _) -> "APPROVAL";
            case TrialStopped(var _) -> "TRIAL_STOPPED";
            case NothingToCancel() -> "NOTHING_TO_CANCEL";
            case NotCancellable() -> "NOT_CANCELLABLE";
        };
    }

    /** Returns the state in which a request on this route is filed. */
    default RequestState firstState() {
        return switch (this) {
            case SelfService() -> RequestState.QUEUED;
            case Approval(var _) -> RequestState.PENDING_APPROVAL;
            case TrialStopped(var _), NothingToCancel() -> RequestState.CLOSED_WITHOUT_CREDIT;
            case NotCancellable() -> RequestState.REJECTED;
        };
    }

}
