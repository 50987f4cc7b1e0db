package org.prorata.db.importing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.table.BadTableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

@Tag("database")
class ImportSetTests {

    @TempDir
    Path directory;

    @Test
    void aValidSetIsInTheBooks() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        ImportReport report = world.imported();
        assertThat(report.files()).extracting(ImportReport.FileReport::file, ImportReport.FileReport::added)
            .containsExactly(tuple("tenants.csv", 3L), tuple("subscriptions.csv", 6L), tuple("charges.csv", 5L),
                    tuple("cancellations.csv", 5L));
        assertThat(report.routes()).isEqualTo(Map.of("SELF_SERVICE", 1L, "APPROVAL", 1L, "TRIAL_STOPPED", 1L,
                "NOT_CANCELLABLE", 1L, "NOTHING_TO_CANCEL", 1L));
        assertThat(report.states())
            .isEqualTo(Map.of("QUEUED", 1L, "PENDING_APPROVAL", 1L, "CLOSED_WITHOUT_CREDIT", 2L, "REJECTED", 1L));
        assertThat(world.state()).containsEntry("tenant", 3L)
            .containsEntry("subscription", 6L)
            .containsEntry("charge", 5L)
            .containsEntry("cancellation_request", 5L)
            .containsEntry("audit_event", 1L)
            .containsEntry("revisions", 3L);
        assertThat(world.value("SELECT name FROM tenant WHERE tenant_id = 'T1'")).isEqualTo("Zaļā birža SIA");
        assertThat(world.value("SELECT unit_price FROM charge WHERE charge_id = 'C3'")).isEqualTo("100.123456");
        assertThat(world.value("SELECT tax FROM charge WHERE charge_id = 'C2'")).isEqualTo("-2.9400");
        assertThat(world.value("SELECT reason FROM cancellation_request WHERE request_id = 'R2'"))
            .isEqualTo("too \"big\",\nreally");
        assertThat(world.value("SELECT requested_at FROM cancellation_request WHERE request_id = 'R1'"))
            .startsWith("2024-06-10 06:00:00");
        assertThat(world.value("SELECT CONCAT(state, state_since, first_term_start) FROM subscription "
                + "WHERE subscription_id = 'S2'"))
            .isEqualTo("ACTIVE2024-01-012024-01-01");
    }

    @Test
    void theSameSetAgainChangesNothingAndSaysSo() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        world.imported();
        Map<String, Object> before = world.state();
        ImportReport again = world.imported();
        assertThat(again.changedAnything()).isFalse();
        assertThat(again.files()).allMatch(file -> file.added() == 0 && file.updated() == 0 && file.unchanged() > 2);
        assertThat(again.routes()).isEmpty();
        assertThat(world.state()).isEqualTo(before);
    }

    @Test
    void anImportIsOneLinkOfTheAuditTrail() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        String hash = world.imported().file("charges.csv").sha256();
        assertThat(hash).isEqualTo(org.prorata.proof.Sha256.of(ImportWorld.CHARGES));
        assertThat(world.value("SELECT CONCAT(actor, ' ', action, ' ', subject) FROM audit_event"))
            .isEqualTo(System.getProperty("user.name") + " IMPORTED " + this.directory.getFileName());
        assertThat(world.value("SELECT detail FROM audit_event")).startsWith("tenants.csv sha256:")
            .contains("charges.csv sha256:" + hash + " new 5, updated 0, unchanged 0")
            .contains("APPROVAL 1");
        assertThat(world.audit().verify().isWhole()).isTrue();
    }

    @Test
    void newContentUpdatesTenantsAndSubscriptionsAndMovesTheRevisionOnce() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        world.imported();
        world.replacing("tenants.csv", "America/New_York,USD,31", "America/New_York,USD,15");
        world.replacing("subscriptions.csv", "40,31,true", "40,20,true");
        world.replacing("subscriptions.csv", "2024-12-31,25,25", "2024-12-31,25,26");
        world.with("charges.csv", ImportWorld.CHARGES + "C6,S3,I6,2024-02-01,2024-12-31,9,1,9,0,0,0,USD\n");
        ImportReport report = world.imported();
        assertThat(report.file("tenants.csv").updated()).isEqualTo(1);
        assertThat(report.file("tenants.csv").unchanged()).isEqualTo(2);
        assertThat(report.file("subscriptions.csv").updated()).isEqualTo(2);
        assertThat(report.file("charges.csv").added()).isEqualTo(1);
        assertThat(report.file("charges.csv").unchanged()).isEqualTo(5);
        assertThat(world.value("SELECT GROUP_CONCAT(revision ORDER BY tenant_id) FROM tenant")).isEqualTo("1,2,1");
        assertThat(world.value("SELECT billing_day FROM tenant WHERE tenant_id = 'T2'")).isEqualTo("15");
        assertThat(world.value("SELECT assigned_licences FROM subscription WHERE subscription_id = 'S2'"))
            .isEqualTo("20");
    }

    @Test
    void whatTenantsAndSubscriptionsWereBeforeAChangeIsKeptAndUntilWhen() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        world.imported();
        assertThat(world
            .value("SELECT (SELECT COUNT(*) FROM tenant_history) + (SELECT COUNT(*) FROM subscription_history)"))
            .as("new ones have no past")
            .isEqualTo("0");
        world.change("INSERT INTO nightly_run (business_date, state, certificate, started_at, finished_at) "
                + "VALUES ('2024-06-15', 'CERTIFIED', 'sha256:', '2024-06-15 11:00:00', '2024-06-15 12:00:00')");
        world.replacing("tenants.csv", "\"Acme, Inc.\",US,en,America/New_York,USD,31",
                "Acme Ltd.,GB,en,Europe/London,USD,15");
        world.replacing("subscriptions.csv", "40,31,true", "40,20,true");
        world.replacing("subscriptions.csv", "S1,T1,Basic", "S1,T1,Premium");
        world.imported();
        world.replacing("tenants.csv", "Acme Ltd.", "Acme plc");
        world.imported();
        world.imported();
        assertThat(world
            .value("""
                    SELECT GROUP_CONCAT(CONCAT_WS(' ', t.tenant_id, h.name, h.country, h.billing_day, h.known_from, h.known_until)
                                        ORDER BY h.known_until SEPARATOR '; ')
                    FROM tenant_history h JOIN tenant t ON t.tenant_no = h.tenant_no
                    """))
            .as("valid until after the run that was certified at the same moment")
            .isEqualTo("T2 Acme, Inc. US 31 1970-01-01 00:00:00.000000 2024-06-15 12:00:00.000001; "
                    + "T2 Acme Ltd. GB 15 2024-06-15 12:00:00.000001 2024-06-15 12:00:00.000002");
        assertThat(world.value("""
                SELECT GROUP_CONCAT(CONCAT_WS(' ', s.subscription_id, h.product, h.billing_frequency))
                FROM subscription_history h JOIN subscription s ON s.subscription_no = h.subscription_no
                """)).as("fewer licences are no other product").isEqualTo("S1 Basic MONTHLY");
    }

    @Test
    void whatIsOursSurvivesAnUpdate() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        world.imported();
        assertThat(world.value("SELECT billing_stopped_on FROM subscription WHERE subscription_id = 'S4'"))
            .as("the stopped trial")
            .isEqualTo("2024-06-10");
        world.change("UPDATE subscription SET state = 'DISABLED', state_since = '2024-06-20' "
                + "WHERE subscription_id = 'S4'");
        world.replacing("subscriptions.csv", "2024-06-30,0,5,true", "2024-06-30,0,6,true");
        world.imported();
        assertThat(world.value("SELECT CONCAT(state, state_since, billing_stopped_on, assigned_licences) "
                + "FROM subscription WHERE subscription_id = 'S4'"))
            .isEqualTo("DISABLED2024-06-202024-06-106");
    }

    @Test
    void theFirstTermStartsNoLaterThanAnyTermThatWasImported() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        world.imported();
        world.replacing("subscriptions.csv", "CARD,MONTHLY,2024-06-01,2024-06-30,24",
                "CARD,MONTHLY,2024-07-01,2024-07-31,24");
        world.imported();
        String sql = "SELECT CONCAT(first_term_start, term_start) FROM subscription WHERE subscription_id = 'S1'";
        assertThat(world.value(sql)).isEqualTo("2024-06-012024-07-01");
        world.replacing("subscriptions.csv", "CARD,MONTHLY,2024-07-01,2024-07-31,24",
                "CARD,MONTHLY,2024-05-01,2024-05-31,24");
        world.imported();
        assertThat(world.value(sql)).isEqualTo("2024-05-012024-05-01");
    }

    @Test
    void aConvertedTrialIsNotTurnedBack() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet().without("cancellations.csv");
        world.imported();
        String converted = "PAID 2024-07-01 2024-07-01 2024-07-31 ";
        String sql = "SELECT CONCAT_WS(' ', kind, first_term_start, term_start, term_end, assigned_licences) "
                + "FROM subscription WHERE subscription_id = 'S4'";
        world.change("UPDATE subscription SET kind = 'PAID', first_term_start = '2024-07-01', "
                + "term_start = '2024-07-01', term_end = '2024-07-31' WHERE subscription_id = 'S4'");
        assertThat(world.imported().changedAnything()).as("the same row").isFalse();
        assertThat(world.value(sql)).isEqualTo(converted + 5);
        world.replacing("subscriptions.csv", "2024-06-30,0,5,true", "2024-06-30,0,9,true");
        assertThat(world.imported().file("subscriptions.csv").updated()).as("other licences").isEqualTo(1);
        assertThat(world.value(sql)).isEqualTo(converted + 9);
    }

    @Test
    void aTrialThatTheBillingSystemConvertsBeginsItsFirstPaidTerm() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet().without("cancellations.csv");
        world.imported();
        world.replacing("subscriptions.csv", "TRIAL,DIRECT,,CARD,MONTHLY,2024-06-01,2024-06-30",
                "PAID,DIRECT,,CARD,MONTHLY,2024-07-01,2024-07-31");
        world.imported();
        assertThat(world.value("SELECT CONCAT(kind, first_term_start) FROM subscription WHERE subscription_id = 'S4'"))
            .isEqualTo("PAID2024-07-01");
    }

    @Test
    void aLargeTenantWaitsForApproval() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        world.imported();
        assertThat(world.value("SELECT CONCAT_WS(' ', route, state, approve_by, counted_licences) "
                + "FROM cancellation_request WHERE request_id = 'R2'"))
            .isEqualTo("APPROVAL PENDING_APPROVAL 2024-06-29 40");
    }

    @Test
    void columnsMayStandInAnyOrderWithOthersBetweenThem() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).with("tenants.csv", """
                extra,billing_day,currency,time_zone,locale,country,name,tenant_id,
                x,5,EUR,Europe/Riga,lv,LV,Name,T1,y
                """);
        ImportReport report = world.imported();
        assertThat(report.file("tenants.csv").ignoredColumns()).containsExactly("extra", "");
        assertThat(world.value("SELECT CONCAT(tenant_id, billing_day) FROM tenant")).isEqualTo("T15");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreAccepted() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory)
            .with("tenants.csv", "\uFEFF" + ImportWorld.TENANTS.replace("\n", "\r\n"))
            .with("subscriptions.csv", "\uFEFF" + ImportWorld.SUBSCRIPTIONS.replace("\n", "\r\n"));
        ImportReport report = world.imported();
        assertThat(report.file("tenants.csv").added()).isEqualTo(3);
        assertThat(report.file("subscriptions.csv").added()).isEqualTo(6);
        world.with("tenants.csv", ImportWorld.TENANTS);
        assertThat(world.imported().changedAnything()).as("the same rows in other bytes").isFalse();
    }

    @Test
    void aSetMayReferToWhatIsInTheBooks() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).with("tenants.csv", ImportWorld.TENANTS);
        world.imported();
        world.without("tenants.csv").with("subscriptions.csv", ImportWorld.SUBSCRIPTIONS).imported();
        world.without("subscriptions.csv").with("charges.csv", ImportWorld.CHARGES).imported();
        world.without("charges.csv").with("cancellations.csv", ImportWorld.CANCELLATIONS).imported();
        assertThat(world.state()).containsEntry("charge", 5L).containsEntry("cancellation_request", 5L);
        assertThat(world.value("SELECT GROUP_CONCAT(revision ORDER BY tenant_id) FROM tenant")).isEqualTo("3,3,3");
    }

    @Test
    void aTenantMayGetAnotherCurrencyWhileOldChargesStay() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        world.imported();
        world.replacing("tenants.csv", "Europe/Riga,EUR", "Europe/Riga,USD");
        assertThat(world.imported().file("tenants.csv").updated()).isEqualTo(1);
        world.with("charges.csv", ImportWorld.CHARGES + "C9,S1,I1,2024-06-01,2024-06-30,1,1,1,0,0,0,EUR\n");
        assertThat(world.problems()).containsExactly("charges.csv:7: currency: CHARGE_CURRENCY_MISMATCH charge C9: "
                + "its tenant T1 is billed in USD, found \"EUR\", accepted: USD");
    }

    @Test
    void aDirectoryWithoutFilesIsAProblem() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory);
        String name = this.directory.getFileName().toString();
        assertThat(world.problems()).containsExactly(name + ":0: -: holds no file to import, accepted: any of "
                + "[tenants.csv, subscriptions.csv, charges.csv, cancellations.csv]");
        assertThatThrownBy(() -> world.importer().importSet(this.directory.resolve("nowhere"), ImportProgress.none()))
            .isInstanceOf(BadTableException.class)
            .hasMessage("nowhere:0: -: is not a directory, accepted: a directory with any of "
                    + "[tenants.csv, subscriptions.csv, charges.csv, cancellations.csv]");
        Files.createDirectory(this.directory.resolve("charges.csv"));
        assertThat(world.problems()).containsExactly("charges.csv:0: -: is not a file that can be read");
    }

    @Test
    void theReportIsATreeForPrograms() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        Map<String, Object> tree = world.imported().tree();
        assertThat(tree).containsOnlyKeys("changed", "files", "cancellations", "notes").containsEntry("changed", true);
        assertThat(tree.get("files").toString()).contains("charges.csv={new=5, updated=0, unchanged=0, skipped={}");
        assertThat(tree.get("cancellations").toString()).contains("by_route={APPROVAL=1");
    }

    @Test
    void progressIsToldEveryFewThousandRowsAndAtTheEnd() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        StringBuilder charges = new StringBuilder(ImportWorld.CHARGES);
        for (int i = 0; i < 12_000; i++) {
            charges.append("X").append(i).append(",S1,I1,2024-06-01,2024-06-30,1,1,1,0,0,0,EUR\n");
        }
        world.with("charges.csv", charges.toString());
        List<String> told = new ArrayList<>();
        world.importer().importSet(this.directory, (file, done) -> told.add(file + " " + done));
        assertThat(told).containsExactly("tenants.csv 3", "subscriptions.csv 6", "charges.csv 5000",
                "charges.csv 10000", "charges.csv 12005", "cancellations.csv 5");
    }

    @Test
    void manyCancellationsAreFiledInChunks() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).with("tenants.csv", ImportWorld.TENANTS);
        StringBuilder subscriptions = new StringBuilder(ImportWorld.SUBSCRIPTIONS.lines().findFirst().orElseThrow())
            .append('\n');
        StringBuilder requests = new StringBuilder(ImportWorld.CANCELLATIONS.lines().findFirst().orElseThrow())
            .append('\n');
        for (int i = 0; i < 1201; i++) {
            subscriptions.append("S")
                .append(i)
                .append(",T1,Basic,PAID,DIRECT,,CARD,MONTHLY,2024-06-01,2024-06-30,5,5,true\n");
            requests.append("R").append(i).append(",S").append(i).append(",2024-06-10T09:00:00Z,a@b,2024-06-15,\n");
        }
        world.with("subscriptions.csv", subscriptions.toString()).with("cancellations.csv", requests.toString());
        assertThat(world.imported().routes()).isEqualTo(Map.of("SELF_SERVICE", 1201L));
        world.with("cancellations.csv", requests + "R1201,S1200,2024-06-10T09:00:00Z,a@b,2024-06-15,\n");
        assertThat(world.problems())
            .containsExactly("cancellations.csv:1203: subscription_id: has another open request, found \"S1200\", "
                    + "accepted: one open request a subscription: withdraw the other, or wait until it is done");
    }

    @Test
    void theBytesThatWereReadAreTheBytesThatWereHashed() throws IOException, BadTableException {
        byte[] content = ImportWorld.TENANTS.getBytes(StandardCharsets.UTF_8);
        ImportWorld world = ImportWorld.in(this.directory).with("tenants.csv", content);
        assertThat(world.imported().file("tenants.csv").sha256())
            .isEqualTo(org.prorata.proof.Sha256.of(ImportWorld.TENANTS));
    }

}
