package org.prorata.cancellation;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.prorata.approval.RejectionReason;

/**
 * What one approver said.
 *
 * @param person who said it
 * @param onBehalfOf whose scope was used; {@code null} for the person's own
 * @param approved yes or no
 * @param figures the hash of the figures that were seen
 * @param reason why not; {@code null} for a yes
 * @param words the comment or the reason in words
 * @param at when
 * @param droppedBecause why it does not count any more: {@code FIGURES_CHANGED},
 * {@code SENT_BACK} or {@code TAKEN_BACK}; {@code null} while it counts
 */
public record GivenDecision(String person, @Nullable String onBehalfOf, boolean approved, String figures,
        @Nullable RejectionReason reason, String words, Instant at, @Nullable String droppedBecause) {
}
