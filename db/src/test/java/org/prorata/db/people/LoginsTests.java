package org.prorata.db.people;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.people.Person;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class LoginsTests {

    private static PeopleWorld world;

    @BeforeAll
    static void open() {
        world = new PeopleWorld();
    }

    @Test
    void locksGrowToAQuarterOfAnHourAndEachOfThemEnds() {
        Person person = world.person("often.wrong");
        fail("often.wrong", 4);
        assertThat(world.again(person).lockedUntil()).isNull();
        List<Long> minutes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            fail("often.wrong", 1);
            minutes.add(ChronoUnit.MINUTES.between(world.instant(), world.again(person).lockedUntil()));
            assertThat(world.canSignIn("often.wrong", PeopleWorld.PASSWORD)).as("while it is locked").isFalse();
            world.pass(Duration.ofMinutes(minutes.getLast()));
        }
        assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 15L, 15L, 15L, 15L);
        assertThat(world.canSignIn("often.wrong", PeopleWorld.PASSWORD)).as("after the longest lock").isTrue();
    }

    @Test
    void triesDuringALockDoNotMakeItLonger() {
        Person person = world.person("under.attack");
        fail("under.attack", 5);
        var until = world.again(person).lockedUntil();
        fail("under.attack", 30);
        assertThat(world.again(person).lockedUntil()).isEqualTo(until);
        assertThat(world.books.value("SELECT failed_logins FROM account WHERE person_no = ?", person.no()))
            .isEqualTo("5");
        assertThat(world.trail(person.id().value())).filteredOn("LOGIN_REFUSED"::equals).hasSize(30);
    }

    @Test
    void successStartsTheCountAgain() {
        Person person = world.person("now.right");
        fail("now.right", 4);
        assertThat(world.canSignIn("now.right", PeopleWorld.PASSWORD)).isTrue();
        fail("now.right", 4);
        assertThat(world.again(person).lockedUntil()).isNull();
        assertThat(world.trail(person.id().value())).containsExactly("PERSON_CREATED", "LOGIN_FAILED", "LOGIN_FAILED",
                "LOGIN_FAILED", "LOGIN_FAILED", "LOGGED_IN", "LOGIN_FAILED", "LOGIN_FAILED", "LOGIN_FAILED",
                "LOGIN_FAILED");
    }

    @Test
    void guessesSentAtOnceCountOneByOne() throws Exception {
        Person person = world.person("all.at.once");
        try (ExecutorService guessers = Executors.newFixedThreadPool(6)) {
            List<Future<?>> guesses = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                guesses.add(guessers.submit(() -> fail("all.at.once", 1)));
            }
            for (Future<?> guess : guesses) {
                guess.get();
            }
        }
        assertThat(world.trail(person.id().value())).filteredOn("LOGIN_FAILED"::equals).hasSize(5);
        assertThat(world.trail(person.id().value())).filteredOn("LOGIN_REFUSED"::equals).hasSize(7);
    }

    @Test
    void aDisabledPersonDoesNotGetInUntilTheAccountIsOpenAgain() {
        Person person = world.person("shut.out");
        world.people.setDisabled("test", person, true);
        assertThat(world.canSignIn("shut.out", PeopleWorld.PASSWORD)).isFalse();
        world.people.setDisabled("test", person, false);
        assertThat(world.canSignIn("shut.out", PeopleWorld.PASSWORD)).isTrue();
        assertThat(world.trail(person.id().value())).containsExactly("PERSON_CREATED", "PERSON_DISABLED",
                "LOGIN_REFUSED", "PERSON_ENABLED", "LOGGED_IN");
    }

    @Test
    void aTryForNobodyLeavesATraceThatCannotBreakALine() {
        world.logins.attempt("no\r\nbody\u0000", "whatever it is", "192.0.2.1");
        assertThat(world.books.values("SELECT detail FROM audit_event WHERE actor = 'unknown'"))
            .contains("login no??body?, from 192.0.2.1");
    }

    @Test
    void aLoginIsTheSameInAnyCaseAndAPasswordIsNot() {
        world.person("case.less");
        assertThat(world.canSignIn(" CASE.Less ", PeopleWorld.PASSWORD)).isTrue();
        assertThat(world.canSignIn("case.less", PeopleWorld.PASSWORD.toUpperCase(java.util.Locale.ROOT))).isFalse();
    }

    @Test
    void anOlderHashIsReplacedAtTheNextSignIn() {
        Person person = world.person("long.here");
        world.books.change("UPDATE account SET password_hash = ? WHERE person_no = ?",
                "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PeopleWorld.PASSWORD), person.no());
        assertThat(world.canSignIn("long.here", PeopleWorld.PASSWORD)).isTrue();
        assertThat(world.books.value("SELECT password_hash FROM account WHERE person_no = ?", person.no()))
            .startsWith("{argon2}$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(world.canSignIn("long.here", PeopleWorld.PASSWORD)).isTrue();
    }

    private static void fail(String login, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(world.canSignIn(login, "not the password")).isFalse();
        }
    }

}
