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
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.prorata.db.callback.Callback;
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

/** "Let us call you". */
@RestController
@RequestMapping(path = "/api/v1/callbacks", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "callbacks", description = "Who wants to be called, who calls, and what came of it")
class CallbacksEndpoint {

    /**
     * A wish to be called.
     *
     * @param phone E.164; blanks, hyphens, dots and parentheses are left out
     * @param language BCP 47 tag of the language to speak
     * @param preferredHours when to call, in words
     */
    @Schema(name = "NewCallback")
    record NewCallback(@NotBlank @Size(max = 64) String subscriptionId,
            @NotBlank @Size(max = 40) @Schema(example = "+37167000000") String phone,
            @NotBlank @Size(max = 35) @Schema(example = "lv") String language,
            @Nullable @Size(max = 200) String preferredHours) {
    }

    /** What came of a call. */
    @Schema(name = "CallbackNote")
    record CallbackNote(@NotBlank @Size(max = 1000) String outcome) {
    }

    /**
     * A cancellation to file for the tenant that was called.
     *
     * @param effectiveDate the first day without service, in the tenant's time zone
     */
    @Schema(name = "NewCancellationForTenant")
    record NewCancellationForTenant(@NotBlank @Schema(type = "string", format = "date") String effectiveDate,
            @Nullable @Size(max = 2000) String reason) {
    }

    private final ApiCallbacks callbacks;

    private final Idempotency idempotency;

    CallbacksEndpoint(ApiCallbacks callbacks, Idempotency idempotency) {
        this.callbacks = callbacks;
        this.idempotency = idempotency;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Ask to be called about a subscription")
    @ApiResponse(responseCode = "201", description = "Asked", useReturnTypeSchema = true,
            headers = @Header(name = HttpHeaders.LOCATION, schema = @Schema(type = "string")))
    ResponseEntity<CallbackDocument> askForCallback(@AuthenticationPrincipal Person me,
            @RequestHeader(Idempotency.KEY) @Size(min = 1, max = 255) @Pattern(regexp = "^[!-~]+$") String key,
            @Valid @RequestBody NewCallback body, HttpServletRequest request) {
        return this.idempotency.once(request, key, body, CallbackDocument.class, () -> this.callbacks.ask(me, body));
    }

    @GetMapping
    @Operation(summary = "List the callbacks of a state, the oldest first")
    ResponseEntity<Listing<CallbackDocument>> listCallbacks(@AuthenticationPrincipal Person me,
            @RequestParam(name = "state", defaultValue = "OPEN") Callback.State state,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", defaultValue = "25") @Min(1) @Max(100) int limit) {
        return this.callbacks.list(state, cursor, limit).answer();
    }

    @GetMapping("/{number}")
    @Operation(summary = "Read a callback")
    CallbackDocument readCallback(@AuthenticationPrincipal Person me, @PathVariable("number") long number) {
        return this.callbacks.read(me, number);
    }

    @PostMapping("/{number}/take")
    @Operation(summary = "Take an open callback on: of two who try at once one has it")
    CallbackDocument takeCallback(@AuthenticationPrincipal Person me, @PathVariable("number") long number) {
        return this.callbacks.take(me, number);
    }

    @PostMapping("/{number}/give-back")
    @Operation(summary = "Give a callback that the caller has taken back to the queue")
    CallbackDocument giveCallbackBack(@AuthenticationPrincipal Person me, @PathVariable("number") long number) {
        return this.callbacks.giveBack(me, number);
    }

    @PostMapping(path = "/{number}/note", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Note what came of a call that the caller has taken")
    CallbackDocument noteCallback(@AuthenticationPrincipal Person me, @PathVariable("number") long number,
            @Valid @RequestBody CallbackNote body) {
        return this.callbacks.note(me, number, body.outcome());
    }

    @PostMapping("/{number}/cancel")
    @Operation(summary = "Take a callback back before the call was made, for the tenant that asked")
    CallbackDocument cancelCallback(@AuthenticationPrincipal Person me, @PathVariable("number") long number) {
        return this.callbacks.cancel(me, number);
    }

    @PostMapping(path = "/{number}/cancellation", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "File the cancellation for the tenant; the supporter is then the one who asks")
    @ApiResponse(responseCode = "201", description = "Filed", useReturnTypeSchema = true,
            headers = @Header(name = HttpHeaders.LOCATION, schema = @Schema(type = "string")))
    ResponseEntity<CallbackDocument> fileForTenant(@AuthenticationPrincipal Person me,
            @PathVariable("number") long number,
            @RequestHeader(Idempotency.KEY) @Size(min = 1, max = 255) @Pattern(regexp = "^[!-~]+$") String key,
            @Valid @RequestBody NewCancellationForTenant body, HttpServletRequest request) {
        return this.idempotency.once(request, key, body, CallbackDocument.class,
                () -> this.callbacks.file(me, number, body));
    }

}
