package org.prorata.cancellation;

/** Something that, done alone, changes the gate's answer. */
public sealed interface Action {

    /**
     * Take licences away until self-service is open.
     *
     * @param licences how many, at least
     * @param counted which ones, as people call them: assigned or purchased
     */
    record RemoveLicences(long licences, String counted) implements Action {
    }

    /** Ask to be called back: "let us call you". */
    record AskToBeCalled() implements Action {
    }

    /** File the request and wait for an approver. */
    record FileForApproval() implements Action {
    }

    /** Go to the partner who sold the subscription. */
    record AskThePartner() implements Action {
    }

    default String code() {
        return switch (this) {
            case RemoveLicences(var _, var _) -> "REMOVE_LICENCES";
            case AskToBeCalled() -> "ASK_TO_BE_CALLED";
            case FileForApproval() -> "FILE_FOR_APPROVAL";
            case AskThePartner() -> "ASK_THE_PARTNER";
        };
    }

    /** Says what to do, in English. */
    default String text() {
        return switch (this) {
            case RemoveLicences(long licences, String counted) -> "remove " + licences + " " + counted
                    + ((licences == 1) ? " licence" : " licences") + ", then cancel online";
            case AskToBeCalled() -> "ask to be called back";
            case FileForApproval() -> "file the request and wait for an approver";
            case AskThePartner() -> "ask the partner who sold it to cancel and refund it";
        };
    }

}
