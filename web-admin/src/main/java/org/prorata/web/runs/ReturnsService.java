package org.prorata.web.runs;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.credit.CreditState;
import org.prorata.db.credit.ReturnDesk;
import org.prorata.people.Person;
import org.prorata.web.paging.Cursors;
import org.prorata.web.paging.Page;
import org.prorata.web.security.Confirmation;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** What finance sees and decides about returns. */
@Service
class ReturnsService {

    /** Beyond this many a count says "more than". */
    static final int COUNTED = 1000;

    private final ReturnDesk desk;

    private final Confirmation confirmation;

    private final Cursors cursors;

    private final Clock clock;

    ReturnsService(ReturnDesk desk, Confirmation confirmation, Cursors cursors, Clock clock) {
        this.desk = desk;
        this.confirmation = confirmation;
        this.cursors = cursors;
        this.clock = clock;
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public LocalDate today() {
        return LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public long countLate() {
        return this.desk.countOverdue(today(), COUNTED);
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public Page<ReturnDesk.Item> page(ReturnsView view, String cursor, int size) {
        String list = "returns " + view;
        ReturnDesk.Cursor after = cursor.isEmpty() ? null : after(this.cursors.place(list, cursor, 2));
        CreditState state = view.state();
        ReturnDesk.Page found = (state != null) ? this.desk.list(state, after, size)
                : this.desk.overdue(today(), after, size);
        return new Page<>(found.items(), next(list, found.next()));
    }

    private static ReturnDesk.Cursor after(List<String> place) {
        return new ReturnDesk.Cursor(LocalDate.parse(place.getFirst()), Long.parseLong(place.getLast()));
    }

    private @Nullable String next(String list, ReturnDesk.@Nullable Cursor next) {
        return (next != null)
                ? this.cursors.after(list, List.of(next.day().toString(), Long.toString(next.requestNo()))) : null;
    }

    @PreAuthorize("hasAnyRole('OPERATOR', 'AUDITOR')")
    public Optional<ReturnDesk.Item> find(String creditNumber) {
        return this.desk.item(creditNumber);
    }

    /** Notes what the bank said when it sent a return back. */
    @PreAuthorize("hasRole('OPERATOR')")
    public ReturnDesk.Change noteFailed(Person me, String creditNumber, String reason) {
        this.confirmation.require();
        return this.desk.noteFailed(creditNumber, reason, me.id().value());
    }

    /** Has the next run try a failed return again. */
    @PreAuthorize("hasRole('OPERATOR')")
    public ReturnDesk.Change retry(Person me, String creditNumber) {
        this.confirmation.require();
        return this.desk.retry(creditNumber, me.id().value());
    }

}
