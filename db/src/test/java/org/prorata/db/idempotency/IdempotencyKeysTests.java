package org.prorata.db.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;
import org.prorata.db.idempotency.IdempotencyKeys.Begin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class IdempotencyKeysTests {

    private static final String HASH = "a".repeat(64);

    private static TestBooks books;

    private final IdempotencyKeys keys = after(Duration.ZERO);

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void empty() {
        books.emptied();
    }

    @Test
    void aCallIsDoneOnceAndAnsweredAlike() {
        String holder = started(this.keys);
        assertThat(begin(this.keys)).isInstanceOf(Begin.Running.class);
        assertThat(this.keys.begin("c", "k", "b".repeat(64))).isInstanceOf(Begin.OtherBody.class);
        assertThat(this.keys.begin("other", "k", HASH)).isInstanceOf(Begin.Started.class);
        this.keys.complete("c", "k", holder, 201, "/x", "{\"ā\":1}");
        assertThat(begin(this.keys)).isEqualTo(new Begin.Replay(201, "/x", "{\"ā\":1}"));
        assertThat(this.keys.begin("c", "k", "b".repeat(64))).isInstanceOf(Begin.OtherBody.class);
        assertThat(this.keys.begin("c", "K", HASH)).isInstanceOf(Begin.Started.class);
    }

    @Test
    void workThatFailedFreesItsKey() {
        this.keys.giveUp("c", "k", started(this.keys));
        started(this.keys);
    }

    @Test
    void anAnswerIsForgottenAfterADay() {
        this.keys.complete("c", "k", started(this.keys), 200, null, "");
        assertThat(begin(after(Duration.ofHours(23)))).isInstanceOf(Begin.Replay.class);
        started(after(Duration.ofHours(25)));
        assertThat(after(Duration.ofHours(50)).forgetOld()).isOne();
    }

    @Test
    void aCallThatDiedIsTakenOverAndTheDeadOneCannotComplete() {
        String dead = started(this.keys);
        String heir = started(after(Duration.ofMinutes(3)));
        assertThatThrownBy(() -> this.keys.complete("c", "k", dead, 200, null, ""))
            .isInstanceOf(IdempotencyKeys.TakenOverException.class);
        this.keys.complete("c", "k", heir, 200, null, "");
        assertThat(begin(this.keys)).isInstanceOf(Begin.Replay.class);
    }

    @Test
    void workThatIsRolledBackLeavesNoAnswer() {
        String holder = started(this.keys);
        assertThatThrownBy(() -> books.together(() -> {
            this.keys.complete("c", "k", holder, 200, null, "");
            throw new IllegalStateException("the work failed");
        })).hasMessage("the work failed");
        assertThat(begin(this.keys)).isInstanceOf(Begin.Running.class);
    }

    @Test
    void ofManyCallsAtOnceOneStarts() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            CyclicBarrier start = new CyclicBarrier(4);
            for (int round = 0; round < 50; round++) {
                String key = "k" + round;
                List<Future<Begin>> all = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    all.add(threads.submit(() -> {
                        start.await();
                        return this.keys.begin("c", key, HASH);
                    }));
                }
                int started = 0;
                for (Future<Begin> one : all) {
                    started += (one.get() instanceof Begin.Started) ? 1 : 0;
                }
                assertThat(started).isOne();
            }
        }
    }

    private static IdempotencyKeys after(Duration time) {
        return new IdempotencyKeys(books.client(), books.transactionManager(), Clock.offset(TestBooks.CLOCK, time));
    }

    private static Begin begin(IdempotencyKeys keys) {
        return keys.begin("c", "k", HASH);
    }

    private static String started(IdempotencyKeys keys) {
        Begin begin = begin(keys);
        assertThat(begin).isInstanceOf(Begin.Started.class);
        return ((Begin.Started) begin).holder();
    }

}
