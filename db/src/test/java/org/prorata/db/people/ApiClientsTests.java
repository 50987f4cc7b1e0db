package org.prorata.db.people;

import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.people.PeopleException;
import org.prorata.people.PeopleRefusal;
import org.prorata.people.Person;
import org.prorata.people.Scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("database")
class ApiClientsTests {

    private static PeopleWorld world;

    private static Person person;

    @BeforeAll
    static void open() {
        world = new PeopleWorld();
        person = world.person("acts.as");
    }

    @Test
    void aTokenIsFoundByItsSecretOnlyAndTheSecretIsNowhere() {
        ApiClients.NewToken made = create("Ledger sync", Duration.ofDays(1));
        assertThat(made.secret()).startsWith(ApiClients.PREFIX).hasSize(ApiClients.PREFIX.length() + 43);
        assertThat(world.clients.find(made.secret())).contains(made.token());
        assertThat(made.token().scopes()).containsExactlyInAnyOrder(Scope.RUNS_READ, Scope.CREDITS_READ);
        assertThat(world.clients.find(made.secret().substring(1))).isEmpty();
        assertThat(world.clients.find(made.secret() + " ")).isEmpty();
        assertThat(world.clients.find(made.token().hint())).isEmpty();
        assertThat(world.books.values("SELECT CONCAT_WS(' ', token_hash, hint, scopes) FROM api_token"))
            .noneMatch(row -> row.contains(made.secret()));
        assertThat(world.books.values("SELECT detail FROM audit_event"))
            .noneMatch(detail -> detail.contains(made.secret()));
    }

    @Test
    void aRevokedTokenEndsAtOnce() {
        ApiClients.NewToken made = create("Revoked", Duration.ofDays(1));
        ApiClients.NewToken other = create("Stays", Duration.ofDays(1));
        world.clients.revoke("P-ADMIN", made.token().no());
        world.clients.revoke("P-ADMIN", made.token().no());
        assertThat(world.clients.find(made.secret())).isEmpty();
        assertThat(world.clients.find(other.secret())).isPresent();
        assertThat(world.trail(made.token().clientId())).containsExactly("API_TOKEN_CREATED", "API_TOKEN_REVOKED");
    }

    @Test
    void aTokenEndsInTime() {
        ApiClients.NewToken made = create("Short", Duration.ofHours(1));
        world.pass(Duration.ofMinutes(59));
        assertThat(world.clients.find(made.secret())).isPresent();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.clients.find(made.secret())).isEmpty();
        assertThat(world.clients.all()).extracting(ApiClients.Token::clientName).contains("Short");
    }

    @ParameterizedTest
    @CsvSource({ "'', 1", "'  ', 1", "'line\nbreak', 1", "No time, 0", "Backwards, -1", "For ever, 367" })
    void aClientHasANameAndALimitedLife(String name, int days) {
        assertThatExceptionOfType(PeopleException.class).isThrownBy(() -> create(name, Duration.ofDays(days)))
            .extracting(PeopleException::refusal)
            .isEqualTo(PeopleRefusal.CLIENT_MALFORMED);
    }

    @Test
    void aClientWithoutAScopeIsRefused() {
        assertThatExceptionOfType(PeopleException.class)
            .isThrownBy(() -> world.clients.create("test", "Useless", person, Set.of(), Duration.ofDays(1)));
    }

    private static ApiClients.NewToken create(String name, Duration life) {
        return world.clients.create("test", name, person, Set.of(Scope.RUNS_READ, Scope.CREDITS_READ), life);
    }

}
