package org.prorata.ledger;

import java.util.EnumMap;
import java.util.Map;

import org.joda.money.Money;

/**
 * One balanced entry of the books: for each account the amount it is debited with,
 * credits being negative.
 *
 * @param kind why it was made
 * @param postings the accounts it moves; they sum to zero
 */
public record LedgerEntry(Kind kind, Map<Account, Money> postings) {

    /** Why an entry is made. */
    public enum Kind {

        /** A credit was issued. */
        ISSUE,

        /** A credit was returned. */
        RETURN

    }

    public LedgerEntry {
        Money sum = postings.values().stream().reduce(Money::plus).orElseThrow();
        if (!sum.isZero()) {
            throw new IllegalArgumentException(kind + " entry is out of balance by " + sum);
        }
        postings = Map.copyOf(postings);
    }

    /** Records what we owe once a credit is issued. */
    public static LedgerEntry issue(Money net, Money tax) {
        Map<Account, Money> postings = new EnumMap<>(Account.class);
        postings.put(Account.DEFERRED_REVENUE, net);
        postings.put(Account.TAX_PAYABLE, tax);
        postings.put(Account.REFUND_LIABILITY, net.plus(tax).negated());
        return new LedgerEntry(Kind.ISSUE, postings);
    }

    /** Records that we have paid what we owed. */
    public static LedgerEntry returned(Money cash, Money onAccount) {
        Map<Account, Money> postings = new EnumMap<>(Account.class);
        postings.put(Account.REFUND_LIABILITY, cash.plus(onAccount));
        postings.put(Account.CASH, cash.negated());
        postings.put(Account.RECEIVABLES, onAccount.negated());
        return new LedgerEntry(Kind.RETURN, postings);
    }

    /**
     * Returns the debit of an account, negative for a credit, zero when it is not moved.
     */
    public Money debitOf(Account account) {
        Money moved = this.postings.get(account);
        return (moved != null) ? moved : Money.zero(this.postings.values().iterator().next().getCurrencyUnit());
    }

}
