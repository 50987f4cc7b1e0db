package org.prorata.batch.nightly;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.SubscriptionKind;

/**
 * A subscription with its charges, and its tenant where that is not in the books yet.
 * What a test does not say is ordinary: paid by card, ten licences, all of 2024, USD,
 * UTC, billed on the 1st.
 */
final class TestSale {

    record TestCharge(String id, LocalDate from, LocalDate to, BigDecimal unitPrice, int quantity, BigDecimal net,
            BigDecimal tax, BigDecimal paid, String currency) {
    }

    final String id;

    final List<TestCharge> charges = new ArrayList<>();

    String tenant;

    String currency = "USD";

    String timeZone = "UTC";

    int billingDay = 1;

    SubscriptionKind kind = SubscriptionKind.PAID;

    Channel channel = Channel.DIRECT;

    String policy;

    PaymentMethod payment = PaymentMethod.CARD;

    String frequency = "ANNUAL";

    LocalDate termStart = LocalDate.of(2024, 1, 1);

    LocalDate termEnd = LocalDate.of(2024, 12, 31);

    int licences = 10;

    boolean autoRenew = true;

    private TestSale(String id) {
        this.id = id;
        this.tenant = "T-" + id;
    }

    static TestSale of(String id) {
        return new TestSale(id);
    }

    TestSale to(String tenantId) {
        this.tenant = tenantId;
        return this;
    }

    TestSale in(String currencyCode) {
        this.currency = currencyCode;
        return this;
    }

    TestSale at(String zone) {
        this.timeZone = zone;
        return this;
    }

    TestSale billedOn(int day) {
        this.billingDay = day;
        return this;
    }

    TestSale trialUntil(String lastDay) {
        this.kind = SubscriptionKind.TRIAL;
        this.termEnd = LocalDate.parse(lastDay);
        this.termStart = this.termEnd.minusDays(29);
        return this;
    }

    TestSale through(Channel how) {
        this.channel = how;
        return this;
    }

    TestSale under(String policyName) {
        this.policy = policyName;
        return this;
    }

    TestSale paidBy(PaymentMethod method) {
        this.payment = method;
        return this;
    }

    TestSale monthly() {
        this.frequency = "MONTHLY";
        return this;
    }

    TestSale from(String firstDay) {
        this.termStart = LocalDate.parse(firstDay);
        return this;
    }

    TestSale licences(int number) {
        this.licences = number;
        return this;
    }

    TestSale withoutRenewal() {
        this.autoRenew = false;
        return this;
    }

    /** Adds a charge that is paid in full. */
    TestSale charged(String from, String to, String net, String tax) {
        return charged(from, to, net, tax, new BigDecimal(net).add(new BigDecimal(tax)).toPlainString());
    }

    TestSale charged(String from, String to, String net, String tax, String paid) {
        return charged(from, to, net, tax, paid, this.currency);
    }

    /** Adds a charge that may be in another currency than its tenant's. */
    TestSale charged(String from, String to, String net, String tax, String paid, String currencyCode) {
        BigDecimal amount = new BigDecimal(net);
        this.charges.add(new TestCharge("C-" + this.id + "-" + (this.charges.size() + 1), LocalDate.parse(from),
                LocalDate.parse(to), amount.abs(), (amount.signum() < 0) ? -1 : 1, amount, new BigDecimal(tax),
                new BigDecimal(paid), currencyCode));
        return this;
    }

}
