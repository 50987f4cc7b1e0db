package org.prorata.db.run;

import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.db.subscription.AccountRows;
import org.prorata.proof.Sha256;
import org.prorata.run.Certificate;
import org.prorata.run.CurrencyTotals;
import org.prorata.run.RunCounts;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the certificate of a run from the rows it wrote, now or years later. */
public final class Certification {

    /**
     * What the digest of each table is taken of. Rows are named by the billing system's
     * identifiers, never by ours, so that they can be checked anywhere.
     */
    private static final Map<String, String> DIGESTS = Map.of("credit",
            """
                    SELECT CONCAT_WS('|', c.credit_number, r.request_id, s.subscription_id, r.policy, r.policy_effective_from, c.refund_share,
                        c.cancel_effective, c.currency, c.net, c.tax, c.cash, c.on_account, c.return_method, c.return_on, c.due_by)
                    FROM credit c
                    JOIN cancellation_request r ON r.request_no = c.request_no
                    JOIN subscription s ON s.subscription_no = r.subscription_no
                    WHERE c.run_id = ? ORDER BY c.request_no
                    """,
            "credit_line",
            """
                    SELECT CONCAT_WS('|', c.credit_number, ch.charge_id, l.days_in_period, l.days_unused, l.rounding, l.exact_numerator,
                        l.exact_denominator, l.net, l.tax, l.capped, l.tax_remainder)
                    FROM credit c
                    JOIN credit_line l ON l.request_no = c.request_no
                    JOIN charge ch ON ch.charge_no = l.charge_no
                    WHERE c.run_id = ? ORDER BY l.request_no, ch.charge_id
                    """,
            "ledger_entry",
            """
                    SELECT CONCAT_WS('|', c.credit_number, e.kind, e.business_date, e.currency, e.deferred_revenue, e.tax_payable,
                        e.refund_liability, e.cash, e.receivables)
                    FROM ledger_entry e
                    JOIN credit c ON c.request_no = e.request_no
                    WHERE e.run_id = ? ORDER BY e.request_no, e.kind
                    """,
            "credit_return", """
                    SELECT CONCAT_WS('|', p.idempotency_key, p.method, p.currency, p.amount)
                    FROM credit_return p WHERE p.run_id = ? ORDER BY p.request_no, p.method
                    """, "quarantine", """
                    SELECT CONCAT_WS('|', r.request_id, q.code)
                    FROM quarantine q
                    JOIN cancellation_request r ON r.request_no = q.request_no
                    WHERE q.run_id = ? ORDER BY r.request_no
                    """);

    private final JdbcTemplate streaming;

    private final JdbcClient jdbc;

    public Certification(JdbcTemplate streaming) {
        this.streaming = streaming;
        this.jdbc = JdbcClient.create(streaming);
    }

    /** Makes the certificate from what the caller's transaction sees. */
    public Certificate of(long runId, LocalDate businessDate, RunCounts counts) {
        return of(runId, businessDate, counts, Runnable::run);
    }

    /**
     * Makes the certificate with the digests side by side, of rows that are committed.
     * @param executor where the digests are taken; each takes a connection of its own
     * there
     */
    public Certificate of(long runId, LocalDate businessDate, RunCounts counts, Executor executor) {
        SortedMap<String, CompletableFuture<String>> digests = new TreeMap<>();
        DIGESTS.forEach(
                (table, sql) -> digests.put(table, CompletableFuture.supplyAsync(() -> digest(runId, sql), executor)));
        SortedMap<String, CurrencyTotals> totals = totals(runId);
        SortedMap<String, String> taken = new TreeMap<>();
        digests.forEach((table, digest) -> taken.put(table, digest.join()));
        return new Certificate(businessDate, counts, totals, taken);
    }

    private SortedMap<String, CurrencyTotals> totals(long runId) {
        SortedMap<String, CurrencyTotals> totals = new TreeMap<>();
        this.jdbc
            .sql("""
                    SELECT currency, SUM(net) AS net, SUM(tax) AS tax, SUM(card) AS card, SUM(bank) AS bank, SUM(account) AS account
                    FROM (SELECT currency, net, tax, 0 AS card, 0 AS bank, 0 AS account FROM credit WHERE run_id = :run
                          UNION ALL
                          SELECT currency, 0, 0, CASE WHEN method = 'CARD' THEN amount ELSE 0 END,
                                 CASE WHEN method = 'BANK' THEN amount ELSE 0 END, CASE WHEN method = 'NEXT_INVOICE' THEN amount ELSE 0 END
                          FROM credit_return WHERE run_id = :run) parts
                    GROUP BY currency
                    """)
            .param("run", runId)
            .query(row -> {
                CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
                Money net = AccountRows.money(currency, row, "net");
                totals.put(currency.getCode(),
                        new CurrencyTotals(net, AccountRows.money(currency, row, "tax"),
                                AccountRows.money(currency, row, "card"), AccountRows.money(currency, row, "bank"),
                                AccountRows.money(currency, row, "account")));
            });
        return totals;
    }

    private String digest(long runId, String sql) {
        Sha256 digest = Sha256.start();
        this.streaming.query(sql, row -> {
            digest.add(row.getString(1));
        }, runId);
        return digest.hex();
    }

}
