package org.prorata.billing;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BillingDayTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            31, 2023-01, 2023-01-31, 2023-02-27
            31, 2023-02, 2023-02-28, 2023-03-30
            31, 2023-03, 2023-03-31, 2023-04-29
            31, 2023-04, 2023-04-30, 2023-05-30
            30, 2023-01, 2023-01-30, 2023-02-27
            30, 2023-02, 2023-02-28, 2023-03-29
            29, 2023-02, 2023-02-28, 2023-03-28
            31, 2024-01, 2024-01-31, 2024-02-28
            30, 2024-02, 2024-02-29, 2024-03-29
            29, 2024-02, 2024-02-29, 2024-03-28
            29, 2100-02, 2100-02-28, 2100-03-28
            28, 2024-02, 2024-02-28, 2024-03-27
            1,  2024-02, 2024-02-01, 2024-02-29
            31, 2023-12, 2023-12-31, 2024-01-30
            """)
    void aDayThatAMonthDoesNotHaveIsItsLastAndComesBack(int day, YearMonth month, LocalDate first, LocalDate last) {
        assertThat(BillingDay.of(day).cycleStartingIn(month)).isEqualTo(new BillingCycle(first, last));
    }

    @Test
    void theCycleOfADayBeforeTheBillingDayStartedTheMonthBefore() {
        BillingDay day = BillingDay.of(15);
        assertThat(day.cycleOf(LocalDate.of(2024, 3, 14)).first()).isEqualTo("2024-02-15");
        assertThat(day.cycleOf(LocalDate.of(2024, 3, 15)).first()).isEqualTo("2024-03-15");
    }

    @Test
    void theCycleAfterADayIsTheNextOne() {
        BillingDay day = BillingDay.of(31);
        BillingCycle march = new BillingCycle(LocalDate.of(2024, 3, 31), LocalDate.of(2024, 4, 29));
        assertThat(day.cycleAfter(LocalDate.of(2024, 2, 29))).isEqualTo(march);
        assertThat(day.cycleAfter(LocalDate.of(2024, 3, 30))).isEqualTo(march);
        assertThat(day.cycleAfter(LocalDate.of(2024, 3, 31)).first()).isEqualTo("2024-04-30");
    }

    static IntStream billingDays() {
        return IntStream.rangeClosed(1, 31);
    }

    @ParameterizedTest
    @MethodSource("billingDays")
    void eightYearsOfCyclesHoldEveryDayOnce(int dayOfMonth) {
        BillingDay billingDay = BillingDay.of(dayOfMonth);
        BillingCycle cycle = billingDay.cycleOf(LocalDate.of(2023, 1, 1));
        for (LocalDate day = LocalDate.of(2023, 1, 1); day.getYear() < 2031; day = day.plusDays(1)) {
            if (day.isAfter(cycle.last())) {
                assertThat(day).as("no gap").isEqualTo(cycle.last().plusDays(1));
                BillingCycle next = billingDay.cycleAfter(cycle.first());
                assertThat(next.first()).as("no gap").isEqualTo(day);
                cycle = next;
            }
            assertThat(billingDay.cycleOf(day)).as("the cycle of %s", day).isEqualTo(cycle);
            assertThat(day).isBetween(cycle.first(), cycle.last());
            assertThat(cycle.first().getDayOfMonth()).isEqualTo(Math.min(dayOfMonth, cycle.first().lengthOfMonth()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { Integer.MIN_VALUE, -1, 0, 32 })
    void aDayThatNoMonthHasIsRefused(int day) {
        assertThatIllegalArgumentException().isThrownBy(() -> BillingDay.of(day))
            .withMessage("billing day " + day + ", accepted: 1 to 31");
    }

}
