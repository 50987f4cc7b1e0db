package org.prorata.web.api;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.RefusedException;
import org.prorata.credit.CreditExplanation;
import org.prorata.db.credit.CreditList;
import org.prorata.db.credit.CreditReplay;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.subscription.TenantId;
import org.prorata.web.paging.Cursors;
import org.prorata.web.paging.Page;
import org.prorata.web.problem.ProblemCode;
import org.prorata.web.problem.ProblemException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Shows credits to API clients. */
@Service
class ApiCredits {

    private static final Role[] WIDE = { Role.OPERATOR, Role.AUDITOR };

    private final CreditList credits;

    private final CreditReplay replay;

    private final Cursors cursors;

    ApiCredits(CreditList credits, CreditReplay replay, Cursors cursors) {
        this.credits = credits;
        this.replay = replay;
        this.cursors = cursors;
    }

    @PreAuthorize("hasAnyRole('TENANT_ADMIN', 'OPERATOR', 'AUDITOR')")
    public Listing<CreditDocument> list(Person me, @Nullable String tenant, @Nullable LocalDate run,
            @Nullable String cursor, int limit) {
        TenantId only = Accounts.onlyTenant(me, WIDE);
        if (only != null && tenant != null && !only.value().equals(tenant)) {
            throw ProblemException.of(ProblemCode.NOT_FOUND);
        }
        TenantId of = (only != null) ? only : (tenant != null) ? Texts.tenant(tenant) : null;
        String list = "api credits " + of + " " + run;
        Long before = (cursor != null) ? Long.valueOf(this.cursors.place(list, cursor, 1).getFirst()) : null;
        Page<CreditList.Entry> page = Page.of(this.credits.latest(of, run, before, limit + 1), limit, this.cursors,
                list, credit -> List.of(Long.toString(credit.requestNo())));
        return new Listing<>(page.rows().stream().map(credit -> CreditDocument.of(credit, null, null)).toList(),
                page.next());
    }

    @PreAuthorize("hasAnyRole('TENANT_ADMIN', 'OPERATOR', 'AUDITOR')")
    public CreditDocument read(Person me, String number) {
        CreditList.Entry credit = this.credits.find(number)
            .orElseThrow(() -> ProblemException.of(ProblemCode.NOT_FOUND));
        Accounts.requireSight(credit.tenant(), me, WIDE);
        return CreditDocument.of(credit, this.credits.linesOf(credit).stream().map(CreditLineDocument::of).toList(),
                explanation(number));
    }

    private CreditDocument.ExplanationPart explanation(String number) {
        try {
            return this.replay.replay(number)
                .map(again -> new CreditDocument.ExplanationPart(new CreditExplanation(again.credit()).text(),
                        again.same()))
                .orElseThrow();
        }
        catch (RefusedException ex) {
            return new CreditDocument.ExplanationPart(null, false);
        }
    }

}
