package org.prorata.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.prorata.approval.RejectionReason;
import org.prorata.people.Person;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Cancellations: filed, read, taken back, decided about. */
@RestController
@RequestMapping(path = "/api/v1/cancellations", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "cancellations", description = "Cancellation requests and the decisions about them")
class CancellationsEndpoint {

    /**
     * A cancellation to file.
     *
     * @param effectiveDate the first day without service, in the tenant's time zone
     * @param reason why, in the person's words
     */
    @Schema(name = "NewCancellation")
    record NewCancellation(@NotBlank @Size(max = 64) String subscriptionId,
            @NotBlank @Schema(type = "string", format = "date") String effectiveDate,
            @Nullable @Size(max = 2000) String reason) {
    }

    /** A yes. */
    @Schema(name = "NewApproval")
    record NewApproval(@Nullable @Size(max = 1000) String comment) {
    }

    /**
     * A no.
     *
     * @param words why, in words
     */
    @Schema(name = "NewRejection")
    record NewRejection(@NotNull RejectionReason reason, @NotBlank @Size(min = 10, max = 1000) String words) {
    }

    private final ApiCancellations cancellations;

    private final Idempotency idempotency;

    CancellationsEndpoint(ApiCancellations cancellations, Idempotency idempotency) {
        this.cancellations = cancellations;
        this.idempotency = idempotency;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "File a cancellation; the person behind the token is the one who asks")
    @ApiResponse(responseCode = "201", description = "Filed", useReturnTypeSchema = true,
            headers = @Header(name = HttpHeaders.LOCATION, schema = @Schema(type = "string")))
    ResponseEntity<CancellationDocument> fileCancellation(@AuthenticationPrincipal Person me,
            @RequestHeader(Idempotency.KEY) @Size(min = 1, max = 255) @Pattern(regexp = "^[!-~]+$") String key,
            @Valid @RequestBody NewCancellation body, HttpServletRequest request) {
        return this.idempotency.once(request, key, body, CancellationDocument.class,
                () -> this.cancellations.file(me, body));
    }

    @GetMapping
    @Operation(summary = "List cancellations, the latest first; a tenant administrator sees those of one tenant")
    ResponseEntity<Listing<CancellationDocument>> listCancellations(@AuthenticationPrincipal Person me,
            @RequestParam(name = "subscription_id", required = false) @Nullable String subscriptionId,
            @RequestParam(name = "tenant_id", required = false) @Nullable String tenantId,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", defaultValue = "25") @Min(1) @Max(100) int limit) {
        return this.cancellations.list(me, subscriptionId, tenantId, cursor, limit).answer();
    }

    @GetMapping("/{request_id}")
    @Operation(summary = "Read a cancellation; the ETag names the figures that a decision is about")
    ResponseEntity<CancellationDocument> readCancellation(@AuthenticationPrincipal Person me,
            @PathVariable("request_id") String requestId) {
        return answer(this.cancellations.read(me, Texts.request(requestId)));
    }

    @PostMapping("/{request_id}/withdraw")
    @Operation(summary = "Take a cancellation back before it takes effect")
    ResponseEntity<CancellationDocument> withdrawCancellation(@AuthenticationPrincipal Person me,
            @PathVariable("request_id") String requestId) {
        return answer(this.cancellations.withdraw(me, Texts.request(requestId)));
    }

    @PostMapping(path = "/{request_id}/approve", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Approve a cancellation, for the figures that If-Match names; never one's own")
    ResponseEntity<CancellationDocument> approveCancellation(@AuthenticationPrincipal Person me,
            @PathVariable("request_id") String requestId, @RequestHeader(HttpHeaders.IF_MATCH) String ifMatch,
            @Valid @RequestBody NewApproval body) {
        String comment = body.comment();
        return answer(
                this.cancellations.approve(me, Texts.request(requestId), ifMatch, (comment != null) ? comment : ""));
    }

    @PostMapping(path = "/{request_id}/reject", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Reject a cancellation, for the figures that If-Match names; never one's own")
    ResponseEntity<CancellationDocument> rejectCancellation(@AuthenticationPrincipal Person me,
            @PathVariable("request_id") String requestId, @RequestHeader(HttpHeaders.IF_MATCH) String ifMatch,
            @Valid @RequestBody NewRejection body) {
        return answer(this.cancellations.reject(me, Texts.request(requestId), ifMatch, body.reason(), body.words()));
    }

    @PostMapping("/{request_id}/take-back")
    @Operation(summary = "Take one's own approval back, until the nightly run has the request")
    ResponseEntity<CancellationDocument> takeBackApproval(@AuthenticationPrincipal Person me,
            @PathVariable("request_id") String requestId) {
        return answer(this.cancellations.takeBack(me, Texts.request(requestId)));
    }

    private static ResponseEntity<CancellationDocument> answer(CancellationDocument document) {
        CancellationDocument.ApprovalPart approval = document.approval();
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        return ((approval != null) ? answer.eTag(Seen.tag(approval.version(), approval.figures())) : answer)
            .body(document);
    }

}
