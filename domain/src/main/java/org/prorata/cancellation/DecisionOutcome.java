package org.prorata.cancellation;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.approval.Figures;
import org.prorata.approval.FigureChange;

/** What became of an approver's decision. */
public sealed interface DecisionOutcome {

    /** It counts, and others have to say yes as well. */
    record Counted(int given, int needed, long version) implements DecisionOutcome {
    }

    /** It was the last that was needed: the request is queued. */
    record Approved(long version) implements DecisionOutcome {
    }

    /** The request is rejected. */
    record Rejected(long version) implements DecisionOutcome {
    }

    /** An approval is taken back: the request waits again. */
    record TakenBack(long version) implements DecisionOutcome {
    }

    /**
     * Nothing was decided: the figures are not those that were seen.
     *
     * @param changes the difference; empty where what was seen never was shown
     * @param now the figures to decide on
     * @param version the version to decide on
     */
    record ChangedSince(List<FigureChange> changes, Figures now, long version) implements DecisionOutcome {
    }

    /**
     * Nothing was decided: somebody else has decided since the page was opened.
     *
     * @param state where the request stands now
     * @param version the version now
     */
    record DecidedMeanwhile(ApprovalCase.State state, long version) implements DecisionOutcome {
    }

    /** Nothing was decided: this person may not. */
    record NotAllowed(Why why) implements DecisionOutcome {
    }

    /** Nothing was decided: the request does not wait for approval, or is not known. */
    record NotWaiting(@Nullable RequestState state) implements DecisionOutcome {
    }

    /** Nothing was decided: something is missing or too long. */
    record Incomplete(String field, String accepted) implements DecisionOutcome {
    }

    /** Why a person may not decide. */
    enum Why {

        /** Who asks never approves. */
        OWN_REQUEST,

        /** The person is no approver, or not any more. */
        NOT_AN_APPROVER,

        /** The tenant's country is not in the person's scope. */
        OTHER_COUNTRY,

        /** The refund is above the person's limit. */
        ABOVE_LIMIT,

        /** The person's approval counts already. */
        APPROVED_BEFORE,

        /** The person has given no approval that counts. */
        NOTHING_TO_TAKE_BACK,

        /** A run has claimed the request. */
        RUN_HAS_STARTED,

        /**
         * The last day to decide, in UTC, is over: the next run lets the request lapse.
         */
        LAST_DAY_IS_OVER

    }

}
