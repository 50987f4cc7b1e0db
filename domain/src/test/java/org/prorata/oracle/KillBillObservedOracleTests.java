package org.prorata.oracle;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.charge.Charge;
import org.prorata.credit.CreditCalculation;
import org.prorata.policy.CancelDay;
import org.prorata.policy.Rounding;
import org.prorata.sample.SampleCharge;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The credits that a running Kill Bill gave for cancellations that were put through it.
 */
class KillBillObservedOracleTests {

    private static final Pattern PRICE = Pattern.compile("price=([0-9.]+);");

    static List<OracleRow> rows() {
        return OracleRow.all("killbill-observed.csv");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void weGiveBackWhatTheServerGaveBack(OracleRow row) {
        Matcher price = PRICE.matcher(row.cell("notes"));
        assertThat(price.find()).isTrue();
        Charge charge = SampleCharge.ofNet(price.group(1))
            .over(row.date("period_start"), row.date("period_end").minusDays(1))
            .charge();
        assertThat(CreditCalculation
            .unusedOf(charge, CancelDay.CREDITED.firstUnusedDay(row.date("change_or_cancel_date")),
                    Rounding.EXACT_HALF_UP)
            .net()
            .getAmount()).isEqualByComparingTo(row.number("expected_fraction_or_amount"));
    }

    @Test
    void theyCoverMonthEndsAndTheLeapDay() {
        assertThat(rows()).hasSize(112)
            .anySatisfy(row -> assertThat(row.cell("change_or_cancel_date")).isEqualTo("2024-02-29"))
            .anySatisfy(row -> assertThat(row.cell("period_start")).isEqualTo("2024-01-31"));
    }

}
