package org.prorata.batch.sample;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.RequestId;
import org.prorata.subscription.SubscriptionId;

/**
 * Writes the requests to cancel, as people do: mostly in office hours, some days ahead.
 */
final class Letters {

    private static final Range OFFICE_HOURS = Range.of(8 * 60, 18 * 60 - 1);

    private static final Range LATE_EVENING = Range.of(22 * 60, 24 * 60 - 1);

    private final LocalDate businessDate;

    private final RandomGenerator random;

    private final Deck<Integer> daysAhead;

    private final Deck<Range> times;

    Letters(LocalDate businessDate, RandomGenerator random) {
        this.businessDate = businessDate;
        this.random = random;
        this.daysAhead = new Deck<Integer>(random).with(List.of(0, 0, 0, 1, 2, 3, 4, 6, 9));
        this.times = new Deck<Range>(random).with(11, OFFICE_HOURS).with(1, LATE_EVENING);
    }

    Cancellation write(SampleTenant tenant, int ordinal, SubscriptionId subscription, Term term, LocalDate effective) {
        LocalDate latest = effective.isAfter(this.businessDate) ? this.businessDate : effective;
        LocalDate day = term.notBeforeStart(latest.minusDays(this.daysAhead.deal()));
        LocalTime time = LocalTime.MIN.plusMinutes(this.times.deal().draw(this.random))
            .plusSeconds(this.random.nextInt(60));
        RequestId id = RequestId.of(tenant.id("REQ") + String.format(Locale.ROOT, "-%02d", ordinal));
        return new Cancellation(id, subscription, day.atTime(time).atZone(tenant.tenant().timeZone()).toInstant(),
                pick(tenant.wording().people()) + "@" + tenant.mailDomain(), effective,
                pick(tenant.wording().reasons()));
    }

    private String pick(List<String> words) {
        return words.get(this.random.nextInt(words.size()));
    }

}
