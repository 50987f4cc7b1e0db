package org.prorata.db.people;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.Times;
import org.prorata.people.PasswordRule;
import org.prorata.people.PeopleException;
import org.prorata.people.PeopleRefusal;
import org.prorata.people.Person;
import org.prorata.people.PersonId;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.subscription.TenantId;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps people in {@code person}, {@code account} and {@code role_grant}. What changes
 * what somebody may do is in the audit trail, in the same transaction. An {@code actor}
 * is the {@link PersonId} of who does it, or the name of the command that does.
 */
public final class People {

    private static final String COLUMNS = """
            SELECT p.person_no, p.person_id, p.name, a.login, a.disabled, a.password_is_temporary, a.password_changed_at,
                   a.locked_until, a.language, a.time_zone
            FROM person p
            JOIN account a ON a.person_no = p.person_no
            """;

    private static final String ID_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final JdbcClient jdbc;

    private final UnitOfWork work;

    private final AuditTrail audit;

    private final Passwords passwords;

    private final Clock clock;

    private final SecureRandom random = new SecureRandom();

    public People(JdbcClient jdbc, UnitOfWork work, AuditTrail audit, Passwords passwords, Clock clock) {
        this.jdbc = jdbc;
        this.work = work;
        this.audit = audit;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** Tells whether there is anybody yet. */
    public boolean isEmpty() {
        return this.jdbc.sql("SELECT COUNT(*) FROM account").query(Long.class).single() == 0;
    }

    public Optional<Person> find(long no) {
        return one("WHERE p.person_no = :key", no);
    }

    public Optional<Person> find(PersonId id) {
        return one("WHERE p.person_id = :key", id.value());
    }

    /** Finds by login, in whatever case it was typed. */
    public Optional<Person> findByLogin(String login) {
        return one("WHERE a.login = :key", normalized(login));
    }

    /** Finds who the identity provider knows by a subject. */
    public Optional<Person> findBySubject(String subject) {
        return one("WHERE a.subject = :key", subject);
    }

    /**
     * Returns what people are called, by id; an id that is nobody's here, such as one
     * that was imported, is left out.
     */
    public Map<String, String> namesOf(Collection<String> ids) {
        Map<String, String> names = new HashMap<>();
        if (!ids.isEmpty()) {
            this.jdbc.sql("SELECT person_id, name FROM person WHERE person_id IN (:ids)")
                .param("ids", Set.copyOf(ids))
                .query(row -> {
                    names.put(row.getString("person_id"), row.getString("name"));
                });
        }
        return names;
    }

    /** Returns the people with a role, by name. */
    public List<Person> withRole(Role role) {
        return withGrants(this.jdbc.sql(COLUMNS
                + "WHERE EXISTS (SELECT 1 FROM role_grant g WHERE g.person_no = p.person_no AND g.role = :role) ORDER BY p.name")
            .param("role", role.name())
            .query(People::person)
            .list());
    }

    /**
     * Returns people by login.
     * @param after the login that the page before ended with; empty for the first page
     * @param limit how many at most
     */
    public List<Person> page(String after, int limit) {
        List<Person> people = this.jdbc.sql(COLUMNS + "WHERE a.login > :after ORDER BY a.login LIMIT :limit")
            .param("after", after)
            .param("limit", limit)
            .query(People::person)
            .list();
        return withGrants(people);
    }

    /**
     * Adds a person with an account and no role.
     * @param temporary whether the password only serves to choose another one
     * @throws PeopleException when the login is taken, or something is malformed
     */
    public Person create(String actor, String name, String login, String password, boolean temporary) {
        String normal = normalized(login);
        require(normal.matches("[a-z0-9._+@-]{3,100}"), PeopleRefusal.LOGIN_MALFORMED, "login of a new person");
        String shown = name.strip();
        require(!shown.isEmpty() && shown.length() <= 200 && shown.codePoints().noneMatch(Character::isISOControl),
                PeopleRefusal.NAME_MALFORMED, "name of " + normal);
        require(PasswordRule.accepts(password, normal), PeopleRefusal.PASSWORD_WEAK, "password of " + normal);
        String hash = this.passwords.hash(password);
        PersonId id = newId();
        try {
            return this.work.inOneTransaction(() -> {
                Instant now = this.clock.instant();
                this.jdbc.sql("INSERT INTO person (person_id, name, created_at) VALUES (:id, :name, :now)")
                    .param("id", id.value())
                    .param("name", shown)
                    .param("now", Times.column(now))
                    .update();
                this.jdbc
                    .sql("""
                            INSERT INTO account (person_no, login, password_hash, password_changed_at, password_is_temporary)
                            SELECT person_no, :login, :hash, :now, :temporary FROM person WHERE person_id = :id
                            """)
                    .param("login", normal)
                    .param("hash", hash)
                    .param("now", Times.column(now))
                    .param("temporary", temporary)
                    .param("id", id.value())
                    .update();
                this.audit.append(actor, "PERSON_CREATED", id.value(), "login " + normal + ", name " + shown);
                return find(id).orElseThrow();
            });
        }
        catch (DuplicateKeyException ex) {
            throw new PeopleException(PeopleRefusal.LOGIN_TAKEN, normal);
        }
    }

    /**
     * Gives a role, or changes its limits.
     * @throws PeopleException when the person has a role that excludes it, or there is no
     * such tenant
     */
    public void give(String actor, Person person, RoleGrant grant) {
        require(!actor.equals(person.id().value()), PeopleRefusal.OWN_ACCOUNT, actor + " gives himself a role");
        try {
            this.work.inOneTransaction(() -> {
                lock(person);
                Person now = find(person.no()).orElseThrow();
                require(now.rolesAgainst(grant.role()).isEmpty(), PeopleRefusal.DUTIES_CONFLICT,
                        person.id() + " has " + now.rolesAgainst(grant.role()) + ", so not " + grant.role());
                remove(person, grant.role());
                insert(actor, person, grant);
                this.audit.append(actor, "ROLE_GIVEN", person.id().value(), describe(grant));
                return grant;
            });
        }
        catch (DuplicateKeyException ex) {
            throw new PeopleException(PeopleRefusal.DUTIES_CONFLICT, person.id() + " and " + grant.role());
        }
    }

    /** Takes a role away; does nothing when the person has it not. */
    public void take(String actor, Person person, Role role) {
        require(!actor.equals(person.id().value()), PeopleRefusal.OWN_ACCOUNT, actor + " takes a role from himself");
        this.work.inOneTransaction(() -> {
            if (remove(person, role) > 0) {
                this.audit.append(actor, "ROLE_TAKEN", person.id().value(), role.name());
            }
            return role;
        });
    }

    /** Shuts an account or opens it again. */
    public void setDisabled(String actor, Person person, boolean disabled) {
        require(!actor.equals(person.id().value()), PeopleRefusal.OWN_ACCOUNT, actor + " shuts himself out");
        this.work.inOneTransaction(() -> {
            int changed = this.jdbc
                .sql("UPDATE account SET disabled = :disabled WHERE person_no = :no AND disabled <> :disabled")
                .param("disabled", disabled)
                .param("no", person.no())
                .update();
            if (changed > 0) {
                this.audit.append(actor, disabled ? "PERSON_DISABLED" : "PERSON_ENABLED", person.id().value(), "");
            }
            return changed;
        });
    }

    /**
     * Sets a password and ends a lock.
     * @param temporary whether it only serves to choose another one
     * @throws PeopleException when it is too weak
     */
    public void setPassword(String actor, Person person, String password, boolean temporary) {
        require(PasswordRule.accepts(password, person.login()), PeopleRefusal.PASSWORD_WEAK,
                "password of " + person.login());
        String hash = this.passwords.hash(password);
        this.work.inOneTransaction(() -> {
            this.jdbc
                .sql("""
                        UPDATE account SET password_hash = :hash, password_changed_at = :now, password_is_temporary = :temporary,
                            failed_logins = 0, locked_until = NULL
                        WHERE person_no = :no
                        """)
                .param("hash", hash)
                .param("now", Times.column(this.clock.instant()))
                .param("temporary", temporary)
                .param("no", person.no())
                .update();
            this.audit.append(actor, temporary ? "PASSWORD_RESET" : "PASSWORD_CHANGED", person.id().value(), "");
            return person;
        });
    }

    /** Keeps how a person wants to read pages; nothing for what the browser says. */
    public void setReading(Person person, @Nullable String language, @Nullable String timeZone) {
        this.jdbc.sql("UPDATE account SET language = :language, time_zone = :timeZone WHERE person_no = :no")
            .param("language", language)
            .param("timeZone", timeZone)
            .param("no", person.no())
            .update();
    }

    /**
     * Binds an account to who the identity provider says it is, once; afterwards only
     * that subject signs in to it.
     * @return whether the account is bound to that subject now
     */
    public boolean bind(Person person, String subject) {
        return this.work.inOneTransaction(() -> {
            int bound = this.jdbc.sql("UPDATE account SET subject = :subject WHERE person_no = :no AND subject IS NULL")
                .param("subject", subject)
                .param("no", person.no())
                .update();
            if (bound > 0) {
                this.audit.append(person.id().value(), "SUBJECT_BOUND", person.id().value(), subject);
            }
            return findBySubject(subject).filter(found -> found.no() == person.no()).isPresent();
        });
    }

    private void lock(Person person) {
        this.jdbc.sql("SELECT person_no FROM account WHERE person_no = :no FOR UPDATE")
            .param("no", person.no())
            .query(Long.class)
            .single();
    }

    private int remove(Person person, Role role) {
        return this.jdbc.sql("DELETE FROM role_grant WHERE person_no = :no AND role = :role")
            .param("no", person.no())
            .param("role", role.name())
            .update();
    }

    private void insert(String actor, Person person, RoleGrant grant) {
        TenantId tenant = grant.tenant();
        Money limit = grant.limit();
        int inserted = this.jdbc
            .sql("""
                    INSERT INTO role_grant (person_no, role, tenant_no, countries, amount_limit, currency, given_by, given_at)
                    SELECT a.person_no, :role, t.tenant_no, :countries, :limit, :currency, :actor, :now
                    FROM account a
                    LEFT JOIN tenant t ON t.tenant_id = :tenant
                    WHERE a.person_no = :no AND (:tenant IS NULL OR t.tenant_no IS NOT NULL)
                    """)
            .param("role", grant.role().name())
            .param("countries", String.join(",", grant.countries()))
            .param("limit", (limit != null) ? limit.getAmount() : null)
            .param("currency", (limit != null) ? limit.getCurrencyUnit().getCode() : null)
            .param("actor", actor)
            .param("now", Times.column(this.clock.instant()))
            .param("tenant", (tenant != null) ? tenant.value() : null)
            .param("no", person.no())
            .update();
        require(inserted == 1, PeopleRefusal.TENANT_UNKNOWN, String.valueOf(tenant));
    }

    private Optional<Person> one(String where, Object key) {
        return withGrants(this.jdbc.sql(COLUMNS + where).param("key", key).query(People::person).list()).stream()
            .findFirst();
    }

    private List<Person> withGrants(List<Person> people) {
        if (people.isEmpty()) {
            return people;
        }
        Map<Long, List<RoleGrant>> grants = new HashMap<>();
        this.jdbc.sql("""
                SELECT g.person_no, g.role, t.tenant_id, g.countries, g.amount_limit, g.currency
                FROM role_grant g
                LEFT JOIN tenant t ON t.tenant_no = g.tenant_no
                WHERE g.person_no IN (:people)
                ORDER BY g.person_no, g.role
                """).param("people", people.stream().map(Person::no).collect(Collectors.toSet())).query(row -> {
            grants.computeIfAbsent(row.getLong("person_no"), no -> new ArrayList<>()).add(grant(row));
        });
        return people.stream()
            .map(person -> new Person(person.no(), person.id(), person.name(), person.login(),
                    List.copyOf(grants.getOrDefault(person.no(), List.of())), person.disabled(),
                    person.passwordIsTemporary(), person.passwordChangedAt(), person.lockedUntil(), person.language(),
                    person.timeZone()))
            .toList();
    }

    private static Person person(ResultSet row, int n) throws SQLException {
        return new Person(row.getLong("person_no"), PersonId.of(row.getString("person_id")), row.getString("name"),
                row.getString("login"), List.of(), row.getBoolean("disabled"), row.getBoolean("password_is_temporary"),
                Times.instant(row, "password_changed_at"), Times.instantOrNull(row, "locked_until"),
                row.getString("language"), row.getString("time_zone"));
    }

    private static RoleGrant grant(ResultSet row) throws SQLException {
        String tenant = row.getString("tenant_id");
        String countries = row.getString("countries");
        String currency = row.getString("currency");
        return new RoleGrant(Role.valueOf(row.getString("role")), (tenant != null) ? TenantId.of(tenant) : null,
                countries.isEmpty() ? List.of() : List.of(countries.split(",")),
                (currency != null) ? Money.of(CurrencyUnit.of(currency), row.getBigDecimal("amount_limit"),
                        java.math.RoundingMode.UNNECESSARY) : null);
    }

    private PersonId newId() {
        StringBuilder id = new StringBuilder("P-");
        BigInteger value = new BigInteger(60, this.random);
        for (int i = 0; i < 10; i++) {
            BigInteger[] parts = value.divideAndRemainder(BigInteger.valueOf(ID_LETTERS.length()));
            id.append(ID_LETTERS.charAt(parts[1].intValue()));
            value = parts[0];
        }
        return PersonId.of(id.toString());
    }

    private static String describe(RoleGrant grant) {
        StringBuilder text = new StringBuilder(grant.role().name());
        if (grant.tenant() != null) {
            text.append(", tenant ").append(grant.tenant());
        }
        if (!grant.countries().isEmpty()) {
            text.append(", in ").append(String.join(" ", grant.countries()));
        }
        if (grant.limit() != null) {
            text.append(", up to ").append(grant.limit());
        }
        return text.toString();
    }

    static String normalized(String login) {
        return login.strip().toLowerCase(Locale.ROOT);
    }

    static void require(boolean condition, PeopleRefusal refusal, String message) {
        if (!condition) {
            throw new PeopleException(refusal, message);
        }
    }

}
