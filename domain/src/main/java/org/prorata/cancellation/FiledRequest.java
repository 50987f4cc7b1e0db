package org.prorata.cancellation;

import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * A cancellation as it enters the books.
 *
 * @param cancellation what was asked for
 * @param requestedOn the tenant's day on which it was asked
 * @param filedAt when it entered the books
 * @param answer what the gate said
 * @param state where it stands
 * @param approveBy the last day on which it may be approved; {@code null} when nobody
 * needs to
 * @param tenantRevision the state of the tenant's account that the gate saw
 * @param shown the figures to approve; {@code null} when nobody needs to
 */
public record FiledRequest(Cancellation cancellation, LocalDate requestedOn, Instant filedAt, GateAnswer answer,
        RequestState state, @Nullable LocalDate approveBy, long tenantRevision, ApprovalCases.@Nullable Shown shown) {
}
