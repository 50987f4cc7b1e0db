package org.prorata.db.run;

import java.time.LocalDate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.credit.RefusalCode;
import org.prorata.db.TestBooks;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class OutlooksTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static TestBooks books;

    private final Outlooks outlooks = new Outlooks(books.client(), books.claiming(), books.claimedRequests(),
            new Settling(books.policies()), books.subscriptions(), books.desk(), TestBooks.CLOCK);

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void requestsOfEveryKind() {
        books.emptied().tenant("T1", "EUR", 1).tenant("T2", "JPY", 1).tenant("T3", "EUR", 1);
        for (int n = 1; n <= 3; n++) {
            books.charged("T1", n, "100.00", "21.00").cancel("R" + n, "S" + n, NIGHT);
        }
        books.charged("T2", 4, "9000", "900").cancel("R4", "S4", NIGHT);
        books.subscription("S5", "T1").cancel("R5", "S5", NIGHT);
        books.charged("T1", 6, "100.00", "21.00").cancel("R6", "S6", NIGHT);
        books.change("UPDATE charge SET currency = 'USD' WHERE charge_id = 'C6'");
        books.charged("T3", 7, "100.00", "21.00").cancel("R7", "S7", NIGHT);
        books.change(
                "UPDATE subscription SET purchased_licences = 40, assigned_licences = 40 WHERE subscription_id = 'S7'");
        books.change("UPDATE tenant SET revision = revision + 1 WHERE tenant_id = 'T3'");
        books.charged("T1", 8, "100.00", "21.00").cancel("R8", "S8", NIGHT.plusDays(5));
    }

    @Test
    void theOutlookIsWhatTheNightThenDoes() {
        Outlook outlook = this.outlooks.of(NIGHT, 100);
        assertThat(outlook.isComplete()).isTrue();
        assertThat(outlook.due()).isEqualTo(7);
        assertThat(outlook.backToApproval()).isOne();
        assertThat(outlook.refusals()).containsOnlyKeys(RefusalCode.CHARGE_CURRENCY_MISMATCH);
        assertThat(outlook.totals()).containsOnlyKeys("EUR", "JPY");
        NightlyRun run = books.claimed(NIGHT);
        books.settle(run);
        books.giveBack(run);
        run = books.certified(run);
        assertThat(outlook.counts().claimed()).isEqualTo(run.counts().claimed()).isEqualTo(6);
        assertThat(outlook.counts().credited()).isEqualTo(run.counts().credited()).isEqualTo(4);
        assertThat(outlook.counts().nothingDue()).isEqualTo(run.counts().nothingDue()).isOne();
        assertThat(outlook.counts().quarantined()).isEqualTo(run.counts().quarantined()).isOne();
        assertThat(outlook.totals()).isEqualTo(run.totals());
        Outlook returns = this.outlooks.of(LocalDate.of(2024, 7, 1), 100);
        NightlyRun later = books.night(LocalDate.of(2024, 7, 1));
        assertThat(returns.counts().returned()).isEqualTo(later.counts().returned()).isEqualTo(5);
        assertThat(returns.totals()).isEqualTo(later.totals());
    }

    @Test
    void lookingChangesNothing() {
        String before = state();
        this.outlooks.of(NIGHT, 100);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void beyondTheLimitRequestsAreOnlyCounted() {
        Outlook outlook = this.outlooks.of(NIGHT, 2);
        assertThat(outlook.isComplete()).isFalse();
        assertThat(outlook.due()).isEqualTo(7);
        assertThat(outlook.looked()).isEqualTo(2);
        assertThat(outlook.counts().claimed()).isEqualTo(2);
    }

    private static String state() {
        return books
            .value("""
                    SELECT CONCAT((SELECT GROUP_CONCAT(state, tenant_revision ORDER BY request_no) FROM cancellation_request), ' ',
                                  (SELECT COUNT(*) FROM audit_event), ' ', (SELECT COUNT(*) FROM nightly_run))
                    """);
    }

}
