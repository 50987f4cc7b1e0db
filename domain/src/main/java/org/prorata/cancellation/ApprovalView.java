package org.prorata.cancellation;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.approval.Figures;
import org.prorata.credit.Settlement;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;

/**
 * Everything that an approver looks at.
 *
 * @param request what was asked for
 * @param approval the case, whose version a decision has to name
 * @param figures the figures as of now, whose hash a decision has to name
 * @param settlement how they come about
 * @param tenant whose request it is
 * @param subscription what is cancelled
 * @param gate what the gate says now
 * @param decisions what was said so far, dropped approvals included
 * @param refusal why the person who looks may not decide; {@code null} when they may
 * @param onBehalfOf whose scope the person would use; {@code null} for their own
 */
public record ApprovalView(StoredRequest request, ApprovalCase approval, Figures figures, Settlement settlement,
        Tenant tenant, Subscription subscription, GateAnswer gate, List<GivenDecision> decisions,
        DecisionOutcome.@Nullable Why refusal, @Nullable String onBehalfOf) {
}
