package org.prorata.approval;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.joda.money.Money;
import org.prorata.credit.Credit;
import org.prorata.credit.Settlement;
import org.prorata.policy.PolicyVersion;
import org.prorata.proof.Sha256;
import org.prorata.subscription.SubscriptionId;

/**
 * The figures that an approver sees; an approval is good for exactly these.
 *
 * @param subscription what is cancelled
 * @param effectiveDate first day without service
 * @param policy the rules
 * @param countedLicences the licences held against the limit
 * @param refund what comes back, or why nothing does
 */
public record Figures(SubscriptionId subscription, LocalDate effectiveDate, PolicyVersion policy, long countedLicences,
        String refund) {

    public static Figures of(SubscriptionId subscription, LocalDate effectiveDate, PolicyVersion policy,
            long countedLicences, Settlement settlement) {
        String refund = switch (settlement) {
            case Settlement.Credited(Credit credit) -> money(credit.net()) + " + " + money(credit.tax());
            case Settlement.NothingDue(Settlement.NothingDue.Why why) -> why.name();
            case Settlement.Refused(var code, var _) -> code.name();
        };
        return new Figures(subscription, effectiveDate, policy, countedLicences, refund);
    }

    /** Returns what comes back with its tax; nothing where nothing does. */
    public static BigDecimal gross(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Credited(Credit credit) -> credit.gross().getAmount();
            case Settlement.NothingDue(var _) -> BigDecimal.ZERO;
            case Settlement.Refused(var _, var _) -> BigDecimal.ZERO;
        };
    }

    /** Returns what is different now, by the name of the figure. */
    public List<FigureChange> changesTo(Figures now) {
        List<FigureChange> changes = new ArrayList<>();
        add(changes, "effective_date", this.effectiveDate.toString(), now.effectiveDate().toString());
        add(changes, "policy", this.policy.toString(), now.policy().toString());
        add(changes, "licences", Long.toString(this.countedLicences), Long.toString(now.countedLicences()));
        add(changes, "refund", this.refund, now.refund());
        return List.copyOf(changes);
    }

    private static void add(List<FigureChange> changes, String figure, String before, String now) {
        if (!before.equals(now)) {
            changes.add(new FigureChange(figure, before, now));
        }
    }

    private static String money(Money money) {
        return money.getAmount().toPlainString() + " " + money.getCurrencyUnit();
    }

    /** Returns the SHA-256 of the figures in hexadecimal. */
    public String hash() {
        return Sha256.start()
            .add(this.subscription.value())
            .add(this.effectiveDate.toString())
            .add(this.policy.toString())
            .add(Long.toString(this.countedLicences))
            .add(this.refund)
            .hex();
    }

}
