package org.prorata.web.products;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.Action;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.GateAnswer;
import org.prorata.cancellation.Reason;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.Route;
import org.prorata.cancellation.ScheduledChange;
import org.prorata.cancellation.StoredRequest;
import org.prorata.cancellation.TenantProducts;
import org.prorata.policy.Policies;
import org.prorata.policy.Policy;
import org.prorata.subscription.Subscription;
import org.prorata.subscription.Tenant;
import org.prorata.web.language.Formats;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.products.CancelPlan.Choice;
import org.prorata.web.products.CancelPlan.When;
import org.springframework.stereotype.Component;

/** Puts together what the desk says about a cancellation for the page that offers it. */
@Component
public class CancelPlans {

    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final CancellationDesk desk;

    private final Policies policies;

    private final Formats formats;

    private final Clock clock;

    private final SecureRandom random = new SecureRandom();

    CancelPlans(CancellationDesk desk, Policies policies, Formats formats, Clock clock) {
        this.desk = desk;
        this.policies = policies;
        this.formats = formats;
        this.clock = clock;
    }

    /** Returns the day it is for a tenant. */
    public LocalDate today(Tenant tenant) {
        return LocalDate.ofInstant(this.clock.instant(), tenant.timeZone());
    }

    /**
     * Plans a cancellation.
     * @param when the name of a day; tomorrow where it is no such name
     * @param day ISO 8601, where the name is {@link When#DAY}
     * @param errors gets what is wrong with the day; the plan is then for tomorrow
     */
    public CancelPlan of(TenantProducts products, TenantProducts.Product product, String when, String day,
            FormErrors errors) {
        LocalDate today = today(products.tenant());
        Subscription subscription = product.subscription();
        LocalDate termEnd = subscription.termEnd().plusDays(1);
        LocalDate latest = termEnd.isAfter(today.plusDays(1)) ? termEnd : today.plusDays(1);
        List<Choice> choices = new ArrayList<>();
        if (!subscription.isTrial()) {
            choices.add(choice(subscription, When.TODAY, today));
            choices.add(choice(subscription, When.TOMORROW, today.plusDays(1)));
        }
        if (choices.isEmpty() || termEnd.isAfter(today.plusDays(1))) {
            choices.add(choice(subscription, When.TERM_END, termEnd));
        }
        Choice chosen = choices.stream()
            .filter(each -> each.when().name().equals(when))
            .findFirst()
            .orElseGet(() -> choices.get(Math.min(1, choices.size() - 1)));
        if (when.equals(When.DAY.name()) && !subscription.isTrial()) {
            LocalDate wanted = date(day);
            if (wanted == null || wanted.isBefore(today) || wanted.isAfter(latest)) {
                errors.add("day", "products.problem.day", this.formats.date(today), this.formats.date(latest));
            }
            else {
                chosen = choices.stream()
                    .filter(each -> each.effective().equals(wanted))
                    .findFirst()
                    .orElseGet(() -> choice(subscription, When.DAY, wanted));
            }
        }
        return new CancelPlan(product, today, List.copyOf(choices), chosen, latest, reasons(product),
                obstacle(product).orElse(null));
    }

    private Choice choice(Subscription subscription, When when, LocalDate effective) {
        return new Choice(when, effective, this.desk.preview(subscription.id(), effective));
    }

    private static @Nullable LocalDate date(String day) {
        try {
            return LocalDate.parse(day);
        }
        catch (DateTimeException ex) {
            return null;
        }
    }

    /** Returns why a product cannot be cancelled; empty where it can. */
    public Optional<Text> obstacle(TenantProducts.Product product) {
        if (openRequest(product).isPresent()) {
            return Optional.of(Text.of("products.obstacle.open"));
        }
        return switch (product.gate().route()) {
            case Route.SelfService(), Route.Approval(var _), Route.TrialStopped(var _) -> Optional.empty();
            case Route.NothingToCancel(), Route.NotCancellable() -> reasons(product).stream().findFirst();
        };
    }

    /** Returns the request that is not done yet, if there is one. */
    public static Optional<StoredRequest> openRequest(TenantProducts.Product product) {
        return product.changes().stream().map(ScheduledChange::request).filter(java.util.Objects::nonNull).findFirst();
    }

    /** Says what the gate argues about a product. */
    public List<Text> reasons(TenantProducts.Product product) {
        return reasons(product.subscription(), product.gate());
    }

    /** Says what the gate argues. */
    public List<Text> reasons(Subscription subscription, GateAnswer gate) {
        return gate.reasons().stream().map(reason -> text(subscription, gate, reason)).toList();
    }

    /** Says what changes the gate's answer. */
    public List<Text> actions(GateAnswer gate) {
        return gate.actions().stream().map(action -> switch (action) {
            case Action.RemoveLicences(long licences, String counted) ->
                Text.of("products.todo.remove", gate.countedLicences(), counted, licences);
            case Action.AskToBeCalled() -> Text.of("products.callback");
            case Action.FileForApproval() -> Text.of("products.action.FILE_FOR_APPROVAL");
            case Action.AskThePartner() -> Text.of("products.action.ASK_THE_PARTNER");
        }).toList();
    }

    private Text text(Subscription subscription, GateAnswer gate, Reason reason) {
        Optional<Policy> policy = this.policies.find(gate.policy());
        Integer limit = policy.map(Policy::selfServiceLimit).orElse(null);
        return Text.of("products.reason." + reason.code(), gate.countedLicences(),
                policy.map(each -> each.countedLicences().name()).orElse(""),
                policy.map(each -> each.scope().name()).orElse(""), (limit != null) ? limit : 0,
                policy.map(each -> each.limitIsSelfService() ? "INCLUDED" : "BELOW").orElse(""),
                this.formats.date(subscription.termEnd()), subscription.state().name(), gate.tenant().paid());
    }

    /** Makes the name of a request that somebody files here. */
    public RequestId newRequest() {
        StringBuilder id = new StringBuilder("W");
        for (int i = 0; i < 12; i++) {
            id.append((i % 4 == 0) ? "-" : "").append(LETTERS.charAt(this.random.nextInt(LETTERS.length())));
        }
        return RequestId.of(id.toString());
    }

}
