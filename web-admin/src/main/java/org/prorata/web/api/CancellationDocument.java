package org.prorata.web.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.prorata.approval.RejectionReason;
import org.prorata.cancellation.ApprovalCase;
import org.prorata.cancellation.ApprovalView;
import org.prorata.cancellation.DecisionOutcome;
import org.prorata.cancellation.GivenDecision;
import org.prorata.cancellation.RequestState;
import org.prorata.db.cancellation.RequestList;

/**
 * A cancellation request as it stands.
 *
 * @param route what the gate said when it was filed
 * @param requestedBy the person who asked, and who therefore never approves it
 * @param effectiveDate the first day without service, in the tenant's time zone
 * @param closedBecause why there was nothing to give back; left out where there was
 * @param creditNumber the credit; left out where there is none yet
 * @param approval how far the approval has come; left out in lists and where none is
 * needed
 */
@Schema(name = "Cancellation")
record CancellationDocument(String requestId, String subscriptionId, String tenantId, String product,
        RequestState state, String route, Instant requestedAt, String requestedBy, LocalDate effectiveDate,
        String reason, Instant filedAt, long countedLicences, @Nullable String closedBecause,
        @Nullable String creditNumber, @Nullable ApprovalPart approval) {

    /**
     * An approval on its way.
     *
     * @param needed how many people have to say yes
     * @param given how many have
     * @param refund what comes back, as of the figures
     * @param approveBy the last day to decide
     * @param mayDecide whether the caller may decide
     * @param refusal why not; left out where the caller may
     * @param decisions what was said so far; empty for a tenant administrator
     */
    @Schema(name = "Approval")
    record ApprovalPart(ApprovalCase.State state, long version, String figures, int needed, int given,
            MoneyDocument refund, long countedLicences, String policy, LocalDate approveBy, boolean mayDecide,
            DecisionOutcome.@Nullable Why refusal, List<DecisionPart> decisions) {
    }

    /**
     * What one approver said.
     *
     * @param droppedBecause why it does not count any more; left out while it counts
     */
    @Schema(name = "Decision")
    record DecisionPart(String person, @Nullable String onBehalfOf, boolean approved, @Nullable RejectionReason reason,
            String words, Instant at, @Nullable String droppedBecause) {

        static DecisionPart of(GivenDecision decision) {
            return new DecisionPart(decision.person(), decision.onBehalfOf(), decision.approved(), decision.reason(),
                    decision.words(), decision.at(), decision.droppedBecause());
        }

    }

    static CancellationDocument of(RequestList.Entry entry, @Nullable ApprovalPart approval) {
        return new CancellationDocument(entry.request().value(), entry.subscription().value(), entry.tenant().value(),
                entry.product(), entry.state(), entry.route(), entry.requestedAt(), entry.requestedBy(),
                entry.effectiveDate(), entry.reason(), entry.filedAt(), entry.countedLicences(), entry.closedBecause(),
                entry.creditNumber(), approval);
    }

    static ApprovalPart approval(ApprovalView view, boolean withDecisions) {
        ApprovalCase approval = view.approval();
        return new ApprovalPart(approval.state(), approval.version(), view.figures().hash(), approval.needed(),
                approval.given(), MoneyDocument.of(approval.refund(), approval.currency()),
                view.figures().countedLicences(), view.figures().policy().toString(), approval.approveBy(),
                view.refusal() == null && approval.state() == ApprovalCase.State.WAITING, view.refusal(),
                withDecisions ? view.decisions().stream().map(DecisionPart::of).toList() : List.of());
    }

}
