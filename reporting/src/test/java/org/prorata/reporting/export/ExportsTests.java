package org.prorata.reporting.export;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.ClockByHand;
import org.prorata.db.TestBooks;
import org.prorata.db.people.Passwords;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.export.Exports.Asked;
import org.prorata.reporting.export.Exports.Export;
import org.prorata.reporting.export.Exports.State;
import org.prorata.reporting.export.Exports.Wish;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ExportsTests {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final String HASH = "0".repeat(64);

    private static TestBooks books;

    private static String me;

    private static String you;

    private final ClockByHand clock = new ClockByHand();

    private Exports exports;

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
        me = person("person.one");
        you = person("person.two");
    }

    private static String person(String login) {
        Person person = new People(books.client(), books.work(), books.audit(), new Passwords(), TestBooks.CLOCK)
            .create("test", login, login, "a horse in the rain", false);
        return person.id().value();
    }

    @BeforeEach
    void start() {
        books.change("DELETE FROM report_export");
        this.exports = new Exports(books.client(), books.work(), books.audit(), this.clock);
    }

    private static Wish wish(String value) {
        return new Wish(
                new Question(View.CYCLE, YearMonth.of(2024, 6), Instant.parse("2024-07-01T01:02:03.123456789Z")),
                DetailTable.CREDITS, "EUR", Dimension.REASON, value, Format.CSV, "zh-TW", ';');
    }

    private Export filed(String value) {
        return ((Asked.Filed) this.exports.ask(wish(value), 100, me)).export();
    }

    @Test
    void aWishComesBackAsItWasMade() {
        Export export = filed("搬遷 '; DROP TABLE x");
        assertThat(export.wish()).isEqualTo(wish("搬遷 '; DROP TABLE x"));
        assertThat(export.state()).isEqualTo(State.WAITING);
        assertThat(export.askedBy()).isEqualTo(me);
        assertThat(books
            .value("SELECT detail FROM audit_event WHERE action = 'EXPORT_ASKED' ORDER BY sequence DESC LIMIT 1"))
            .contains("CYCLE 2024-06", "REASON=搬遷");
    }

    @Test
    void theSameWishIsNotFiledTwice() {
        Export export = filed("");
        assertThat(this.exports.ask(wish(""), 100, me)).isEqualTo(new Asked.AskedBefore(export));
        assertThat(this.exports.ask(wish(""), 100, you)).isInstanceOf(Asked.Filed.class);
    }

    @Test
    void onePersonHasThreeOpenAtMostHoweverManyAskAtOnce() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Callable<Asked>> asks = java.util.stream.IntStream.range(0, 16)
                .<Callable<Asked>>mapToObj(n -> () -> this.exports.ask(wish("w" + n), 1, me))
                .toList();
            long filed = 0;
            for (Future<Asked> each : executor.invokeAll(asks)) {
                filed += (each.get() instanceof Asked.Filed) ? 1 : 0;
            }
            assertThat(filed).isEqualTo(Exports.MOST_OPEN);
        }
        assertThat(this.exports.ask(wish("x"), 1, me)).isInstanceOf(Asked.TooMany.class);
        assertThat(this.exports.ask(wish("x"), 1, you)).isInstanceOf(Asked.Filed.class);
    }

    @Test
    void anExportIsTakenOnceAndItsProgressSeen() {
        filed("a");
        Export taken = this.exports.take(LEASE).orElseThrow();
        assertThat(this.exports.take(LEASE)).isEmpty();
        assertThat(this.exports.progress(taken, 40, LEASE)).isTrue();
        assertThat(this.exports.find(taken.number()).orElseThrow().percent()).isEqualTo(40);
        assertThat(this.exports.done(taken, 101, "refund.csv", 5000, HASH)).isTrue();
        Export done = this.exports.find(taken.number()).orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.rows()).isEqualTo(101);
        assertThat(done.keptUntil()).isEqualTo(this.clock.instant().plus(Exports.KEPT));
    }

    @Test
    void anExportOfADeadProcessIsTakenByTheNextAndTheDeadOneHasNoSayAnyMore() {
        filed("a");
        Export first = this.exports.take(LEASE).orElseThrow();
        this.clock.forward(LEASE.plusSeconds(1));
        Export second = this.exports.take(LEASE).orElseThrow();
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(this.exports.progress(first, 99, LEASE)).isFalse();
        assertThat(this.exports.done(first, 1, "old.csv", 1, HASH)).isFalse();
        this.exports.failed(first, "late");
        assertThat(this.exports.done(second, 100, "new.csv", 1, HASH)).isTrue();
        assertThat(this.exports.find(first.number()).orElseThrow().fileName()).isEqualTo("new.csv");
    }

    @Test
    void anExportThatKillsItsWritersIsGivenUp() {
        Export export = filed("a");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(this.exports.take(LEASE)).isPresent();
            this.clock.forward(LEASE.plusSeconds(1));
        }
        assertThat(this.exports.take(LEASE)).isEmpty();
        assertThat(this.exports.find(export.number()).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(this.exports.ask(wish("a"), 1, me)).isInstanceOf(Asked.Filed.class);
    }

    @Test
    void aFailureIsTriedThreeTimesAndAStopCountsForNothing() {
        Export export = filed("a");
        for (int stop = 0; stop < 5; stop++) {
            this.exports.giveBack(this.exports.take(LEASE).orElseThrow());
        }
        for (int attempt = 1; attempt <= 3; attempt++) {
            Export taken = this.exports.take(LEASE).orElseThrow();
            assertThat(taken.attempt()).isEqualTo(attempt);
            this.exports.failed(taken, "x".repeat(600));
        }
        Export failed = this.exports.find(export.number()).orElseThrow();
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.problem()).hasSize(500);
        assertThat(this.exports.take(LEASE)).isEmpty();
    }

    @Test
    void aFileIsKeptForSevenDays() {
        filed("a");
        Export taken = this.exports.take(LEASE).orElseThrow();
        this.exports.done(taken, 1, "refund.csv", 1, HASH);
        this.clock.forward(Duration.ofDays(7).minusSeconds(1));
        assertThat(this.exports.outlived()).isEmpty();
        this.clock.forward(Duration.ofSeconds(1));
        assertThat(this.exports.outlived()).extracting(Export::number).containsExactly(taken.number());
        this.exports.removed(taken);
        assertThat(this.exports.outlived()).isEmpty();
        assertThat(this.exports.of(me, 10)).extracting(Export::state).containsExactly(State.REMOVED);
        assertThat(Optional.of(you).map(each -> this.exports.of(each, 10)).orElseThrow()).isEmpty();
    }

}
