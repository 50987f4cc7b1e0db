package org.prorata.cancellation;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.prorata.approval.ApprovalRuleBook;
import org.prorata.approval.ApprovalRules;
import org.prorata.approval.Figures;
import org.prorata.audit.AuditTrail;
import org.prorata.charge.Charge;
import org.prorata.policy.Policies;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.Subscriptions;
import org.prorata.subscription.TenantAccount;

/**
 * Where cancellations are handed in, decided, taken back and put right. Imports, commands
 * and the web all come here.
 */
public final class CancellationDesk {

    private final Gate gate;

    private final Subscriptions subscriptions;

    private final CancellationRequests requests;

    private final ApprovalCases cases;

    private final ApprovalRuleBook rules;

    private final Workings workings;

    private final AuditTrail audit;

    private final Outbox outbox;

    private final UnitOfWork work;

    private final Clock clock;

    private final int daysToApprove;

    /**
     * Opens the desk.
     * @param daysToApprove days that an approver has where no rule says so, counted from
     * the day the request was asked for or entered the books, whichever is later
     */
    public CancellationDesk(Policies policies, Subscriptions subscriptions, CancellationRequests requests,
            ApprovalCases cases, ApprovalRuleBook rules, AuditTrail audit, Outbox outbox, UnitOfWork work, Clock clock,
            int daysToApprove) {
        this.gate = new Gate(policies);
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.cases = cases;
        this.rules = rules;
        this.workings = new Workings(this.gate, policies, subscriptions);
        this.audit = audit;
        this.outbox = outbox;
        this.work = work;
        this.clock = clock;
        this.daysToApprove = daysToApprove;
    }

    /**
     * Asks the gate about a subscription, as of today in its tenant's time zone; nothing
     * is written.
     */
    public GateAnswer ask(SubscriptionId id) {
        TenantAccount account = account(id);
        return this.gate.ask(account.subscription(id), account.subscriptions(),
                LocalDate.ofInstant(this.clock.instant(), account.tenant().timeZone()));
    }

    /**
     * Files cancellations within one transaction and says what became of each, in the
     * same order.
     */
    public List<Filing> file(List<Cancellation> cancellations) {
        return this.work.inOneTransaction(() -> fileAll(cancellations));
    }

    private List<Filing> fileAll(List<Cancellation> cancellations) {
        Set<SubscriptionId> wanted = new HashSet<>();
        cancellations.forEach(each -> wanted.add(each.subscription()));
        Map<SubscriptionId, TenantAccount> accounts = this.subscriptions.accountsOf(wanted);
        Map<RequestId, StoredRequest> known = this.requests.find(cancellations.stream().map(Cancellation::id).toList());
        Set<SubscriptionId> open = new HashSet<>(this.requests.withOpenRequest(wanted));
        Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Filing> filings = new ArrayList<>();
        for (Cancellation cancellation : cancellations) {
            Filing filing = fileOne(cancellation, accounts.get(cancellation.subscription()),
                    known.get(cancellation.id()), open, now);
            filings.add(filing);
        }
        List<Filing> whole = withFigures(filings, accounts);
        List<FiledRequest> filed = new ArrayList<>();
        for (Filing filing : whole) {
            if (filing instanceof Filing.Filed(FiledRequest request)) {
                filed.add(request);
            }
        }
        this.requests.file(filed);
        this.cases.open(filed.stream().filter(each -> each.shown() != null).toList());
        stopTrials(filed);
        announce(filed);
        return whole;
    }

    private void announce(List<FiledRequest> filed) {
        Map<RequestEvent, List<RequestId>> events = new EnumMap<>(RequestEvent.class);
        for (FiledRequest request : filed) {
            RequestEvent event = switch (request.state()) {
                case PENDING_APPROVAL -> RequestEvent.REQUIRES_REVIEW;
                case QUEUED -> RequestEvent.QUEUED;
                case REJECTED -> RequestEvent.REJECTED;
                case CLOSED_WITHOUT_CREDIT -> RequestEvent.CLOSED_WITHOUT_CREDIT;
                case CLAIMED, CREDITED, QUARANTINED, EXPIRED, WITHDRAWN ->
                    throw new IllegalStateException("a request is not filed as " + request.state());
            };
            events.computeIfAbsent(event, key -> new ArrayList<>()).add(request.cancellation().id());
        }
        events.forEach(this.outbox::add);
    }

    private Filing fileOne(Cancellation cancellation, @Nullable TenantAccount account, @Nullable StoredRequest known,
            Set<SubscriptionId> open, Instant now) {
        if (known != null) {
            return known.cancellation().equals(cancellation) ? new Filing.Unchanged()
                    : new Filing.Refused("request_id", "is in the books with other content", cancellation.id().value(),
                            "the same content, or a new request_id");
        }
        if (account == null) {
            return new Filing.Refused("subscription_id", "is not known", cancellation.subscription().value(),
                    "a subscription that was imported, or is in the same set");
        }
        if (open.contains(cancellation.subscription())) {
            return new Filing.Refused("subscription_id", "has another open request",
                    cancellation.subscription().value(),
                    "one open request a subscription: withdraw the other, or wait until it is done");
        }
        LocalDate requestedOn = cancellation.requestedOn(account.tenant().timeZone());
        GateAnswer answer = this.gate.ask(account.subscription(cancellation.subscription()), account.subscriptions(),
                requestedOn);
        RequestState state = answer.route().firstState();
        if (state.isOpen()) {
            open.add(cancellation.subscription());
        }
        return new Filing.Filed(
                new FiledRequest(cancellation, requestedOn, now, answer, state, null, account.revision(), null));
    }

    /** Works out what the approvers of requests that wait for them see. */
    private List<Filing> withFigures(List<Filing> filings, Map<SubscriptionId, TenantAccount> accounts) {
        Set<SubscriptionId> waiting = new HashSet<>();
        for (Filing filing : filings) {
            if (filing instanceof Filing.Filed(FiledRequest request) && isWaiting(request)) {
                waiting.add(request.cancellation().subscription());
            }
        }
        if (waiting.isEmpty()) {
            return filings;
        }
        Map<SubscriptionId, List<Charge>> charges = this.subscriptions.chargesOf(waiting);
        ApprovalRules rulesInForce = this.rules.inForce();
        return filings.stream()
            .map(filing -> (filing instanceof Filing.Filed(FiledRequest request) && isWaiting(request))
                    ? new Filing.Filed(withFigures(request, accounts, charges, rulesInForce)) : filing)
            .toList();
    }

    private FiledRequest withFigures(FiledRequest request, Map<SubscriptionId, TenantAccount> accounts,
            Map<SubscriptionId, List<Charge>> charges, ApprovalRules rulesInForce) {
        SubscriptionId id = request.cancellation().subscription();
        TenantAccount account = accounts.get(id);
        if (account == null) {
            throw new IllegalStateException("request " + request.cancellation().id() + " was filed without an account");
        }
        Workings.Worked worked = this.workings.of(request.cancellation(), request.answer().policy(),
                request.requestedOn(), account, charges.getOrDefault(id, List.of()));
        return new FiledRequest(request.cancellation(), request.requestedOn(), request.filedAt(), request.answer(),
                request.state(), approveBy(request.requestedOn(), worked, rulesInForce), request.tenantRevision(),
                worked.shown(rulesInForce));
    }

    private static boolean isWaiting(FiledRequest request) {
        return request.state() == RequestState.PENDING_APPROVAL;
    }

    private void stopTrials(Collection<FiledRequest> filed) {
        for (FiledRequest request : filed) {
            if (request.answer().route() instanceof Route.TrialStopped) {
                this.subscriptions.stopRecurringBilling(List.of(request.cancellation().subscription()),
                        request.requestedOn());
            }
        }
    }

    private LocalDate approveBy(LocalDate requestedOn, Workings.Worked worked, ApprovalRules rulesInForce) {
        LocalDate today = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
        return (requestedOn.isAfter(today) ? requestedOn : today)
            .plusDays(rulesInForce.daysToApprove(worked.answer().countedLicences(), worked.refund(),
                    worked.account().tenant().currency().getCode(), this.daysToApprove));
    }

    /** Returns the figures that an approver sees now. */
    public Figures figures(RequestId id) {
        StoredRequest request = stored(id);
        return this.workings.of(request, account(request.cancellation().subscription())).figures();
    }

    /**
     * Works out what a cancellation would do, as of now; nothing is written.
     * @param effectiveDate the first day without service, in the tenant's time zone
     * @throws RefusedException when the subscription is not known
     */
    public Preview preview(SubscriptionId id, LocalDate effectiveDate) {
        TenantAccount account = account(id);
        Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
        Cancellation cancellation = new Cancellation(RequestId.of("preview"), id, now, "", effectiveDate, "");
        LocalDate today = cancellation.requestedOn(account.tenant().timeZone());
        GateAnswer answer = this.gate.ask(account.subscription(id), account.subscriptions(), today);
        Workings.Worked worked = this.workings.of(cancellation, answer.policy(), today, account,
                this.subscriptions.chargesOf(id));
        return Preview.of(account.tenant(), worked.subscription(), answer, worked.settlement(), effectiveDate, today,
                worked.shown(this.rules.inForce()).needed());
    }

    /**
     * Works out what a request in the books is going to do, by the rules and the day that
     * it was filed under; nothing is written.
     * @throws RefusedException when the request is not known
     */
    public Preview preview(RequestId id) {
        StoredRequest request = stored(id);
        TenantAccount account = account(request.cancellation().subscription());
        Workings.Worked worked = this.workings.of(request, account);
        return Preview.of(account.tenant(), worked.subscription(), worked.answer(), worked.settlement(),
                request.cancellation().effectiveDate(),
                LocalDate.ofInstant(this.clock.instant(), account.tenant().timeZone()),
                worked.shown(this.rules.inForce()).needed());
    }

    /**
     * Asks again about a request that a run is about to claim: the gate, and for an
     * approved one whether enough approvals by people who still are approvers count for
     * the figures as they are now.
     * @return the answer where the request no longer passes, empty where it does
     */
    public Optional<GateAnswer> askAgain(StoredRequest request, TenantAccount account) {
        GateAnswer answer = this.gate.ask(account.subscription(request.cancellation().subscription()),
                account.subscriptions(), request.requestedOn());
        String approved = request.approvedFigures();
        boolean passes = answer.route() instanceof Route.SelfService || (answer.route() instanceof Route.Approval
                && approved != null && approved.equals(this.workings.of(request, account).figures().hash())
                && this.cases.hold(request.cancellation().id(), approved));
        return passes ? Optional.empty() : Optional.of(answer);
    }

    /**
     * Sends a request that no longer passes back to approval; approvals that were given
     * do not count any more.
     * @return whether it still was queued
     */
    public boolean sendBack(StoredRequest request, TenantAccount account, GateAnswer answer) {
        Workings.Worked worked = this.workings.of(request, account);
        ApprovalRules rulesInForce = this.rules.inForce();
        boolean sent = this.cases.sendBack(request, answer, worked.shown(rulesInForce),
                approveBy(request.requestedOn(), worked, rulesInForce), account.revision());
        if (sent) {
            this.outbox.add(RequestEvent.REQUIRES_REVIEW, List.of(request.cancellation().id()));
        }
        return sent;
    }

    /** Tells that nobody decided about requests in time. */
    public void lapsed(List<RequestId> requests) {
        this.outbox.add(RequestEvent.EXPIRED, requests);
    }

    /**
     * Takes a request back.
     * @param today the tenant's day
     * @throws RefusedException when its effective date has come, or it is past being
     * taken back
     */
    public void withdraw(RequestId id, String person, LocalDate today) {
        this.work.inOneTransaction(() -> {
            StoredRequest request = stored(id);
            if (request.state() == RequestState.QUEUED && !request.canBeWithdrawnOn(today)) {
                throw new RefusedException("request " + id + " took effect on " + request.cancellation().effectiveDate()
                        + ", accepted: a withdrawal before that day");
            }
            this.cases.withdrawn(id);
            if (!request.canBeWithdrawnOn(today) || !this.requests.move(id, request.state(), RequestState.WITHDRAWN)) {
                throw new RefusedException(
                        "request " + id + " is " + request.state() + ", accepted: PENDING_APPROVAL or QUEUED");
            }
            this.audit.append(person, "WITHDRAWN", "request " + id, "");
            this.outbox.add(RequestEvent.WITHDRAWN, List.of(id));
            return id;
        });
    }

    /**
     * Lets a quarantined request go back to the queue, so that the next run takes it
     * again.
     */
    public void release(RequestId id, String person, String reason) {
        resolve(id, person, reason, true);
    }

    /** Ends a quarantined request without a credit. */
    public void reject(RequestId id, String person, String reason) {
        resolve(id, person, reason, false);
    }

    private void resolve(RequestId id, String person, String reason, boolean release) {
        if (person.isBlank() || reason.isBlank()) {
            throw new RefusedException("request " + id + ": who and why are needed, accepted: a name and a reason");
        }
        this.work.inOneTransaction(() -> {
            requireState(stored(id), RequestState.QUARANTINED);
            if (!this.requests.resolveQuarantine(id, release, person, reason)) {
                throw new RefusedException("request " + id + " was resolved by somebody else in this moment");
            }
            this.audit.append(person, release ? "RELEASED" : "REJECTED", "request " + id, reason);
            this.outbox.add(release ? RequestEvent.QUEUED : RequestEvent.REJECTED, List.of(id));
            return id;
        });
    }

    private static void requireState(StoredRequest request, RequestState wanted) {
        if (request.state() != wanted) {
            throw new RefusedException(
                    "request " + request.cancellation().id() + " is " + request.state() + ", accepted: " + wanted);
        }
    }

    private StoredRequest stored(RequestId id) {
        StoredRequest request = this.requests.find(List.of(id)).get(id);
        if (request == null) {
            throw new RefusedException("request " + id + " is not known");
        }
        return request;
    }

    private TenantAccount account(SubscriptionId id) {
        TenantAccount account = this.subscriptions.accountsOf(List.of(id)).get(id);
        if (account == null) {
            throw new RefusedException("subscription " + id + " is not known");
        }
        return account;
    }

}
