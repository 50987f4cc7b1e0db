package org.prorata.db.run;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;
import org.prorata.db.run.RunRequests.Asked;
import org.prorata.db.run.RunRequests.RunRequest;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class RunRequestsTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 14);

    private static TestBooks books;

    private final RunRequests requests = after(Duration.ZERO);

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void empty() {
        books.emptied();
    }

    @Test
    void aRunIsAskedForOnceADateAndTakenOnce() {
        RunRequest filed = filed(this.requests.ask(NIGHT, "fin"));
        assertThat(this.requests.ask(NIGHT, "other")).isEqualTo(new Asked.AskedBefore(filed));
        assertThat(this.requests.ask(TestBooks.TODAY, "fin")).isEqualTo(new Asked.TooEarly(NIGHT));
        assertThat(this.requests.take("p1")).contains(filed);
        assertThat(this.requests.take("p2")).isEmpty();
        this.requests.done(filed, "sha256");
        assertThat(this.requests.find(filed.number()).orElseThrow().outcome()).isEqualTo("sha256");
        assertThat(books.value("SELECT CONCAT(action, ' ', subject) FROM audit_event"))
            .isEqualTo("RUN_ASKED run " + NIGHT);
    }

    @Test
    void whatAProcessTookThatDiedIsTakenAgain() {
        filed(this.requests.ask(NIGHT, "fin"));
        this.requests.take("p1");
        assertThat(after(Duration.ofMinutes(14)).take("p2")).isEmpty();
        assertThat(after(Duration.ofMinutes(16)).take("p2")).isPresent();
    }

    @Test
    void aRunThatStoppedIsStartedAgainAndACertifiedOneNever() {
        long run = books.runs().open(NIGHT).id();
        books.runs().failed(run, "out of balance");
        RunRequest filed = filed(this.requests.restart(run, "fin"));
        assertThat(filed.runId()).isEqualTo(run);
        this.requests.take("p1");
        this.requests.failed(filed, "again");
        assertThat(this.requests.latest(5)).singleElement()
            .satisfies(request -> assertThat(request.state()).isEqualTo("FAILED"));
        books.change("UPDATE nightly_run SET state = 'OPEN'");
        books.night(NIGHT);
        assertThat(this.requests.restart(run, "fin")).isEqualTo(new Asked.Certified(NIGHT));
        assertThat(this.requests.ask(NIGHT, "fin")).isEqualTo(new Asked.Certified(NIGHT));
        assertThat(this.requests.restart(99, "fin")).isInstanceOf(Asked.NotKnown.class);
    }

    private static RunRequests after(Duration time) {
        return new RunRequests(books.client(), books.runs(), books.audit(), books.work(),
                Clock.offset(TestBooks.CLOCK, time));
    }

    private static RunRequest filed(Asked asked) {
        assertThat(asked).isInstanceOf(Asked.Filed.class);
        return ((Asked.Filed) asked).request();
    }

}
