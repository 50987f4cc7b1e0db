package org.prorata.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Nightly runs and their certificates. */
@RestController
@RequestMapping(path = "/api/v1/runs", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "runs", description = "Nightly runs and their certificates")
class RunsEndpoint {

    private final ApiRuns runs;

    RunsEndpoint(ApiRuns runs) {
        this.runs = runs;
    }

    @GetMapping
    @Operation(summary = "List runs, the latest business date first")
    ResponseEntity<Listing<RunDocument>> listRuns(
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", defaultValue = "25") @Min(1) @Max(100) int limit) {
        return this.runs.list(cursor, limit).answer();
    }

    @GetMapping("/{business_date}")
    @Operation(summary = "Read the run of a business date")
    RunDocument readRun(@Parameter(
            schema = @Schema(type = "string", format = "date")) @PathVariable("business_date") String businessDate) {
        return this.runs.read(Texts.day("{business_date}", businessDate));
    }

    @GetMapping("/{business_date}/certificate")
    @Operation(summary = "Read the certificate of a run: its control totals and their hash")
    CertificateDocument readCertificate(@Parameter(
            schema = @Schema(type = "string", format = "date")) @PathVariable("business_date") String businessDate) {
        return this.runs.certificate(Texts.day("{business_date}", businessDate));
    }

    @GetMapping("/{business_date}/quarantine")
    @Operation(summary = "List the requests that a run could not process, by request")
    QuarantinedDocument listQuarantined(@Parameter(
            schema = @Schema(type = "string", format = "date")) @PathVariable("business_date") String businessDate) {
        return this.runs.quarantined(Texts.day("{business_date}", businessDate));
    }

}
