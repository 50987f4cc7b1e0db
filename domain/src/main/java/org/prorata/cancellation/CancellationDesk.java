package org.prorata.cancellation;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.prorata.approval.Figures;
import org.prorata.audit.AuditTrail;
import org.prorata.credit.CreditCalculation;
import org.prorata.credit.Settlement;
import org.prorata.policy.Policies;
import org.prorata.policy.Policy;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.Subscriptions;
import org.prorata.subscription.TenantAccount;

/**
 * Where cancellations are handed in, decided, taken back and put right. Imports, commands
 * and the web all come here.
 */
public final class CancellationDesk {

    private final Gate gate;

    private final Policies policies;

    private final Subscriptions subscriptions;

    private final CancellationRequests requests;

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final Clock clock;

    private final int daysToApprove;

    /**
     * Opens the desk.
     * @param daysToApprove days that an approver has, counted from the day the request
     * was asked for or entered the books, whichever is later
     */
    public CancellationDesk(Policies policies, Subscriptions subscriptions, CancellationRequests requests,
            AuditTrail audit, UnitOfWork work, Clock clock, int daysToApprove) {
        this.gate = new Gate(policies);
        this.policies = policies;
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.audit = audit;
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
        List<FiledRequest> filed = new ArrayList<>();
        for (Cancellation cancellation : cancellations) {
            Filing filing = fileOne(cancellation, accounts.get(cancellation.subscription()),
                    known.get(cancellation.id()), open, now);
            if (filing instanceof Filing.Filed(FiledRequest request)) {
                filed.add(request);
            }
            filings.add(filing);
        }
        this.requests.file(filed);
        stopTrials(filed);
        return filings;
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
        return new Filing.Filed(new FiledRequest(cancellation, requestedOn, now, answer, state,
                (state == RequestState.PENDING_APPROVAL) ? approveBy(requestedOn) : null, account.revision()));
    }

    private void stopTrials(Collection<FiledRequest> filed) {
        for (FiledRequest request : filed) {
            if (request.answer().route() instanceof Route.TrialStopped) {
                this.subscriptions.stopRecurringBilling(List.of(request.cancellation().subscription()),
                        request.requestedOn());
            }
        }
    }

    /** Returns the last day on which a request may be approved. */
    public LocalDate approveBy(LocalDate requestedOn) {
        LocalDate today = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
        return (requestedOn.isAfter(today) ? requestedOn : today).plusDays(this.daysToApprove);
    }

    /** Returns the figures that an approver sees now. */
    public Figures figures(RequestId id) {
        return figures(stored(id));
    }

    private Figures figures(StoredRequest request) {
        Cancellation cancellation = request.cancellation();
        return figures(request, account(cancellation.subscription()));
    }

    private Figures figures(StoredRequest request, TenantAccount account) {
        Cancellation cancellation = request.cancellation();
        Subscription subscription = account.subscription(cancellation.subscription());
        Policy policy = this.policies.find(request.policy())
            .orElseThrow(() -> new RefusedException(
                    "the policy version " + request.policy() + " is not in the policies file any more"));
        Settlement settlement = CreditCalculation.settle(cancellation, account.tenant(), subscription, policy,
                this.subscriptions.chargesOf(subscription.id()));
        GateAnswer answer = this.gate.ask(subscription, account.subscriptions(), request.requestedOn());
        return Figures.of(subscription.id(), cancellation.effectiveDate(), policy.version(), answer.countedLicences(),
                settlement);
    }

    /**
     * Asks the gate again about a request that a run is about to claim.
     * @return the answer where the request no longer passes, empty where it does
     */
    public Optional<GateAnswer> askAgain(StoredRequest request, TenantAccount account) {
        GateAnswer answer = this.gate.ask(account.subscription(request.cancellation().subscription()),
                account.subscriptions(), request.requestedOn());
        boolean passes = answer.route() instanceof Route.SelfService
                || (answer.route() instanceof Route.Approval && request.approvedFigures() != null
                        && request.approvedFigures().equals(figures(request, account).hash()));
        return passes ? Optional.empty() : Optional.of(answer);
    }

    /**
     * Approves a request for the figures that the approver saw.
     * @param seen the hash of those figures
     * @throws RefusedException when the approver asked for it, when it does not wait for
     * approval, or when the figures have changed since
     */
    public void approve(RequestId id, String approver, String seen, String reason) {
        decide(id, approver, seen, reason, true);
    }

    /**
     * Says no to a request that waits for approval, under the same conditions as
     * {@link #approve}.
     */
    public void decline(RequestId id, String approver, String seen, String reason) {
        decide(id, approver, seen, reason, false);
    }

    private void decide(RequestId id, String approver, String seen, String reason, boolean approved) {
        this.work.inOneTransaction(() -> {
            StoredRequest request = stored(id);
            if (request.cancellation().requestedBy().strip().equalsIgnoreCase(approver.strip())) {
                throw new RefusedException(
                        "request " + id + ": " + approver + " asked for it, accepted: a decision by somebody else");
            }
            requireState(request, RequestState.PENDING_APPROVAL);
            Figures figures = figures(request);
            if (!figures.hash().equals(seen)) {
                throw new RefusedException("request " + id
                        + ": the figures have changed since they were shown, accepted: a decision on " + figures);
            }
            if (!this.requests.decide(request, approver, approved, figures, reason)) {
                throw new RefusedException("request " + id + " was decided by somebody else in this moment");
            }
            this.audit.append(approver, approved ? "APPROVED" : "DECLINED", "request " + id,
                    "figures " + seen + "; " + reason);
            return id;
        });
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
            if (request.state() == RequestState.QUEUED && !today.isBefore(request.cancellation().effectiveDate())) {
                throw new RefusedException("request " + id + " took effect on " + request.cancellation().effectiveDate()
                        + ", accepted: a withdrawal before that day");
            }
            if (!request.state().next().contains(RequestState.WITHDRAWN)
                    || !this.requests.move(id, request.state(), RequestState.WITHDRAWN)) {
                throw new RefusedException(
                        "request " + id + " is " + request.state() + ", accepted: PENDING_APPROVAL or QUEUED");
            }
            this.audit.append(person, "WITHDRAWN", "request " + id, "");
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
