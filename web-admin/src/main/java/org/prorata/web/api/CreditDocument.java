package org.prorata.web.api;

import java.time.LocalDate;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.prorata.credit.CreditState;
import org.prorata.db.credit.CreditList;

/**
 * A credit: the document that gives back the unused part of what was charged.
 *
 * @param run the business date of the run that issued it
 * @param refundShare everything or the unused part
 * @param cash what goes back by the method
 * @param onAccount what settles what is owed or lowers the next invoice
 * @param returnOn the business date of the night on which it is returned
 * @param dueBy the last day of the promise
 * @param returnedOn when it was returned; left out while it is not
 * @param lines one for each charge; left out in lists
 * @param explanation how every cent came about; left out in lists
 */
@Schema(name = "Credit")
record CreditDocument(String creditNumber, String requestId, String subscriptionId, String tenantId, LocalDate run,
        String refundShare, LocalDate cancelEffective, MoneyDocument net, MoneyDocument tax, MoneyDocument gross,
        MoneyDocument cash, MoneyDocument onAccount, String returnMethod, LocalDate returnOn, LocalDate dueBy,
        CreditState state, @Nullable LocalDate returnedOn, @Nullable List<CreditLineDocument> lines,
        @Nullable ExplanationPart explanation) {

    /**
     * How every cent came about.
     *
     * @param text in English, one statement a line; left out where the rules it was
     * worked out by are not in force any more
     * @param same whether the same comes out when it is worked out again now
     */
    @Schema(name = "Explanation")
    record ExplanationPart(@Nullable String text, boolean same) {
    }

    static CreditDocument of(CreditList.Entry credit, @Nullable List<CreditLineDocument> lines,
            @Nullable ExplanationPart explanation) {
        return new CreditDocument(credit.number(), credit.request().value(), credit.subscription().value(),
                credit.tenant().value(), credit.businessDate(), credit.share(), credit.cancelEffective(),
                MoneyDocument.of(credit.net()), MoneyDocument.of(credit.tax()), MoneyDocument.of(credit.gross()),
                MoneyDocument.of(credit.cash()), MoneyDocument.of(credit.onAccount()), credit.method(),
                credit.returnOn(), credit.dueBy(), credit.state(), credit.returnedOn(), lines, explanation);
    }

}
