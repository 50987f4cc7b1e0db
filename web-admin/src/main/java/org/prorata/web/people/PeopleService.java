package org.prorata.web.people;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.people.ApiClients;
import org.prorata.db.people.Passwords;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.PersonId;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.people.Scope;
import org.prorata.web.paging.Cursors;
import org.prorata.web.paging.Page;
import org.prorata.web.security.Confirmation;
import org.prorata.web.security.Sessions;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/**
 * What user administrators do. Giving power away (a role, a password, a token) needs a
 * recent proof of who does it.
 */
@Service
class PeopleService {

    /** A person and the password that is shown once. */
    public record NewPassword(Person person, String password) {
    }

    private final People people;

    private final ApiClients clients;

    private final Passwords passwords;

    private final Sessions sessions;

    private final Confirmation confirmation;

    private final Cursors cursors;

    private final Approvers approvers;

    private final UnitOfWork work;

    PeopleService(People people, ApiClients clients, Passwords passwords, Sessions sessions, Confirmation confirmation,
            Cursors cursors, Approvers approvers, UnitOfWork work) {
        this.people = people;
        this.clients = clients;
        this.passwords = passwords;
        this.sessions = sessions;
        this.confirmation = confirmation;
        this.cursors = cursors;
        this.approvers = approvers;
        this.work = work;
    }

    @PreAuthorize("hasAnyRole('USER_ADMIN', 'AUDITOR')")
    public Page<Person> page(String cursor, int size) {
        String after = cursor.isEmpty() ? "" : this.cursors.place("people", cursor, 1).getFirst();
        return Page.of(this.people.page(after, size + 1), size, this.cursors, "people",
                person -> List.of(person.login()));
    }

    @PreAuthorize("hasAnyRole('USER_ADMIN', 'AUDITOR')")
    public Optional<Person> find(PersonId id) {
        return this.people.find(id);
    }

    @PreAuthorize("hasAnyRole('USER_ADMIN', 'AUDITOR')")
    public int sessions(Person person) {
        return this.sessions.count(person);
    }

    @PreAuthorize("hasRole('USER_ADMIN')")
    public NewPassword create(Person me, String name, String login) {
        this.confirmation.require();
        String password = this.passwords.random();
        return new NewPassword(this.people.create(me.id().value(), name, login, password, true), password);
    }

    @PreAuthorize("hasRole('USER_ADMIN')")
    public void give(Person me, Person person, RoleGrant grant) {
        this.confirmation.require();
        this.people.give(me.id().value(), person, grant);
    }

    /**
     * Gives the role of an approver and appoints the person, or changes how far that
     * goes.
     */
    @PreAuthorize("hasRole('USER_ADMIN')")
    public void appoint(Person me, Person person, Approver approver) {
        this.confirmation.require();
        this.work.inOneTransaction(() -> {
            this.people.give(me.id().value(), person, RoleGrant.of(Role.APPROVER));
            this.approvers.appoint(approver, me.id().value());
            return approver;
        });
    }

    /** Returns how far a person may approve; nothing when the person may not at all. */
    @PreAuthorize("hasAnyRole('USER_ADMIN', 'AUDITOR')")
    public Optional<Approver> scope(Person person) {
        return this.approvers.find(person.id().value()).filter(Approver::enabled);
    }

    /** Takes a role away; who no longer has that of an approver is dismissed as one. */
    @PreAuthorize("hasRole('USER_ADMIN')")
    public void take(Person me, Person person, Role role) {
        this.work.inOneTransaction(() -> {
            this.people.take(me.id().value(), person, role);
            return role == Role.APPROVER && this.approvers.dismiss(person.id().value(), me.id().value());
        });
    }

    /**
     * Shuts an account and ends its sessions, or opens it again. While it is shut the
     * person is no approver, so that no approval of his is settled meanwhile.
     */
    @PreAuthorize("hasRole('USER_ADMIN')")
    public void setDisabled(Person me, Person person, boolean disabled) {
        String by = me.id().value();
        String id = person.id().value();
        this.work.inOneTransaction(() -> {
            this.people.setDisabled(by, person, disabled);
            if (disabled) {
                this.approvers.dismiss(id, by);
            }
            else if (person.has(Role.APPROVER)) {
                this.approvers.find(id)
                    .ifPresent(known -> this.approvers
                        .appoint(new Approver(id, true, known.countries(), known.limits()), by));
            }
            return disabled;
        });
        if (disabled) {
            this.sessions.end(person);
        }
    }

    @PreAuthorize("hasRole('USER_ADMIN')")
    public void endSessions(Person me, Person person) {
        this.sessions.end(person);
    }

    @PreAuthorize("hasRole('USER_ADMIN')")
    public NewPassword resetPassword(Person me, Person person) {
        this.confirmation.require();
        String password = this.passwords.random();
        this.people.setPassword(me.id().value(), person, password, true);
        this.sessions.end(person);
        return new NewPassword(person, password);
    }

    @PreAuthorize("hasAnyRole('USER_ADMIN', 'AUDITOR')")
    public List<ApiClients.Token> tokens() {
        return this.clients.all();
    }

    @PreAuthorize("hasRole('USER_ADMIN')")
    public ApiClients.NewToken createClient(Person me, String name, Person actsAs, Set<Scope> scopes, Duration life) {
        this.confirmation.require();
        return this.clients.create(me.id().value(), name, actsAs, scopes, life);
    }

    @PreAuthorize("hasRole('USER_ADMIN')")
    public void revoke(Person me, long tokenNo) {
        this.clients.revoke(me.id().value(), tokenNo);
    }

    /** Finds who a login belongs to, in whatever case it was typed. */
    @PreAuthorize("hasRole('USER_ADMIN')")
    public Optional<Person> findByLogin(String login) {
        return this.people.findByLogin(login);
    }

}
