package org.prorata.cancellation;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.policy.Policies;
import org.prorata.subscription.PaymentMethod;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.SubscriptionState;
import org.prorata.subscription.Subscriptions;
import org.prorata.subscription.TenantAccount;
import org.prorata.subscription.TenantId;

/** Where a tenant sees its products and takes licences away from its people. */
public final class ProductDesk {

    /** What became of a removal of licences. */
    public sealed interface Removal {

        /**
         * They are removed.
         *
         * @param before how many were assigned
         * @param left how many are
         * @param gate what the gate answers now
         */
        record Removed(int before, int left, GateAnswer gate) implements Removal {
        }

        /** Nothing was removed: the number cannot be. */
        record OutOfRange(int assigned) implements Removal {
        }

        /** Nothing was removed: others were removed or assigned in this moment. */
        record ChangedMeanwhile(int assigned) implements Removal {
        }

        /**
         * Nothing was removed: the tenant has no such subscription, or it is not active.
         */
        record NotThere() implements Removal {
        }

    }

    private final Gate gate;

    private final Subscriptions subscriptions;

    private final CancellationRequests requests;

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final Clock clock;

    public ProductDesk(Policies policies, Subscriptions subscriptions, CancellationRequests requests, AuditTrail audit,
            UnitOfWork work, Clock clock) {
        this.gate = new Gate(policies);
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.audit = audit;
        this.work = work;
        this.clock = clock;
    }

    /** Returns a tenant's products; empty when it is not known or has none. */
    public Optional<TenantProducts> of(TenantId tenant) {
        return this.subscriptions.account(tenant).map(this::products);
    }

    private TenantProducts products(TenantAccount account) {
        LocalDate today = today(account);
        Map<SubscriptionId, StoredRequest> open = this.requests
            .openOf(account.subscriptions().stream().map(Subscription::id).toList());
        List<TenantProducts.Product> products = account.subscriptions()
            .stream()
            .map(each -> new TenantProducts.Product(each, renewsOn(each),
                    this.gate.ask(each, account.subscriptions(), today), changes(each, open.get(each.id()))))
            .toList();
        TenantDiagnosis diagnosis = products.isEmpty() ? new TenantDiagnosis(0, 0, 0)
                : products.getFirst().gate().tenant();
        return new TenantProducts(account.tenant(), diagnosis, products);
    }

    private static @Nullable LocalDate renewsOn(Subscription subscription) {
        boolean renews = subscription.isActiveAndPaid() && subscription.autoRenew()
                && !subscription.recurringBillingStopped();
        return renews ? subscription.termEnd().plusDays(1) : null;
    }

    private static List<ScheduledChange> changes(Subscription subscription, @Nullable StoredRequest request) {
        List<ScheduledChange> changes = new ArrayList<>();
        if (request != null) {
            changes.add(
                    new ScheduledChange(
                            (request.state() == RequestState.PENDING_APPROVAL)
                                    ? ScheduledChange.Kind.CANCELLATION_IN_REVIEW : ScheduledChange.Kind.CANCELLATION,
                            request.cancellation().effectiveDate(), request));
        }
        if (subscription.state() == SubscriptionState.ACTIVE) {
            LocalDate after = subscription.termEnd().plusDays(1);
            if (subscription.isTrial()) {
                boolean converts = subscription.paymentMethod() != PaymentMethod.NONE && subscription.autoRenew()
                        && !subscription.recurringBillingStopped();
                changes.add(new ScheduledChange(
                        converts ? ScheduledChange.Kind.TRIAL_CONVERTS : ScheduledChange.Kind.TRIAL_ENDS, after, null));
            }
            else if (subscription.recurringBillingStopped()) {
                changes.add(new ScheduledChange(ScheduledChange.Kind.ENDS_WITH_TERM, after, null));
            }
        }
        return List.copyOf(changes);
    }

    /**
     * Takes assigned licences away, of which the gate hears at once; requests of the
     * tenant that are due are asked about again.
     * @param tenant who does it; another tenant's subscription is not there
     * @param seen how many were assigned when the person looked
     * @param remove how many to take away, 1 to all of them
     */
    public Removal removeLicences(TenantId tenant, SubscriptionId id, int seen, int remove, String person) {
        return this.work.inOneTransaction(() -> {
            Subscription subscription = find(tenant, id);
            if (subscription == null || subscription.state() != SubscriptionState.ACTIVE) {
                return new Removal.NotThere();
            }
            int assigned = subscription.assignedLicences();
            if (assigned != seen) {
                return new Removal.ChangedMeanwhile(assigned);
            }
            if (remove < 1 || remove > assigned) {
                return new Removal.OutOfRange(assigned);
            }
            if (!this.subscriptions.assign(id, assigned, assigned - remove)) {
                Subscription now = find(tenant, id);
                return (now != null) ? new Removal.ChangedMeanwhile(now.assignedLicences()) : new Removal.NotThere();
            }
            this.audit.append(person, "LICENCES_REMOVED", "subscription " + id,
                    remove + " of " + assigned + " assigned licences, " + (assigned - remove) + " left");
            TenantAccount account = this.subscriptions.account(tenant).orElseThrow();
            return new Removal.Removed(assigned, assigned - remove,
                    this.gate.ask(account.subscription(id), account.subscriptions(), today(account)));
        });
    }

    private @Nullable Subscription find(TenantId tenant, SubscriptionId id) {
        return this.subscriptions.account(tenant)
            .flatMap(account -> account.subscriptions().stream().filter(each -> each.id().equals(id)).findFirst())
            .orElse(null);
    }

    private LocalDate today(TenantAccount account) {
        return LocalDate.ofInstant(this.clock.instant(), account.tenant().timeZone());
    }

}
