package org.prorata.credit;

import java.time.LocalDate;
import java.util.List;

import org.joda.money.Money;
import org.prorata.cancellation.RequestId;
import org.prorata.policy.Policy;
import org.prorata.policy.RefundShare;
import org.prorata.subscription.SubscriptionId;

/**
 * The document that gives back the unused part of what was charged.
 *
 * @param request the request it answers
 * @param subscription the subscription that was cancelled
 * @param policy the rules it was worked out by
 * @param share everything or the unused part
 * @param cancelEffective first day without service
 * @param lines one for each charge line that gives something back
 * @param net sum of the lines before tax
 * @param tax sum of the lines' tax
 * @param cash what goes back by the return method
 * @param onAccount what settles what is still owed or lowers the next invoice
 * @param method how the cash part goes back
 * @param returnOn the business date of the night on which it is returned
 * @param dueBy the last day of the promise
 */
public record Credit(RequestId request, SubscriptionId subscription, Policy policy, RefundShare share,
        LocalDate cancelEffective, List<CreditLine> lines, Money net, Money tax, Money cash, Money onAccount,
        ReturnMethod method, LocalDate returnOn, LocalDate dueBy) {

    public Money gross() {
        return this.net.plus(this.tax);
    }

}
