package org.prorata.db.approval;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.approval.Approver;
import org.prorata.db.TestBooks;
import org.prorata.db.approval.ApprovalLists.Cursor;
import org.prorata.db.approval.ApprovalLists.Filter;
import org.prorata.db.approval.ApprovalLists.Item;
import org.prorata.db.approval.ApprovalLists.Page;
import org.prorata.db.approval.ApprovalLists.View;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Lists of 131,072 cases, three quarters of which wait. */
@Tag("database")
class ApprovalListsTests {

    private static final int CASES = 131_072;

    private static TestBooks books;

    private final ApprovalLists lists = new ApprovalLists(books.client(), books.approvers(), TestBooks.CLOCK);

    @BeforeAll
    static void manyCases() {
        books = TestBooks.opened().tenant("T0", "EUR", 1).tenant("T1", "SEK", 1).tenant("T2", "EUR", 1);
        books.change("UPDATE tenant SET country = 'SE' WHERE tenant_id = 'T1'");
        books.subscription("S0", "T0").subscription("S1", "T1").subscription("S2", "T2");
        books
            .change("""
                    INSERT INTO cancellation_request (request_id, subscription_no, requested_at, requested_on, requested_by, effective_date,
                        reason, filed_at, route, gate_reasons, policy, policy_effective_from, counted_licences, tenant_revision, approve_by, state)
                    SELECT 'N0', MIN(subscription_no), '2024-06-01', '2024-06-01', 'person 0', '2024-07-01', '', '2024-06-01', 'APPROVAL', '', 'p',
                        '2024-01-01', 31, 1, '2024-06-20', 'EXPIRED' FROM subscription
                    """);
        for (int have = 1; have < CASES; have *= 2) {
            books
                .change("""
                        INSERT INTO cancellation_request (request_id, subscription_no, requested_at, requested_on, requested_by, effective_date,
                            reason, filed_at, route, gate_reasons, policy, policy_effective_from, counted_licences, tenant_revision, approve_by,
                            state)
                        SELECT CONCAT('N', SUBSTRING(r.request_id, 2) + %1$d),
                               (SELECT subscription_no FROM subscription
                                WHERE subscription_id = CASE WHEN (SUBSTRING(r.request_id, 2) + %1$d) %% 1000 = 0 THEN 'S2'
                                    WHEN (SUBSTRING(r.request_id, 2) + %1$d) %% 2 = 0 THEN 'S1' ELSE 'S0' END),
                               requested_at, requested_on, CONCAT('person ', (SUBSTRING(r.request_id, 2) + %1$d) %% 500), effective_date, reason,
                               filed_at, route, gate_reasons, policy, policy_effective_from, counted_licences, tenant_revision, approve_by, state
                        FROM cancellation_request r
                        """
                    .formatted(have));
        }
        books
            .change("""
                    INSERT INTO approval_case (request_no, state, figures, needed, given, requested_by, tenant_no, country, product, licences,
                        currency, refund, opened_at, approve_by, decided_at)
                    SELECT r.request_no, CASE WHEN r.request_no %% 4 = 0 THEN 'REJECTED' ELSE 'WAITING' END, REPEAT('0', 64), 1, 0,
                           r.requested_by, t.tenant_no, t.country, CONCAT('Product ', r.request_no %% 20), 31, t.currency, r.request_no %% 5000,
                           '2024-06-01', DATE_ADD('2024-06-16', INTERVAL r.request_no %% 30 DAY),
                           CASE WHEN r.request_no %% 4 = 0 THEN DATE_ADD('2024-06-01', INTERVAL r.request_no %% 1000 SECOND) END
                    FROM cancellation_request r
                    JOIN subscription s ON s.subscription_no = r.subscription_no
                    JOIN tenant t ON t.tenant_no = s.tenant_no
                    """
                .replace("%%", "%"));
        books.values("ANALYZE TABLE approval_case");
        books.approver("boss");
        appoint(new Approver("swede", true, Set.of("SE"), Map.of("SEK", new BigDecimal(100))));
    }

    @Test
    void thereAreManyCases() {
        assertThat(books.value("SELECT COUNT(*) FROM approval_case")).isEqualTo(String.valueOf(CASES));
    }

    @Test
    void everyPageOfAListIsReachedOnceForwardsAndBackwards() {
        Filter some = new Filter("T2", null, null, null, null, null, null, null);
        for (View view : List.of(View.WAITING_FOR_ME, View.ALL, View.DECIDED)) {
            Page first = this.lists.page(view, "boss", some, null, 7);
            assertThat(first.previous()).isNull();
            List<Long> forwards = new ArrayList<>(numbers(first));
            Page page = first;
            while (page.next() != null) {
                page = this.lists.page(view, "boss", some, page.next(), 7);
                forwards.addAll(numbers(page));
            }
            assertThat(forwards).as(view.name()).doesNotHaveDuplicates().hasSizeGreaterThan(20);
            List<Long> backwards = new ArrayList<>(numbers(page));
            while (page.previous() != null) {
                page = this.lists.page(view, "boss", some, page.previous(), 7);
                backwards.addAll(0, numbers(page));
            }
            assertThat(backwards).as(view.name()).isEqualTo(forwards);
        }
        assertThat(this.lists.page(View.ALL, "boss", some, null, 100).items()).extracting(Item::tenantId)
            .containsOnly("T2");
    }

    @Test
    void aPersonWaitsForNothingOutOfScopeAndNothingOwn() {
        Page page = this.lists.page(View.WAITING_FOR_ME, "swede", Filter.NONE, null, 100);
        assertThat(page.items()).hasSize(100).allSatisfy(item -> {
            assertThat(item.country()).isEqualTo("SE");
            assertThat(item.refund()).isLessThanOrEqualTo(new BigDecimal(100));
        });
        assertThat(this.lists.page(View.WAITING_FOR_ME, "nobody", Filter.NONE, null, 10).items()).isEmpty();
        books.approver("person 3");
        assertThat(this.lists.page(View.WAITING_FOR_ME, "person 3", Filter.NONE, null, 100).items())
            .noneMatch(item -> item.requestedBy().equals("person 3"));
        assertThat(this.lists.page(View.MINE, "person 3", Filter.NONE, null, 100).items())
            .allMatch(item -> item.requestedBy().equals("person 3"));
    }

    @Test
    void filtersGoTogether() {
        Filter filter = new Filter(null, "LV", "Product 5", "EUR", new BigDecimal(100), new BigDecimal(3000),
                TestBooks.CLOCK.instant(), LocalDate.of(2024, 7, 1));
        List<Item> items = this.lists.page(View.WAITING_FOR_ME, "boss", filter, null, 50).items();
        assertThat(items).isNotEmpty().allSatisfy(item -> {
            assertThat(item.product()).isEqualTo("Product 5");
            assertThat(item.refund()).isBetween(new BigDecimal(100), new BigDecimal(3000));
            assertThat(item.approveBy()).isBefore(LocalDate.of(2024, 7, 1));
        });
        assertThat(this.lists
            .page(View.ALL, "boss",
                    new Filter(null, null, null, null, null, null, TestBooks.CLOCK.instant().minus(Duration.ofDays(60)),
                            null),
                    null, 5)
            .items()).isEmpty();
    }

    @Test
    void countsEndAtTheirCap() {
        assertThat(this.lists.counted(View.WAITING_FOR_ME, "boss", Filter.NONE, null, 1, 1000).count())
            .isEqualTo(new ApprovalLists.Count(1000, true));
        assertThat(this.lists.counted(View.MINE, "person 7", Filter.NONE, null, 1, 1000).count().more()).isFalse();
        assertThatThrownBy(() -> this.lists.page(View.ALL, "boss", Filter.NONE, null, 101))
            .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPageDeepInTheListCostsNoMoreThanTheFirst() {
        String swedish = books
            .value("SELECT MIN(product) FROM approval_case WHERE country = 'SE' AND state = 'WAITING'");
        Map<String, Runnable> pages = new java.util.TreeMap<>();
        pages.put("waiting, first", () -> page(View.WAITING_FOR_ME, Filter.NONE, null));
        pages.put("waiting, deep",
                () -> page(View.WAITING_FOR_ME, Filter.NONE, new Cursor("2024-07-10", 60_000, true)));
        pages.put("waiting, back",
                () -> page(View.WAITING_FOR_ME, Filter.NONE, new Cursor("2024-07-10", 60_000, false)));
        pages.put("waiting, tenant",
                () -> page(View.WAITING_FOR_ME, new Filter("T2", null, null, null, null, null, null, null), null));
        pages.put("waiting, country and product",
                () -> page(View.WAITING_FOR_ME, new Filter(null, "SE", swedish, null, null, null, null, null), null));
        pages.put("waiting, large refunds", () -> page(View.WAITING_FOR_ME,
                new Filter(null, null, null, "EUR", new BigDecimal(4990), null, null, null), null));
        pages.put("mine", () -> this.lists.page(View.MINE, "person 7", Filter.NONE, null, 50));
        pages.put("all, deep", () -> page(View.ALL, Filter.NONE, new Cursor("", 50_000, true)));
        pages.put("decided, deep", () -> page(View.DECIDED, Filter.NONE, new Cursor("2024-06-01T00:08", 9_000, true)));
        pages.put("count", () -> this.lists.counted(View.WAITING_FOR_ME, "boss", Filter.NONE, null, 1, 1000).count());
        Map<String, Long> medians = new java.util.TreeMap<>();
        pages.forEach((name, page) -> {
            long[] times = new long[15];
            for (int i = 0; i < times.length; i++) {
                long start = System.nanoTime();
                page.run();
                times[i] = (System.nanoTime() - start) / 1_000_000;
            }
            Arrays.sort(times);
            medians.put(name, times[7]);
        });
        System.out.println("median milliseconds of a page of 50: " + medians);
        // a full look at the table takes hundreds of milliseconds
        assertThat(medians.values()).allSatisfy(median -> assertThat(median).as(medians.toString()).isLessThan(100));
    }

    @Test
    void theFirstPagesAreReadInTheOrderOfAnIndex() {
        assertThat(plan("WHERE a.state = 'WAITING' ORDER BY a.approve_by, a.request_no LIMIT 51"))
            .isEqualTo("approval_case_by_due");
        assertThat(plan("WHERE a.decided_at IS NOT NULL ORDER BY a.decided_at DESC, a.request_no DESC LIMIT 51"))
            .isEqualTo("approval_case_by_decision");
        assertThat(plan("WHERE a.requested_by = 'person 7' ORDER BY a.request_no DESC LIMIT 51"))
            .isEqualTo("approval_case_by_who_asked");
        assertThat(plan("WHERE TRUE AND a.request_no < 50000 ORDER BY a.request_no DESC LIMIT 51"))
            .isEqualTo("PRIMARY");
    }

    private static String plan(String which) {
        List<Map<String, Object>> rows = books.client()
            .sql("EXPLAIN FORMAT=TRADITIONAL SELECT a.* FROM approval_case a " + which)
            .query()
            .listOfRows();
        assertThat(rows).hasSize(1);
        assertThat(String.valueOf(rows.getFirst().get("Extra"))).as(which).doesNotContain("filesort");
        return String.valueOf(rows.getFirst().get("key"));
    }

    private Page page(View view, Filter filter, Cursor at) {
        Page page = this.lists.page(view, "boss", filter, at, 50);
        assertThat(page.items()).isNotEmpty();
        return page;
    }

    private static List<Long> numbers(Page page) {
        List<Long> numbers = page.items().stream().map(Item::number).toList();
        assertThat(new HashSet<>(numbers)).hasSameSizeAs(numbers);
        return numbers;
    }

    private static void appoint(Approver approver) {
        books.together(() -> {
            books.approvers().appoint(approver, "people@example.com");
            return approver;
        });
    }

}
