package org.prorata.web.api;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.db.approval.ApprovalLists;
import org.prorata.people.Person;
import org.prorata.web.paging.Cursors;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Lists requests for approval for API clients. */
@Service
class ApiApprovals {

    private final ApprovalLists lists;

    private final Cursors cursors;

    ApiApprovals(ApprovalLists lists, Cursors cursors) {
        this.lists = lists;
        this.cursors = cursors;
    }

    @PreAuthorize("hasAnyRole('APPROVER', 'AUDITOR')")
    public Listing<ApprovalItemDocument> list(Person me, ApprovalLists.View view, ApprovalLists.Filter filter,
            @Nullable String cursor, int limit) {
        String list = "api approvals " + me.id() + " " + view + " " + filter;
        ApprovalLists.Cursor at = null;
        if (cursor != null) {
            List<String> place = this.cursors.place(list, cursor, 2);
            at = new ApprovalLists.Cursor(place.get(0), Long.parseLong(place.get(1)), true);
        }
        ApprovalLists.Page page = this.lists.page(view, me.id().value(), filter, at, limit);
        ApprovalLists.Cursor next = page.next();
        return new Listing<>(page.items().stream().map(ApprovalItemDocument::of).toList(),
                (next != null) ? this.cursors.after(list, List.of(next.key(), Long.toString(next.number()))) : null);
    }

}
