package org.prorata.db.subscription;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.billing.BillingDay;
import org.prorata.billing.BillingFrequency;
import org.prorata.billing.ServiceSpan;
import org.prorata.charge.Charge;
import org.prorata.db.TestBooks;
import org.prorata.subscription.Channel;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.SubscriptionKind;
import org.prorata.subscription.SubscriptionState;
import org.prorata.subscription.Tenant;
import org.prorata.subscription.TenantAccount;
import org.prorata.subscription.TenantId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class JdbcSubscriptionsTests {

    private static final SubscriptionId S1 = SubscriptionId.of("S1");

    private static final SubscriptionId S2 = SubscriptionId.of("S2");

    private static final SubscriptionId S3 = SubscriptionId.of("S3");

    private static final LocalDate FIRST = LocalDate.of(2024, 6, 1);

    private static final LocalDate LAST = LocalDate.of(2024, 6, 30);

    private static TestBooks books;

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void twoTenants() {
        books.emptied().tenant("T1", "EUR", 31).tenant("T2", "JPY", 1);
        books.subscription("S1", "T1").subscription("S2", "T1").subscription("S3", "T2");
    }

    @Test
    void anAccountIsTheTenantAndAllItSubscribesTo() {
        Map<SubscriptionId, TenantAccount> accounts = books.subscriptions().accountsOf(List.of(S1));
        assertThat(accounts).containsOnlyKeys(S1);
        TenantAccount account = accounts.get(S1);
        assertThat(account.tenant()).isEqualTo(new Tenant(TenantId.of("T1"), "Tenant T1", "LV", "lv",
                ZoneId.of("Europe/Riga"), CurrencyUnit.EUR, BillingDay.of(31)));
        assertThat(account.subscriptions()).extracting(Subscription::id).containsExactly(S1, S2);
        assertThat(account.subscription(S1)).isEqualTo(new Subscription(S1, "Business Premium", SubscriptionKind.PAID,
                Channel.DIRECT, null, PaymentMethod.CARD, BillingFrequency.MONTHLY, FIRST, FIRST, LAST, 10, 10, true,
                false, SubscriptionState.ACTIVE));
        assertThat(account.revision()).isEqualTo(1);
    }

    @Test
    void everyColumnOfASubscriptionIsRead() {
        books
            .change("""
                    UPDATE subscription SET product = 'Visio', kind = 'TRIAL', channel = 'PARTNER', policy = 'csp-nce', payment_method = 'BANK',
                        billing_frequency = 'TRIENNIAL', first_term_start = '2020-02-29', term_start = '2023-03-01', term_end = '2026-02-28',
                        purchased_licences = 7, assigned_licences = 9, auto_renew = FALSE, billing_stopped_on = '2024-06-01', state = 'EXPIRED'
                    WHERE subscription_id = 'S1'
                    """);
        assertThat(books.subscriptions().accountsOf(List.of(S1)).get(S1).subscription(S1))
            .isEqualTo(new Subscription(S1, "Visio", SubscriptionKind.TRIAL, Channel.PARTNER, "csp-nce",
                    PaymentMethod.BANK, BillingFrequency.TRIENNIAL, LocalDate.of(2020, 2, 29), LocalDate.of(2023, 3, 1),
                    LocalDate.of(2026, 2, 28), 7, 9, false, true, SubscriptionState.EXPIRED));
    }

    @Test
    void subscriptionsOfOneTenantShareItsAccount() {
        books.change("UPDATE tenant SET revision = 5 WHERE tenant_id = 'T1'");
        Map<SubscriptionId, TenantAccount> accounts = books.subscriptions().accountsOf(List.of(S3, S1, S2));
        assertThat(accounts).containsOnlyKeys(S1, S2, S3);
        assertThat(accounts.get(S1)).isSameAs(accounts.get(S2));
        assertThat(accounts.get(S1).revision()).isEqualTo(5);
        assertThat(accounts.get(S3).tenant().currency()).isEqualTo(CurrencyUnit.JPY);
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertThat(books.subscriptions().accountsOf(List.of())).isEmpty();
        assertThat(books.subscriptions().accountsOf(List.of(SubscriptionId.of("S9"), S3, SubscriptionId.of("s1"))))
            .containsOnlyKeys(S3);
        assertThat(books.subscriptions().chargesOf(SubscriptionId.of("S9"))).isEmpty();
    }

    @Test
    void chargesComeByTheirFirstDayAndThenTheirId() {
        books.charge("C2", "S1", "100.00", "21.00").charge("C1", "S1", "1.00", "0.21").charge("C0", "S1", "2.00", "0");
        books.charge("C9", "S2", "9.00", "0");
        books.change("UPDATE charge SET service_from = '2024-06-02' WHERE charge_id = 'C0'");
        assertThat(books.subscriptions().chargesOf(S1)).extracting(charge -> charge.id().value())
            .containsExactly("C1", "C2", "C0");
    }

    @Test
    void everyColumnOfAChargeIsRead() {
        books.charge("C1", "S1", "-100.01", "-21.00");
        books
            .change("""
                    UPDATE charge SET unit_price = 3.333333, quantity = -3, paid = -5, credited_net = -50.01, credited_tax = -10.5
                    """);
        Charge charge = books.subscriptions().chargesOf(S1).getFirst();
        assertThat(charge.span()).isEqualTo(ServiceSpan.of(FIRST, LAST));
        assertThat(charge.unitPrice()).isEqualByComparingTo("3.333333");
        assertThat(charge.quantity()).isEqualTo(-3);
        assertThat(List.of(charge.net(), charge.tax(), charge.paid(), charge.creditedNet(), charge.creditedTax()))
            .containsExactly(Money.parse("EUR -100.01"), Money.parse("EUR -21.00"), Money.parse("EUR -5.00"),
                    Money.parse("EUR -50.01"), Money.parse("EUR -10.50"));
    }

    @Test
    void moneyHasTheDigitsOfItsCurrency() {
        books.charge("C1", "S3", "1000", "100");
        assertThat(books.subscriptions().chargesOf(S3).getFirst().net()).isEqualTo(Money.parse("JPY 1000"));
        books.change("UPDATE charge SET currency = 'KWD', net = 1.234");
        assertThat(books.subscriptions().chargesOf(S3).getFirst().net()).isEqualTo(Money.parse("KWD 1.234"));
        books.change("UPDATE charge SET currency = 'JPY'");
        assertThatThrownBy(() -> books.subscriptions().chargesOf(S3)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void recurringBillingStopsOnceAndOnItsFirstDay() {
        books.subscriptions().stopRecurringBilling(List.of(S1, S3), FIRST);
        books.subscriptions().stopRecurringBilling(List.of(S1), LAST);
        books.subscriptions().stopRecurringBilling(List.of(), LAST);
        assertThat(books.values(
                "SELECT CONCAT(subscription_id, ' ', billing_stopped_on) FROM subscription ORDER BY subscription_id"))
            .containsExactly("S1 2024-06-01", "null", "S3 2024-06-01");
        assertThat(books.subscriptions().accountsOf(List.of(S1)).get(S1).subscription(S1).recurringBillingStopped())
            .isTrue();
    }

}
