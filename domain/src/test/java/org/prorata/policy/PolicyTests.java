package org.prorata.policy;

import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.sample.SamplePolicies;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            false, 0,  true,  0
            false, 24, true,  0
            false, 25, false, 1
            false, 26, false, 2
            false, 31, false, 7
            true,  24, true,  0
            true,  25, true,  0
            true,  26, false, 1
            true,  31, false, 6
            """)
    void theLimitItselfIsSelfServiceOnlyWhereThePolicySaysSo(boolean inclusive, long licences, boolean selfService,
            long toRemove) {
        Policy policy = SamplePolicies.limit(SamplePolicies.byDefault(), CountedLicences.ASSIGNED, 25, inclusive,
                PolicyScope.SUBSCRIPTION);
        assertThat(policy.isSelfService(licences)).isEqualTo(selfService);
        assertThat(policy.licencesAboveSelfService(licences)).isEqualTo(toRemove);
    }

    @Test
    void removingTheSurplusOpensSelfServiceAndOneLessDoesNot() {
        for (String name : SamplePolicies.shipped().names()) {
            Policy policy = SamplePolicies.shipped(name);
            for (long licences = 0; licences < 100; licences++) {
                long surplus = policy.licencesAboveSelfService(licences);
                assertThat(policy.isSelfService(licences - surplus)).isTrue();
                assertThat(surplus == 0 || !policy.isSelfService(licences - surplus + 1)).isTrue();
            }
        }
    }

    @Test
    void withoutALimitEveryNumberIsSelfService() {
        Policy policy = SamplePolicies.shipped("mca-2022");
        assertThat(policy.isSelfService(Long.MAX_VALUE)).isTrue();
        assertThat(policy.licencesAboveSelfService(Long.MAX_VALUE)).isZero();
    }

    @Test
    void theCancelDayIsTheFirstUnusedOrTheLastUsedDay() {
        LocalDate leapDay = LocalDate.of(2024, 2, 29);
        assertThat(CancelDay.CREDITED.firstUnusedDay(leapDay)).isEqualTo("2024-02-29");
        assertThat(CancelDay.CHARGED.firstUnusedDay(leapDay)).isEqualTo("2024-03-01");
    }

    @Test
    void aVersionIsWrittenWithItsDate() {
        assertThat(SamplePolicies.byDefault().version()).hasToString("microsoft-2020@2020-04-18");
    }

}
