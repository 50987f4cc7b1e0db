package org.prorata.db.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.audit.AuditEvent;
import org.prorata.db.TestBooks;
import org.prorata.db.audit.AuditSearch.Filter;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class AuditSearchTests {

    private static final Filter ALL = new Filter(null, null, null, null, null);

    private static TestBooks books;

    private static AuditSearch search;

    @BeforeAll
    static void sevenEventsOfOneMoment() {
        books = TestBooks.opened();
        search = new AuditSearch(books.client(), books.streaming());
        for (int n = 1; n <= 7; n++) {
            int no = n;
            books.together(() -> {
                books.audit()
                    .append((no % 2 == 0) ? "anna" : "nightly run", (no == 7) ? "CERTIFIED" : "CLAIMED",
                            "run " + (no % 3), "");
                return no;
            });
        }
    }

    @Test
    void everyEventIsOnOnePageTheLatestFirst() {
        List<Long> read = new ArrayList<>();
        AuditSearch.Cursor after = null;
        List<AuditEvent> page = search.page(ALL, after, 3);
        while (!page.isEmpty()) {
            page.forEach(event -> read.add(event.sequence()));
            after = new AuditSearch.Cursor(page.getLast().at(), page.getLast().sequence());
            page = search.page(ALL, after, 3);
        }
        assertThat(read).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void filtersGoTogether() {
        assertThat(search.page(new Filter("anna", null, null, null, null), null, 10)).hasSize(3);
        assertThat(search.page(new Filter("anna", "CLAIMED", "run 0", null, null), null, 10))
            .extracting(AuditEvent::sequence)
            .containsExactly(6L);
        Instant at = TestBooks.CLOCK.instant();
        assertThat(search.page(new Filter(null, null, null, at, at.plus(Duration.ofSeconds(1))), null, 10)).hasSize(7);
        assertThat(search.page(new Filter(null, null, null, null, at), null, 10)).isEmpty();
        List<Long> exported = new ArrayList<>();
        search.forEach(new Filter(null, "CERTIFIED", null, null, null), event -> exported.add(event.sequence()));
        assertThat(exported).containsExactly(7L);
        assertThat(search.actions()).containsExactly("CERTIFIED", "CLAIMED");
    }

}
