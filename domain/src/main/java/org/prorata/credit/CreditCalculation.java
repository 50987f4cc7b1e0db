package org.prorata.credit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.billing.BillingDay;
import org.prorata.cancellation.Cancellation;
import org.prorata.charge.Charge;
import org.prorata.money.ExactAmount;
import org.prorata.policy.Policy;
import org.prorata.policy.RefundShare;
import org.prorata.policy.ReturnTiming;
import org.prorata.policy.Rounding;
import org.prorata.policy.RoundingStep;
import org.prorata.subscription.Channel;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;

/**
 * Works out what a cancellation gives back. It reads nothing but its arguments, so the
 * same facts give the same credit on every machine and in every year.
 */
public final class CreditCalculation {

    private CreditCalculation() {
    }

    /**
     * Settles a cancellation.
     * @param cancellation what was asked for
     * @param tenant who subscribes
     * @param subscription what is cancelled
     * @param policy the rules, of the version that the decision used
     * @param charges all charge lines of the subscription that may give something back
     */
    public static Settlement settle(Cancellation cancellation, Tenant tenant, Subscription subscription, Policy policy,
            List<Charge> charges) {
        if (subscription.channel() == Channel.PRODUCT_KEY) {
            return new Settlement.NothingDue(Settlement.NothingDue.Why.PRODUCT_KEY);
        }
        RefundShare share = policy.refundShare(subscription.firstTermStart(), subscription.termStart(),
                cancellation.cancelledAt(tenant.timeZone()));
        LocalDate windowStart = policy.windowStartDay(subscription.firstTermStart(), subscription.termStart());
        LocalDate firstUnused = policy.cancelDay().firstUnusedDay(cancellation.effectiveDate());
        List<CreditLine> lines = new ArrayList<>();
        for (Charge charge : charges) {
            if (!charge.currency().equals(tenant.currency())) {
                return new Settlement.Refused(RefusalCode.CHARGE_CURRENCY_MISMATCH, "charge " + charge.id() + ": "
                        + charge.currency() + ", its tenant " + tenant.id() + " is billed in " + tenant.currency());
            }
            switch (share) {
                case FULL -> {
                    if (charge.span().reachesPast(windowStart)) {
                        lines.add(wholeOf(charge, policy.rounding()));
                    }
                }
                case PRORATED -> {
                    if (charge.span().reachesPast(firstUnused)) {
                        lines.add(unusedOf(charge, firstUnused, policy.rounding()));
                    }
                }
                case NONE -> {
                    return new Settlement.NothingDue(Settlement.NothingDue.Why.REFUND_WINDOW_OVER);
                }
            }
        }
        if (share == RefundShare.NONE) {
            return new Settlement.NothingDue(Settlement.NothingDue.Why.REFUND_WINDOW_OVER);
        }
        return total(cancellation, tenant, subscription, policy, share, lines);
    }

    /**
     * Returns what the days of a charge from the given one on give back: rounded once by
     * the policy's way, never more than is left of the charge, with its tax in
     * proportion.
     */
    public static CreditLine unusedOf(Charge charge, LocalDate firstUnusedDay, Rounding rounding) {
        int days = charge.span().days();
        int unused = charge.span().daysFrom(firstUnusedDay);
        int digits = charge.currency().getDecimalPlaces();
        List<RoundingStep> steps = rounding.steps(charge.price(), unused, days, digits);
        Money rounded = Money.of(charge.currency(), steps.getLast().result());
        Money net = nearerToZero(rounded, charge.remainingNet());
        return line(charge, unused, rounding, rounding.exact(charge.price(), unused, days), net, !net.isEqual(rounded));
    }

    private static CreditLine wholeOf(Charge charge, Rounding rounding) {
        ExactAmount exact = new ExactAmount(charge.net().getAmount(), 1);
        Money net = charge.remainingNet();
        return line(charge, charge.span().days(), rounding, exact, net, !net.isEqual(charge.net()));
    }

    private static CreditLine line(Charge charge, int unused, Rounding rounding, ExactAmount exact, Money net,
            boolean capped) {
        boolean finishes = !charge.net().isZero() && net.isEqual(charge.remainingNet());
        Money tax = finishes ? charge.remainingTax()
                : nearerToZero(proportionalTax(charge, net, unused), charge.remainingTax());
        return new CreditLine(charge, charge.span().days(), unused, rounding, exact, net, tax, capped, finishes);
    }

    /**
     * Mirrors the charge: its tax in proportion to its net, half up; by days where it has
     * no net.
     */
    private static Money proportionalTax(Charge charge, Money net, int unused) {
        BigDecimal part = charge.net().isZero() ? BigDecimal.valueOf(unused) : net.getAmount();
        BigDecimal whole = charge.net().isZero() ? BigDecimal.valueOf(charge.span().days()) : charge.net().getAmount();
        CurrencyUnit currency = charge.currency();
        return Money.of(currency,
                charge.tax()
                    .getAmount()
                    .multiply(part)
                    .divide(whole, currency.getDecimalPlaces(), RoundingMode.HALF_UP));
    }

    /** Caps an amount by what is left; nothing where they have different signs. */
    private static Money nearerToZero(Money amount, Money left) {
        if (amount.getAmount().signum() * left.getAmount().signum() <= 0) {
            return Money.zero(amount.getCurrencyUnit());
        }
        return (amount.abs().isGreaterThan(left.abs())) ? left : amount;
    }

    private static Settlement total(Cancellation cancellation, Tenant tenant, Subscription subscription, Policy policy,
            RefundShare share, List<CreditLine> lines) {
        Money zero = Money.zero(tenant.currency());
        Money net = zero;
        Money tax = zero;
        Money owed = zero;
        Money paid = zero;
        for (CreditLine line : lines) {
            net = net.plus(line.net());
            tax = tax.plus(line.tax());
            owed = owed.plus(line.charge().owed());
            paid = paid.plus(line.charge().paid());
        }
        Money gross = net.plus(tax);
        if (!gross.isPositive() && gross.getAmountMinorLong() >= -2L * lines.size()) {
            // nothing, or less: each line may be off by half a minor unit of net and of
            // tax
            return new Settlement.NothingDue(Settlement.NothingDue.Why.NOTHING_UNUSED);
        }
        if (net.isNegative() || tax.isNegative()) {
            return new Settlement.Refused(RefusalCode.REVERSALS_EXCEED_CHARGES,
                    "subscription " + subscription.id() + ": its charges from " + cancellation.effectiveDate()
                            + " on give net " + net + " and tax " + tax + ", the reversals exceed what was charged");
        }
        ReturnMethod wanted = ReturnMethod.of(subscription.paymentMethod());
        Money cash = wanted.isCash() ? cashPart(gross, owed, paid) : zero;
        BillingDay billingDay = tenant.billingDay();
        LocalDate effective = cancellation.effectiveDate();
        LocalDate returnOn = (policy.returnTiming() == ReturnTiming.AT_ONCE) ? effective
                : billingDay.cycleAfter(effective).first();
        return new Settlement.Credited(new Credit(cancellation.id(), subscription.id(), policy, share, effective,
                List.copyOf(lines), net, tax, cash, gross.minus(cash),
                cash.isZero() ? ReturnMethod.NEXT_INVOICE : wanted, returnOn, billingDay.cycleAfter(effective).last()));
    }

    /**
     * Settles what is owed first; the rest goes back in cash, never more than was paid.
     */
    private static Money cashPart(Money gross, Money owed, Money paid) {
        Money zero = Money.zero(gross.getCurrencyUnit());
        Money afterOwed = owed.isPositive() ? gross.minus(owed) : gross;
        Money cash = afterOwed.isGreaterThan(paid) ? paid : afterOwed;
        return cash.isNegative() ? zero : cash;
    }

}
