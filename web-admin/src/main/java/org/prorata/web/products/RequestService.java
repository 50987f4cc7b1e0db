package org.prorata.web.products;

import java.time.LocalDate;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.Preview;
import org.prorata.cancellation.RefusedException;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.StoredRequest;
import org.prorata.credit.Credit;
import org.prorata.credit.Settlement;
import org.prorata.db.cancellation.RequestRegister;
import org.prorata.db.cancellation.Timelines;
import org.prorata.db.cancellation.Timelines.Timeline;
import org.prorata.db.credit.IssuedCredits;
import org.prorata.people.Person;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/**
 * What a tenant administrator sees of a request, and the way to take it back. To him the
 * requests of other tenants do not exist.
 */
@Service
class RequestService {

    /**
     * A request that the person may see.
     *
     * @param seen the product that it is about
     * @param request what was asked for and where it stands
     * @param approveBy the last day for the approvers; {@code null} where nobody decides
     * @param timeline what happened
     * @param preview what it is going to do; {@code null} where it is done
     * @param issued the credit; {@code null} until there is one
     * @param credit what was, or is to be, given back; {@code null} for nothing
     * @param promise by when; {@code null} where nothing comes back
     * @param today the tenant's day
     */
    public record SeenRequest(ProductService.Seen seen, StoredRequest request, @Nullable LocalDate approveBy,
            Timeline timeline, @Nullable Preview preview, IssuedCredits.@Nullable Issued issued,
            @Nullable Credit credit, @Nullable Promise promise, LocalDate today) {

        boolean isWithdrawable() {
            return this.seen.mine() && this.request.canBeWithdrawnOn(this.today);
        }

    }

    private final ProductService products;

    private final CancellationDesk desk;

    private final RequestRegister requests;

    private final Timelines timelines;

    private final IssuedCredits credits;

    private final CancelPlans plans;

    RequestService(ProductService products, CancellationDesk desk, RequestRegister requests, Timelines timelines,
            IssuedCredits credits, CancelPlans plans) {
        this.products = products;
        this.desk = desk;
        this.requests = requests;
        this.timelines = timelines;
        this.credits = credits;
        this.plans = plans;
    }

    /** Returns a request that the person may see. */
    @PreAuthorize("hasAnyRole('TENANT_ADMIN', 'SUPPORT')")
    public SeenRequest request(Person me, String name) {
        if (name.isEmpty() || name.length() > 64) {
            throw ProductService.notThere();
        }
        RequestId id = RequestId.of(name);
        RequestRegister.Entry entry = this.requests.find(id).orElseThrow(ProductService::notThere);
        ProductService.Seen seen = this.products.product(me, entry.request().cancellation().subscription().value());
        Timeline timeline = this.timelines.of(id).orElseThrow(ProductService::notThere);
        LocalDate today = this.plans.today(seen.products().tenant());
        IssuedCredits.Issued issued = this.credits.of(id).orElse(null);
        Preview preview = preview(entry.request());
        Credit credit = (issued != null) ? this.credits.whole(id).orElse(null)
                : (preview != null && preview.settlement() instanceof Settlement.Credited(Credit due)) ? due : null;
        return new SeenRequest(seen, entry.request(), entry.approveBy(), timeline, preview, issued, credit,
                promise(issued, preview, today), today);
    }

    private @Nullable Preview preview(StoredRequest request) {
        if (!request.state().isOpen()) {
            return null;
        }
        try {
            return this.desk.preview(request.cancellation().id());
        }
        catch (RefusedException ex) {
            // its policy is gone from the policies file: nothing can be promised
            return null;
        }
    }

    private static @Nullable Promise promise(IssuedCredits.@Nullable Issued issued, @Nullable Preview preview,
            LocalDate today) {
        if (issued != null) {
            return Promise.of(issued.dueBy(), issued.returnedOn(), true, today);
        }
        LocalDate dueBy = Optional.ofNullable(preview).map(Preview::dueBy).orElse(null);
        return (dueBy != null) ? Promise.of(dueBy, null, false, today) : null;
    }

    /**
     * Takes a request back.
     * @return whether it still could be
     */
    @PreAuthorize("hasRole('TENANT_ADMIN')")
    public boolean withdraw(Person me, SeenRequest request) {
        if (!ProductService.isMine(me, request.seen().tenant())) {
            throw ProductService.notThere();
        }
        try {
            this.desk.withdraw(request.request().cancellation().id(), me.id().value(), request.today());
            return true;
        }
        catch (RefusedException ex) {
            return false;
        }
    }

}
