package org.prorata.web.api;

import java.time.LocalDate;

import org.prorata.cancellation.CancellationDesk;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantAccount;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Asks about subscriptions for API clients. */
@Service
class ApiSubscriptions {

    private static final Role[] WIDE = { Role.SUPPORT, Role.APPROVER, Role.AUDITOR };

    private final CancellationDesk desk;

    private final Accounts accounts;

    ApiSubscriptions(CancellationDesk desk, Accounts accounts) {
        this.desk = desk;
        this.accounts = accounts;
    }

    @PreAuthorize("hasAnyRole('TENANT_ADMIN', 'SUPPORT', 'APPROVER', 'AUDITOR')")
    public EligibilityDocument eligibility(Person me, SubscriptionId id) {
        TenantAccount account = visible(me, id);
        return EligibilityDocument.of(id, account.tenant().id(), this.desk.ask(id));
    }

    @PreAuthorize("hasAnyRole('TENANT_ADMIN', 'SUPPORT', 'APPROVER', 'AUDITOR')")
    public RefundPreviewDocument preview(Person me, SubscriptionId id, LocalDate effectiveDate, String pointer) {
        TenantAccount account = visible(me, id);
        this.accounts.requireAhead(account, effectiveDate, pointer);
        return RefundPreviewDocument.of(this.desk.preview(id, effectiveDate));
    }

    private TenantAccount visible(Person me, SubscriptionId id) {
        TenantAccount account = this.accounts.of(id);
        Accounts.requireSight(account.tenant().id(), me, WIDE);
        return account;
    }

}
