package org.prorata.oracle;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.billing.BillingCycle;
import org.prorata.billing.BillingDay;
import org.prorata.billing.BillingFrequency;

import static org.assertj.core.api.Assertions.assertThat;

/** The month ends that Microsoft published. */
class MicrosoftDatesOracleTests {

    private static final List<OracleRow> ROWS = OracleRow.all("microsoft-dates.csv");

    private static final String ALIGNED = "a term that is cut to end with another subscription or with the month: "
            + "its span comes with the charge, we never work it out";

    private static final Map<String, String> NOT_COVERED = Map.of("CT-1", ALIGNED, "CT-3", ALIGNED, "CT-4", ALIGNED,
            "CT-6", ALIGNED + "; the source counts 27 days where there are 32", "CT-7", ALIGNED);

    static Stream<OracleRow> monthlyTerms() {
        return rows("DT-M");
    }

    @ParameterizedTest
    @MethodSource("monthlyTerms")
    void aMonthlyTermEndsOnThePublishedDay(OracleRow row) {
        assertThat(BillingFrequency.MONTHLY.lastDayOfTermStarting(row.date("charge_or_term_start")))
            .isEqualTo(row.date("charge_or_term_end_inclusive"))
            .isEqualTo(row.date("next_start").minusDays(1));
    }

    static Stream<OracleRow> cyclesOfThe31st() {
        return rows("DT-A");
    }

    @ParameterizedTest
    @MethodSource("cyclesOfThe31st")
    void aCycleOfThe31stStartsAndEndsOnThePublishedDays(OracleRow row) {
        BillingCycle published = new BillingCycle(row.date("charge_or_term_start"),
                row.date("charge_or_term_end_inclusive"));
        BillingDay anchor = BillingDay.of(31);
        assertThat(anchor.cycleStartingIn(YearMonth.from(published.first()))).isEqualTo(published);
        assertThat(anchor.cycleOf(published.first())).isEqualTo(published);
        assertThat(anchor.cycleOf(published.last())).isEqualTo(published);
        assertThat(anchor.cycleAfter(published.first()).first()).isEqualTo(row.date("next_start"));
    }

    /**
     * The table of a purchase on 30 January ends cycles on the day before a month's last
     * day, and has 26 February where the table of monthly terms has 27 February for the
     * same start. Both cannot hold; the anchor rule of the other two tables is ours, and
     * these are the rows of this one that agree with it.
     */
    @Test
    void theTableOfThe30thContradictsTheOthersExceptInTheseRows() {
        assertThat(rows("DT-B").filter(row -> {
            BillingCycle ours = BillingDay.of(30).cycleStartingIn(YearMonth.from(row.date("charge_or_term_start")));
            return ours
                .equals(new BillingCycle(row.date("charge_or_term_start"), row.date("charge_or_term_end_inclusive")));
        }).map(OracleRow::id)).containsExactly("DT-B7", "DT-B12");
        OracleRow february = rows("DT-B").findFirst().orElseThrow();
        assertThat(february.date("charge_or_term_end_inclusive")).isEqualTo("2021-02-26");
        assertThat(BillingFrequency.MONTHLY.lastDayOfTermStarting(february.date("charge_or_term_start")))
            .isEqualTo("2021-02-27");
    }

    @Test
    void everyRowIsCoveredOrListed() {
        assertThat(Stream.concat(Stream.of("DT-M", "DT-A", "DT-B").flatMap(MicrosoftDatesOracleTests::rows),
                ROWS.stream().filter(row -> NOT_COVERED.containsKey(row.id()))))
            .containsExactlyInAnyOrderElementsOf(ROWS);
        assertThat(OracleRow.ids(ROWS)).containsAll(NOT_COVERED.keySet());
    }

    private static Stream<OracleRow> rows(String prefix) {
        return ROWS.stream().filter(row -> row.id().startsWith(prefix));
    }

}
