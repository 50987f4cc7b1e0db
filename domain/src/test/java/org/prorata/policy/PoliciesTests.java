package org.prorata.policy;

import java.time.LocalDate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.prorata.sample.SamplePolicies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PoliciesTests {

    private static final Policy OLD = SamplePolicies.named("a", "2020-01-01");

    private static final Policy NEW = SamplePolicies.named("a", "2022-07-07");

    private static final Policy OTHER = SamplePolicies.named("b", "2021-01-01");

    private final Policies policies = new Policies("b", List.of(NEW, OTHER, OLD));

    @Test
    void aVersionIsInForceFromItsDayUntilTheNextOne() {
        assertThat(this.policies.inForce("a", LocalDate.of(2020, 1, 1))).isEqualTo(OLD);
        assertThat(this.policies.inForce("a", LocalDate.of(2022, 7, 6))).isEqualTo(OLD);
        assertThat(this.policies.inForce("a", LocalDate.of(2022, 7, 7))).isEqualTo(NEW);
        assertThat(this.policies.inForce("a", LocalDate.of(2099, 1, 1))).isEqualTo(NEW);
    }

    @Test
    void aDayBeforeTheFirstVersionGetsTheFirst() {
        assertThat(this.policies.inForce("a", LocalDate.of(1999, 12, 31))).isEqualTo(OLD);
    }

    @Test
    void whoNamesNoneGetsTheDefault() {
        assertThat(this.policies.inForce(null, LocalDate.of(2024, 1, 1))).isEqualTo(OTHER);
        assertThat(this.policies.defaultPolicy()).isEqualTo("b");
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.policies.inForce("c", LocalDate.of(2024, 1, 1)))
            .withMessage("policy c, accepted: [a, b]");
    }

    @Test
    void aDecisionFindsTheVersionItWasMadeUnder() {
        assertThat(this.policies.find(OLD.version())).contains(OLD);
        assertThat(this.policies.find(new PolicyVersion("a", LocalDate.of(2021, 1, 1)))).isEmpty();
        assertThat(this.policies.find(new PolicyVersion("c", LocalDate.of(2020, 1, 1)))).isEmpty();
    }

    @Test
    void allVersionsAreListedByNameAndDate() {
        assertThat(this.policies.all()).containsExactly(OLD, NEW, OTHER);
        assertThat(this.policies.names()).containsExactly("a", "b");
    }

    @Test
    void aDefaultWithoutAVersionIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Policies("c", List.of(OLD)))
            .withMessage("no version of the default policy c");
    }

}
