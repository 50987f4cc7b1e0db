package org.prorata.web.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.prorata.audit.AuditEvent;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.audit.AuditSearch;
import org.prorata.db.audit.AuditSearch.Filter;
import org.prorata.db.people.People;
import org.prorata.db.run.Verification;
import org.prorata.people.Person;
import org.prorata.web.background.BackgroundWork;
import org.prorata.web.paging.Cursors;
import org.prorata.web.paging.Page;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/**
 * What auditors read. The check of the books is the one thing they start: it changes
 * nothing but the trail, which keeps what it found.
 */
@Service
class AuditService {

    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final AuditSearch search;

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final Verification verification;

    private final People people;

    private final Cursors cursors;

    private final BackgroundWork<Verification.Result> check;

    AuditService(AuditSearch search, AuditTrail audit, UnitOfWork work, Verification verification, People people,
            Cursors cursors, Clock clock) {
        this.search = search;
        this.audit = audit;
        this.work = work;
        this.verification = verification;
        this.people = people;
        this.cursors = cursors;
        this.check = new BackgroundWork<>("check of the books", clock);
    }

    @PreAuthorize("hasRole('AUDITOR')")
    public Page<AuditEvent> page(Filter filter, String cursor, int size) {
        String list = "audit " + filter;
        AuditSearch.Cursor after = cursor.isEmpty() ? null : after(this.cursors.place(list, cursor, 2));
        return Page.of(this.search.page(filter, after, size + 1), size, this.cursors, list,
                event -> List.of(event.at().toString(), Long.toString(event.sequence())));
    }

    private static AuditSearch.Cursor after(List<String> place) {
        return new AuditSearch.Cursor(Instant.parse(place.getFirst()), Long.parseLong(place.getLast()));
    }

    @PreAuthorize("hasRole('AUDITOR')")
    public List<String> actions() {
        return this.search.actions();
    }

    /**
     * Returns who a login belongs to, or the text itself: the trail names people by id.
     */
    @PreAuthorize("hasRole('AUDITOR')")
    public String actor(String typed) {
        return this.people.findByLogin(typed).map(person -> person.id().value()).orElse(typed);
    }

    /** Hands over all events of a filter, after it is noted who takes them away. */
    @PreAuthorize("hasRole('AUDITOR')")
    public void export(Person me, Filter filter, Consumer<AuditEvent> consumer) {
        append(me, "AUDIT_EXPORTED", filter.toString());
        this.search.forEach(filter, consumer);
    }

    /** Begins a check unless one is under way. */
    @PreAuthorize("hasRole('AUDITOR')")
    public void verify(Person me) {
        this.check.start(() -> {
            Verification.Result result = this.verification.verify();
            append(me, result.problems().isEmpty() ? Verdict.WHOLE : Verdict.BROKEN, Verdict.detail(result));
            return result;
        });
        this.check.await(PATIENCE);
    }

    @PreAuthorize("hasRole('AUDITOR')")
    public BackgroundWork.Status<Verification.Result> check() {
        return this.check.status();
    }

    /** Returns what the last check found that anybody asked for. */
    @PreAuthorize("hasRole('AUDITOR')")
    public Optional<Verdict> verdict() {
        return Stream.of(Verdict.WHOLE, Verdict.BROKEN)
            .flatMap(action -> this.search.page(new Filter(null, action, null, null, null), null, 1).stream())
            .max(Comparator.comparingLong(AuditEvent::sequence))
            .map(Verdict::of);
    }

    private void append(Person me, String action, String detail) {
        this.work.inOneTransaction(() -> {
            this.audit.append(me.id().value(), action, "audit trail", detail);
            return action;
        });
    }

}
