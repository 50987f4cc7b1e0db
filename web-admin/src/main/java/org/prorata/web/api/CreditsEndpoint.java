package org.prorata.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.prorata.people.Person;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Credits, with their lines and how every cent came about. */
@RestController
@RequestMapping(path = "/api/v1/credits", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "credits", description = "What was given back")
class CreditsEndpoint {

    private final ApiCredits credits;

    CreditsEndpoint(ApiCredits credits) {
        this.credits = credits;
    }

    @GetMapping
    @Operation(
            summary = "List credits, those of the latest requests first; a tenant administrator sees those of one tenant")
    ResponseEntity<Listing<CreditDocument>> listCredits(@AuthenticationPrincipal Person me,
            @RequestParam(name = "tenant_id", required = false) @Nullable String tenantId,
            @Parameter(description = "Only those of the run of this business date",
                    schema = @Schema(type = "string", format = "date")) @RequestParam(name = "run",
                            required = false) @Nullable String run,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", defaultValue = "25") @Min(1) @Max(100) int limit) {
        return this.credits.list(me, tenantId, (run != null) ? Texts.day("?run", run) : null, cursor, limit).answer();
    }

    @GetMapping("/{credit_number}")
    @Operation(summary = "Read a credit with its lines and how every cent came about")
    CreditDocument readCredit(@AuthenticationPrincipal Person me, @PathVariable("credit_number") String creditNumber) {
        return this.credits.read(me, creditNumber);
    }

}
