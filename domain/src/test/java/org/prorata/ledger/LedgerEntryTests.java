package org.prorata.ledger;

import java.util.EnumMap;
import java.util.Map;

import org.joda.money.CurrencyMismatchException;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LedgerEntryTests {

    @Test
    void anIssuedCreditMovesDeferredRevenueAndTaxToTheLiability() {
        LedgerEntry entry = LedgerEntry.issue(usd("16.00"), usd("3.20"));
        assertThat(entry.kind()).isEqualTo(LedgerEntry.Kind.ISSUE);
        assertThat(entry.debitOf(Account.DEFERRED_REVENUE)).isEqualTo(usd("16.00"));
        assertThat(entry.debitOf(Account.TAX_PAYABLE)).isEqualTo(usd("3.20"));
        assertThat(entry.debitOf(Account.REFUND_LIABILITY)).isEqualTo(usd("-19.20"));
        assertThat(entry.debitOf(Account.CASH)).isEqualTo(usd("0.00"));
        assertThat(sum(entry)).isEqualTo(usd("0.00"));
    }

    @Test
    void aReturnedCreditMovesTheLiabilityToCashAndReceivables() {
        LedgerEntry entry = LedgerEntry.returned(usd("9.90"), usd("9.30"));
        assertThat(entry.kind()).isEqualTo(LedgerEntry.Kind.RETURN);
        assertThat(entry.debitOf(Account.REFUND_LIABILITY)).isEqualTo(usd("19.20"));
        assertThat(entry.debitOf(Account.CASH)).isEqualTo(usd("-9.90"));
        assertThat(entry.debitOf(Account.RECEIVABLES)).isEqualTo(usd("-9.30"));
        assertThat(sum(entry)).isEqualTo(usd("0.00"));
    }

    @Test
    void issuingAndReturningClearsTheLiability() {
        assertThat(LedgerEntry.issue(usd("16.00"), usd("3.20"))
            .debitOf(Account.REFUND_LIABILITY)
            .plus(LedgerEntry.returned(usd("9.90"), usd("9.30")).debitOf(Account.REFUND_LIABILITY)))
            .isEqualTo(usd("0.00"));
    }

    @Test
    void anEntryOutOfBalanceIsRefused() {
        Map<Account, Money> postings = Map.of(Account.CASH, usd("-10.00"), Account.REFUND_LIABILITY, usd("9.99"));
        assertThatIllegalArgumentException().isThrownBy(() -> new LedgerEntry(LedgerEntry.Kind.RETURN, postings))
            .withMessage("RETURN entry is out of balance by USD -0.01");
    }

    @Test
    void twoCurrenciesNeverBalance() {
        Map<Account, Money> postings = Map.of(Account.CASH, usd("-10.00"), Account.REFUND_LIABILITY,
                Money.parse("EUR 10.00"));
        assertThatExceptionOfType(CurrencyMismatchException.class)
            .isThrownBy(() -> new LedgerEntry(LedgerEntry.Kind.RETURN, postings));
    }

    @Test
    void anEntryDoesNotChangeWithTheMapItWasMadeFrom() {
        Map<Account, Money> postings = new EnumMap<>(
                Map.of(Account.CASH, usd("-10.00"), Account.REFUND_LIABILITY, usd("10.00")));
        LedgerEntry entry = new LedgerEntry(LedgerEntry.Kind.RETURN, postings);
        postings.put(Account.CASH, usd("-11.00"));
        assertThat(entry.debitOf(Account.CASH)).isEqualTo(usd("-10.00"));
    }

    private static Money sum(LedgerEntry entry) {
        return entry.postings().values().stream().reduce(Money::plus).orElseThrow();
    }

    private static Money usd(String amount) {
        return Money.parse("USD " + amount);
    }

}
