package org.prorata.web.api;

import java.math.BigDecimal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.prorata.db.approval.ApprovalLists;
import org.prorata.people.Person;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Requests for approval, as lists. */
@RestController
@RequestMapping(path = "/api/v1/approvals", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "approvals", description = "What approvers have to decide about")
class ApprovalsEndpoint {

    private final ApiApprovals approvals;

    ApprovalsEndpoint(ApiApprovals approvals) {
        this.approvals = approvals;
    }

    @GetMapping
    @Operation(
            summary = "List requests for approval: those that wait for the caller, those of the caller, all, or the decided ones")
    ResponseEntity<Listing<ApprovalItemDocument>> listApprovals(@AuthenticationPrincipal Person me,
            @RequestParam(name = "view", defaultValue = "WAITING_FOR_ME") ApprovalLists.View view,
            @RequestParam(name = "tenant_id", required = false) @Nullable String tenantId,
            @RequestParam(name = "country", required = false) @Nullable @Pattern(regexp = "^[A-Z]{2}$") String country,
            @RequestParam(name = "currency",
                    required = false) @Nullable @Pattern(regexp = "^[A-Z]{3}$") String currency,
            @RequestParam(name = "min_refund",
                    required = false) @Nullable @Pattern(regexp = "^[0-9]{1,14}([.][0-9]{1,4})?$") String minRefund,
            @RequestParam(name = "due_before", required = false) @Nullable @Schema(type = "string",
                    format = "date") String dueBefore,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", defaultValue = "25") @Min(1) @Max(100) int limit) {
        ApprovalLists.Filter filter = new ApprovalLists.Filter(
                (tenantId != null) ? Texts.tenant(tenantId).value() : null, country, null, currency,
                (minRefund != null) ? new BigDecimal(minRefund) : null, null, null,
                (dueBefore != null) ? Texts.day("?due_before", dueBefore) : null);
        return this.approvals.list(me, view, filter, cursor, limit).answer();
    }

}
