package org.prorata.run;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ControlTotalsTests {

    @Test
    void claimedIsCreditedAndNothingDueAndQuarantined() {
        assertThat(new RunCounts(209, 201, 8, 0, 0, 0, 0, 0).balance()).isTrue();
        assertThat(new RunCounts(209, 201, 7, 1, 0, 0, 0, 0).balance()).isTrue();
        assertThat(new RunCounts(209, 201, 7, 0, 0, 0, 0, 0).balance()).isFalse();
        assertThat(RunCounts.NONE.balance()).isTrue();
    }

    @Test
    void countsAddUpFieldByField() {
        assertThat(new RunCounts(1, 2, 3, 4, 5, 6, 7, 8).plus(new RunCounts(10, 20, 30, 40, 50, 60, 70, 80)))
            .isEqualTo(new RunCounts(11, 22, 33, 44, 55, 66, 77, 88));
        assertThat(RunCounts.NONE.plus(new RunCounts(1, 2, 3, 4, 5, 6, 7, 8)))
            .isEqualTo(new RunCounts(1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Test
    void totalsAddUpFieldByField() {
        CurrencyTotals totals = totals("1.00", "0.20", "0.30", "0.40", "0.50");
        assertThat(CurrencyTotals.zero(CurrencyUnit.USD).plus(totals)).isEqualTo(totals);
        assertThat(totals.plus(totals("10.00", "2.00", "3.00", "4.00", "5.00")))
            .isEqualTo(totals("11.00", "2.20", "3.30", "4.40", "5.50"));
        assertThat(totals.gross()).isEqualTo(Money.parse("USD 1.20"));
        assertThat(totals.returned()).isEqualTo(Money.parse("USD 1.20"));
    }

    private static CurrencyTotals totals(String net, String tax, String card, String bank, String account) {
        return new CurrencyTotals(Money.parse("USD " + net), Money.parse("USD " + tax), Money.parse("USD " + card),
                Money.parse("USD " + bank), Money.parse("USD " + account));
    }

}
