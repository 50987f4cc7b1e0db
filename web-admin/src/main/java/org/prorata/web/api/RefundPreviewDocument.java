package org.prorata.web.api;

import java.time.LocalDate;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.Preview;
import org.prorata.credit.Credit;
import org.prorata.credit.CreditExplanation;
import org.prorata.credit.ReturnMethod;
import org.prorata.credit.Settlement;

/**
 * What a cancellation would do. All days are the tenant's.
 *
 * @param outcome whether something comes back
 * @param why why nothing does; left out where something does
 * @param undoUntil the last day on which it can be taken back
 * @param returnOn the business date of the night on which it is returned
 * @param dueBy the last day of the promise
 * @param approvalsNeeded how many people have to say yes
 * @param refund all that comes back; left out where nothing does
 * @param explanation how every cent comes about, in English
 */
@Schema(name = "RefundPreview")
record RefundPreviewDocument(String subscriptionId, String tenantId, LocalDate effectiveDate, String route,
        int approvalsNeeded, LocalDate serviceEndsOn, LocalDate dataDeletedOn, @Nullable LocalDate undoUntil,
        Outcome outcome, @Nullable String why, @Nullable RefundPart refund, List<CreditLineDocument> lines,
        @Nullable LocalDate returnOn, @Nullable LocalDate dueBy, @Nullable String explanation) {

    enum Outcome {

        CREDIT, NOTHING_DUE, PERSON_HAS_TO_LOOK

    }

    @Schema(name = "Refund")
    record RefundPart(MoneyDocument net, MoneyDocument tax, MoneyDocument gross, MoneyDocument cash,
            MoneyDocument onAccount, ReturnMethod method) {

        static RefundPart of(Credit credit) {
            return new RefundPart(MoneyDocument.of(credit.net()), MoneyDocument.of(credit.tax()),
                    MoneyDocument.of(credit.gross()), MoneyDocument.of(credit.cash()),
                    MoneyDocument.of(credit.onAccount()), credit.method());
        }

    }

    static RefundPreviewDocument of(Preview preview) {
        return switch (preview.settlement()) {
            case Settlement.Credited(Credit credit) -> of(preview, Outcome.CREDIT, null, RefundPart.of(credit),
                    credit.lines().stream().map(CreditLineDocument::of).toList(), new CreditExplanation(credit).text());
            case Settlement.NothingDue(Settlement.NothingDue.Why why) ->
                of(preview, Outcome.NOTHING_DUE, why.name(), null, List.of(), null);
            case Settlement.Refused(var code, var ignored) ->
                of(preview, Outcome.PERSON_HAS_TO_LOOK, code.name(), null, List.of(), null);
        };
    }

    private static RefundPreviewDocument of(Preview preview, Outcome outcome, @Nullable String why,
            @Nullable RefundPart refund, List<CreditLineDocument> lines, @Nullable String explanation) {
        return new RefundPreviewDocument(preview.subscription().id().value(), preview.tenant().id().value(),
                preview.effectiveDate(), preview.gate().route().code(), preview.approvalsNeeded(),
                preview.serviceEndsOn(), preview.dataDeletedOn(), preview.undoUntil(), outcome, why, refund, lines,
                preview.returnOn(), preview.dueBy(), explanation);
    }

}
