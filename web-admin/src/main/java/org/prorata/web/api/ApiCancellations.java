package org.prorata.web.api;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.prorata.approval.Approver;
import org.prorata.approval.RejectionReason;
import org.prorata.cancellation.ApprovalDesk;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.DecisionOutcome;
import org.prorata.cancellation.Filing;
import org.prorata.cancellation.RefusedException;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.RequestState;
import org.prorata.db.cancellation.RequestList;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantAccount;
import org.prorata.subscription.TenantId;
import org.prorata.web.paging.Cursors;
import org.prorata.web.paging.Page;
import org.prorata.web.problem.FieldCode;
import org.prorata.web.problem.FieldProblem;
import org.prorata.web.problem.ProblemCode;
import org.prorata.web.problem.ProblemException;
import org.prorata.web.security.Confirmation;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Files, shows and decides cancellations for API clients. */
@Service
class ApiCancellations {

    private static final Role[] WIDE = { Role.SUPPORT, Role.APPROVER, Role.AUDITOR };

    private final CancellationDesk desk;

    private final ApprovalDesk approvals;

    private final RequestList requests;

    private final Accounts accounts;

    private final Confirmation confirmation;

    private final Cursors cursors;

    private final Clock clock;

    ApiCancellations(CancellationDesk desk, ApprovalDesk approvals, RequestList requests, Accounts accounts,
            Confirmation confirmation, Cursors cursors, Clock clock) {
        this.desk = desk;
        this.approvals = approvals;
        this.requests = requests;
        this.accounts = accounts;
        this.confirmation = confirmation;
        this.cursors = cursors;
        this.clock = clock;
    }

    @PreAuthorize("hasRole('TENANT_ADMIN')")
    public Idempotency.Created<CancellationDocument> file(Person me, CancellationsEndpoint.NewCancellation wish) {
        LocalDate effectiveDate = Texts.day("/effective_date", wish.effectiveDate());
        SubscriptionId subscription = SubscriptionId.of(wish.subscriptionId());
        TenantAccount account = ownAccount(me, subscription);
        this.accounts.requireAhead(account, effectiveDate, "/effective_date");
        String reason = wish.reason();
        Cancellation cancellation = new Cancellation(newId(), subscription,
                this.clock.instant().truncatedTo(ChronoUnit.MICROS), me.id().value(), effectiveDate,
                (reason != null) ? reason.strip() : "");
        requireFiled(this.desk.file(List.of(cancellation)).getFirst());
        return new Idempotency.Created<>("/api/v1/cancellations/" + cancellation.id(),
                document(entry(cancellation.id()), me));
    }

    private TenantAccount ownAccount(Person me, SubscriptionId subscription) {
        try {
            TenantAccount account = this.accounts.of(subscription);
            Accounts.requireSight(account.tenant().id(), me);
            return account;
        }
        catch (ProblemException ex) {
            throw ProblemException.invalid("/subscription_id", FieldCode.UNKNOWN);
        }
    }

    /** Returns a new name for a request. */
    static RequestId newId() {
        return RequestId.of(UUID.randomUUID().toString());
    }

    /** Turns what the desk refused into a problem. */
    static void requireFiled(Filing filing) {
        if (filing instanceof Filing.Refused(String column, var wrong, var found, var accepted)) {
            throw ProblemException.of(ProblemCode.OPEN_REQUEST_EXISTS)
                .with(List.of(FieldProblem.of("/" + column, FieldCode.UNKNOWN)));
        }
    }

    @PreAuthorize("hasAnyRole('TENANT_ADMIN', 'SUPPORT', 'APPROVER', 'AUDITOR')")
    public CancellationDocument read(Person me, RequestId id) {
        return document(visible(me, id), me);
    }

    @PreAuthorize("hasAnyRole('TENANT_ADMIN', 'SUPPORT', 'APPROVER', 'AUDITOR')")
    public Listing<CancellationDocument> list(Person me, @Nullable String subscription, @Nullable String tenant,
            @Nullable String cursor, int limit) {
        TenantId only = Accounts.onlyTenant(me, WIDE);
        if (only != null && tenant != null && !only.value().equals(tenant)) {
            throw ProblemException.of(ProblemCode.NOT_FOUND);
        }
        TenantId of = (only != null) ? only : (tenant != null) ? Texts.tenant(tenant) : null;
        SubscriptionId about = (subscription != null) ? Texts.subscription(subscription) : null;
        String list = "api cancellations " + of + " " + about;
        Long before = (cursor != null) ? Long.valueOf(this.cursors.place(list, cursor, 1).getFirst()) : null;
        Page<RequestList.Entry> page = Page.of(this.requests.latest(of, about, before, limit + 1), limit, this.cursors,
                list, entry -> List.of(Long.toString(entry.number())));
        return new Listing<>(page.rows().stream().map(entry -> CancellationDocument.of(entry, null)).toList(),
                page.next());
    }

    @PreAuthorize("hasAnyRole('TENANT_ADMIN', 'SUPPORT')")
    public CancellationDocument withdraw(Person me, RequestId id) {
        RequestList.Entry entry = visible(me, id);
        boolean own = Approver.samePerson(entry.requestedBy(), me.id().value());
        if (!own && !entry.tenant().equals(me.tenant().orElse(null))) {
            throw ProblemException.of(ProblemCode.FORBIDDEN);
        }
        LocalDate today = this.accounts.today(this.accounts.of(entry.subscription()));
        if (entry.state() == RequestState.QUEUED && !today.isBefore(entry.effectiveDate())) {
            throw ProblemException.of(ProblemCode.TOO_LATE, entry.effectiveDate().toString());
        }
        try {
            this.desk.withdraw(id, me.id().value(), today);
        }
        catch (RefusedException ex) {
            throw ProblemException.of(ProblemCode.WRONG_STATE, entry(id).state().name());
        }
        return document(entry(id), me);
    }

    @PreAuthorize("hasRole('APPROVER')")
    public CancellationDocument approve(Person me, RequestId id, String ifMatch, String comment) {
        this.confirmation.require();
        visible(me, id);
        Seen seen = Seen.of(ifMatch);
        return decided(me, id, this.approvals.approve(id, me.id().value(), seen.version(), seen.figures(), comment));
    }

    @PreAuthorize("hasRole('APPROVER')")
    public CancellationDocument reject(Person me, RequestId id, String ifMatch, RejectionReason reason, String words) {
        this.confirmation.require();
        visible(me, id);
        Seen seen = Seen.of(ifMatch);
        return decided(me, id,
                this.approvals.reject(id, me.id().value(), seen.version(), seen.figures(), reason, words));
    }

    @PreAuthorize("hasRole('APPROVER')")
    public CancellationDocument takeBack(Person me, RequestId id) {
        visible(me, id);
        return decided(me, id, this.approvals.takeBack(id, me.id().value()));
    }

    private CancellationDocument decided(Person me, RequestId id, DecisionOutcome outcome) {
        return switch (outcome) {
            case DecisionOutcome.Counted(var given, var needed, var version) -> document(entry(id), me);
            case DecisionOutcome.Approved(var version) -> document(entry(id), me);
            case DecisionOutcome.Rejected(var version) -> document(entry(id), me);
            case DecisionOutcome.TakenBack(var version) -> document(entry(id), me);
            case DecisionOutcome.ChangedSince(var changes, var now, var version) ->
                throw ProblemException.of(ProblemCode.FIGURES_CHANGED);
            case DecisionOutcome.DecidedMeanwhile(var state, var version) ->
                throw ProblemException.of(ProblemCode.PRECONDITION_FAILED);
            case DecisionOutcome.NotAllowed(DecisionOutcome.Why why) -> throw switch (why) {
                case OWN_REQUEST -> ProblemException.of(ProblemCode.OWN_REQUEST);
                case NOT_AN_APPROVER -> ProblemException.of(ProblemCode.NOT_AN_APPROVER);
                case OTHER_COUNTRY -> ProblemException.of(ProblemCode.OTHER_COUNTRY);
                case ABOVE_LIMIT -> ProblemException.of(ProblemCode.ABOVE_LIMIT);
                case APPROVED_BEFORE -> ProblemException.of(ProblemCode.APPROVED_BEFORE);
                case NOTHING_TO_TAKE_BACK, RUN_HAS_STARTED, LAST_DAY_IS_OVER ->
                    ProblemException.of(ProblemCode.WRONG_STATE, entry(id).state().name());
            };
            case DecisionOutcome.NotWaiting(@Nullable RequestState state) ->
                throw ProblemException.of(ProblemCode.WRONG_STATE, entry(id).state().name());
            case DecisionOutcome.Incomplete(String field, String accepted) ->
                throw ProblemException.invalid("/" + field, FieldCode.FORMAT, accepted);
        };
    }

    private RequestList.Entry visible(Person me, RequestId id) {
        RequestList.Entry entry = entry(id);
        Accounts.requireSight(entry.tenant(), me, WIDE);
        return entry;
    }

    private RequestList.Entry entry(RequestId id) {
        return this.requests.find(id).orElseThrow(() -> ProblemException.of(ProblemCode.NOT_FOUND));
    }

    private CancellationDocument document(RequestList.Entry entry, Person me) {
        boolean wide = Accounts.onlyTenant(me, WIDE) == null;
        return CancellationDocument.of(entry,
                this.approvals.open(entry.request(), me.id().value())
                    .map(view -> CancellationDocument.approval(view, wide))
                    .orElse(null));
    }

}
