package org.prorata.cancellation;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.cancellation.Reason.Code;
import org.prorata.policy.CountedLicences;
import org.prorata.policy.Policies;
import org.prorata.policy.Policy;
import org.prorata.policy.PolicyScope;
import org.prorata.sample.SamplePolicies;
import org.prorata.sample.SampleSubscription;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionState;

import static org.assertj.core.api.Assertions.assertThat;

class GateTests {

    private static final LocalDate DAY = LocalDate.of(2024, 1, 15);

    private static final Policy TENANT_WIDE = SamplePolicies.limit(SamplePolicies.named("tenant-wide", "2020-01-01"),
            CountedLicences.PURCHASED, 25, true, PolicyScope.TENANT);

    private final Gate gate = new Gate(SamplePolicies.shipped());

    @Test
    void whoBoughtThroughAPartnerAsksThePartner() {
        GateAnswer answer = ask(SampleSubscription.paid().boughtThrough(Channel.PARTNER));
        assertRoute(answer, new Route.NotCancellable(), "NOT_CANCELLABLE", RequestState.REJECTED);
        assertThat(answer.reasons()).containsExactly(new Reason(Code.BOUGHT_THROUGH_PARTNER,
                "it was bought through a partner, who alone can cancel and refund it"));
        assertThat(answer.actions()).containsExactly(new Action.AskThePartner());
    }

    @Test
    void aTrialWithoutAPaymentMethodExpiresByItself() {
        GateAnswer answer = ask(SampleSubscription.trial());
        assertRoute(answer, new Route.NothingToCancel(), "NOTHING_TO_CANCEL", RequestState.CLOSED_WITHOUT_CREDIT);
        assertThat(answer.reasons()).containsExactly(new Reason(Code.TRIAL_WITHOUT_PAYMENT_METHOD,
                "it is a trial without a payment method: it expires by itself after 2024-01-30"));
        assertThat(answer.actions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aTrialWithAPaymentMethodIsStopped(PaymentMethod payment) {
        GateAnswer answer = ask(SampleSubscription.trial().paidBy(payment));
        assertRoute(answer, new Route.TrialStopped(LocalDate.of(2024, 1, 30)), "TRIAL_STOPPED",
                RequestState.CLOSED_WITHOUT_CREDIT);
        assertThat(answer.reasons()).containsExactly(new Reason(Code.TRIAL_WITH_PAYMENT_METHOD,
                "it is a trial with a payment method: recurring billing stops and the trial ends on 2024-01-30"));
    }

    @Test
    void aTrialThatWasStoppedBeforeIsNotStoppedAgain() {
        GateAnswer answer = ask(SampleSubscription.trial().paidBy(PaymentMethod.CARD).recurringBillingStopped());
        assertThat(answer.route()).isEqualTo(new Route.NothingToCancel());
        assertThat(answer.reasons()).containsExactly(new Reason(Code.RECURRING_BILLING_ALREADY_STOPPED,
                "its recurring billing was stopped before: the trial ends on 2024-01-30"));
    }

    @Test
    void aPaidSubscriptionThatWasStoppedBeforeHasNothingToCancel() {
        GateAnswer answer = ask(SampleSubscription.paid().assigned(1000).recurringBillingStopped());
        assertThat(answer.route()).isEqualTo(new Route.NothingToCancel());
        assertThat(answer.reasons()).containsExactly(new Reason(Code.RECURRING_BILLING_ALREADY_STOPPED,
                "it was cancelled before: it runs until 2024-01-31 and is not renewed"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void whatIsNotActiveHasNothingToCancel(SubscriptionState state) {
        GateAnswer answer = ask(SampleSubscription.paid().state(state));
        assertThat(answer.route()).isEqualTo(new Route.NothingToCancel());
        assertThat(answer.reasons()).extracting(Reason::code).containsExactly(Code.NOT_ACTIVE);
        assertThat(answer.reasons().getFirst().text())
            .isEqualToIgnoringCase("it is not active any more: " + state.name());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0,  BELOW_LIMIT, 0
            1,  BELOW_LIMIT, 0
            24, BELOW_LIMIT, 0
            25, AT_LIMIT,    1
            26, ABOVE_LIMIT, 2
            31, ABOVE_LIMIT, 7
            """)
    void exactlyTheLimitNeedsApproval(int assigned, Code code, int toRemove) {
        GateAnswer answer = ask(SampleSubscription.paid().assigned(assigned).purchased(1));
        assertThat(answer.countedLicences()).isEqualTo(assigned);
        assertThat(answer.reasons().getFirst().code()).isEqualTo(code);
        if (toRemove == 0) {
            assertRoute(answer, new Route.SelfService(), "SELF_SERVICE", RequestState.QUEUED);
            assertThat(answer.actions()).isEmpty();
        }
        else {
            assertRoute(answer, new Route.Approval(toRemove), "APPROVAL", RequestState.PENDING_APPROVAL);
            assertThat(answer.actions()).containsExactly(new Action.RemoveLicences(toRemove, "assigned"),
                    new Action.AskToBeCalled(), new Action.FileForApproval());
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            24, BELOW_LIMIT, 0
            25, BELOW_LIMIT, 0
            26, ABOVE_LIMIT, 1
            """)
    void whereTheLimitIsSelfServiceItCountsPurchasedLicences(int purchased, Code code, int toRemove) {
        GateAnswer answer = ask(SampleSubscription.paid().under("mosa-2022").purchased(purchased).assigned(99));
        assertThat(answer.countedLicences()).isEqualTo(purchased);
        assertThat(answer.reasons().getFirst().code()).isEqualTo(code);
        assertThat(answer.route()).isEqualTo((toRemove == 0) ? new Route.SelfService() : new Route.Approval(toRemove));
        assertThat(answer.policy().policy()).isEqualTo("mosa-2022");
    }

    @Test
    void theArgumentIsWrittenForPeople() {
        assertThat(texts(ask(SampleSubscription.paid().assigned(31)))).containsExactly(
                "31 assigned licences: only fewer than 25 can be cancelled online",
                "the only active paid subscription of the tenant is above the self-service limit");
        assertThat(texts(ask(SampleSubscription.paid().assigned(1))))
            .containsExactly("1 assigned licence: fewer than 25 can be cancelled online");
        assertThat(texts(ask(SampleSubscription.paid().under("mosa-2022").purchased(25))))
            .containsExactly("25 purchased licences: 25 or fewer can be cancelled online");
    }

    @Test
    void withoutALimitEverySizeIsSelfService() {
        GateAnswer answer = ask(SampleSubscription.paid().under("mca-2022").assigned(1_000_000));
        assertThat(answer.route()).isEqualTo(new Route.SelfService());
        assertThat(answer.reasons())
            .containsExactly(new Reason(Code.NO_LIMIT, "its policy sets no licence limit for cancelling online"));
        assertThat(answer.tenant().aboveSelfService()).isZero();
    }

    @Test
    void removingTheSmallestSetOpensSelfServiceAndOneLessDoesNot() {
        GateAnswer answer = ask(SampleSubscription.paid().assigned(31));
        assertThat(answer.actions().getFirst()).isEqualTo(new Action.RemoveLicences(7, "assigned"));
        assertThat(ask(SampleSubscription.paid().assigned(31 - 7)).route()).isEqualTo(new Route.SelfService());
        assertThat(ask(SampleSubscription.paid().assigned(31 - 6)).route()).isEqualTo(new Route.Approval(1));
    }

    @Test
    void onlyTheSubscriptionCountsWhereItIsTheScope() {
        Subscription small = SampleSubscription.paid().id("S-1").assigned(24).subscription();
        Subscription large = SampleSubscription.paid().id("S-2").assigned(500).subscription();
        GateAnswer answer = this.gate.ask(small, List.of(small, large), DAY);
        assertThat(answer.route()).isEqualTo(new Route.SelfService());
        assertThat(answer.countedLicences()).isEqualTo(24);
    }

    @Test
    void allActivePaidSubscriptionsCountWhereTheTenantIsTheScope() {
        Gate wide = new Gate(new Policies("tenant-wide", List.of(TENANT_WIDE)));
        Subscription asked = SampleSubscription.paid().id("S-1").purchased(10).assigned(99).subscription();
        List<Subscription> tenant = List.of(asked, SampleSubscription.paid().id("S-2").purchased(15).subscription(),
                SampleSubscription.paid().id("S-3").purchased(99).state(SubscriptionState.DISABLED).subscription(),
                SampleSubscription.trial().purchased(99).subscription());
        assertThat(wide.ask(asked, tenant, DAY).countedLicences()).isEqualTo(25);
        assertThat(wide.ask(asked, tenant, DAY).route()).isEqualTo(new Route.SelfService());

        List<Subscription> grown = Stream
            .concat(tenant.stream(), Stream.of(SampleSubscription.paid().id("S-4").purchased(7).subscription()))
            .toList();
        GateAnswer answer = wide.ask(asked, grown, DAY);
        assertThat(answer.route()).isEqualTo(new Route.Approval(7));
        assertThat(texts(answer).getFirst()).isEqualTo(
                "32 purchased licences in all subscriptions of the tenant: only 25 or fewer can be cancelled online");
        assertThat(answer.reasons()).extracting(Reason::code)
            .containsExactly(Code.ABOVE_LIMIT, Code.ALL_SUBSCRIPTIONS_ABOVE_LIMIT);
    }

    @Test
    void theAnswerSaysWhenEverySubscriptionOfTheTenantIsAboveTheLimit() {
        Subscription asked = SampleSubscription.paid().id("S-1").assigned(31).subscription();
        Subscription alsoLarge = SampleSubscription.paid().id("S-2").assigned(25).subscription();
        Subscription trial = SampleSubscription.trial().subscription();
        GateAnswer answer = this.gate.ask(asked, List.of(asked, alsoLarge, trial), DAY);
        assertThat(answer.tenant()).isEqualTo(new TenantDiagnosis(2, 2, 1));
        assertThat(answer.reasons()).extracting(Reason::code)
            .containsExactly(Code.ABOVE_LIMIT, Code.ALL_SUBSCRIPTIONS_ABOVE_LIMIT);
        assertThat(texts(answer).getLast())
            .isEqualTo("all 2 active paid subscriptions of the tenant are above the self-service limit");
    }

    @Test
    void oneSmallSubscriptionMakesItADifferentTenant() {
        Subscription asked = SampleSubscription.paid().id("S-1").assigned(31).subscription();
        Subscription small = SampleSubscription.paid().id("S-2").assigned(24).subscription();
        GateAnswer answer = this.gate.ask(asked, List.of(asked, small), DAY);
        assertThat(answer.tenant()).isEqualTo(new TenantDiagnosis(2, 1, 0));
        assertThat(answer.tenant().text()).isEqualTo("1 of 2 active paid subscriptions of the tenant need approval");
        assertThat(answer.reasons()).extracting(Reason::code).containsExactly(Code.ABOVE_LIMIT);
    }

    @Test
    void theDiagnosisHoldsEachSubscriptionAgainstItsOwnPolicy() {
        Subscription noLimit = SampleSubscription.paid().id("S-1").under("mca-2022").assigned(500).subscription();
        Subscription large = SampleSubscription.paid().id("S-2").assigned(500).subscription();
        assertThat(this.gate.ask(noLimit, List.of(noLimit, large), DAY).tenant())
            .isEqualTo(new TenantDiagnosis(2, 1, 0));
    }

    @Test
    void aTenantWithoutPaidSubscriptionsIsToldSo() {
        assertThat(ask(SampleSubscription.trial()).tenant().text())
            .isEqualTo("all active subscriptions of the tenant are trials: 1");
        assertThat(ask(SampleSubscription.paid().state(SubscriptionState.DELETED)).tenant().text())
            .isEqualTo("the tenant has no active subscription");
        assertThat(ask(SampleSubscription.paid()).tenant().text())
            .isEqualTo("every active paid subscription of the tenant can be cancelled online");
    }

    @Test
    void aProductKeyChangesTheReasonsButNotTheRoute() {
        SampleSubscription key = SampleSubscription.paid().boughtThrough(Channel.PRODUCT_KEY);
        GateAnswer small = ask(key.assigned(24));
        assertThat(small.route()).isEqualTo(new Route.SelfService());
        assertThat(small.reasons()).extracting(Reason::code)
            .containsExactly(Code.BELOW_LIMIT, Code.PRODUCT_KEY_WITHOUT_REFUND);
        assertThat(texts(small).getLast()).isEqualTo("it was bought with a product key: there is no refund");
        GateAnswer large = ask(key.assigned(25));
        assertThat(large.route()).isEqualTo(new Route.Approval(1));
        assertThat(large.reasons()).extracting(Reason::code)
            .containsExactly(Code.AT_LIMIT, Code.ALL_SUBSCRIPTIONS_ABOVE_LIMIT, Code.PRODUCT_KEY_WITHOUT_REFUND);
    }

    @Test
    void theRulesSpeakInTheirOrder() {
        SampleSubscription everything = SampleSubscription.trial()
            .boughtThrough(Channel.PARTNER)
            .state(SubscriptionState.EXPIRED)
            .recurringBillingStopped()
            .assigned(99);
        assertThat(firstCode(everything)).isEqualTo(Code.BOUGHT_THROUGH_PARTNER);
        SampleSubscription direct = everything.boughtThrough(Channel.DIRECT);
        assertThat(firstCode(direct)).isEqualTo(Code.NOT_ACTIVE);
        SampleSubscription active = direct.state(SubscriptionState.ACTIVE);
        assertThat(firstCode(active)).isEqualTo(Code.TRIAL_WITHOUT_PAYMENT_METHOD);
        assertThat(firstCode(active.paidBy(PaymentMethod.CARD))).isEqualTo(Code.RECURRING_BILLING_ALREADY_STOPPED);
    }

    @Test
    void thePolicyIsTheOneInForceOnTheDayOfTheQuestion() {
        Policy strict = SamplePolicies.limit(SamplePolicies.named("house", "2020-01-01"), CountedLicences.ASSIGNED, 5,
                false, PolicyScope.SUBSCRIPTION);
        Policy lenient = SamplePolicies.limit(SamplePolicies.named("house", "2024-01-16"), CountedLicences.ASSIGNED, 50,
                false, PolicyScope.SUBSCRIPTION);
        Gate house = new Gate(new Policies("house", List.of(strict, lenient)));
        Subscription subscription = SampleSubscription.paid().assigned(10).subscription();
        GateAnswer before = house.ask(subscription, List.of(subscription), DAY);
        assertThat(before.route()).isEqualTo(new Route.Approval(6));
        assertThat(before.policy()).isEqualTo(strict.version());
        GateAnswer after = house.ask(subscription, List.of(subscription), DAY.plusDays(1));
        assertThat(after.route()).isEqualTo(new Route.SelfService());
        assertThat(after.policy()).isEqualTo(lenient.version());
    }

    private Code firstCode(SampleSubscription subscription) {
        return ask(subscription).reasons().getFirst().code();
    }

    private GateAnswer ask(SampleSubscription sample) {
        Subscription subscription = sample.subscription();
        return this.gate.ask(subscription, List.of(subscription), DAY);
    }

    private static void assertRoute(GateAnswer answer, Route route, String code, RequestState firstState) {
        assertThat(answer.route()).isEqualTo(route);
        assertThat(answer.route().code()).isEqualTo(code);
        assertThat(answer.route().firstState()).isEqualTo(firstState);
    }

    private static List<String> texts(GateAnswer answer) {
        return answer.reasons().stream().map(Reason::text).toList();
    }

}
