package org.prorata.policy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.cancellation.Cancellation;
import org.prorata.sample.SampleCancellations;
import org.prorata.sample.SamplePolicies;

import static org.assertj.core.api.Assertions.assertThat;

class RefundWindowTests {

    private static final LocalDate START = LocalDate.of(2024, 1, 1);

    @ParameterizedTest
    @CsvSource(textBlock = """
            2024-01-01T00:00:00,           true
            2024-01-01T23:59:59.999999999, true
            2024-01-02T00:00:00,           true
            2024-01-02T00:00:00.000000001, false
            2023-12-31T23:59:59,           true
            """)
    void twentyFourHoursEndWithTheirLastMoment(LocalDateTime cancelledAt, boolean within) {
        assertThat(new RefundLimit.Elapsed(Duration.ofHours(24)).covers(START, cancelledAt)).isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            7,  2024-01-01T00:00:00,           true
            7,  2024-01-08T23:59:59.999999999, true
            7,  2024-01-09T00:00:00,           false
            30, 2024-01-31T23:59:59.999999999, true
            30, 2024-02-01T00:00:00,           false
            0,  2024-01-01T23:59:59,           true
            0,  2024-01-02T00:00:00,           false
            """)
    void daysEndWithTheLastMomentOfTheLastDay(int days, LocalDateTime cancelledAt, boolean within) {
        assertThat(new RefundLimit.Days(days).covers(START, cancelledAt)).isEqualTo(within);
    }

    @Test
    void alwaysAndNeverAskNoClock() {
        LocalDateTime yearsLater = LocalDateTime.of(2034, 1, 1, 0, 0);
        assertThat(new RefundLimit.Always().covers(START, yearsLater)).isTrue();
        assertThat(new RefundLimit.Never().covers(START, START.atStartOfDay())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            csp-nce,        2024-01-02T00:00:00, FULL
            csp-nce,        2024-01-02T00:00:01, PRORATED
            csp-nce,        2024-01-08T23:59:59, PRORATED
            csp-nce,        2024-01-09T00:00:00, NONE
            csp-legacy,     2024-01-31T23:59:59, FULL
            csp-legacy,     2024-02-01T00:00:00, PRORATED
            csp-legacy,     2026-12-31T00:00:00, PRORATED
            mca-2022,       2024-01-01T00:00:00, PRORATED
            mca-2022,       2024-01-08T23:59:59, PRORATED
            mca-2022,       2024-01-09T00:00:00, NONE
            mosa-2022,      2026-12-31T00:00:00, PRORATED
            microsoft-2020, 2024-01-01T00:00:00, PRORATED
            microsoft-2020, 2026-12-31T00:00:00, PRORATED
            """)
    void aShippedPolicyGivesBackEverythingThenThePartThenNothing(String policy, LocalDateTime cancelledAt,
            RefundShare share) {
        assertThat(SamplePolicies.shipped(policy).refundShare(START, START, cancelledAt)).isEqualTo(share);
    }

    @Test
    void aRenewalOpensTheWindowAgainOnlyWhereItStartsThere() {
        LocalDate renewal = LocalDate.of(2025, 1, 1);
        LocalDateTime thirdDay = LocalDateTime.of(2025, 1, 3, 12, 0);
        RefundLimit week = new RefundLimit.Days(7);
        assertThat(SamplePolicies.window(new RefundLimit.Never(), week, WindowStart.LAST_RENEWAL)
            .refundShare(START, renewal, thirdDay)).isEqualTo(RefundShare.PRORATED);
        assertThat(SamplePolicies.window(new RefundLimit.Never(), week, WindowStart.TERM_START)
            .refundShare(START, renewal, thirdDay)).isEqualTo(RefundShare.NONE);
    }

    @Test
    void anEarlyRequestWithALateEffectGoesByItsEffect() {
        Cancellation cancellation = SampleCancellations.asked("2024-01-02T12:00:00Z", "2024-01-20");
        assertThat(cancellation.cancelledAt(ZoneId.of("UTC"))).isEqualTo("2024-01-20T00:00");
        assertThat(share("csp-nce", cancellation, "UTC")).isEqualTo(RefundShare.NONE);
    }

    @Test
    void aLateRequestWithAnEarlyEffectGoesByTheRequest() {
        Cancellation cancellation = SampleCancellations.asked("2024-01-20T12:00:00Z", "2024-01-02");
        assertThat(cancellation.cancelledAt(ZoneId.of("UTC"))).isEqualTo("2024-01-20T12:00");
        assertThat(share("csp-nce", cancellation, "UTC")).isEqualTo(RefundShare.NONE);
    }

    @Test
    void theWindowEndsAtTheTenantsMidnight() {
        Cancellation halfPastTen = SampleCancellations.asked("2024-01-08T22:30:00Z", "2024-01-08");
        assertThat(share("mca-2022", halfPastTen, "UTC")).isEqualTo(RefundShare.PRORATED);
        assertThat(share("mca-2022", halfPastTen, "Europe/Riga")).isEqualTo(RefundShare.NONE);
        assertThat(share("mca-2022", halfPastTen, "America/Los_Angeles")).isEqualTo(RefundShare.PRORATED);
        Cancellation morningAfter = SampleCancellations.asked("2024-01-09T07:59:59Z", "2024-01-08");
        assertThat(share("mca-2022", morningAfter, "America/Los_Angeles")).isEqualTo(RefundShare.PRORATED);
        assertThat(share("mca-2022", morningAfter, "UTC")).isEqualTo(RefundShare.NONE);
    }

    /** In Riga the 27th of October 2024 has 25 hours, from 21:00 to 22:00 at UTC. */
    @Test
    void onTheNightTheClockGoesBackTwentyFourHoursStillEndWithTheDay() {
        assertThat(shareFrom("2024-10-27", "2024-10-27T21:30:00Z")).isEqualTo(RefundShare.FULL);
        assertThat(shareFrom("2024-10-27", "2024-10-27T22:00:00Z")).isEqualTo(RefundShare.FULL);
        assertThat(shareFrom("2024-10-27", "2024-10-27T22:00:00.000001Z")).isEqualTo(RefundShare.PRORATED);
    }

    /** In Riga the 31st of March 2024 has 23 hours, from 22:00 to 21:00 at UTC. */
    @Test
    void onTheNightTheClockGoesForwardTheyDoToo() {
        assertThat(shareFrom("2024-03-31", "2024-03-31T21:00:00Z")).isEqualTo(RefundShare.FULL);
        assertThat(shareFrom("2024-03-31", "2024-03-31T21:00:00.000001Z")).isEqualTo(RefundShare.PRORATED);
    }

    /** In Riga the week from the 25th of March 2024 has an hour less. */
    @Test
    void aWeekWithAClockChangeHasSevenDaysAllTheSame() {
        LocalDate start = LocalDate.of(2024, 3, 25);
        Policy week = SamplePolicies.shipped("mca-2022");
        ZoneId riga = ZoneId.of("Europe/Riga");
        assertThat(week.refundShare(start, start,
                SampleCancellations.asked("2024-04-01T20:59:59Z", "2024-03-26").cancelledAt(riga)))
            .isEqualTo(RefundShare.PRORATED);
        assertThat(week.refundShare(start, start,
                SampleCancellations.asked("2024-04-01T21:00:00Z", "2024-03-26").cancelledAt(riga)))
            .isEqualTo(RefundShare.NONE);
    }

    private static RefundShare share(String policy, Cancellation cancellation, String zone) {
        return SamplePolicies.shipped(policy).refundShare(START, START, cancellation.cancelledAt(ZoneId.of(zone)));
    }

    private static RefundShare shareFrom(String start, String requestedAt) {
        LocalDate day = LocalDate.parse(start);
        return SamplePolicies.shipped("csp-nce")
            .refundShare(day, day, SampleCancellations.asked(requestedAt, start).cancelledAt(ZoneId.of("Europe/Riga")));
    }

}
