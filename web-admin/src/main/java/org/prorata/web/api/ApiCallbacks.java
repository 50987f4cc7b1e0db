package org.prorata.web.api;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RequestId;
import org.prorata.db.callback.Callback;
import org.prorata.db.callback.CallbackDesk;
import org.prorata.db.callback.CallbackDesk.Step;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;
import org.prorata.web.paging.Cursors;
import org.prorata.web.problem.FieldCode;
import org.prorata.web.problem.ProblemCode;
import org.prorata.web.problem.ProblemException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Keeps callbacks for API clients. */
@Service
class ApiCallbacks {

    private final CallbackDesk desk;

    private final Accounts accounts;

    private final Cursors cursors;

    ApiCallbacks(CallbackDesk desk, Accounts accounts, Cursors cursors) {
        this.desk = desk;
        this.accounts = accounts;
        this.cursors = cursors;
    }

    @PreAuthorize("hasRole('TENANT_ADMIN')")
    public Idempotency.Created<CallbackDocument> ask(Person me, CallbacksEndpoint.NewCallback wish) {
        TenantId tenant = me.tenant().orElseThrow(() -> ProblemException.of(ProblemCode.FORBIDDEN));
        String hours = wish.preferredHours();
        Step step = this.desk.ask(tenant, SubscriptionId.of(wish.subscriptionId()), wish.phone(), wish.language(),
                (hours != null) ? hours : "", me.id().value());
        if (step instanceof Step.NotKnown) {
            throw ProblemException.invalid("/subscription_id", FieldCode.UNKNOWN);
        }
        return created(document(step));
    }

    private static Idempotency.Created<CallbackDocument> created(CallbackDocument callback) {
        return new Idempotency.Created<>("/api/v1/callbacks/" + callback.number(), callback);
    }

    @PreAuthorize("hasAnyRole('SUPPORT', 'AUDITOR')")
    public Listing<CallbackDocument> list(Callback.State state, @Nullable String cursor, int limit) {
        String list = "api callbacks " + state;
        long after = (cursor != null) ? Long.parseLong(this.cursors.place(list, cursor, 1).getFirst()) : 0;
        CallbackDesk.Page page = this.desk.queue(state, after, limit);
        Long next = page.next();
        return new Listing<>(page.callbacks().stream().map(CallbackDocument::of).toList(),
                (next != null) ? this.cursors.after(list, List.of(next.toString())) : null);
    }

    @PreAuthorize("hasAnyRole('TENANT_ADMIN', 'SUPPORT', 'AUDITOR')")
    public CallbackDocument read(Person me, long number) {
        Callback callback = this.desk.find(number).orElseThrow(() -> ProblemException.of(ProblemCode.NOT_FOUND));
        Accounts.requireSight(callback.tenant(), me, Role.SUPPORT, Role.AUDITOR);
        return CallbackDocument.of(callback);
    }

    @PreAuthorize("hasRole('SUPPORT')")
    public CallbackDocument take(Person me, long number) {
        return document(this.desk.take(number, me.id().value()));
    }

    @PreAuthorize("hasRole('SUPPORT')")
    public CallbackDocument giveBack(Person me, long number) {
        return document(this.desk.giveBack(number, me.id().value()));
    }

    @PreAuthorize("hasRole('SUPPORT')")
    public CallbackDocument note(Person me, long number, String outcome) {
        return document(this.desk.done(number, me.id().value(), outcome));
    }

    @PreAuthorize("hasRole('TENANT_ADMIN')")
    public CallbackDocument cancel(Person me, long number) {
        TenantId tenant = me.tenant().orElseThrow(() -> ProblemException.of(ProblemCode.FORBIDDEN));
        return document(this.desk.cancel(tenant, number, me.id().value()));
    }

    @PreAuthorize("hasRole('SUPPORT')")
    public Idempotency.Created<CallbackDocument> file(Person me, long number,
            CallbacksEndpoint.NewCancellationForTenant wish) {
        Callback callback = this.desk.find(number).orElseThrow(() -> ProblemException.of(ProblemCode.NOT_FOUND));
        LocalDate effectiveDate = Texts.day("/effective_date", wish.effectiveDate());
        this.accounts.requireAhead(this.accounts.of(callback.subscription()), effectiveDate, "/effective_date");
        String reason = wish.reason();
        RequestId request = ApiCancellations.newId();
        CallbackDocument filed = document(
                this.desk.file(number, me.id().value(), request, effectiveDate, (reason != null) ? reason : ""));
        return new Idempotency.Created<>("/api/v1/cancellations/" + request, filed);
    }

    private static CallbackDocument document(Step step) {
        return switch (step) {
            case Step.Done(Callback callback) -> CallbackDocument.of(callback);
            case Step.Filed(Callback callback, var filing) -> {
                ApiCancellations.requireFiled(filing);
                yield CallbackDocument.of(callback);
            }
            case Step.NotNow(Callback callback) ->
                throw ProblemException.of(ProblemCode.WRONG_STATE, callback.state().name());
            case Step.AskedBefore(var callback) -> throw ProblemException.of(ProblemCode.CALLBACK_EXISTS);
            case Step.NotKnown() -> throw ProblemException.of(ProblemCode.NOT_FOUND);
            case Step.Incomplete(String field, String accepted) ->
                throw ProblemException.invalid("/" + field, FieldCode.FORMAT, accepted);
        };
    }

}
