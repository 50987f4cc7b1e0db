package org.prorata.batch.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.prorata.billing.BillingCycle;
import org.prorata.billing.BillingFrequency;
import org.prorata.billing.ServiceSpan;

/**
 * Days that are billed together.
 *
 * @param span the days
 * @param unitPrice of one licence for all of them
 */
record BilledPeriod(ServiceSpan span, BigDecimal unitPrice) {

    private static final int PRICE_DIGITS = 6;

    /** Returns the periods that were billed by a day, in advance, oldest first. */
    static List<BilledPeriod> upTo(LocalDate day, Sale sale) {
        if (sale.frequency() != BillingFrequency.MONTHLY) {
            return List.of(new BilledPeriod(ServiceSpan.of(sale.term().start(), sale.term().end()),
                    sale.monthlyPrice().multiply(BigDecimal.valueOf(sale.termMonths()))));
        }
        List<BilledPeriod> periods = new ArrayList<>();
        LocalDate from = sale.term().start();
        LocalDate lastDay = sale.term().earlierOf(day);
        while (!from.isAfter(lastDay)) {
            ServiceSpan month = sale.billedOnBillingDay() ? cycle(sale, from) : month(sale, periods.size());
            ServiceSpan span = ServiceSpan.of(from, sale.term().earlierOf(month.to()));
            periods.add(new BilledPeriod(span, part(sale.monthlyPrice(), span.days(), month.days())));
            from = span.to().plusDays(1);
        }
        return periods;
    }

    /** Returns the price of one licence for the days from the given one on. */
    BigDecimal unitPriceFrom(LocalDate day) {
        return part(this.unitPrice, this.span.daysFrom(day), this.span.days());
    }

    private static ServiceSpan cycle(Sale sale, LocalDate day) {
        BillingCycle cycle = sale.tenant().tenant().billingDay().cycleOf(day);
        return ServiceSpan.of(cycle.first(), cycle.last());
    }

    private static ServiceSpan month(Sale sale, int monthsBefore) {
        LocalDate start = sale.term().start();
        return ServiceSpan.of(start.plusMonths(monthsBefore), start.plusMonths(monthsBefore + 1L).minusDays(1));
    }

    private static BigDecimal part(BigDecimal price, int days, int ofDays) {
        return (days == ofDays) ? price : price.multiply(BigDecimal.valueOf(days))
            .divide(BigDecimal.valueOf(ofDays), PRICE_DIGITS, RoundingMode.HALF_UP);
    }

}
