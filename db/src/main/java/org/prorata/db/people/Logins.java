package org.prorata.db.people;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.Times;
import org.prorata.people.Lockout;
import org.prorata.people.Person;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets people in by password, or not. Every try is in the audit trail; one that fails
 * says the same and takes the same time, whatever the cause.
 */
public final class Logins {

    private record Account(long no, String personId, String hash, boolean disabled, int failed,
            @Nullable Instant lockedUntil) {
    }

    private final JdbcClient jdbc;

    private final UnitOfWork work;

    private final AuditTrail audit;

    private final Passwords passwords;

    private final People people;

    private final Clock clock;

    public Logins(JdbcClient jdbc, UnitOfWork work, AuditTrail audit, Passwords passwords, People people, Clock clock) {
        this.jdbc = jdbc;
        this.work = work;
        this.audit = audit;
        this.passwords = passwords;
        this.people = people;
        this.clock = clock;
    }

    /**
     * Tries to sign somebody in.
     * @param address from where, for the audit trail
     * @return who it is; nothing when the login, the password or the account is not right
     */
    public Optional<Person> attempt(String login, String password, String address) {
        String normal = People.normalized(login);
        Account known = account(normal, "");
        boolean right = this.passwords.matches(password, (known != null) ? known.hash() : null);
        if (known == null) {
            this.work.inOneTransaction(() -> {
                this.audit.append("unknown", "LOGIN_FAILED", "login", "login " + shown(normal) + ", from " + address);
                return normal;
            });
            return Optional.empty();
        }
        // the account is looked at again under its lock: guesses sent at once count one
        // by one
        return this.work.inOneTransaction(() -> decide(normal, known.hash(), password, right, address));
    }

    private Optional<Person> decide(String login, String comparedWith, String password, boolean right, String address) {
        Account account = account(login, " FOR UPDATE");
        Instant now = this.clock.instant();
        if (account == null) {
            return Optional.empty();
        }
        String refused = refusal(account, comparedWith, now);
        if (refused != null) {
            this.audit.append(account.personId(), "LOGIN_REFUSED", account.personId(), refused + ", from " + address);
            return Optional.empty();
        }
        if (!right) {
            fail(account, now, address);
            return Optional.empty();
        }
        this.jdbc.sql("UPDATE account SET failed_logins = 0, locked_until = NULL WHERE person_no = :no")
            .param("no", account.no())
            .update();
        if (this.passwords.isOutdated(account.hash())) {
            this.jdbc.sql("UPDATE account SET password_hash = :hash WHERE person_no = :no")
                .param("hash", this.passwords.hash(password))
                .param("no", account.no())
                .update();
        }
        this.audit.append(account.personId(), "LOGGED_IN", account.personId(), "from " + address);
        return this.people.find(account.no());
    }

    private static @Nullable String refusal(Account account, String comparedWith, Instant now) {
        if (account.disabled()) {
            return "the account is disabled";
        }
        Instant lockedUntil = account.lockedUntil();
        if (lockedUntil != null && lockedUntil.isAfter(now)) {
            return "the account is locked until " + lockedUntil;
        }
        return account.hash().equals(comparedWith) ? null : "the password was changed meanwhile";
    }

    private void fail(Account account, Instant now, String address) {
        int failed = account.failed() + 1;
        Duration lock = Lockout.after(failed);
        this.jdbc.sql("UPDATE account SET failed_logins = :failed, locked_until = :until WHERE person_no = :no")
            .param("failed", failed)
            .param("until", lock.isZero() ? null : Times.column(now.plus(lock)))
            .param("no", account.no())
            .update();
        this.audit.append(account.personId(), "LOGIN_FAILED", account.personId(),
                "failure " + failed + " in a row, from " + address);
        if (!lock.isZero()) {
            this.audit.append(account.personId(), "LOCKED", account.personId(), "for " + lock.toMinutes() + " min");
        }
    }

    private @Nullable Account account(String login, String lock) {
        return this.jdbc.sql("""
                SELECT p.person_no, p.person_id, a.password_hash, a.disabled, a.failed_logins, a.locked_until
                FROM account a JOIN person p ON p.person_no = a.person_no WHERE a.login = :login
                """ + lock)
            .param("login", login)
            .query((row, n) -> new Account(row.getLong("person_no"), row.getString("person_id"),
                    row.getString("password_hash"), row.getBoolean("disabled"), row.getInt("failed_logins"),
                    Times.instantOrNull(row, "locked_until")))
            .optional()
            .orElse(null);
    }

    private static String shown(String login) {
        String printable = login.replaceAll("\\p{C}", "?");
        return (printable.length() > 100) ? printable.substring(0, 100) + "…" : printable;
    }

}
