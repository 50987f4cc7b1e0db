package org.prorata.billing;

import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServiceSpanTests {

    private static final ServiceSpan LEAP_FEBRUARY = span("2024-02-01", "2024-02-29");

    @Test
    void bothEndsCount() {
        assertThat(span("2024-02-29", "2024-02-29").days()).isEqualTo(1);
        assertThat(LEAP_FEBRUARY.days()).isEqualTo(29);
        assertThat(span("2023-02-01", "2023-02-28").days()).isEqualTo(28);
        assertThat(span("2024-01-01", "2024-12-31").days()).isEqualTo(366);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2023-12-31, 29, true
            2024-02-01, 29, true
            2024-02-02, 28, true
            2024-02-29,  1, true
            2024-03-01,  0, false
            2030-01-01,  0, false
            """)
    void whatIsLeftFromADayOnIsNeverMoreThanTheSpan(LocalDate firstUnused, int left, boolean reachesPast) {
        assertThat(LEAP_FEBRUARY.daysFrom(firstUnused)).isEqualTo(left);
        assertThat(LEAP_FEBRUARY.reachesPast(firstUnused)).isEqualTo(reachesPast);
    }

    @Test
    void aSpanThatEndsBeforeItStartsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> span("2024-02-02", "2024-02-01"))
            .withMessage("span ends on 2024-02-01, before it starts on 2024-02-02");
    }

    private static ServiceSpan span(String from, String to) {
        return ServiceSpan.of(LocalDate.parse(from), LocalDate.parse(to));
    }

}
