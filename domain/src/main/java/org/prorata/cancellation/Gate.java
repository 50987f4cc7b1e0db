package org.prorata.cancellation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.prorata.policy.CountedLicences;
import org.prorata.policy.Policies;
import org.prorata.policy.Policy;
import org.prorata.policy.PolicyScope;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionState;

/**
 * Decides who may say yes to a cancellation. Imports, the command line, the web and the
 * nightly run all ask this one gate. The rules and their order are those of "Canceling
 * your subscription?"; exactly the limit is not fewer than the limit.
 */
public final class Gate {

    private final Policies policies;

    public Gate(Policies policies) {
        this.policies = policies;
    }

    /**
     * Asks under the policy in force on a day.
     * @param subscription the one to cancel
     * @param ofTenant all subscriptions of its tenant, this one included
     * @param day the tenant's day on which the question is asked
     */
    public GateAnswer ask(Subscription subscription, Collection<Subscription> ofTenant, LocalDate day) {
        return ask(subscription, ofTenant, day, this.policies.inForce(subscription.policy(), day));
    }

    private GateAnswer ask(Subscription subscription, Collection<Subscription> ofTenant, LocalDate day, Policy policy) {
        long counted = counted(subscription, ofTenant, policy);
        TenantDiagnosis tenant = diagnose(ofTenant, day);
        List<Reason> reasons = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        Route route = decide(subscription, policy, counted, tenant, reasons, actions);
        return new GateAnswer(route, List.copyOf(reasons), List.copyOf(actions), policy.version(), counted, tenant);
    }

    private static Route decide(Subscription subscription, Policy policy, long counted, TenantDiagnosis tenant,
            List<Reason> reasons, List<Action> actions) {
        if (subscription.channel() == Channel.PARTNER) {
            reasons.add(new Reason(Reason.Code.BOUGHT_THROUGH_PARTNER,
                    "it was bought through a partner, who alone can cancel and refund it"));
            actions.add(new Action.AskThePartner());
            return new Route.NotCancellable();
        }
        if (subscription.state() != SubscriptionState.ACTIVE) {
            reasons.add(new Reason(Reason.Code.NOT_ACTIVE,
                    "it is not active any more: " + subscription.state().name().toLowerCase(Locale.ROOT)));
            return new Route.NothingToCancel();
        }
        if (subscription.isTrial()) {
            return decideTrial(subscription, reasons);
        }
        if (subscription.recurringBillingStopped()) {
            reasons.add(new Reason(Reason.Code.RECURRING_BILLING_ALREADY_STOPPED,
                    "it was cancelled before: it runs until " + subscription.termEnd() + " and is not renewed"));
            return new Route.NothingToCancel();
        }
        return decidePaid(subscription, policy, counted, tenant, reasons, actions);
    }

    private static Route decideTrial(Subscription subscription, List<Reason> reasons) {
        if (subscription.paymentMethod() == PaymentMethod.NONE) {
            reasons.add(new Reason(Reason.Code.TRIAL_WITHOUT_PAYMENT_METHOD,
                    "it is a trial without a payment method: it expires by itself after " + subscription.termEnd()));
            return new Route.NothingToCancel();
        }
        if (subscription.recurringBillingStopped()) {
            reasons.add(new Reason(Reason.Code.RECURRING_BILLING_ALREADY_STOPPED,
                    "its recurring billing was stopped before: the trial ends on " + subscription.termEnd()));
            return new Route.NothingToCancel();
        }
        reasons.add(new Reason(Reason.Code.TRIAL_WITH_PAYMENT_METHOD,
                "it is a trial with a payment method: recurring billing stops and the trial ends on "
                        + subscription.termEnd()));
        return new Route.TrialStopped(subscription.termEnd());
    }

    private static Route decidePaid(Subscription subscription, Policy policy, long counted, TenantDiagnosis tenant,
            List<Reason> reasons, List<Action> actions) {
        Integer limit = policy.selfServiceLimit();
        String licences = counted + " " + words(policy.countedLicences()) + ((counted == 1) ? " licence" : " licences")
                + ((policy.scope() == PolicyScope.TENANT) ? " in all subscriptions of the tenant" : "");
        if (limit == null) {
            reasons.add(new Reason(Reason.Code.NO_LIMIT, "its policy sets no licence limit for cancelling online"));
        }
        else {
            String online = policy.limitIsSelfService() ? limit + " or fewer" : "fewer than " + limit;
            if (policy.isSelfService(counted)) {
                reasons.add(new Reason(Reason.Code.BELOW_LIMIT, licences + ": " + online + " can be cancelled online"));
            }
            else {
                reasons.add(new Reason((counted == limit) ? Reason.Code.AT_LIMIT : Reason.Code.ABOVE_LIMIT,
                        licences + ": only " + online + " can be cancelled online"));
                if (tenant.allAboveSelfService()) {
                    reasons.add(new Reason(Reason.Code.ALL_SUBSCRIPTIONS_ABOVE_LIMIT, tenant.text()));
                }
                long surplus = policy.licencesAboveSelfService(counted);
                actions.add(new Action.RemoveLicences(surplus, words(policy.countedLicences())));
                actions.add(new Action.AskToBeCalled());
                actions.add(new Action.FileForApproval());
                addProductKeyReason(subscription, reasons);
                return new Route.Approval(surplus);
            }
        }
        addProductKeyReason(subscription, reasons);
        return new Route.SelfService();
    }

    private static void addProductKeyReason(Subscription subscription, List<Reason> reasons) {
        if (subscription.channel() == Channel.PRODUCT_KEY) {
            reasons.add(new Reason(Reason.Code.PRODUCT_KEY_WITHOUT_REFUND,
                    "it was bought with a product key: there is no refund"));
        }
    }

    private TenantDiagnosis diagnose(Collection<Subscription> ofTenant, LocalDate day) {
        int paid = 0;
        int above = 0;
        int trials = 0;
        for (Subscription subscription : ofTenant) {
            if (subscription.isActiveAndPaid()) {
                paid++;
                Policy policy = this.policies.inForce(subscription.policy(), day);
                if (!policy.isSelfService(counted(subscription, ofTenant, policy))) {
                    above++;
                }
            }
            else if (subscription.state() == SubscriptionState.ACTIVE) {
                trials++;
            }
        }
        return new TenantDiagnosis(paid, above, trials);
    }

    private static long counted(Subscription subscription, Collection<Subscription> ofTenant, Policy policy) {
        return switch (policy.scope()) {
            case SUBSCRIPTION -> subscription.licences(policy.countedLicences());
            case TENANT -> ofTenant.stream()
                .filter(Subscription::isActiveAndPaid)
                .mapToLong(each -> each.licences(policy.countedLicences()))
                .sum();
        };
    }

    private static String words(CountedLicences counted) {
        return counted.name().toLowerCase(Locale.ROOT);
    }

}
