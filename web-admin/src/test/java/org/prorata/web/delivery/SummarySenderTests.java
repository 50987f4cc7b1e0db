package org.prorata.web.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.db.people.People;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.web.ReportsWorld;
import org.prorata.web.TestWeb;
import org.prorata.web.TestWeb.Visitor;

import static org.assertj.core.api.Assertions.assertThat;

/** Summaries delivered into a folder and to a real mail server. */
@Tag("database")
class SummarySenderTests {

    /** The port stays the same when the server stops and starts again. */
    private static final GreenMail MAIL = new GreenMail(
            new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @TempDir
    private static Path folder;

    private static ReportsWorld world;

    private final SummarySender sender = world.web().bean(SummarySender.class);

    private Visitor manager;

    @BeforeAll
    static void open() {
        MAIL.start();
        world = new ReportsWorld(Map.of("prorata.reports.folder", folder.toString(), "spring.mail.host", "127.0.0.1",
                "spring.mail.port", MAIL.getSmtp().getPort(), "prorata.reports.mail-from", "prorata@example.com",
                "prorata.reports.mail-domains", "example.com, finance.example.com"));
        world.correct();
    }

    @AfterAll
    static void close() {
        world.close();
        MAIL.stop();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @BeforeEach
    void clear() {
        world.books().change("DELETE FROM report_delivery").change("DELETE FROM report_subscription");
        this.manager = world.web().as(Role.MANAGER);
        this.manager.get("/reports/deliveries");
    }

    private void subscribe(String channel, String target, String format, String language) {
        assertThat(this.manager
            .post("/reports/deliveries",
                    Map.of("channel", channel, "target", target, "format", format, "language", language))
            .statusCode()).isEqualTo(302);
        this.manager.get("/reports/deliveries");
    }

    /** Has what is published already delivered too. */
    private void fromTheFirstOn() {
        world.books().change("UPDATE report_subscription SET after_snapshot_no = 0");
    }

    private static List<String> states() {
        return world.books().values("SELECT state FROM report_delivery ORDER BY snapshot_no");
    }

    @Test
    void whatWasThereBeforeIsNotDelivered() {
        subscribe("FOLDER", "before", "CSV", "en");
        this.sender.sendDue();
        assertThat(states()).isEmpty();
        assertThat(folder.resolve("before")).doesNotExist();
    }

    @Test
    void eachSnapshotOfACycleIsPutIntoTheFolderOnce() throws IOException {
        subscribe("FOLDER", "finance", "JSON", "en");
        fromTheFirstOn();
        this.sender.sendDue();
        this.sender.sendDue();
        assertThat(states()).containsExactly("SENT", "SENT");
        try (Stream<Path> files = Files.list(folder.resolve("finance"))) {
            assertThat(files).hasSize(2)
                .allMatch(file -> file.toString().matches(".*/refund-summary-2024-06-snapshot-\\d+-en\\.json"));
        }
        assertThat(Files.readString(Files.list(folder.resolve("finance")).sorted().toList().getLast()))
            .contains("\"replaces\"");
        assertThat(world.books().value("SELECT COUNT(*) FROM audit_event WHERE action = 'REPORT_DELIVERED'"))
            .isNotEqualTo("0");
    }

    @Test
    void aMailHasTheSummaryWithItInTheLanguageOfItsReader() throws Exception {
        subscribe("MAIL", "lin@finance.example.com", "PDF", "zh-TW");
        fromTheFirstOn();
        int before = MAIL.getReceivedMessages().length;
        this.sender.sendDue();
        this.sender.sendDue();
        MimeMessage[] mails = MAIL.getReceivedMessages();
        assertThat(mails).hasSize(before + 2);
        MimeMessage correction = mails[before + 1];
        assertThat(correction.getSubject()).isEqualTo("退款彙總，計費週期 2024年6月");
        assertThat(correction.getAllRecipients()).extracting(Object::toString)
            .containsExactly("lin@finance.example.com");
        assertThat(correction.getMessageID()).startsWith("<snapshot-").isNotEqualTo(mails[before].getMessageID());
        assertThat(correction.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        BodyPart attached = ((Multipart) correction.getContent()).getBodyPart(1);
        assertThat(attached.getFileName()).matches("refund-summary-2024-06-snapshot-\\d+-zh-TW\\.pdf");
        assertThat(attached.getInputStream().readNBytes(5)).isEqualTo("%PDF-".getBytes());
        assertThat(text((Multipart) correction.getContent())).contains("更正快照 1");
    }

    private static String text(Multipart parts) throws MessagingException, IOException {
        Object first = parts.getBodyPart(0).getContent();
        return (first instanceof Multipart inner) ? text(inner) : String.valueOf(first);
    }

    @Test
    void aServerThatIsAwayIsTriedAgainAndTheProblemIsOnThePage() {
        subscribe("MAIL", "boss@example.com", "CSV", "en");
        fromTheFirstOn();
        MAIL.stop();
        try {
            this.sender.sendDue();
        }
        finally {
            MAIL.start();
        }
        assertThat(states()).containsOnly("PENDING");
        assertThat(this.manager.get("/reports/deliveries").body())
            .contains("The mail server cannot be reached, or did not take the mail.", "Next attempt");
        assertThat(world.books().values("SELECT DISTINCT problem FROM report_delivery")).containsExactly("MAIL");
        int before = MAIL.getReceivedMessages().length;
        this.sender.sendDue();
        assertThat(MAIL.getReceivedMessages()).as("its time has not come").hasSize(before);
        world.books().change("UPDATE report_delivery SET next_attempt_at = '2026-01-01'");
        this.sender.sendDue();
        assertThat(MAIL.getReceivedMessages()).hasSize(before + 2);
        assertThat(states()).containsOnly("SENT");
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldAndSentAgainOnDemand() throws IOException {
        Files.writeString(folder.resolve("blocked"), "a file is in the way");
        subscribe("FOLDER", "blocked", "CSV", "sv");
        fromTheFirstOn();
        this.sender.sendDue();
        assertThat(states()).containsOnly("PENDING");
        assertThat(world.books().values("SELECT DISTINCT problem FROM report_delivery")).containsExactly("FOLDER");
        assertThat(this.manager.get("/reports/deliveries").body()).contains("The folder cannot be written.", "blocked");
        world.books().change("UPDATE report_delivery SET state = 'FAILED', next_attempt_at = NULL");
        Files.delete(folder.resolve("blocked"));
        for (String number : world.books().values("SELECT delivery_no FROM report_delivery")) {
            this.manager.get("/reports/deliveries");
            assertThat(this.manager.post("/reports/deliveries/" + number + "/send-again", Map.of()).statusCode())
                .isEqualTo(302);
        }
        this.sender.sendDue();
        assertThat(states()).containsOnly("SENT");
    }

    @Test
    void whoIsNoManagerAnyMoreGetsNothing() {
        TestWeb web = world.web();
        web.add("manager.two", "Going Soon", RoleGrant.of(Role.MANAGER));
        Visitor two = web.signedIn("manager.two");
        two.get("/reports/deliveries");
        two.post("/reports/deliveries",
                Map.of("channel", "FOLDER", "target", "gone", "format", "CSV", "language", "en"));
        fromTheFirstOn();
        web.bean(People.class).take("test", web.person("manager.two"), Role.MANAGER);
        this.sender.sendDue();
        this.sender.sendDue();
        assertThat(folder.resolve("gone")).doesNotExist();
        assertThat(states()).containsOnly("FAILED");
        assertThat(world.books().values("SELECT DISTINCT problem FROM report_delivery")).containsExactly("NO_MANAGER",
                "ENDED");
        assertThat(world.books().value("SELECT ended_at IS NOT NULL FROM report_subscription")).isEqualTo("1");
    }

    @Test
    void nothingIsSentWhereItDoesNotBelong() {
        for (Map<String, String> wish : List.of(wish("FOLDER", "../etc"), wish("FOLDER", "/etc"), wish("FOLDER", ""),
                wish("MAIL", "me@elsewhere.com"), wish("MAIL", "me@example.com.elsewhere.com"),
                wish("MAIL", "a@elsewhere.com,b@example.com"), wish("MAIL", "a b@example.com"),
                wish("MAIL", "a\r\nBcc: x@example.com"), wish("MAIL", "@example.com"), wish("FAX", "1"),
                Map.of("channel", "FOLDER", "target", "a", "format", "EXE", "language", "en"),
                Map.of("channel", "FOLDER", "target", "a", "format", "CSV", "language", "de"))) {
            this.manager.get("/reports/deliveries");
            assertThat(this.manager.post("/reports/deliveries", wish).statusCode()).as(wish.toString()).isEqualTo(422);
        }
        assertThat(world.books().value("SELECT COUNT(*) FROM report_subscription")).isEqualTo("0");
    }

    private static Map<String, String> wish(String channel, String target) {
        return Map.of("channel", channel, "target", target, "format", "CSV", "language", "en");
    }

}
