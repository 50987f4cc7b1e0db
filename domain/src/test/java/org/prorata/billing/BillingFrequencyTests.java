package org.prorata.billing;

import java.time.LocalDate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BillingFrequencyTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            MONTHLY,   2024-01-01, 2024-01-31
            MONTHLY,   2024-01-31, 2024-02-28
            MONTHLY,   2023-01-31, 2023-02-27
            MONTHLY,   2024-02-29, 2024-03-28
            ANNUAL,    2023-03-01, 2024-02-29
            ANNUAL,    2024-02-29, 2025-02-27
            ANNUAL,    2024-01-01, 2024-12-31
            TRIENNIAL, 2024-02-29, 2027-02-27
            TRIENNIAL, 2022-07-15, 2025-07-14
            """)
    void aTermEndsOnTheDayBeforeTheNextOneStarts(BillingFrequency frequency, LocalDate first, LocalDate last) {
        assertThat(frequency.lastDayOfTermStarting(first)).isEqualTo(last);
    }

}
