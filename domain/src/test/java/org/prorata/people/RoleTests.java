package org.prorata.people;

import java.util.List;

import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.subscription.TenantId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RoleTests {

    @ParameterizedTest
    @EnumSource
    void separationOfDutiesIsMutual(Role role) {
        assertThat(role.excludes()).doesNotContain(role).allMatch(other -> other.excludes().contains(role));
    }

    @Test
    void whoApprovesNeitherGivesRolesNorRunsTheNight() {
        assertThat(Role.APPROVER.excludes()).containsExactlyInAnyOrder(Role.USER_ADMIN, Role.OPERATOR);
    }

    @Test
    void onlyATenantAdminHasATenant() {
        assertThat(RoleGrant.tenantAdmin(TenantId.of("T1")).tenant()).isEqualTo(TenantId.of("T1"));
        assertThatIllegalArgumentException().isThrownBy(() -> RoleGrant.of(Role.TENANT_ADMIN));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new RoleGrant(Role.AUDITOR, TenantId.of("T1"), List.of(), null));
    }

    @ParameterizedTest
    @CsvSource({ "SE, EUR 100.00, true", "LV, EUR 100.00, true", "BG, EUR 1.00, false", "SE, EUR 100.01, false",
            "SE, SEK 1.00, false" })
    void anApproverDecidesWithinCountriesAndAmount(String country, String refund, boolean covered) {
        RoleGrant grant = RoleGrant.approver(List.of("SE", "LV"), Money.parse("EUR 100"));
        assertThat(grant.covers(country, Money.parse(refund))).isEqualTo(covered);
    }

    @Test
    void anApproverWithoutLimitsDecidesEverywhere() {
        assertThat(RoleGrant.approver(List.of(), null).covers("TW", Money.parse("JPY 1000000"))).isTrue();
        assertThat(RoleGrant.of(Role.AUDITOR).covers("TW", Money.parse("JPY 1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({ "0,0", "4,0", "5,1", "6,2", "7,4", "8,8", "9,15", "10,15", "1000000,15" })
    void aLockGrowsAndAlwaysEnds(int failures, long minutes) {
        assertThat(Lockout.after(failures)).hasMinutes(minutes);
    }

    @ParameterizedTest
    @CsvSource({ "short, false", "correct horse battery, true", "aaaaaaaaaaaaaaaa, false", "anna.berzina-2026, false",
            "пароль из слов, true" })
    void aPasswordIsLongAndNotTheLogin(String password, boolean accepted) {
        assertThat(PasswordRule.accepts(password, "anna.berzina")).isEqualTo(accepted);
    }

}
