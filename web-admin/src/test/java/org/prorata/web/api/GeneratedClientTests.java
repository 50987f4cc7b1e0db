package org.prorata.web.api;

import java.time.LocalDate;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.web.client.ApiClient;
import org.prorata.web.client.api.CancellationsApi;
import org.prorata.web.client.api.CreditsApi;
import org.prorata.web.client.api.RunsApi;
import org.prorata.web.client.api.SubscriptionsApi;
import org.prorata.web.client.model.Approval;
import org.prorata.web.client.model.Cancellation;
import org.prorata.web.client.model.Credit;
import org.prorata.web.client.model.NewApproval;
import org.prorata.web.client.model.NewCancellation;
import org.prorata.web.client.model.RefundPreview;
import org.prorata.web.client.model.Run;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What a program does that knows no more than the OpenAPI document. */
@Tag("database")
class GeneratedClientTests {

    private static final ApiWorld WORLD = ApiWorld.shared();

    private static ApiClient client(String login) {
        ApiClient client = new ApiClient();
        client.setBasePath(WORLD.web().address());
        client.setBearerToken(WORLD.token(login));
        return client;
    }

    @Test
    void aCancellationGoesAllTheWayToItsCredit() {
        String subscription = WORLD.sell("T-NORD", 40);
        LocalDate effective = ApiWorld.today();
        RefundPreview preview = new SubscriptionsApi(client("tenant.admin")).previewRefund(subscription, effective);
        CancellationsApi tenant = new CancellationsApi(client("tenant.admin"));
        Cancellation filed = tenant.fileCancellation(ApiWorld.key(),
                new NewCancellation().subscriptionId(subscription).effectiveDate(effective).reason("moving on"));
        assertThat(filed.getState()).isEqualTo(Cancellation.StateEnum.PENDING_APPROVAL);

        RestClientResponseException own = catchThrowableOfType(RestClientResponseException.class,
                () -> tenant.approveCancellation(filed.getRequestId(), "\"v1\"", new NewApproval()));
        assertThat(own.getStatusCode().value()).isEqualTo(403);

        CancellationsApi approver = new CancellationsApi(client("approver"));
        ResponseEntity<Cancellation> seen = approver.readCancellationWithHttpInfo(filed.getRequestId());
        assertThat(seen.getBody().getApproval().getRefund()).isEqualTo(preview.getRefund().getGross());
        Cancellation approved = approver.approveCancellation(filed.getRequestId(), seen.getHeaders().getETag(),
                new NewApproval().comment("agreed"));
        assertThat(approved.getState()).isEqualTo(Cancellation.StateEnum.QUEUED);
        assertThat(approved.getApproval().getState()).isEqualTo(Approval.StateEnum.APPROVED);

        NightInAProcess.run(WORLD.web().database().settings(), effective);

        Cancellation credited = tenant.readCancellation(filed.getRequestId());
        assertThat(credited.getState()).isEqualTo(Cancellation.StateEnum.CREDITED);
        Credit credit = new CreditsApi(client("tenant.admin")).readCredit(credited.getCreditNumber());
        assertThat(credit.getGross()).isEqualTo(preview.getRefund().getGross());
        assertThat(credit.getLines()).isEqualTo(preview.getLines());
        assertThat(credit.getExplanation().getSame()).isTrue();
        assertThat(credit.getExplanation().getText()).isEqualTo(preview.getExplanation());
        assertThat(new CreditsApi(client("operator")).listCredits(null, effective, null, 100).getData())
            .extracting(Credit::getCreditNumber)
            .contains(credit.getCreditNumber());
        RunsApi runs = new RunsApi(client("operator"));
        Run run = runs.readRun(effective);
        assertThat(run.getState()).isEqualTo(Run.StateEnum.CERTIFIED);
        assertThat(run.getTotals()).extracting(total -> total.getCurrency()).contains("EUR");
        assertThat(runs.readCertificate(effective).getHash()).isEqualTo(run.getCertificate());
        assertThat(runs.listQuarantined(effective).getData()).isEmpty();
    }

}
