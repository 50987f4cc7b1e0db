package org.prorata.batch.sample;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.prorata.billing.BillingDay;
import org.prorata.subscription.TenantId;

/** Makes up tenants, one after the other. */
final class SampleTenants {

    private final RandomGenerator random;

    private final Deck<Market> markets;

    private final Deck<TenantSize> sizes;

    private final Deck<Integer> billingDays;

    private final Map<String, Integer> companies = new HashMap<>();

    private int made;

    SampleTenants(RandomGenerator random) {
        this.random = random;
        this.markets = Market.deck(random);
        this.sizes = TenantSize.deck(random);
        this.billingDays = new Deck<Integer>(random).with(IntStream.rangeClosed(1, 31).boxed().toList())
            .with(3, 1)
            .with(2, 15)
            .with(4, 29)
            .with(4, 30)
            .with(4, 31);
    }

    SampleTenant next() {
        this.made++;
        Market market = this.markets.deal();
        Wording wording = market.wording();
        int company = this.companies.merge(market.country(), 1, Integer::sum) - 1;
        TenantId id = TenantId.of(String.format(Locale.ROOT, "TEN-%05d", this.made));
        return new SampleTenant(this.made,
                market.tenant(id, wording.company(company), BillingDay.of(this.billingDays.deal())), wording,
                wording.mailDomain(company), taxRate(market.taxRates()), this.sizes.deal());
    }

    private BigDecimal taxRate(List<BigDecimal> rates) {
        return rates.get(this.random.nextInt(rates.size()));
    }

}
