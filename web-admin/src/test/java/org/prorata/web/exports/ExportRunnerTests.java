package org.prorata.web.exports;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.people.Role;
import org.prorata.proof.Sha256;
import org.prorata.reporting.export.Exports;
import org.prorata.reporting.export.Exports.State;
import org.prorata.web.ReportsWorld;
import org.prorata.web.TestWeb.Visitor;

import static org.assertj.core.api.Assertions.assertThat;

/** Large files from the wish to the download, as the pages ask for them. */
@Tag("database")
class ExportRunnerTests {

    private static final Map<String, String> CREDITS = Map.of("month", "2024-06", "table", "credits", "format", "csv",
            "as-of", "2024-07-01");

    @TempDir
    private static Path folder;

    private static ReportsWorld world;

    private static Visitor manager;

    private final ExportRunner runner = world.web().bean(ExportRunner.class);

    @BeforeAll
    static void open() {
        world = new ReportsWorld(Map.of("prorata.reports.exports", folder.toString()));
        manager = world.web().as(Role.MANAGER);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.books().change("DELETE FROM report_export");
        manager.get("/reports/exports");
    }

    private static String ask(Map<String, String> wish) {
        HttpResponse<String> answer = manager.post("/reports/exports", wish);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void aFileIsWrittenInTheBackgroundAndIsTheOneThatIsDownloaded() throws IOException {
        String page = ask(CREDITS);
        assertThat(manager.get(page).body()).contains("Waiting").contains("0 of 18 rows");
        assertThat(manager.get(page + "/file").statusCode()).isEqualTo(404);
        this.runner.work();
        assertThat(manager.get(page).body()).contains("Ready").contains("refund-credits-2024-06.csv");
        HttpResponse<String> file = manager.get(page + "/file");
        assertThat(file.body().lines()).hasSize(19);
        assertThat(file.body()).isEqualTo(manager.get("/reports/2024-06/credits/csv?as-of=2024-07-01").body());
        String tag = file.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).isEqualTo("\"" + Sha256.of(file.body()) + "\"");
        assertThat(manager.get(page + "/file", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(world.books()
            .values("SELECT subject FROM audit_event WHERE action = 'REPORT_DOWNLOADED' AND detail LIKE 'export%'"))
            .containsExactly("refund-credits-2024-06.csv");
        assertThat(files()).contains(page.replaceAll(".*/", "export-") + ".csv");
    }

    @Test
    void nobodySeesTheFilesOfOthers() throws IOException {
        String page = ask(CREDITS);
        this.runner.work();
        Visitor auditor = world.web().as(Role.AUDITOR);
        assertThat(auditor.get(page).statusCode()).isEqualTo(404);
        assertThat(auditor.get(page + "/file").statusCode()).isEqualTo(404);
        assertThat(auditor.get("/reports/exports").body()).doesNotContain(page);
        assertThat(manager.get("/reports/exports/999999999").statusCode()).isEqualTo(404);
    }

    @Test
    void aFourthOneHasToWait() {
        for (String table : new String[] { "credits", "lines" }) {
            for (String format : new String[] { "csv", "xlsx" }) {
                manager.get("/reports/exports");
                HttpResponse<String> answer = manager.post("/reports/exports",
                        Map.of("month", "2024-06", "table", table, "format", format));
                assertThat(answer.headers().firstValue("Location").orElseThrow())
                    .matches((table + format).equals("linesxlsx") ? "/reports/exports" : "/reports/exports/\\d+");
            }
        }
        assertThat(manager.get("/reports/exports").body()).contains("You have 3 files that are not finished");
    }

    @Test
    void whatAStoppedProcessWasAtIsWrittenByTheNext() throws IOException {
        String page = ask(CREDITS);
        Thread.currentThread().interrupt();
        try {
            this.runner.work();
        }
        finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        long number = Long.parseLong(page.replaceAll(".*/", ""));
        assertThat(world.web().bean(Exports.class).find(number).orElseThrow().state()).isEqualTo(State.WAITING);
        assertThat(files()).noneMatch(name -> name.endsWith(".part"));
        this.runner.work();
        assertThat(world.web().bean(Exports.class).find(number).orElseThrow().state()).isEqualTo(State.DONE);
    }

    @Test
    void afterSevenDaysTheFileIsGoneAndThePageSaysSo() throws IOException {
        String page = ask(CREDITS);
        this.runner.work();
        world.books().change("UPDATE report_export SET kept_until = '2026-01-01'");
        this.runner.work();
        assertThat(files()).doesNotContain(page.replaceAll(".*/", "export-") + ".csv");
        assertThat(manager.get(page).body()).contains("kept for seven days and is gone");
        assertThat(manager.get(page + "/file").statusCode()).isEqualTo(404);
    }

    @Test
    void aWishThatIsNoneIsRefused() {
        for (Map<String, String> wish : java.util.List.of(Map.of("month", "2024-13"),
                Map.of("month", "2024-06", "table", "tenants"), Map.of("month", "2024-06", "format", "pdf"),
                Map.of("month", "2024-06", "as-of", "soon"), Map.of("month", "2024-06", "dimension", "product"),
                Map.of("month", "2024-06", "currency", "XXX1"), Map.of("month", "2024-06", "separator", "xx"),
                Map.of("month", "2024-06", "currency", "EUR", "dimension", "name"))) {
            manager.get("/reports/exports");
            assertThat(manager.post("/reports/exports", wish).statusCode()).as(wish.toString()).isIn(400, 404);
        }
        assertThat(world.books().value("SELECT COUNT(*) FROM report_export")).isEqualTo("0");
    }

    private static java.util.List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

}
