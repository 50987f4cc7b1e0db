package org.prorata.web.approvals;

import org.prorata.cancellation.DecisionOutcome;

/**
 * What a page says about what became of a decision.
 *
 * @param done whether anything was decided
 * @param kind the kind of the badge and the alert
 * @param key the key of the message
 * @param status the status of the answer
 */
public record Verdict(boolean done, String kind, String key, int status) {

    private static final int DONE = 200;

    private static final int CONFLICT = 409;

    private static final int NOT_BY_YOU = 422;

    static Verdict of(DecisionOutcome outcome) {
        return switch (outcome) {
            case DecisionOutcome.Counted(var _, var _, var _) -> done("wait", "COUNTED");
            case DecisionOutcome.Approved(var _) -> done("good", "APPROVED");
            case DecisionOutcome.Rejected(var _) -> done("off", "REJECTED");
            case DecisionOutcome.TakenBack(var _) -> done("wait", "TAKEN_BACK");
            case DecisionOutcome.ChangedSince changed -> new Verdict(false, "bad",
                    changed.changes().isEmpty() ? "approvals.said.NEVER_SHOWN" : "approvals.said.CHANGED", CONFLICT);
            case DecisionOutcome.DecidedMeanwhile(var state, var _) ->
                new Verdict(false, "bad", "approvals.meanwhile." + state, CONFLICT);
            case DecisionOutcome.NotAllowed(var why) -> new Verdict(false, "bad", "approvals.why." + why, NOT_BY_YOU);
            case DecisionOutcome.NotWaiting(var _) -> new Verdict(false, "bad", "approvals.said.NOT_WAITING", CONFLICT);
            case DecisionOutcome.Incomplete(var field, var _) ->
                new Verdict(false, "bad", "approvals.incomplete." + field, NOT_BY_YOU);
        };
    }

    private static Verdict done(String kind, String what) {
        return new Verdict(true, kind, "approvals.said." + what, DONE);
    }

    public String alert() {
        return switch (this.kind) {
            case "good" -> "alert-success";
            case "bad" -> "alert-danger";
            case "wait" -> "alert-warning";
            default -> "alert-info";
        };
    }

}
