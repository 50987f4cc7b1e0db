package org.prorata.db.people;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import org.prorata.db.TestBooks;
import org.prorata.db.audit.JdbcAuditTrail;
import org.prorata.people.Person;

/** Books with people, and a clock that a test sets on. */
final class PeopleWorld extends Clock {

    static final String PASSWORD = "a horse in the rain";

    final TestBooks books = TestBooks.opened().tenant("T-RIGA", "EUR", 1);

    final Passwords passwords = new Passwords();

    final People people;

    final Logins logins;

    final ApiClients clients;

    private volatile Instant now = TestBooks.CLOCK.instant();

    PeopleWorld() {
        JdbcAuditTrail audit = new JdbcAuditTrail(this.books.streaming(), this);
        this.people = new People(this.books.client(), this.books.work(), audit, this.passwords, this);
        this.logins = new Logins(this.books.client(), this.books.work(), audit, this.passwords, this.people, this);
        this.clients = new ApiClients(this.books.client(), this.books.work(), audit, this);
    }

    Person person(String login) {
        return this.people.create("test", "Person " + login, login, PASSWORD, false);
    }

    /** Reads a person again, as the books have him now. */
    Person again(Person person) {
        return this.people.find(person.no()).orElseThrow();
    }

    boolean canSignIn(String login, String password) {
        return this.logins.attempt(login, password, "192.0.2.1").isPresent();
    }

    List<String> trail(String subject) {
        return this.books.values("SELECT action FROM audit_event WHERE subject = ? ORDER BY sequence", subject);
    }

    void pass(Duration time) {
        this.now = this.now.plus(time);
    }

    @Override
    public Instant instant() {
        return this.now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }

}
