package org.prorata.db.run;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.credit.Credit;
import org.prorata.credit.RefusalCode;
import org.prorata.credit.ReturnMethod;
import org.prorata.credit.Settlement;
import org.prorata.db.subscription.AccountRows;
import org.prorata.run.CurrencyTotals;
import org.prorata.run.RunCounts;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.Subscriptions;
import org.prorata.subscription.TenantAccount;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Works out what a night would do, with the gate and the calculation of the run, from
 * nothing but reads: no row is locked, so that it may be asked in the middle of the day.
 * What the dry run of the command line knows more is what only writing shows: trials that
 * convert tonight and change a gate, and what the database would refuse.
 */
public final class Outlooks {

    private static final int PAGE = 500;

    private final JdbcClient jdbc;

    private final Claiming claiming;

    private final ClaimedRequests requests;

    private final Settling settling;

    private final Subscriptions subscriptions;

    private final CancellationDesk desk;

    private final Clock clock;

    public Outlooks(JdbcClient jdbc, Claiming claiming, ClaimedRequests requests, Settling settling,
            Subscriptions subscriptions, CancellationDesk desk, Clock clock) {
        this.jdbc = jdbc;
        this.claiming = claiming;
        this.requests = requests;
        this.settling = settling;
        this.subscriptions = subscriptions;
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * Looks at what is due on a business date.
     * @param most how many due requests are worked out; beyond that they are only counted
     */
    public Outlook of(LocalDate businessDate, int most) {
        Sums sums = new Sums(businessDate);
        Instant madeAt = this.clock.instant();
        long due = due(businessDate);
        long last = 0;
        while (sums.looked < most) {
            List<ClaimedRequests.Due> page = this.requests.due(businessDate, last,
                    (int) Math.min(PAGE, most - sums.looked));
            if (page.isEmpty()) {
                break;
            }
            Map<SubscriptionId, TenantAccount> accounts = this.subscriptions.accountsOf(page.stream()
                .filter(each -> each.doubtful() && each.request().tenant() != null)
                .map(each -> each.request().subscription().id())
                .collect(Collectors.toSet()));
            page.forEach(each -> look(each, accounts, sums));
            last = page.getLast().request().requestNo();
        }
        returns(businessDate, sums);
        Claiming.Aging aging = this.claiming.aging(businessDate);
        RunCounts counts = new RunCounts(sums.looked - sums.backToApproval, sums.credited, sums.nothingDue,
                sums.refusals.values().stream().mapToLong(Long::longValue).sum(), sums.returned, aging.trialsExpired(),
                aging.trialsConverted(), aging.approvalsLapsed());
        return new Outlook(businessDate, madeAt, Math.max(due, sums.looked), sums.looked, sums.backToApproval, counts,
                retries(), sums.totals, sums.refusals);
    }

    private void look(ClaimedRequests.Due due, Map<SubscriptionId, TenantAccount> accounts, Sums sums) {
        ClaimedRequest request = due.request();
        sums.looked++;
        TenantAccount account = accounts.get(request.subscription().id());
        if (account != null && this.desk.askAgain(request.request(), account).isPresent()) {
            sums.backToApproval++;
            return;
        }
        switch (this.settling.settle(request).settlement()) {
            case Settlement.Credited(Credit credit) -> sums.add(credit);
            case Settlement.NothingDue ignored -> sums.nothingDue++;
            case Settlement.Refused(RefusalCode code, String ignored) -> sums.refusals.merge(code, 1L, Long::sum);
        }
    }

    private long due(LocalDate businessDate) {
        return this.jdbc.sql("""
                SELECT COUNT(*) AS n
                FROM cancellation_request r FORCE INDEX (cancellation_request_of_run)
                WHERE r.run_id IS NULL AND r.state = 'QUEUED' AND r.effective_date <= :date AND r.requested_on <= :date
                """).param("date", businessDate).query((row, n) -> row.getLong("n")).single();
    }

    /** Adds the credits of earlier nights whose return is due. */
    private void returns(LocalDate businessDate, Sums sums) {
        this.jdbc.sql("""
                SELECT currency, return_method, COUNT(*) AS n, SUM(cash) AS cash, SUM(on_account) AS on_account
                FROM credit
                WHERE returned_on IS NULL AND return_on <= :date AND state = 'ISSUED'
                GROUP BY currency, return_method
                """).param("date", businessDate).query((row, n) -> {
            CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
            sums.returned += row.getLong("n");
            sums.add(returned(ReturnMethod.valueOf(row.getString("return_method")),
                    AccountRows.money(currency, row, "cash"), AccountRows.money(currency, row, "on_account")));
            return currency;
        }).list();
    }

    private long retries() {
        return this.jdbc.sql("SELECT COUNT(*) AS n FROM return_retry WHERE run_id IS NULL")
            .query((row, n) -> row.getLong("n"))
            .single();
    }

    private static CurrencyTotals returned(ReturnMethod method, Money cash, Money onAccount) {
        Money zero = Money.zero(cash.getCurrencyUnit());
        return switch (method) {
            case CARD -> new CurrencyTotals(zero, zero, cash, zero, onAccount);
            case BANK -> new CurrencyTotals(zero, zero, zero, cash, onAccount);
            case NEXT_INVOICE -> new CurrencyTotals(zero, zero, zero, zero, cash.plus(onAccount));
        };
    }

    private static final class Sums {

        private final LocalDate businessDate;

        private final SortedMap<String, CurrencyTotals> totals = new TreeMap<>();

        private final SortedMap<RefusalCode, Long> refusals = new TreeMap<>();

        private long looked;

        private long backToApproval;

        private long credited;

        private long nothingDue;

        private long returned;

        Sums(LocalDate businessDate) {
            this.businessDate = businessDate;
        }

        void add(Credit credit) {
            this.credited++;
            Money zero = Money.zero(credit.net().getCurrencyUnit());
            add(new CurrencyTotals(credit.net(), credit.tax(), zero, zero, zero));
            if (!credit.returnOn().isAfter(this.businessDate)) {
                this.returned++;
                add(returned(credit.method(), credit.cash(), credit.onAccount()));
            }
        }

        void add(CurrencyTotals part) {
            this.totals.merge(part.net().getCurrencyUnit().getCode(), part, CurrencyTotals::plus);
        }

    }

}
