package org.prorata.web.runs;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.RequestId;
import org.prorata.db.run.Quarantine;
import org.prorata.people.Person;
import org.prorata.web.paging.Cursors;
import org.prorata.web.paging.Page;
import org.prorata.web.security.Confirmation;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** What finance decides about requests that a run could not process. */
@Service
class QuarantineService {

    /** Beyond this many a count says "more than". */
    static final int COUNTED = 1000;

    private final Quarantine quarantine;

    private final CancellationDesk desk;

    private final Confirmation confirmation;

    private final Cursors cursors;

    QuarantineService(Quarantine quarantine, CancellationDesk desk, Confirmation confirmation, Cursors cursors) {
        this.quarantine = quarantine;
        this.desk = desk;
        this.confirmation = confirmation;
        this.cursors = cursors;
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public long countOpen() {
        return this.quarantine.countOpen(COUNTED);
    }

    /** Returns what nobody has decided yet, or all that one run has put there. */
    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public Page<Quarantine.Item> page(@Nullable Long run, String cursor, int size) {
        String list = "quarantine of " + run;
        long after = cursor.isEmpty() ? 0 : Long.parseLong(this.cursors.place(list, cursor, 1).getFirst());
        List<Quarantine.Item> found = (run != null) ? this.quarantine.page(run, after, size + 1)
                : this.quarantine.open(after, size + 1);
        return Page.of(found, size, this.cursors, list, item -> List.of(Long.toString(item.no())));
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public Optional<Quarantine.Item> find(RequestId request) {
        return this.quarantine.find(request);
    }

    /**
     * Lets the next run try again.
     * @throws org.prorata.cancellation.RefusedException when it is not there any more
     */
    @PreAuthorize("hasRole('OPERATOR')")
    public void release(Person me, RequestId request, String reason) {
        this.confirmation.require();
        this.desk.release(request, me.id().value(), reason);
    }

    /**
     * Ends the request without a credit.
     * @throws org.prorata.cancellation.RefusedException when it is not there any more
     */
    @PreAuthorize("hasRole('OPERATOR')")
    public void reject(Person me, RequestId request, String reason) {
        this.confirmation.require();
        this.desk.reject(request, me.id().value(), reason);
    }

}
