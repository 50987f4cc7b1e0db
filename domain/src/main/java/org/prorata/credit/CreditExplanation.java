package org.prorata.credit;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.joda.money.Money;
import org.prorata.policy.RefundShare;
import org.prorata.policy.RoundingStep;

/**
 * Shows how every cent of a credit came about, as text for people and as a tree of plain
 * values for programs. It is worked out from the credit alone: the same credit explains
 * itself the same way for ever.
 */
public final class CreditExplanation {

    private final Credit credit;

    public CreditExplanation(Credit credit) {
        this.credit = credit;
    }

    /** Writes the explanation in English, one statement a line. */
    public String text() {
        List<String> out = new ArrayList<>();
        Credit c = this.credit;
        out.add("Subscription " + c.subscription() + ", cancelled with effect from " + c.cancelEffective() + ", policy "
                + c.policy().version() + ": " + ((c.share() == RefundShare.FULL) ? "everything is given back"
                        : "the unused part is given back, the cancel day is " + switch (c.policy().cancelDay()) {
                            case CREDITED -> "the first unused day";
                            case CHARGED -> "the last used day";
                        }));
        for (CreditLine line : c.lines()) {
            out.add("Charge " + line.charge().id() + ", " + line.charge().span().from() + " to "
                    + line.charge().span().to() + ": " + line.daysUnused() + " of " + line.daysInPeriod()
                    + " days unused of net " + amount(line.charge().net()));
            out.add("  exactly " + line.exactNet().asFraction() + ", " + line.rounding());
            for (RoundingStep step : steps(line)) {
                out.add("  " + step.formula() + " = " + step.exact().asFraction() + " -> "
                        + step.result().toPlainString() + words(step));
            }
            if (line.capped()) {
                out.add("  lowered to " + amount(line.net()) + ", which is what was left of the charge");
            }
            out.add("  net " + amount(line.net()) + ", tax " + amount(line.tax())
                    + (line.taxRemainder() ? " (all that was left of the charge's tax)"
                            : " (in proportion to the charge's tax " + amount(line.charge().tax()) + ")"));
        }
        out.add("Together net " + amount(c.net()) + ", tax " + amount(c.tax()) + ", gross " + amount(c.gross()) + " "
                + c.gross().getCurrencyUnit());
        out.add("Returned on " + c.returnOn() + " by " + c.method() + ": " + amount(c.cash()) + " in cash, "
                + amount(c.onAccount()) + " on account; due by " + c.dueBy());
        return String.join("\n", out);
    }

    /**
     * Returns the explanation as maps, lists, texts and whole numbers, for any JSON
     * library; money is text.
     */
    public Map<String, Object> tree() {
        Credit c = this.credit;
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("subscription_id", c.subscription().value());
        tree.put("request_id", c.request().value());
        tree.put("policy", c.policy().version().toString());
        tree.put("refund_share", c.share().name());
        tree.put("cancel_effective", c.cancelEffective().toString());
        tree.put("cancel_day", c.policy().cancelDay().name());
        tree.put("currency", c.gross().getCurrencyUnit().getCode());
        tree.put("lines", c.lines().stream().map(this::tree).toList());
        tree.put("net", amount(c.net()));
        tree.put("tax", amount(c.tax()));
        tree.put("gross", amount(c.gross()));
        tree.put("cash", amount(c.cash()));
        tree.put("on_account", amount(c.onAccount()));
        tree.put("return_method", c.method().name());
        tree.put("return_on", c.returnOn().toString());
        tree.put("due_by", c.dueBy().toString());
        return tree;
    }

    private Map<String, Object> tree(CreditLine line) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("charge_id", line.charge().id().value());
        tree.put("service_from", line.charge().span().from().toString());
        tree.put("service_to", line.charge().span().to().toString());
        tree.put("days_in_period", line.daysInPeriod());
        tree.put("days_unused", line.daysUnused());
        tree.put("rounding", line.rounding().name());
        tree.put("exact_net", line.exactNet().asFraction());
        tree.put("steps", steps(line).stream().map(CreditExplanation::tree).toList());
        tree.put("capped", line.capped());
        tree.put("net", amount(line.net()));
        tree.put("charge_net", amount(line.charge().net()));
        tree.put("charge_tax", amount(line.charge().tax()));
        tree.put("tax_remainder", line.taxRemainder());
        tree.put("tax", amount(line.tax()));
        return tree;
    }

    private static Map<String, Object> tree(RoundingStep step) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("formula", step.formula());
        tree.put("exact", step.exact().asFraction());
        tree.put("digits", step.digits());
        tree.put("mode", step.mode().name());
        tree.put("result", step.result().toPlainString());
        return tree;
    }

    /**
     * Returns how the net of one of the credit's lines was worked out; no step where
     * everything is given back.
     */
    public List<RoundingStep> steps(CreditLine line) {
        if (this.credit.share() == RefundShare.FULL) {
            return List.of();
        }
        return line.rounding()
            .steps(line.charge().price(), line.daysUnused(), line.daysInPeriod(),
                    line.net().getCurrencyUnit().getDecimalPlaces());
    }

    private static String words(RoundingStep step) {
        return (step.mode() == RoundingMode.UNNECESSARY) ? ""
                : " (" + ((step.mode() == RoundingMode.DOWN) ? "truncated" : "rounded half up") + " to " + step.digits()
                        + " decimals)";
    }

    private static String amount(Money money) {
        return money.getAmount().toPlainString();
    }

}
