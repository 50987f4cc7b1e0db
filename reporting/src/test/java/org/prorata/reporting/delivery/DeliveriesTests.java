package org.prorata.reporting.delivery;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
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
import org.prorata.reporting.delivery.Deliveries.Channel;
import org.prorata.reporting.delivery.Deliveries.Delivery;
import org.prorata.reporting.delivery.Deliveries.Problem;
import org.prorata.reporting.delivery.Deliveries.State;
import org.prorata.reporting.delivery.Deliveries.Subscribed;
import org.prorata.reporting.delivery.Deliveries.Subscription;
import org.prorata.reporting.document.Format;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class DeliveriesTests {

    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final String HASH = "0".repeat(64);

    private static TestBooks books;

    private static String me;

    private static String you;

    private static long run;

    private final ClockByHand clock = new ClockByHand();

    private Deliveries deliveries;

    @BeforeAll
    static void open() {
        books = TestBooks.opened().tenant("T1", "EUR", 1);
        run = books.night(LocalDate.of(2024, 7, 1)).id();
        me = person("person.one");
        you = person("person.two");
    }

    private static String person(String login) {
        return new People(books.client(), books.work(), books.audit(), new Passwords(), TestBooks.CLOCK)
            .create("test", login, login, "a horse in the rain", false)
            .id()
            .value();
    }

    @BeforeEach
    void start() {
        books.change("DELETE FROM report_delivery").change("DELETE FROM report_subscription");
        books.change("DELETE FROM report_snapshot WHERE replaces IS NOT NULL").change("DELETE FROM report_snapshot");
        this.deliveries = new Deliveries(books.client(), books.work(), books.audit(), this.clock);
    }

    private static void snapshot(long number, String view, String month, int edition) {
        books.change(
                """
                        INSERT INTO report_snapshot (snapshot_no, period_view, month, edition, replaces, last_day, as_of, run_id, sha256, summary)
                        VALUES (?, ?, ?, ?, ?, '2024-06-30', '2024-07-01', ?, ?, '{}')
                        """,
                number, view, month, edition, (edition > 1) ? number - 1 : null, run, HASH);
    }

    private Subscription subscribed(String person, Channel channel, String target) {
        return ((Subscribed.Done) this.deliveries.subscribe(person, Format.PDF, "lv", channel, target)).subscription();
    }

    @Test
    void whatIsPublishedAfterwardsIsDeliveredOnceToEachSubscription() {
        snapshot(1, "CYCLE", "2024-05", 1);
        subscribed(me, Channel.FOLDER, "finance");
        subscribed(you, Channel.MAIL, "you@example.com");
        snapshot(2, "CYCLE", "2024-06", 1);
        snapshot(3, "CYCLE", "2024-06", 2);
        snapshot(4, "MONTH", "2024-06", 1);
        assertThat(this.deliveries.dispatch()).isEqualTo(4);
        assertThat(this.deliveries.dispatch()).isZero();
        for (int n = 0; n < 4; n++) {
            Delivery taken = this.deliveries.take(LEASE).orElseThrow();
            assertThat(taken.snapshot()).isIn(2L, 3L);
            this.deliveries.sent(taken, "refund.pdf", HASH);
        }
        assertThat(this.deliveries.take(LEASE)).isEmpty();
        assertThat(this.deliveries.log(me, 10)).extracting(Delivery::state).containsExactly(State.SENT, State.SENT);
        assertThat(this.deliveries.dispatch()).isZero();
    }

    @Test
    void twoSendersNeverTakeTheSame() throws Exception {
        for (int n = 0; n < 5; n++) {
            subscribed(me, Channel.FOLDER, "finance" + n);
        }
        snapshot(1, "CYCLE", "2024-06", 1);
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> senders = java.util.Collections.nCopies(16, () -> {
                this.deliveries.dispatch();
                return this.deliveries.take(LEASE).isPresent();
            });
            long taken = 0;
            for (Future<Boolean> each : executor.invokeAll(senders)) {
                taken += each.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(5);
        }
        assertThat(books.value("SELECT COUNT(*) FROM report_delivery")).isEqualTo("5");
    }

    @Test
    void aFailedTryComesAgainInItsTimeUntilItIsGivenUp() {
        subscribed(me, Channel.MAIL, "me@example.com");
        snapshot(1, "CYCLE", "2024-06", 1);
        this.deliveries.dispatch();
        Delivery first = this.deliveries.take(LEASE).orElseThrow();
        this.deliveries.failed(first, Problem.MAIL, "no answer", this.clock.instant().plusSeconds(30));
        assertThat(this.deliveries.take(LEASE)).isEmpty();
        this.clock.forward(Duration.ofSeconds(30));
        Delivery second = this.deliveries.take(LEASE).orElseThrow();
        assertThat(second.attempt()).isEqualTo(2);
        this.deliveries.failed(second, Problem.MAIL, "no answer", null);
        assertThat(this.deliveries.log(me, 10)).singleElement().satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(State.FAILED);
            assertThat(delivery.problem()).isEqualTo(Problem.MAIL);
            assertThat(delivery.detail()).isEqualTo("no answer");
        });
        assertThat(this.deliveries.sendAgain(second.number(), you)).isFalse();
        assertThat(this.deliveries.sendAgain(second.number(), me)).isTrue();
        assertThat(this.deliveries.sendAgain(second.number(), me)).isFalse();
        assertThat(this.deliveries.take(LEASE)).isPresent();
    }

    @Test
    void afterASenderDiedAFileIsPutThereAgainAndAMailIsNot() {
        subscribed(me, Channel.FOLDER, "finance");
        subscribed(me, Channel.MAIL, "me@example.com");
        snapshot(1, "CYCLE", "2024-06", 1);
        this.deliveries.dispatch();
        Delivery one = this.deliveries.take(LEASE).orElseThrow();
        Delivery other = this.deliveries.take(LEASE).orElseThrow();
        Delivery mail = (one.subscription().channel() == Channel.MAIL) ? one : other;
        this.clock.forward(LEASE.plusSeconds(1));
        Delivery again = this.deliveries.take(LEASE).orElseThrow();
        assertThat(again.subscription().channel()).isEqualTo(Channel.FOLDER);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(this.deliveries.take(LEASE)).isEmpty();
        assertThat(this.deliveries.delivery(mail.number()).orElseThrow().problem()).isEqualTo(Problem.MAY_HAVE_ARRIVED);
        // it was only slow: what it says in the end is true
        this.deliveries.sent(mail, "refund.pdf", HASH);
        assertThat(this.deliveries.delivery(mail.number()).orElseThrow().state()).isEqualTo(State.SENT);
    }

    @Test
    void whatHasEndedIsNotSent() {
        Subscription subscription = subscribed(me, Channel.FOLDER, "finance");
        snapshot(1, "CYCLE", "2024-06", 1);
        this.deliveries.dispatch();
        assertThat(this.deliveries.end(subscription.number(), me, "")).isTrue();
        assertThat(this.deliveries.end(subscription.number(), me, "")).isFalse();
        assertThat(this.deliveries.take(LEASE)).isEmpty();
        snapshot(2, "CYCLE", "2024-07", 1);
        assertThat(this.deliveries.dispatch()).isZero();
        assertThat(this.deliveries.of(me)).isEmpty();
    }

    @Test
    void thereIsOneOfAKindAndTenInAll() {
        Subscription first = subscribed(me, Channel.FOLDER, "finance");
        assertThat(this.deliveries.subscribe(me, Format.PDF, "lv", Channel.FOLDER, "finance"))
            .isEqualTo(new Subscribed.Already(first));
        for (int n = 1; n < Deliveries.MOST_OF_A_PERSON; n++) {
            subscribed(me, Channel.FOLDER, "finance" + n);
        }
        assertThat(this.deliveries.subscribe(me, Format.CSV, "lv", Channel.FOLDER, "finance"))
            .isInstanceOf(Subscribed.TooMany.class);
    }

}
