package org.prorata.web.profile;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.approval.Delegation;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.web.security.Confirmation;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** What approvers lend each other. Only who has a scope lends it, or ends that. */
@Service
class DelegationsService {

    /**
     * Who lends what to whom.
     *
     * @param given what the reader lends
     * @param taken what the reader is lent
     * @param names what the others are called, by id
     */
    public record Delegations(List<Delegation> given, List<Delegation> taken, Map<String, String> names) {
    }

    private final Approvers approvers;

    private final People people;

    private final Confirmation confirmation;

    private final UnitOfWork work;

    private final Clock clock;

    DelegationsService(Approvers approvers, People people, Confirmation confirmation, UnitOfWork work, Clock clock) {
        this.approvers = approvers;
        this.people = people;
        this.confirmation = confirmation;
        this.work = work;
        this.clock = clock;
    }

    /** Returns how far the reader may go; nothing when the reader was not appointed. */
    @PreAuthorize("hasRole('APPROVER')")
    public Optional<Approver> scope(Person me) {
        return this.approvers.find(me.id().value()).filter(Approver::enabled);
    }

    @PreAuthorize("hasRole('APPROVER')")
    public Delegations of(Person me) {
        List<Delegation> all = this.approvers.delegationsOf(me.id().value())
            .stream()
            .filter(each -> !each.toDay().isBefore(today()))
            .toList();
        String person = me.id().value();
        return new Delegations(all.stream().filter(each -> Approver.samePerson(each.from(), person)).toList(),
                all.stream().filter(each -> Approver.samePerson(each.to(), person)).toList(), this.people.namesOf(
                        all.stream().flatMap(each -> Stream.of(each.from(), each.to())).collect(Collectors.toSet())));
    }

    /** Returns the approvers to whom the reader could delegate, by name. */
    @PreAuthorize("hasRole('APPROVER')")
    public List<Person> others(Person me) {
        return this.people.withRole(Role.APPROVER)
            .stream()
            .filter(each -> each.no() != me.no() && !each.disabled()
                    && this.approvers.find(each.id().value()).filter(Approver::enabled).isPresent())
            .toList();
    }

    @PreAuthorize("hasRole('APPROVER')")
    public void delegate(Person me, Person to, LocalDate from, LocalDate until) {
        this.confirmation.require();
        String person = me.id().value();
        this.work.inOneTransaction(
                () -> this.approvers.delegate(new Delegation(0, person, to.id().value(), from, until), person));
    }

    /**
     * Ends a delegation at once.
     * @return whether there was one that the reader had given
     */
    @PreAuthorize("hasRole('APPROVER')")
    public boolean end(Person me, long number) {
        String person = me.id().value();
        return this.work.inOneTransaction(() -> this.approvers.delegationsOf(person)
            .stream()
            .anyMatch(each -> each.number() == number && Approver.samePerson(each.from(), person))
                && this.approvers.endDelegation(number, person));
    }

    @PreAuthorize("hasRole('APPROVER')")
    public LocalDate today() {
        return LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
    }

}
