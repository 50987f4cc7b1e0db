package org.prorata.web.api;

import java.util.List;
import java.util.stream.IntStream;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.Action;
import org.prorata.cancellation.GateAnswer;
import org.prorata.cancellation.Reason;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;

/**
 * What the gate says about a subscription.
 *
 * @param route who has to say yes
 * @param reasons the argument, in order
 * @param actions each one alone changes the answer; the first is the smallest
 * @param countedLicences the licences that are held against the limit
 * @param policy the rules that it was decided by
 * @param tenant the same question for the tenant as a whole
 */
@Schema(name = "Eligibility")
record EligibilityDocument(String subscriptionId, String tenantId, @Schema(allowableValues = {
        "SELF_SERVICE", "APPROVAL", "TRIAL_STOPPED", "NOTHING_TO_CANCEL", "NOT_CANCELLABLE" }) String route,
        List<ReasonPart> reasons, List<ActionPart> actions, long countedLicences, String policy, TenantPart tenant){

    @Schema(name = "EligibilityReason")
    record ReasonPart(Reason.Code code, String text) {
    }

    /**
     * What to do.
     *
     * @param licences how many licences to remove; left out where none are
     */
    @Schema(name = "EligibilityAction")
    record ActionPart(@Schema(allowableValues = {
            "REMOVE_LICENCES", "ASK_TO_BE_CALLED", "FILE_FOR_APPROVAL", "ASK_THE_PARTNER" }) String code, String text,
            @Nullable Long licences){
    }

    @Schema(name = "TenantEligibility")
    record TenantPart(int paid, int aboveSelfService, int trials, boolean allAboveSelfService) {
    }

    /**
     * Makes the document.
     * @param reasons the texts of the reasons, in their order
     * @param actions the texts of the actions, in their order
     */
    static EligibilityDocument of(SubscriptionId subscription, TenantId tenant, GateAnswer answer, List<String> reasons,
            List<String> actions) {
        return new EligibilityDocument(subscription.value(), tenant.value(), answer.route().code(),
                IntStream.range(0, reasons.size())
                    .mapToObj(i -> new ReasonPart(answer.reasons().get(i).code(), reasons.get(i)))
                    .toList(),
                IntStream.range(0, actions.size())
                    .mapToObj(i -> action(answer.actions().get(i), actions.get(i)))
                    .toList(),
                answer.countedLicences(), answer.policy().toString(),
                new TenantPart(answer.tenant().paid(), answer.tenant().aboveSelfService(), answer.tenant().trials(),
                        answer.tenant().allAboveSelfService()));
    }

    private static ActionPart action(Action action, String text) {
        return new ActionPart(action.code(), text,
                (action instanceof Action.RemoveLicences(long licences, var ignored)) ? licences : null);
    }

}
