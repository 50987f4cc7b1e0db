package org.prorata.web.api;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.Subscriptions;
import org.prorata.subscription.TenantAccount;
import org.prorata.subscription.TenantId;
import org.prorata.web.problem.FieldCode;
import org.prorata.web.problem.ProblemCode;
import org.prorata.web.problem.ProblemException;
import org.springframework.stereotype.Component;

/**
 * Whose things a caller may see: a tenant administrator those of one tenant, the others
 * all. What is not theirs does not exist for them.
 */
@Component
class Accounts {

    private static final int YEARS_AHEAD = 5;

    private final Subscriptions subscriptions;

    private final Clock clock;

    Accounts(Subscriptions subscriptions, Clock clock) {
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /**
     * Returns the only tenant that a person may see; {@code null} for all.
     * @param wide the roles that see all
     */
    static @Nullable TenantId onlyTenant(Person me, Role... wide) {
        if (Arrays.stream(wide).anyMatch(me::has)) {
            return null;
        }
        return me.tenant().orElseThrow(() -> ProblemException.of(ProblemCode.FORBIDDEN));
    }

    /** Refuses what belongs to a tenant that the person may not see. */
    static void requireSight(TenantId tenant, Person me, Role... wide) {
        TenantId only = onlyTenant(me, wide);
        if (only != null && !only.equals(tenant)) {
            throw ProblemException.of(ProblemCode.NOT_FOUND);
        }
    }

    /** Returns the account of a subscription's tenant. */
    TenantAccount of(SubscriptionId id) {
        TenantAccount account = this.subscriptions.accountsOf(List.of(id)).get(id);
        if (account == null) {
            throw ProblemException.of(ProblemCode.NOT_FOUND);
        }
        return account;
    }

    LocalDate today(TenantAccount account) {
        return LocalDate.ofInstant(this.clock.instant(), account.tenant().timeZone());
    }

    /** Refuses a day on which no cancellation that is filed now can take effect. */
    void requireAhead(TenantAccount account, LocalDate effectiveDate, String pointer) {
        LocalDate today = today(account);
        LocalDate latest = today.plusYears(YEARS_AHEAD);
        if (effectiveDate.isBefore(today) || effectiveDate.isAfter(latest)) {
            throw ProblemException.invalid(pointer, FieldCode.RANGE, today.toString(), latest.toString());
        }
    }

}
