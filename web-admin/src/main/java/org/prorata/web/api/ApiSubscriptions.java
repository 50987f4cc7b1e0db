package org.prorata.web.api;

import java.time.LocalDate;
import java.util.List;

import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.GateAnswer;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantAccount;
import org.prorata.web.products.CancelPlans;
import org.prorata.web.products.Text;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Asks about subscriptions for API clients. */
@Service
class ApiSubscriptions {

    private static final Role[] WIDE = { Role.SUPPORT, Role.APPROVER, Role.AUDITOR };

    private final CancellationDesk desk;

    private final Accounts accounts;

    private final CancelPlans plans;

    private final MessageSource messages;

    ApiSubscriptions(CancellationDesk desk, Accounts accounts, CancelPlans plans, MessageSource messages) {
        this.desk = desk;
        this.accounts = accounts;
        this.plans = plans;
        this.messages = messages;
    }

    @PreAuthorize("hasAnyRole('TENANT_ADMIN', 'SUPPORT', 'APPROVER', 'AUDITOR')")
    public EligibilityDocument eligibility(Person me, SubscriptionId id) {
        TenantAccount account = visible(me, id);
        GateAnswer answer = this.desk.ask(id);
        Subscription subscription = account.subscription(id);
        return EligibilityDocument.of(id, account.tenant().id(), answer, said(this.plans.reasons(subscription, answer)),
                said(this.plans.actions(answer)));
    }

    private List<String> said(List<Text> texts) {
        return texts.stream().map(each -> each.in(this.messages, LocaleContextHolder.getLocale())).toList();
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
