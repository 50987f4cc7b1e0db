package org.prorata.db.run;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.DataSources;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.TestBooks;
import org.prorata.db.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class LeaseTests {

    private static TestDatabase database;

    private static TestDatabase other;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated();
        other = TestDatabase.migrated();
    }

    @Test
    void oneTakerHasItAtATime() throws SQLException {
        try (Lease lease = take("one").orElseThrow()) {
            assertThat(lease.isHeld()).isTrue();
            assertThat(take("two")).isEmpty();
            assertThat(Lease.holder(database.dataSource())).isEqualTo("one since 2024-06-15T12:00:00Z");
            assertThat(lease.isHeld()).isTrue();
        }
        try (Lease lease = take("two").orElseThrow()) {
            assertThat(lease.isHeld()).isTrue();
            assertThat(Lease.holder(database.dataSource())).startsWith("two since");
        }
    }

    @Test
    void aLeaseThatWasGivenBackIsNotHeld() throws SQLException {
        Lease lease = take("one").orElseThrow();
        lease.close();
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void aSessionThatDiesGivesItUp() throws SQLException {
        Lease dead = take("dead").orElseThrow();
        String session = database.asOwner()
            .sql("SELECT IS_USED_LOCK(CONCAT(LEFT(DATABASE(), 40), ':prorata-nightly'))")
            .query(String.class)
            .single();
        database.asOwner().sql("KILL " + session).update();
        Optional<Lease> next = await();
        assertThat(next).isPresent();
        assertThat(dead.isHeld()).isFalse();
        dead.close();
        try (Lease lease = next.get()) {
            assertThat(lease.isHeld()).isTrue();
        }
    }

    @Test
    void anotherDatabaseOfTheServerHasItsOwn() throws SQLException {
        try (Lease here = take("here").orElseThrow();
                Lease there = Lease.take(sessions(other), "there", TestBooks.CLOCK).orElseThrow()) {
            assertThat(here.isHeld()).isTrue();
            assertThat(there.isHeld()).isTrue();
        }
    }

    @Test
    void nobodyIsKnownBeforeTheFirst() throws SQLException {
        assertThat(Lease.holder(TestDatabase.migrated().dataSource())).isEqualTo("nobody known");
    }

    private static Optional<Lease> take(String holder) throws SQLException {
        return Lease.take(sessions(database), holder, TestBooks.CLOCK);
    }

    private static Optional<Lease> await() throws SQLException {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        Optional<Lease> lease = take("next");
        while (lease.isEmpty() && Instant.now().isBefore(end)) {
            lease = take("next");
        }
        return lease;
    }

    private static DataSource sessions(TestDatabase database) {
        DatabaseSettings settings = database.settings();
        return DataSources.single(settings.url(), settings.user(), settings.password());
    }

}
