package org.prorata.web.approvals;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.approval.FigureChange;
import org.prorata.cancellation.ApprovalCase;
import org.prorata.cancellation.ApprovalCases;
import org.prorata.cancellation.ApprovalDesk;
import org.prorata.cancellation.ApprovalView;
import org.prorata.cancellation.DecisionOutcome;
import org.prorata.cancellation.RequestId;
import org.prorata.db.approval.ApprovalLists;
import org.prorata.db.approval.ApprovalLists.Count;
import org.prorata.db.approval.ApprovalLists.Cursor;
import org.prorata.db.approval.ApprovalLists.Filter;
import org.prorata.db.approval.ApprovalLists.Item;
import org.prorata.db.approval.ApprovalLists.View;
import org.prorata.db.cancellation.Timelines;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.web.paging.Cursors;
import org.prorata.web.security.Confirmation;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/**
 * What approvers see and decide; auditors see the same. Who may decide what, the desk
 * knows.
 */
@Service
class ApprovalsService {

    /** Further than this nothing is counted. */
    static final int COUNTED = 100;

    private static final int HISTORY = 6;

    /**
     * A page of the list.
     *
     * @param lines the rows
     * @param previous the cursor of the page before; nothing on the first
     * @param next the cursor of the page after; nothing on the last
     * @param count how many rows there are on all pages
     * @param approver the reader as an approver; nothing when the reader is none
     */
    public record Listed(List<Line> lines, @Nullable String previous, @Nullable String next, Count count,
            @Nullable Approver approver) {
    }

    /**
     * A request with everything around it.
     *
     * @param view what the desk shows
     * @param timeline what has happened
     * @param changes how the figures differ from those it was filed with
     * @param others other requests of the tenant, the latest first
     * @param names what people are called, by id
     * @param takesBack whether the reader has given an approval that can be taken back
     * @param next the request that waits next for the reader
     */
    public record Opened(ApprovalView view, Timelines.Timeline timeline, List<FigureChange> changes, List<Line> others,
            Map<String, String> names, boolean takesBack, @Nullable Item next) {

        public String name(String person) {
            return this.names.getOrDefault(person, person);
        }

    }

    private final ApprovalDesk desk;

    private final ApprovalLists lists;

    private final ApprovalCases cases;

    private final Approvers approvers;

    private final Timelines timelines;

    private final People people;

    private final Confirmation confirmation;

    private final Cursors cursors;

    private final Clock clock;

    ApprovalsService(ApprovalDesk desk, ApprovalLists lists, ApprovalCases cases, Approvers approvers,
            Timelines timelines, People people, Confirmation confirmation, Cursors cursors, Clock clock) {
        this.desk = desk;
        this.lists = lists;
        this.cases = cases;
        this.approvers = approvers;
        this.timelines = timelines;
        this.people = people;
        this.confirmation = confirmation;
        this.cursors = cursors;
        this.clock = clock;
    }

    @PreAuthorize("hasAnyRole('APPROVER', 'AUDITOR')")
    public Listed list(Person me, ListAddress address, Filter filter) {
        String person = me.id().value();
        ApprovalLists.Counted listed = this.lists.counted(address.view(), person, filter, cursor(address),
                address.size(), COUNTED);
        ApprovalLists.Page page = listed.page();
        return new Listed(lines(page.items(), person), written(address, page.previous()), written(address, page.next()),
                listed.count(), this.approvers.find(person).filter(Approver::enabled).orElse(null));
    }

    private List<Line> lines(List<Item> items, String person) {
        Map<String, String> names = this.people
            .namesOf(items.stream().map(Item::requestedBy).collect(Collectors.toSet()));
        return items.stream()
            .map(item -> Line.of(item, names.getOrDefault(item.requestedBy(), item.requestedBy()),
                    Approver.samePerson(item.requestedBy(), person), this.clock.instant()))
            .toList();
    }

    private @Nullable Cursor cursor(ListAddress address) {
        if (address.cursor().isEmpty()) {
            return null;
        }
        List<String> place = this.cursors.place(address.list(), address.cursor(), 3);
        return new Cursor(place.get(0), Long.parseLong(place.get(1)), Boolean.parseBoolean(place.get(2)));
    }

    private @Nullable String written(ListAddress address, @Nullable Cursor cursor) {
        return (cursor != null)
                ? this.cursors.after(address.list(),
                        List.of(cursor.key(), Long.toString(cursor.number()), Boolean.toString(cursor.forwards())))
                : null;
    }

    @PreAuthorize("hasAnyRole('APPROVER', 'AUDITOR')")
    public Optional<Opened> open(Person me, RequestId id) {
        String person = me.id().value();
        return this.desk.open(id, person).map(view -> opened(view, person));
    }

    private Opened opened(ApprovalView view, String person) {
        RequestId id = view.approval().request();
        Timelines.Timeline timeline = this.timelines.of(id).orElseThrow();
        List<FigureChange> changes = this.cases.figuresShown(id)
            .stream()
            .findFirst()
            .map(first -> first.changesTo(view.figures()))
            .orElse(List.of());
        Filter ofTenant = new Filter(view.tenant().id().value(), null, null, null, null, null, null, null);
        List<Item> others = this.lists.page(View.ALL, person, ofTenant, null, HISTORY)
            .items()
            .stream()
            .filter(item -> !item.request().equals(id))
            .toList();
        Set<String> named = Stream
            .of(Stream.of(view.approval().requestedBy()),
                    view.decisions().stream().flatMap(each -> Stream.ofNullable(each.onBehalfOf())),
                    Stream.ofNullable(view.onBehalfOf()), timeline.entries().stream().map(Timelines.Entry::actor))
            .flatMap(each -> each)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.toSet());
        boolean open = view.approval().state() == ApprovalCase.State.WAITING
                || view.approval().state() == ApprovalCase.State.APPROVED;
        boolean takesBack = open && view.decisions()
            .stream()
            .anyMatch(each -> each.approved() && each.droppedBecause() == null
                    && Approver.samePerson(each.person(), person));
        Item next = this.lists.page(View.WAITING_FOR_ME, person, Filter.NONE, null, 2)
            .items()
            .stream()
            .filter(item -> !item.request().equals(id))
            .findFirst()
            .orElse(null);
        return new Opened(view, timeline, changes, lines(others, person), this.people.namesOf(named), takesBack, next);
    }

    @PreAuthorize("hasRole('APPROVER')")
    public DecisionOutcome decide(Person me, ApprovalDesk.Decision decision) {
        this.confirmation.require();
        return this.desk.decide(decision, me.id().value());
    }

    @PreAuthorize("hasRole('APPROVER')")
    public List<ApprovalDesk.Result> decideAll(Person me, List<ApprovalDesk.Decision> decisions) {
        this.confirmation.require();
        return new ArrayList<>(this.desk.decideAll(decisions, me.id().value()));
    }

    @PreAuthorize("hasRole('APPROVER')")
    public DecisionOutcome takeBack(Person me, RequestId id) {
        return this.desk.takeBack(id, me.id().value());
    }

}
