package org.prorata.credit;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.prorata.credit.CreditState.HELD;
import static org.prorata.credit.CreditState.ISSUED;
import static org.prorata.credit.CreditState.RETURNED;
import static org.prorata.credit.CreditState.RETURNING;
import static org.prorata.credit.CreditState.RETURN_FAILED;

class CreditStateTests {

    private static final Map<CreditState, Set<CreditState>> DRAWN = Map.of(ISSUED, EnumSet.of(RETURNING, HELD), HELD,
            EnumSet.of(ISSUED), RETURNING, EnumSet.of(RETURNED, RETURN_FAILED), RETURN_FAILED,
            EnumSet.of(RETURNING, HELD), RETURNED, EnumSet.of(RETURN_FAILED));

    static Stream<Arguments> everyPair() {
        return Stream.of(CreditState.values())
            .flatMap(from -> Stream.of(CreditState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("everyPair")
    void aStepIsMadeWhenItIsDrawnAndRefusedOtherwise(CreditState from, CreditState to) {
        Set<CreditState> drawn = DRAWN.getOrDefault(from, Set.of());
        if (drawn.contains(to)) {
            assertThat(from.to(to)).isEqualTo(to);
        }
        else {
            assertThatIllegalStateException().isThrownBy(() -> from.to(to))
                .withMessage("a credit that is " + from + " cannot become " + to + ", accepted: " + from.next());
        }
        assertThat(from.next()).isEqualTo(drawn);
    }

}
