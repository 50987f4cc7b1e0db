package org.prorata.cancellation;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.prorata.cancellation.RequestState.CLAIMED;
import static org.prorata.cancellation.RequestState.CLOSED_WITHOUT_CREDIT;
import static org.prorata.cancellation.RequestState.CREDITED;
import static org.prorata.cancellation.RequestState.EXPIRED;
import static org.prorata.cancellation.RequestState.PENDING_APPROVAL;
import static org.prorata.cancellation.RequestState.QUARANTINED;
import static org.prorata.cancellation.RequestState.QUEUED;
import static org.prorata.cancellation.RequestState.REJECTED;
import static org.prorata.cancellation.RequestState.WITHDRAWN;

class RequestStateTests {

    private static final Map<RequestState, Set<RequestState>> DRAWN = Map.of(PENDING_APPROVAL,
            EnumSet.of(QUEUED, REJECTED, EXPIRED, WITHDRAWN),
            // back to approval: the gate is asked again when a run takes it
            QUEUED, EnumSet.of(CLAIMED, WITHDRAWN, PENDING_APPROVAL), CLAIMED,
            EnumSet.of(CREDITED, CLOSED_WITHOUT_CREDIT, QUARANTINED), QUARANTINED, EnumSet.of(QUEUED, REJECTED));

    static Stream<Arguments> everyPair() {
        return Stream.of(RequestState.values())
            .flatMap(from -> Stream.of(RequestState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("everyPair")
    void aStepIsMadeWhenItIsDrawnAndRefusedOtherwise(RequestState from, RequestState to) {
        Set<RequestState> drawn = DRAWN.getOrDefault(from, Set.of());
        if (drawn.contains(to)) {
            assertThat(from.to(to)).isEqualTo(to);
        }
        else {
            assertThatIllegalStateException().isThrownBy(() -> from.to(to))
                .withMessage("a request that is " + from + " cannot become " + to + ", accepted: " + from.next());
        }
        assertThat(from.next()).isEqualTo(drawn);
    }

    @Test
    void aRequestIsOpenUntilItHasComeToAnEnd() {
        assertThat(Stream.of(RequestState.values()).filter(RequestState::isOpen))
            .containsExactlyInAnyOrder(PENDING_APPROVAL, QUEUED, CLAIMED, QUARANTINED);
    }

}
