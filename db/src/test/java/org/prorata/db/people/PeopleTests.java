package org.prorata.db.people;

import java.util.List;
import java.util.Locale;

import org.joda.money.Money;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.people.PeopleException;
import org.prorata.people.PeopleRefusal;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.subscription.TenantId;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("database")
class PeopleTests {

    private static PeopleWorld world;

    @BeforeAll
    static void open() {
        world = new PeopleWorld();
    }

    @Test
    void whatIsKeptIsWhatIsFound() {
        Person person = world.person("Anna.Berzina");
        world.people.give("test", person, RoleGrant.approver(List.of("SE", "LV"), Money.parse("EUR 1000.50")));
        world.people.setReading(person, "lv", "Europe/Riga");
        Person found = world.people.findByLogin(" anna.BERZINA").orElseThrow();
        assertThat(found.login()).isEqualTo("anna.berzina");
        assertThat(found.grants()).containsExactly(RoleGrant.approver(List.of("LV", "SE"), Money.parse("EUR 1000.50")));
        assertThat(found.language()).isEqualTo("lv");
        assertThat(found.timeZone()).isEqualTo("Europe/Riga");
        assertThat(world.people.find(person.id())).contains(found);
        assertThat(world.trail(person.id().value())).containsExactly("PERSON_CREATED", "ROLE_GIVEN");
    }

    @Test
    void aPasswordSetBySomebodyElseIsTemporaryUntilItsOwnerChoosesOne() {
        Person person = world.people.create("P-ADMIN", "New Here", "new.here", "for the first time", true);
        assertThat(person.passwordIsTemporary()).isTrue();
        assertThat(world.canSignIn("new.here", "for the first time")).isTrue();
        world.people.setPassword(person.id().value(), person, "now it is my own", false);
        assertThat(world.again(person).passwordIsTemporary()).isFalse();
        assertThat(world.canSignIn("new.here", "for the first time")).isFalse();
        assertThat(world.canSignIn("new.here", "now it is my own")).isTrue();
        world.people.setPassword("P-ADMIN", person, "one more from above", true);
        assertThat(world.again(person).passwordIsTemporary()).isTrue();
        assertThat(world.trail(person.id().value())).containsExactly("PERSON_CREATED", "LOGGED_IN", "PASSWORD_CHANGED",
                "LOGIN_FAILED", "LOGGED_IN", "PASSWORD_RESET");
    }

    @Test
    void randomPasswordsAreGoodOnesAndNeverTheSame() {
        List<String> passwords = java.util.stream.Stream.generate(world.passwords::random).limit(200).toList();
        assertThat(passwords).doesNotHaveDuplicates()
            .allMatch(password -> org.prorata.people.PasswordRule.accepts(password, "some.login"));
    }

    @ParameterizedTest
    @CsvSource({ "APPROVER, USER_ADMIN", "USER_ADMIN, APPROVER", "APPROVER, OPERATOR", "OPERATOR, APPROVER" })
    void rolesThatWatchEachOtherNeverMeetInOnePerson(Role first, Role second) {
        Person person = world.person(login("both." + first + "." + second));
        world.people.give("test", person, RoleGrant.of(first));
        assertRefused(PeopleRefusal.DUTIES_CONFLICT, () -> world.people.give("test", person, RoleGrant.of(second)));
        assertThat(world.again(person).grants()).containsExactly(RoleGrant.of(first));
        assertThatExceptionOfType(DataAccessException.class).as("past the program, as the database's owner")
            .isThrownBy(() -> world.books.change("""
                    INSERT INTO role_grant (person_no, role, given_by, given_at) VALUES (?, ?, 'mallory', NOW())
                    """, person.no(), second.name()))
            .withStackTraceContaining("role_grant_approver_is_no_");
        world.people.take("test", person, first);
        world.people.give("test", person, RoleGrant.of(second));
        assertThat(world.again(person).grants()).containsExactly(RoleGrant.of(second));
    }

    @Test
    void otherRolesMeetFreely() {
        Person person = world.person("many.hats");
        for (Role role : List.of(Role.USER_ADMIN, Role.OPERATOR, Role.MANAGER, Role.AUDITOR, Role.SUPPORT)) {
            world.people.give("test", person, RoleGrant.of(role));
        }
        assertThat(world.again(person).grants()).hasSize(5);
    }

    @Test
    void aTenantAdminHasATenantThatExists() {
        Person person = world.person("riga.admin");
        assertRefused(PeopleRefusal.TENANT_UNKNOWN,
                () -> world.people.give("test", person, RoleGrant.tenantAdmin(TenantId.of("T-NOWHERE"))));
        world.people.give("test", person, RoleGrant.tenantAdmin(TenantId.of("T-RIGA")));
        assertThat(world.again(person).tenant()).contains(TenantId.of("T-RIGA"));
        assertThatExceptionOfType(DataAccessException.class)
            .isThrownBy(
                    () -> world.books.change("UPDATE role_grant SET tenant_no = NULL WHERE person_no = ?", person.no()))
            .withStackTraceContaining("role_grant_tenant_admin_has_a_tenant");
    }

    @Test
    void aRoleGivenAgainHasTheNewLimits() {
        Person person = world.person("new.limits");
        world.people.give("test", person, RoleGrant.approver(List.of("SE"), null));
        world.people.give("test", person, RoleGrant.approver(List.of(), Money.parse("SEK 5")));
        assertThat(world.again(person).grants()).containsExactly(RoleGrant.approver(List.of(), Money.parse("SEK 5")));
    }

    @Test
    void nobodyChangesWhatHeMayDoHimself() {
        Person person = world.person("my.self");
        String me = person.id().value();
        assertRefused(PeopleRefusal.OWN_ACCOUNT, () -> world.people.give(me, person, RoleGrant.of(Role.AUDITOR)));
        assertRefused(PeopleRefusal.OWN_ACCOUNT, () -> world.people.take(me, person, Role.AUDITOR));
        assertRefused(PeopleRefusal.OWN_ACCOUNT, () -> world.people.setDisabled(me, person, true));
    }

    @Test
    void aLoginBelongsToOnePerson() {
        world.person("only.one");
        assertRefused(PeopleRefusal.LOGIN_TAKEN, () -> world.person("Only.One "));
        assertThat(world.books.values("SELECT name FROM person WHERE name LIKE 'Person Only.One%'"))
            .as("nothing of the second is left")
            .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "ab", "with blank", "<b>bold</b>", "o'neil", "ģirts", "line\nbreak",
            "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x" })
    void aLoginIsPlain(String login) {
        assertRefused(PeopleRefusal.LOGIN_MALFORMED,
                () -> world.people.create("test", "Somebody", login, PeopleWorld.PASSWORD, false));
    }

    @Test
    void anAccountIsOneSubjectsForEver() {
        Person first = world.person("subject.one");
        Person second = world.person("subject.two");
        assertThat(world.people.bind(first, "https://issuer#1")).isTrue();
        assertThat(world.people.bind(first, "https://issuer#1")).as("again").isTrue();
        assertThat(world.people.bind(first, "https://issuer#2")).as("another subject").isFalse();
        assertThat(world.people.findBySubject("https://issuer#1")).map(Person::no).contains(first.no());
        assertThat(world.people.findBySubject("https://issuer#2")).isEmpty();
        assertThat(second.no()).isNotEqualTo(first.no());
    }

    @Test
    void pagesGoOnWhereTheyEnded() {
        world.person("zz.page.1");
        world.person("zz.page.2");
        world.person("zz.page.3");
        List<Person> first = world.people.page("zz.page", 2);
        assertThat(first).extracting(Person::login).containsExactly("zz.page.1", "zz.page.2");
        assertThat(world.people.page(first.getLast().login(), 2)).extracting(Person::login)
            .containsExactly("zz.page.3");
    }

    private static String login(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static void assertRefused(PeopleRefusal refusal, Runnable what) {
        assertThatExceptionOfType(PeopleException.class).isThrownBy(what::run)
            .extracting(PeopleException::refusal)
            .isEqualTo(refusal);
    }

}
