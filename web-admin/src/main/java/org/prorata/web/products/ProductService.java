package org.prorata.web.products;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.Filing;
import org.prorata.cancellation.ProductDesk;
import org.prorata.cancellation.RefusedException;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.TenantProducts;
import org.prorata.charge.Charge;
import org.prorata.db.callback.Callback;
import org.prorata.db.callback.CallbackDesk;
import org.prorata.db.cancellation.RequestRegister;
import org.prorata.db.credit.IssuedCredits;
import org.prorata.db.subscription.Tenants;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.Subscriptions;
import org.prorata.subscription.TenantAccount;
import org.prorata.subscription.TenantId;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

/**
 * What tenant administrators do with their own products, and what support may see of
 * everybody's. To a tenant administrator another tenant's products do not exist.
 */
@Service
class ProductService {

    static final int MOST_FOUND = 25;

    private static final int MOST_REQUESTS = 50;

    private static final String READERS = "hasAnyRole('TENANT_ADMIN', 'SUPPORT')";

    private static final String WRITERS = "hasRole('TENANT_ADMIN')";

    /**
     * A product that the person may see.
     *
     * @param products it and the others of its tenant
     * @param product the product
     * @param mine whether the person administers its tenant
     */
    public record Seen(TenantProducts products, TenantProducts.Product product, boolean mine) {

        TenantId tenant() {
            return this.products.tenant().id();
        }

        SubscriptionId id() {
            return this.product.subscription().id();
        }

    }

    private final ProductDesk products;

    private final CancellationDesk cancellations;

    private final CallbackDesk callbacks;

    private final Subscriptions subscriptions;

    private final Tenants tenants;

    private final RequestRegister requests;

    private final IssuedCredits credits;

    private final CancelPlans plans;

    private final Clock clock;

    ProductService(ProductDesk products, CancellationDesk cancellations, CallbackDesk callbacks,
            Subscriptions subscriptions, Tenants tenants, RequestRegister requests, IssuedCredits credits,
            CancelPlans plans, Clock clock) {
        this.products = products;
        this.cancellations = cancellations;
        this.callbacks = callbacks;
        this.subscriptions = subscriptions;
        this.tenants = tenants;
        this.requests = requests;
        this.credits = credits;
        this.plans = plans;
        this.clock = clock;
    }

    /** Finds tenants by name or id, one more than {@link #MOST_FOUND} at most. */
    @PreAuthorize("hasRole('SUPPORT')")
    public List<Tenants.Found> search(String words) {
        return this.tenants.search(words, MOST_FOUND + 1);
    }

    /** Returns a tenant that the person may see. */
    @PreAuthorize(READERS)
    public Tenants.Found tenant(Person me, TenantId id) {
        if (!sees(me, id)) {
            throw notThere();
        }
        return this.tenants.find(id).orElseThrow(ProductService::notThere);
    }

    @PreAuthorize(READERS)
    public Optional<TenantProducts> products(Person me, TenantId id) {
        return sees(me, id) ? this.products.of(id) : Optional.empty();
    }

    /** Returns a product that the person may see. */
    @PreAuthorize(READERS)
    public Seen product(Person me, String id) {
        if (id.isEmpty() || id.length() > 64) {
            throw notThere();
        }
        SubscriptionId subscription = SubscriptionId.of(id);
        TenantAccount account = this.subscriptions.accountsOf(List.of(subscription)).get(subscription);
        if (account == null || !sees(me, account.tenant().id())) {
            throw notThere();
        }
        TenantProducts all = this.products.of(account.tenant().id()).orElseThrow(ProductService::notThere);
        return all.products()
            .stream()
            .filter(each -> each.subscription().id().equals(subscription))
            .findFirst()
            .map(each -> new Seen(all, each, isMine(me, account.tenant().id())))
            .orElseThrow(ProductService::notThere);
    }

    @PreAuthorize(READERS)
    public List<Charge> charges(Seen seen) {
        return this.subscriptions.chargesOf(seen.id());
    }

    /** Returns the latest requests about a product. */
    @PreAuthorize(READERS)
    public List<RequestRegister.Entry> requests(Seen seen) {
        return this.requests.of(seen.id(), MOST_REQUESTS);
    }

    @PreAuthorize(READERS)
    public List<IssuedCredits.Issued> credits(Seen seen) {
        return this.credits.of(seen.id());
    }

    @PreAuthorize(READERS)
    public Optional<Callback> callback(Seen seen) {
        return this.callbacks.openOf(seen.id());
    }

    /**
     * Files a cancellation.
     * @param effective the first day without service
     * @return the request: this one, or the open one that was there before
     */
    @PreAuthorize(WRITERS)
    public RequestId cancel(Person me, Seen seen, LocalDate effective, String reason) {
        requireMine(me, seen);
        RequestId id = this.plans.newRequest();
        Filing filing;
        try {
            filing = this.cancellations.file(List.of(new Cancellation(id, seen.id(),
                    this.clock.instant().truncatedTo(ChronoUnit.MICROS), me.id().value(), effective, reason)))
                .getFirst();
        }
        catch (DuplicateKeyException ex) {
            // somebody else was first in this moment
            return open(me, seen);
        }
        return switch (filing) {
            case Filing.Filed(var _), Filing.Unchanged() -> id;
            case Filing.Refused(var _, var _, var _, var _) -> open(me, seen);
        };
    }

    private RequestId open(Person me, Seen seen) {
        return CancelPlans.openRequest(product(me, seen.id().value()).product())
            .orElseThrow(() -> new RefusedException("subscription " + seen.id() + " cannot be cancelled now"))
            .cancellation()
            .id();
    }

    @PreAuthorize(WRITERS)
    public ProductDesk.Removal removeLicences(Person me, Seen seen, int assigned, int remove) {
        requireMine(me, seen);
        return this.products.removeLicences(seen.tenant(), seen.id(), assigned, remove, me.id().value());
    }

    @PreAuthorize(WRITERS)
    public CallbackDesk.Step askToBeCalled(Person me, Seen seen, String phone, String language, String hours) {
        requireMine(me, seen);
        return this.callbacks.ask(seen.tenant(), seen.id(), phone, language, hours, me.id().value());
    }

    @PreAuthorize(WRITERS)
    public CallbackDesk.Step cancelCallback(Person me, Seen seen) {
        requireMine(me, seen);
        return this.callbacks.openOf(seen.id())
            .map(callback -> this.callbacks.cancel(seen.tenant(), callback.number(), me.id().value()))
            .orElseGet(CallbackDesk.Step.NotKnown::new);
    }

    static boolean sees(Person me, TenantId tenant) {
        return isMine(me, tenant) || me.has(Role.SUPPORT);
    }

    static boolean isMine(Person me, TenantId tenant) {
        return me.tenant().filter(tenant::equals).isPresent();
    }

    private static void requireMine(Person me, Seen seen) {
        if (!isMine(me, seen.tenant())) {
            throw notThere();
        }
    }

    static ResponseStatusException notThere() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

}
