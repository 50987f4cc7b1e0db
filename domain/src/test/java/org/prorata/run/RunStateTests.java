package org.prorata.run;

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

class RunStateTests {

    private static final Map<RunState, Set<RunState>> DRAWN = Map.of(RunState.OPEN,
            EnumSet.of(RunState.CLAIMING, RunState.FAILED), RunState.CLAIMING,
            EnumSet.of(RunState.CREDITING, RunState.FAILED), RunState.CREDITING,
            EnumSet.of(RunState.RETURNING, RunState.FAILED), RunState.RETURNING,
            EnumSet.of(RunState.BALANCED, RunState.FAILED), RunState.BALANCED,
            EnumSet.of(RunState.CERTIFIED, RunState.FAILED), RunState.CERTIFIED, EnumSet.noneOf(RunState.class),
            // a restart goes on where it stopped, never past the certificate
            RunState.FAILED,
            EnumSet.of(RunState.OPEN, RunState.CLAIMING, RunState.CREDITING, RunState.RETURNING, RunState.BALANCED));

    static Stream<Arguments> everyPair() {
        return Stream.of(RunState.values())
            .flatMap(from -> Stream.of(RunState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("everyPair")
    void aStepIsMadeWhenItIsDrawnAndRefusedOtherwise(RunState from, RunState to) {
        Set<RunState> drawn = DRAWN.getOrDefault(from, Set.of());
        if (drawn.contains(to)) {
            assertThat(from.to(to)).isEqualTo(to);
        }
        else {
            assertThatIllegalStateException().isThrownBy(() -> from.to(to))
                .withMessage("a run that is " + from + " cannot become " + to + ", accepted: " + from.next());
        }
        assertThat(from.next()).isEqualTo(drawn);
    }

    @Test
    void nothingFollowsACertificate() {
        assertThat(RunState.CERTIFIED.next()).isEmpty();
    }

}
