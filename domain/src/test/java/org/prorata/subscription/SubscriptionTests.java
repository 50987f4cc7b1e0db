package org.prorata.subscription;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.policy.CountedLicences;
import org.prorata.sample.SampleSubscription;
import org.prorata.sample.SampleTenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SubscriptionTests {

    @Test
    void assignedAndPurchasedLicencesAreCountedApart() {
        Subscription subscription = SampleSubscription.paid().purchased(20).assigned(31).subscription();
        assertThat(subscription.licences(CountedLicences.ASSIGNED)).isEqualTo(31);
        assertThat(subscription.licences(CountedLicences.PURCHASED)).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource
    void onlyAnActivePaidOneCountsTowardsItsTenant(SubscriptionState state) {
        assertThat(SampleSubscription.paid().state(state).subscription().isActiveAndPaid())
            .isEqualTo(state == SubscriptionState.ACTIVE);
        assertThat(SampleSubscription.trial().state(state).subscription().isActiveAndPaid()).isFalse();
    }

    @Test
    void anAccountKnowsItsSubscriptionsByTheirIds() {
        Subscription subscription = SampleSubscription.paid().subscription();
        TenantAccount account = new TenantAccount(SampleTenants.inDollars(), List.of(subscription), 1);
        assertThat(account.subscription(SubscriptionId.of("S-1"))).isSameAs(subscription);
        assertThatIllegalArgumentException().isThrownBy(() -> account.subscription(SubscriptionId.of("S-9")))
            .withMessage("tenant T-1 has no subscription S-9");
    }

    @Test
    void graceIs30DaysAndDisabled90() {
        assertThat(SubscriptionState.DAYS_OF_GRACE).isEqualTo(30);
        assertThat(SubscriptionState.DAYS_DISABLED).isEqualTo(90);
    }

}
