package org.prorata.web.people;

import java.util.List;

import org.prorata.approval.ApprovalRule;
import org.prorata.approval.ApprovalRuleBook;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.people.Person;
import org.prorata.web.security.Confirmation;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/**
 * The rules that say how many people approve. User administrators keep them: they say who
 * approves, and never approve themselves.
 */
@Service
class ApprovalRulesService {

    private final ApprovalRuleBook book;

    private final Confirmation confirmation;

    private final UnitOfWork work;

    ApprovalRulesService(ApprovalRuleBook book, Confirmation confirmation, UnitOfWork work) {
        this.book = book;
        this.confirmation = confirmation;
        this.work = work;
    }

    @PreAuthorize("hasAnyRole('USER_ADMIN', 'AUDITOR')")
    public List<ApprovalRule> inForce() {
        return this.book.inForce().rules();
    }

    /**
     * Puts other rules in force.
     * @param seen the rules that were on the page
     * @return whether those still were in force; otherwise nothing was changed
     */
    @PreAuthorize("hasRole('USER_ADMIN')")
    public boolean replace(Person me, String seen, List<ApprovalRule> rules) {
        this.confirmation.require();
        return this.work.inOneTransaction(() -> {
            if (!this.book.inForce().rules().toString().equals(seen)) {
                return false;
            }
            this.book.replace(rules, me.id().value());
            return true;
        });
    }

}
