package org.prorata.cancellation;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.approval.ApprovalRuleBook;
import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.approval.Figures;
import org.prorata.approval.RejectionReason;
import org.prorata.audit.AuditTrail;
import org.prorata.policy.Policies;
import org.prorata.subscription.Subscriptions;
import org.prorata.subscription.TenantAccount;

/**
 * Where approvers say yes or no. Who asked never decides, whatever the person's other
 * rights; an approval is good for the figures that were seen and for no others; of two
 * people who decide at once one does, and the other is told. There is no way round it.
 */
public final class ApprovalDesk {

    /** The most decisions that may be handed in together. */
    public static final int MOST_AT_ONCE = 50;

    private static final int LONGEST_WORDS = 1000;

    private static final int SHORTEST_REASON = 10;

    /**
     * A decision as it is handed in.
     *
     * @param request about which request
     * @param version the version that was seen
     * @param figures the hash of the figures that were seen
     * @param approved yes or no
     * @param reason why not; {@code null} for a yes
     * @param words a comment, which may be empty; 10 to 1000 characters for a no
     */
    public record Decision(RequestId request, long version, String figures, boolean approved,
            @Nullable RejectionReason reason, String words) {

        public static Decision approve(RequestId request, long version, String figures, String comment) {
            return new Decision(request, version, figures, true, null, comment);
        }

        public static Decision reject(RequestId request, long version, String figures, RejectionReason reason,
                String words) {
            return new Decision(request, version, figures, false, reason, words);
        }

    }

    /** One of the decisions that were handed in together, and what became of it. */
    public record Result(RequestId request, DecisionOutcome outcome) {
    }

    private record Authority(DecisionOutcome.@Nullable Why refusal, @Nullable String onBehalfOf) {
    }

    private final Workings workings;

    private final Subscriptions subscriptions;

    private final CancellationRequests requests;

    private final ApprovalCases cases;

    private final Approvers approvers;

    private final ApprovalRuleBook rules;

    private final AuditTrail audit;

    private final Outbox outbox;

    private final UnitOfWork work;

    private final Clock clock;

    public ApprovalDesk(Policies policies, Subscriptions subscriptions, CancellationRequests requests,
            ApprovalCases cases, Approvers approvers, ApprovalRuleBook rules, AuditTrail audit, Outbox outbox,
            UnitOfWork work, Clock clock) {
        this.workings = new Workings(new Gate(policies), policies, subscriptions);
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.cases = cases;
        this.approvers = approvers;
        this.rules = rules;
        this.audit = audit;
        this.outbox = outbox;
        this.work = work;
        this.clock = clock;
    }

    /**
     * Opens a request for somebody who looks at it, with its figures as of now. Where
     * they have changed since approvals were given, those approvals are dropped.
     * @param person who looks
     * @return empty when the request is not known or never needed an approval
     */
    public Optional<ApprovalView> open(RequestId id, String person) {
        return this.work.inOneTransaction(() -> {
            StoredRequest request = this.requests.find(List.of(id)).get(id);
            Optional<ApprovalCase> found = this.cases.find(id);
            if (request == null || found.isEmpty()) {
                return Optional.empty();
            }
            Workings.Worked now = worked(request);
            ApprovalCase approval = found.get();
            if (approval.state() == ApprovalCase.State.WAITING && !now.figures().hash().equals(approval.figures())) {
                approval = changed(approval, now);
            }
            List<GivenDecision> decisions = this.cases.decisions(id);
            Authority authority = authority(approval, now, person, decisions);
            return Optional
                .of(new ApprovalView(request, approval, now.figures(), now.settlement(), now.account().tenant(),
                        now.subscription(), now.answer(), decisions, authority.refusal(), authority.onBehalfOf()));
        });
    }

    /**
     * Approves a request for the figures that its view shows now, in its own transaction.
     */
    public DecisionOutcome approve(RequestId id, String person, long version, String figures, String comment) {
        return decide(Decision.approve(id, version, figures, comment), person);
    }

    /** Rejects a request, under the same conditions as {@link #approve}. */
    public DecisionOutcome reject(RequestId id, String person, long version, String figures, RejectionReason reason,
            String words) {
        return decide(Decision.reject(id, version, figures, reason, words), person);
    }

    /**
     * Hands in up to {@value #MOST_AT_ONCE} decisions, each of which is checked, decided
     * and recorded alone.
     * @throws IllegalArgumentException when there are more
     */
    public List<Result> decideAll(List<Decision> decisions, String person) {
        if (decisions.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(
                    decisions.size() + " decisions at once, accepted: up to " + MOST_AT_ONCE);
        }
        List<Result> results = new ArrayList<>();
        decisions.forEach(decision -> results.add(new Result(decision.request(), decide(decision, person))));
        return List.copyOf(results);
    }

    /** Takes one decision in a transaction of its own. */
    public DecisionOutcome decide(Decision decision, String person) {
        String words = decision.words().strip();
        if (words.length() > LONGEST_WORDS) {
            return new DecisionOutcome.Incomplete("words", "up to " + LONGEST_WORDS + " characters");
        }
        if (!decision.approved() && words.length() < SHORTEST_REASON) {
            return new DecisionOutcome.Incomplete("words", SHORTEST_REASON + " to " + LONGEST_WORDS + " characters");
        }
        if (!decision.approved() && decision.reason() == null) {
            return new DecisionOutcome.Incomplete("reason", List.of(RejectionReason.values()).toString());
        }
        return this.work.inOneTransaction(() -> decide(decision, person.strip(), words));
    }

    private DecisionOutcome decide(Decision decision, String person, String words) {
        RequestId id = decision.request();
        StoredRequest request = this.requests.find(List.of(id)).get(id);
        Optional<ApprovalCase> found = this.cases.find(id);
        if (request == null || found.isEmpty()) {
            return new DecisionOutcome.NotWaiting((request != null) ? request.state() : null);
        }
        ApprovalCase approval = found.get();
        if (Approver.samePerson(approval.requestedBy(), person)) {
            return new DecisionOutcome.NotAllowed(DecisionOutcome.Why.OWN_REQUEST);
        }
        if (approval.state() != ApprovalCase.State.WAITING) {
            return (approval.version() != decision.version())
                    ? new DecisionOutcome.DecidedMeanwhile(approval.state(), approval.version())
                    : new DecisionOutcome.NotWaiting(request.state());
        }
        Workings.Worked now = worked(request);
        Authority authority = authority(approval, now, person, this.cases.decisions(id));
        if (authority.refusal() != null) {
            return new DecisionOutcome.NotAllowed(authority.refusal());
        }
        if (!now.figures().hash().equals(approval.figures())) {
            approval = changed(approval, now);
        }
        if (!now.figures().hash().equals(decision.figures())) {
            return new DecisionOutcome.ChangedSince(this.cases.figuresShown(id, decision.figures())
                .map(seen -> seen.changesTo(now.figures()))
                .orElse(List.of()), now.figures(), approval.version());
        }
        if (approval.version() != decision.version()) {
            return new DecisionOutcome.DecidedMeanwhile(approval.state(), approval.version());
        }
        return record(decision,
                new GivenDecision(person, authority.onBehalfOf(), decision.approved(), decision.figures(),
                        decision.reason(), words, this.clock.instant().truncatedTo(ChronoUnit.MICROS), null),
                approval, now);
    }

    private DecisionOutcome record(Decision decision, GivenDecision given, ApprovalCase approval, Workings.Worked now) {
        RequestId id = decision.request();
        ApprovalCases.Shown shown = now.shown(this.rules.inForce());
        if (!this.cases.decide(approval, shown, given, now.account().revision())) {
            ApprovalCase other = this.cases.find(id).orElse(approval);
            return new DecisionOutcome.DecidedMeanwhile(other.state(), other.version());
        }
        this.audit.append(given.person(), decision.approved() ? "APPROVED" : "DECLINED", "request " + id,
                "figures " + decision.figures()
                        + ((given.onBehalfOf() != null) ? "; on behalf of " + given.onBehalfOf() : "")
                        + ((decision.reason() != null) ? "; " + decision.reason() : "") + "; " + given.words());
        long version = approval.version() + 1;
        if (!decision.approved()) {
            this.outbox.add(RequestEvent.REJECTED, List.of(id));
            return new DecisionOutcome.Rejected(version);
        }
        int yes = approval.given() + 1;
        if (yes < shown.needed()) {
            return new DecisionOutcome.Counted(yes, shown.needed(), version);
        }
        this.outbox.add(RequestEvent.APPROVED, List.of(id));
        this.outbox.add(RequestEvent.QUEUED, List.of(id));
        return new DecisionOutcome.Approved(version);
    }

    /**
     * Takes a person's own approval back until a run has claimed the request, which waits
     * again.
     */
    public DecisionOutcome takeBack(RequestId id, String person) {
        return this.work.inOneTransaction(() -> {
            StoredRequest request = this.requests.find(List.of(id)).get(id);
            Optional<ApprovalCase> found = this.cases.find(id);
            if (request == null || found.isEmpty()) {
                return new DecisionOutcome.NotWaiting((request != null) ? request.state() : null);
            }
            boolean counts = this.cases.decisions(id)
                .stream()
                .anyMatch(each -> each.approved() && each.droppedBecause() == null
                        && Approver.samePerson(each.person(), person));
            if (!counts) {
                return new DecisionOutcome.NotAllowed(DecisionOutcome.Why.NOTHING_TO_TAKE_BACK);
            }
            if (!this.cases.takeBack(found.get(), person.strip())) {
                ApprovalCase now = this.cases.find(id).orElseThrow();
                return (now.version() != found.get().version())
                        ? new DecisionOutcome.DecidedMeanwhile(now.state(), now.version())
                        : new DecisionOutcome.NotAllowed(DecisionOutcome.Why.RUN_HAS_STARTED);
            }
            this.audit.append(person, "APPROVAL_TAKEN_BACK", "request " + id, "");
            if (request.state() == RequestState.QUEUED) {
                this.outbox.add(RequestEvent.REQUIRES_REVIEW, List.of(id));
            }
            return new DecisionOutcome.TakenBack(found.get().version() + 1);
        });
    }

    private Workings.Worked worked(StoredRequest request) {
        TenantAccount account = this.subscriptions.accountsOf(List.of(request.cancellation().subscription()))
            .get(request.cancellation().subscription());
        if (account == null) {
            throw new IllegalStateException("request " + request.cancellation().id() + " has no subscription");
        }
        return this.workings.of(request, account);
    }

    private ApprovalCase changed(ApprovalCase approval, Workings.Worked now) {
        if (this.cases.changeFigures(approval, now.shown(this.rules.inForce()))) {
            Figures figures = now.figures();
            this.audit.append("approval desk", "FIGURES_CHANGED", "request " + approval.request(),
                    "from " + approval.figures() + " to " + figures.hash() + ": " + figures.countedLicences()
                            + " licences, refund " + figures.refund() + "; " + approval.given() + " approvals dropped");
        }
        return this.cases.find(approval.request()).orElseThrow();
    }

    private Authority authority(ApprovalCase approval, Workings.Worked now, String person,
            List<GivenDecision> decisions) {
        if (Approver.samePerson(approval.requestedBy(), person)) {
            return refused(DecisionOutcome.Why.OWN_REQUEST);
        }
        Optional<Approver> approver = this.approvers.find(person).filter(Approver::enabled);
        if (approver.isEmpty()) {
            return refused(DecisionOutcome.Why.NOT_AN_APPROVER);
        }
        LocalDate today = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
        if (approval.approveBy().isBefore(today)) {
            return refused(DecisionOutcome.Why.LAST_DAY_IS_OVER);
        }
        boolean before = decisions.stream()
            .anyMatch(each -> each.droppedBecause() == null && Approver.samePerson(each.person(), person)
                    && each.figures().equals(now.figures().hash()));
        if (before) {
            return refused(DecisionOutcome.Why.APPROVED_BEFORE);
        }
        String country = now.account().tenant().country();
        String currency = now.account().tenant().currency().getCode();
        BigDecimal refund = now.refund();
        DecisionOutcome.Why why = refusal(approver.get(), country, refund, currency);
        if (why == null) {
            return new Authority(null, null);
        }
        // whoever asked cannot lend the right to say yes to it either
        return this.approvers.delegatorsOf(person, today)
            .stream()
            .filter(each -> !Approver.samePerson(each.person(), approval.requestedBy()))
            .filter(each -> refusal(each, country, refund, currency) == null)
            .findFirst()
            .map(each -> new Authority(null, each.person()))
            .orElse(refused(why));
    }

    private static DecisionOutcome.@Nullable Why refusal(Approver approver, String country, BigDecimal refund,
            String currency) {
        if (!approver.coversCountry(country)) {
            return DecisionOutcome.Why.OTHER_COUNTRY;
        }
        return approver.coversAmount(refund, currency) ? null : DecisionOutcome.Why.ABOVE_LIMIT;
    }

    private static Authority refused(DecisionOutcome.Why why) {
        return new Authority(why, null);
    }

}
