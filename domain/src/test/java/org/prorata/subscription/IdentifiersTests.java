package org.prorata.subscription;

import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.cancellation.RequestId;
import org.prorata.charge.ChargeId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IdentifiersTests {

    static Stream<Arguments> kinds() {
        return Stream.of(kind("tenant", TenantId::of), kind("subscription", SubscriptionId::of),
                kind("charge", ChargeId::of), kind("request", RequestId::of));
    }

    @ParameterizedTest(name = "{0} id")
    @MethodSource("kinds")
    void anIdHasOneTo64Characters(String kind, Function<String, Object> of) {
        assertThat(of.apply("x")).hasToString("x").isEqualTo(of.apply("x"));
        assertThat(of.apply("x".repeat(64))).hasToString("x".repeat(64));
        assertThatIllegalArgumentException().isThrownBy(() -> of.apply(""))
            .withMessage(kind + " id of 0 characters, accepted: 1 to 64");
        assertThatIllegalArgumentException().isThrownBy(() -> of.apply("x".repeat(65)))
            .withMessage(kind + " id of 65 characters, accepted: 1 to 64");
    }

    private static Arguments kind(String name, Function<String, Object> of) {
        return Arguments.of(name, of);
    }

}
