package org.prorata.web;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.joda.money.Money;
import org.prorata.db.TestBooks;
import org.prorata.db.credit.ReturnDesk;
import org.prorata.reporting.summary.Snapshot;
import org.prorata.reporting.summary.Snapshots;
import org.prorata.run.NightlyRun;

/**
 * Books of June 2024 with a closed cycle: credits in euros and yen, some of them
 * approved, two of them returned late, one sent back by the bank after the close, which
 * corrects the cycle, and a cycle that has just begun.
 */
public final class ReportsWorld implements AutoCloseable {

    private static final LocalDate FIRST_NIGHT = LocalDate.of(2024, 6, 16);

    private final TestBooks books = TestBooks.opened();

    private final TestWeb web;

    private final String sentBack;

    private int subscriptions;

    /** Opens the books and starts a server with some settings of its own. */
    public ReportsWorld(Map<String, Object> settings) {
        this.books.tenant("T1", "EUR", 1).tenant("T2", "JPY", 1);
        for (int night = 0; night < 4; night++) {
            for (int n = 0; n < 3 + night; n++) {
                cancel((n % 3 == 2) ? "T2" : "T1", FIRST_NIGHT.plusDays(night), n % 2 == 0);
            }
            this.books.night(FIRST_NIGHT.plusDays(night));
        }
        publish(this.books.night(LocalDate.of(2024, 7, 1)));
        this.sentBack = this.books.value(
                "SELECT credit_number FROM credit WHERE state = 'RETURNED' AND cash > 0 AND currency = 'EUR' ORDER BY request_no LIMIT 1");
        this.web = TestWeb.started(this.books.database(), new HashMap<>(settings));
    }

    private void cancel(String tenant, LocalDate date, boolean moving) {
        int no = ++this.subscriptions;
        this.books.charged(tenant, no, tenant.equals("T2") ? "9000" : "100.00", tenant.equals("T2") ? "900" : "21.00");
        if (!moving) {
            this.books.change("UPDATE subscription SET product = 'Business <Basic> & 基本版' WHERE subscription_id = ?",
                    "S" + no);
        }
        this.books.cancel("R" + no, "S" + no, date);
    }

    /**
     * Notes that the bank sent a return back, and lets the next run correct the cycle.
     */
    public List<Snapshot> correct() {
        ReturnDesk.Change change = this.books.returnDesk().noteFailed(this.sentBack, "account closed", "a test");
        if (!(change instanceof ReturnDesk.Change.Failed)) {
            throw new IllegalStateException(change.toString());
        }
        return publish(this.books.night(LocalDate.of(2024, 7, 2)));
    }

    public List<Snapshot> publish(NightlyRun run) {
        return new Snapshots(this.books.client(),
                new org.springframework.transaction.support.TransactionTemplate(this.books.transactionManager()))
            .publish(run.id());
    }

    public TestWeb web() {
        return this.web;
    }

    public TestBooks books() {
        return this.books;
    }

    /** Returns the gross sum of the credits of a currency, as the ledger has it. */
    public Money issued(String currency) {
        return Money.parse(currency + " " + this.books.value(
                "SELECT TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM -SUM(e.refund_liability))) FROM ledger_entry e WHERE e.kind = 'ISSUE' AND e.currency = ?",
                currency));
    }

    @Override
    public void close() {
        this.web.close();
    }

}
