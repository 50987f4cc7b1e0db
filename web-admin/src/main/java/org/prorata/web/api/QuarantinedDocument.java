package org.prorata.web.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.prorata.credit.RefusalCode;
import org.prorata.db.run.Quarantine;

/** Requests that a run could not process. */
@Schema(name = "QuarantinedRequests")
record QuarantinedDocument(List<QuarantinedPart> data) {

    /**
     * A request that a run could not process.
     *
     * @param message what was found
     * @param whatToDo what a person does about it, in English
     * @param state where the request stands now
     * @param resolution what a person did about it; empty as long as nobody has
     */
    @Schema(name = "QuarantinedRequest")
    record QuarantinedPart(String requestId, String subscriptionId, RefusalCode code, String message, String whatToDo,
            String state, String resolution) {

        static QuarantinedPart of(Quarantine.Entry entry) {
            return new QuarantinedPart(entry.requestId(), entry.subscriptionId(), entry.code(), entry.message(),
                    entry.code().whatToDo(), entry.state(), entry.resolution());
        }

    }

}
