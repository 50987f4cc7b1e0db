package org.prorata.db.audit;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.audit.AuditEvent;
import org.prorata.audit.AuditTrail;
import org.prorata.audit.AuditTrail.Verification;
import org.prorata.db.TestBooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class JdbcAuditTrailTests {

    private static TestBooks books;

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void empty() {
        books.emptied();
    }

    @Test
    void aTrailWithoutEventsIsWhole() {
        assertThat(books.audit().verify()).isEqualTo(new Verification(0, ""));
    }

    @Test
    void eventsFormAChainFromTheGenesis() {
        append(3);
        assertThat(books.audit().verify()).isEqualTo(new Verification(3, ""));
        assertThat(books.values("SELECT sequence FROM audit_event ORDER BY sequence")).containsExactly("1", "2", "3");
        assertThat(books.value("SELECT previous_hash FROM audit_event WHERE sequence = 1"))
            .isEqualTo(AuditEvent.GENESIS);
        assertThat(books.value("SELECT hash FROM audit_event WHERE sequence = 2"))
            .isEqualTo(books.value("SELECT previous_hash FROM audit_event WHERE sequence = 3"));
        assertThat(books.value("SELECT CONCAT(sequence, hash) FROM audit_head"))
            .isEqualTo(books.value("SELECT CONCAT(sequence, hash) FROM audit_event WHERE sequence = 3"));
    }

    @Test
    void whatPeopleWriteIsKeptToTheLetter() {
        String detail = "„Zaļā birža“ 山田 🙂\n\ttab 'quote' \\ and | bar  ";
        appendTogether("Jānis O'Neil ", "APPROVED", "request R1", detail);
        appendTogether("", "", "", "");
        assertThat(books.audit().verify().isWhole()).isTrue();
        assertThat(books.value("SELECT detail FROM audit_event WHERE sequence = 1")).isEqualTo(detail);
    }

    @Test
    void anEventIsWrittenWithItsTransactionOrNotAtAll() {
        append(1);
        assertThatThrownBy(() -> books.together(() -> {
            books.audit().append("bob", "APPROVED", "request R1", "");
            throw new IllegalStateException("undone");
        })).hasMessage("undone");
        append(1);
        assertThat(books.audit().verify()).isEqualTo(new Verification(2, ""));
    }

    @Test
    void eventsOfManyThreadsAreOneChainWheneverOneLooks() throws Exception {
        AuditTrail trail = books.audit();
        try (ExecutorService threads = Executors.newFixedThreadPool(9)) {
            List<Future<?>> appending = IntStream.range(0, 8)
                .<Future<?>>mapToObj(thread -> threads.submit(() -> IntStream.range(0, 25)
                    .forEach(n -> appendTogether("thread " + thread, "COUNTED", "number " + n, ""))))
                .toList();
            Callable<Integer> looking = () -> {
                int looks = 0;
                while (!appending.stream().allMatch(Future::isDone)) {
                    assertThat(trail.verify().problem()).isEmpty();
                    looks++;
                }
                return looks;
            };
            assertThat(threads.submit(looking).get(60, TimeUnit.SECONDS)).isPositive();
            for (Future<?> each : appending) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(trail.verify()).isEqualTo(new Verification(200, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = { "at = DATE_ADD(at, INTERVAL 1 MICROSECOND)", "actor = 'eve'", "action = 'DECLINED'",
            "subject = 'request R9'", "detail = CONCAT(detail, ' ')", "previous_hash = REPEAT('0', 63)",
            "hash = REPEAT('a', 64)", "sequence = 20", "sequence = -1" })
    void aChangeOfAnyColumnIsFound(String change) {
        append(3);
        books.change("UPDATE audit_event SET " + change + " WHERE sequence = 2");
        assertThat(books.audit().verify().problem()).contains("was changed, or one before it was removed or added");
    }

    @Test
    void theFirstBrokenLinkIsNamed() {
        append(4);
        books.change("UPDATE audit_event SET detail = 'other' WHERE sequence IN (2, 4)");
        assertThat(books.audit().verify().problem()).startsWith("audit event 2 of 2024-06-15T12:00:00Z was changed");
    }

    @Test
    void anEventThatWasForgedWithAHashOfItsOwnBreaksTheNext() {
        append(3);
        String before = books.value("SELECT hash FROM audit_event WHERE sequence = 1");
        AuditEvent forged = AuditEvent.after(1, before, TestBooks.CLOCK.instant(), "eve", "APPROVED", "request R1", "");
        books.change(
                "UPDATE audit_event SET actor = 'eve', action = 'APPROVED', subject = 'request R1', detail = '', hash = ? "
                        + "WHERE sequence = 2",
                forged.hash());
        assertThat(books.audit().verify().problem()).startsWith("audit event 3 ");
    }

    @Test
    void anEventRemovedInTheMiddleIsFound() {
        append(3);
        books.change("DELETE FROM audit_event WHERE sequence = 2");
        assertThat(books.audit().verify().problem()).startsWith("audit event 3 ");
    }

    @Test
    void anEventRemovedAtTheEndIsFound() {
        append(3);
        books.change("DELETE FROM audit_event WHERE sequence = 3");
        assertThat(books.audit().verify().problem())
            .isEqualTo("the trail ends with event 2, its head says 3: the last events were removed or added");
    }

    @Test
    void removingAllEventsIsFound() {
        append(3);
        books.change("DELETE FROM audit_event");
        assertThat(books.audit().verify().isWhole()).isFalse();
    }

    @Test
    void anEventAddedInTheMiddleIsFound() {
        append(3);
        String second = books.value("SELECT hash FROM audit_event WHERE sequence = 2");
        AuditEvent forged = AuditEvent.after(2, second, TestBooks.CLOCK.instant(), "eve", "APPROVED", "request R1", "");
        books.change("UPDATE audit_event SET sequence = 4, previous_hash = ? WHERE sequence = 3", forged.hash());
        add(3, second, forged.hash());
        assertThat(books.audit().verify().problem()).startsWith("audit event 4 ");
    }

    @Test
    void anEventAddedAtTheEndIsFound() {
        append(3);
        String last = books.value("SELECT hash FROM audit_event WHERE sequence = 3");
        AuditEvent forged = AuditEvent.after(3, last, TestBooks.CLOCK.instant(), "eve", "APPROVED", "request R1", "");
        add(4, last, forged.hash());
        assertThat(books.audit().verify().isWhole()).isFalse();
    }

    @Test
    void aTrailWithoutItsHeadIsNotWhole() {
        append(3);
        books.change("DELETE FROM audit_head");
        try {
            assertThat(books.audit().verify().isWhole()).isFalse();
        }
        finally {
            books.change("INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '')");
        }
    }

    private static void add(long sequence, String previous, String hash) {
        books.change("""
                INSERT INTO audit_event (sequence, at, actor, action, subject, detail, previous_hash, hash)
                VALUES (?, '2024-06-15 12:00:00', 'eve', 'APPROVED', 'request R1', '', ?, ?)
                """, sequence, previous, hash);
    }

    private static void append(int events) {
        for (int n = 1; n <= events; n++) {
            appendTogether("anna", "APPROVED", "request R" + n, "detail " + n);
        }
    }

    private static void appendTogether(String actor, String action, String subject, String detail) {
        books.together(() -> {
            books.audit().append(actor, action, subject, detail);
            return detail;
        });
    }

}
