package org.prorata.web.callbacks;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.ProductDesk;
import org.prorata.cancellation.TenantProducts;
import org.prorata.db.callback.Callback;
import org.prorata.db.callback.CallbackDesk;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.PersonId;
import org.prorata.web.paging.Cursors;
import org.prorata.web.paging.Page;
import org.prorata.web.products.CancelPlans;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** What support does with those who want to be called. */
@Service
class CallbackService {

    private static final String READERS = "hasAnyRole('SUPPORT', 'AUDITOR')";

    private static final String WRITERS = "hasRole('SUPPORT')";

    /** The product that a callback is about, with the others of its tenant. */
    public record About(TenantProducts products, TenantProducts.Product product) {
    }

    private final CallbackDesk desk;

    private final ProductDesk products;

    private final CancelPlans plans;

    private final People people;

    private final Cursors cursors;

    CallbackService(CallbackDesk desk, ProductDesk products, CancelPlans plans, People people, Cursors cursors) {
        this.desk = desk;
        this.products = products;
        this.plans = plans;
        this.people = people;
        this.cursors = cursors;
    }

    @PreAuthorize(READERS)
    public Page<Callback> queue(Callback.State state, String cursor, int size) {
        String list = "callbacks " + state;
        long after = cursor.isEmpty() ? 0 : Long.parseLong(this.cursors.place(list, cursor, 1).getFirst());
        CallbackDesk.Page page = this.desk.queue(state, after, size);
        Long next = page.next();
        return new Page<>(page.callbacks(),
                (next != null) ? this.cursors.after(list, List.of(Long.toString(next))) : null);
    }

    @PreAuthorize(READERS)
    public Optional<Callback> find(long number) {
        return this.desk.find(number);
    }

    @PreAuthorize(READERS)
    public Optional<About> about(Callback callback) {
        return this.products.of(callback.tenant())
            .flatMap(all -> all.products()
                .stream()
                .filter(each -> each.subscription().id().equals(callback.subscription()))
                .findFirst()
                .map(product -> new About(all, product)));
    }

    /** Returns what a person of the records is called. */
    @PreAuthorize(READERS)
    public String nameOf(@Nullable String person) {
        if (person == null || person.isEmpty() || person.length() > 40) {
            return (person != null) ? person : "";
        }
        return this.people.find(PersonId.of(person)).map(Person::name).orElse(person);
    }

    @PreAuthorize(WRITERS)
    public CallbackDesk.Step take(Person me, long number) {
        return this.desk.take(number, me.id().value());
    }

    @PreAuthorize(WRITERS)
    public CallbackDesk.Step giveBack(Person me, long number) {
        return this.desk.giveBack(number, me.id().value());
    }

    @PreAuthorize(WRITERS)
    public CallbackDesk.Step done(Person me, long number, String outcome) {
        return this.desk.done(number, me.id().value(), outcome);
    }

    /**
     * Files the cancellation for the tenant; the supporter is then the one who asked.
     * @param effective the first day without service
     */
    @PreAuthorize(WRITERS)
    public CallbackDesk.Step file(Person me, long number, LocalDate effective, String reason) {
        try {
            return this.desk.file(number, me.id().value(), this.plans.newRequest(), effective, reason);
        }
        catch (DuplicateKeyException ex) {
            // somebody else was first in this moment
            return this.desk
                .find(number).<CallbackDesk
                        .Step>map(CallbackDesk.Step.NotNow::new)
                .orElseGet(CallbackDesk.Step.NotKnown::new);
        }
    }

}
