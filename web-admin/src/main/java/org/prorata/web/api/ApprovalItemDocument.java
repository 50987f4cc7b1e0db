package org.prorata.web.api;

import java.time.Instant;
import java.time.LocalDate;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.ApprovalCase;
import org.prorata.db.approval.ApprovalLists;

/** One line of a list of approvals; the request itself has the rest and its ETag. */
@Schema(name = "ApprovalItem")
record ApprovalItemDocument(String requestId, ApprovalCase.State state, String tenantId, String tenantName,
        String country, String product, long countedLicences, MoneyDocument refund, String requestedBy,
        LocalDate effectiveDate, Instant openedAt, LocalDate approveBy, @Nullable Instant decidedAt, int given,
        int needed) {

    static ApprovalItemDocument of(ApprovalLists.Item item) {
        return new ApprovalItemDocument(item.request().value(), item.state(), item.tenantId(), item.tenantName(),
                item.country(), item.product(), item.licences(), MoneyDocument.of(item.refund(), item.currency()),
                item.requestedBy(), item.effectiveDate(), item.openedAt(), item.approveBy(), item.decidedAt(),
                item.given(), item.needed());
    }

}
