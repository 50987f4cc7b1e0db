package org.prorata.db.importing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.cancellation.RefusedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class ImportsAtOnceTests {

    @TempDir
    Path directory;

    @TempDir
    Path otherDirectory;

    @RepeatedTest(5)
    void twoImportsAtOnceGoOneAfterTheOther() throws Exception {
        ImportWorld one = ImportWorld.in(this.directory)
            .withSet()
            .with("charges.csv", ImportWorld.CHARGES + "Y1,S1,I1,2024-06-01,2024-06-30,1,1,1,0,0,0,EUR\n");
        ImportWorld two = one.other(this.otherDirectory, Duration.ofSeconds(30)).withSet();
        StringBuilder charges = new StringBuilder(ImportWorld.CHARGES);
        for (int i = 0; i < 3000; i++) {
            charges.append("X").append(i).append(",S1,I1,2024-06-01,2024-06-30,1,1,1,0,0,0,EUR\n");
        }
        two.with("charges.csv", charges.toString());
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<ImportReport>> reports = List.of(one, two).stream().map(world -> threads.submit(() -> {
                start.await();
                return world.imported();
            })).toList();
            start.countDown();
            long added = 0;
            for (Future<ImportReport> report : reports) {
                added += report.get().file("charges.csv").added();
            }
            assertThat(added).isEqualTo(3006);
        }
        assertThat(one.state()).containsEntry("tenant", 3L)
            .containsEntry("charge", 3006L)
            .containsEntry("cancellation_request", 5L)
            .containsEntry("audit_event", 2L);
        assertThat(one.audit().verify().isWhole()).isTrue();
    }

    @Test
    void anImportThatFindsAnotherRunningIsRefused() throws Exception {
        ImportWorld patient = ImportWorld.in(this.directory).withSet();
        ImportWorld world = patient.other(this.directory, Duration.ofSeconds(1));
        Map<String, Object> before = world.state();
        try (Connection other = world.database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT GET_LOCK(CONCAT('prorata:import:', DATABASE()), 0)");
            assertThatThrownBy(world::imported).isInstanceOf(RefusedException.class)
                .hasMessageContaining("another import is running");
            assertThat(world.state()).isEqualTo(before);
            statement.execute("SELECT RELEASE_LOCK(CONCAT('prorata:import:', DATABASE()))");
        }
        assertThat(world.imported().changedAnything()).isTrue();
    }

    @Test
    void nothingOfAnImportStaysWithTheConnection() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        for (String tenant : List.of("T1,", "=1,", "T1,")) {
            world.with("tenants.csv", ImportWorld.TENANTS.replace("T1,", tenant));
            world.problems();
            assertThat(world.value("SELECT IS_FREE_LOCK(CONCAT('prorata:import:', DATABASE()))")).isEqualTo("1");
            assertNoTemporaryTable(world);
        }
    }

    private static void assertNoTemporaryTable(ImportWorld world) throws SQLException {
        try (Connection connection = world.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1 FROM import_charge"))
                .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void anImportThatMeetsAnotherAtTheSameRowWaitsForIt() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        world.imported();
        world.replacing("subscriptions.csv", "24,24,true", "24,23,true");
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                Connection other = world.database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate("UPDATE subscription SET auto_renew = 0 WHERE subscription_id = 'S3'");
            statement.executeUpdate("UPDATE tenant SET revision = revision + 1 WHERE tenant_id = 'T2'");
            Future<ImportReport> report = threads.submit(world::imported);
            Thread.sleep(500);
            other.commit();
            other.setAutoCommit(true);
            assertThat(report.get().file("subscriptions.csv").updated()).isEqualTo(1);
        }
        assertThat(world.value("SELECT auto_renew FROM subscription WHERE subscription_id = 'S3'")).isEqualTo("0");
    }

}
