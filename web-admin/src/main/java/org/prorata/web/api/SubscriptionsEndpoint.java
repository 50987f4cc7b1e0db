package org.prorata.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.prorata.people.Person;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What could be done about a subscription. */
@RestController
@RequestMapping(path = "/api/v1/subscriptions/{subscription_id}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "subscriptions", description = "May it be cancelled, and what would come back")
class SubscriptionsEndpoint {

    private final ApiSubscriptions subscriptions;

    SubscriptionsEndpoint(ApiSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @GetMapping("/eligibility")
    @Operation(summary = "Who has to say yes to a cancellation, why, and what would change that")
    EligibilityDocument readEligibility(@AuthenticationPrincipal Person me,
            @PathVariable("subscription_id") String subscriptionId) {
        return this.subscriptions.eligibility(me, Texts.subscription(subscriptionId));
    }

    @GetMapping("/refund-preview")
    @Operation(summary = "What a cancellation would give back, line by line; nothing is written")
    RefundPreviewDocument previewRefund(@AuthenticationPrincipal Person me,
            @PathVariable("subscription_id") String subscriptionId,
            @Parameter(description = "The first day without service, in the tenant's time zone",
                    schema = @Schema(type = "string",
                            format = "date")) @RequestParam("effective_date") String effectiveDate) {
        return this.subscriptions.preview(me, Texts.subscription(subscriptionId),
                Texts.day("?effective_date", effectiveDate), "?effective_date");
    }

}
