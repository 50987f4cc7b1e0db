package org.prorata.web.reports;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.people.Role;
import org.prorata.web.ReportsWorld;
import org.prorata.web.TestWeb.Visitor;

import static org.assertj.core.api.Assertions.assertThat;

/** What people take with them from the reports pages. */
@Tag("database")
class ReportDownloadsTests {

    private static ReportsWorld world;

    private static Visitor manager;

    @BeforeAll
    static void open() {
        world = new ReportsWorld(Map.of());
        manager = world.web().as(Role.MANAGER);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void aFileIsSentOnceAndNotedInTheTrail() {
        for (String format : new String[] { "csv", "json", "xlsx", "pdf" }) {
            String path = "/reports/2024-06/" + format;
            HttpResponse<String> file = manager.get(path);
            assertThat(file.statusCode()).as(format).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment; filename=\"refund-summary-2024-06." + format
                        + "\"; filename*=UTF-8''Refund%20summary");
            assertThat(file.headers().firstValue("Cache-Control")).contains("no-cache, must-revalidate, private");
            assertThat(file.headers().firstValue("Content-Length")).isPresent();
            String tag = file.headers().firstValue("ETag").orElseThrow();
            assertThat(tag).matches("\"[0-9a-f]{64}\"");
            assertThat(manager.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
            assertThat(manager.get(path + "?view=month").headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
            assertThat(world.books()
                .values("SELECT detail FROM audit_event WHERE action = 'REPORT_DOWNLOADED' AND subject = ?",
                        "refund-summary-2024-06." + format))
                .hasSize(1)
                .allMatch(detail -> detail.matches("sha256:[0-9a-f]{64}"));
        }
    }

    @Test
    void theSameRequestGivesTheSameBytes() {
        for (String path : new String[] { "/reports/2024-06/xlsx", "/reports/2024-06/credits/csv?separator=;",
                "/reports/2024-06/lines/json" }) {
            assertThat(manager.get(path).body()).isEqualTo(manager.get(path).body());
        }
    }

    @Test
    void aNameIsInTheReadersLanguageToo() {
        Visitor visitor = world.web().visitor();
        visitor.get("/login", "Accept-Language", "bg");
        visitor.signIn("manager", org.prorata.web.TestWeb.PASSWORD);
        assertThat(visitor.get("/reports/2024-06/csv", "Accept-Language", "bg")
            .headers()
            .firstValue("Content-Disposition")
            .orElseThrow()).contains("filename=\"refund-summary-2024-06.csv\"").contains("%D1");
    }

    @Test
    void theRowsBehindAFigureAreThatManyAndComeToIt() {
        String page = manager.get("/reports/2024-06").body();
        Matcher links = Pattern.compile(
                "href=\"(/reports/2024-06/credits\\?[^\"]*dimension=[^\"]*)\"[^<]*<[^<]*</th>\\s*<td class=\"number\">(\\d+)<")
            .matcher(page);
        int checked = 0;
        while (links.find()) {
            String path = links.group(1).replace("&amp;", "&");
            String csv = manager.get(path.replace("/credits?", "/credits/csv?")).body();
            assertThat(csv.lines().count() - 1).as(path).isEqualTo(Long.parseLong(links.group(2)));
            checked++;
        }
        assertThat(checked).isGreaterThanOrEqualTo(8);
        BigDecimal sum = manager.get("/reports/2024-06/credits/csv?currency=EUR")
            .body()
            .lines()
            .skip(1)
            .map(line -> new BigDecimal(line.split(",")[25]))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo(world.issued("EUR").getAmount());
    }

    @Test
    void whatDoesNotExistOrIsNotAcceptedIsSaid() {
        for (String path : new String[] { "/reports/2024-06/exe", "/reports/2024-13", "/reports/0000-01/csv",
                "/reports/nothing", "/reports/2024-06/tenants/csv", "/reports/credits/CR-0",
                "/reports/credits/" + "x".repeat(200) }) {
            assertThat(manager.get(path).statusCode()).as(path).isEqualTo(404);
        }
        for (String path : new String[] { "/reports/2024-06?view=week", "/reports/2024-06/csv?as-of=1",
                "/reports/2024-06/csv?separator=x", "/reports/2024-06/credits?cursor=AAAA",
                "/reports/2024-06/credits?dimension=product&value=x",
                "/reports/2024-06/credits?currency=EUR&dimension=product&value=" + "x".repeat(1001) }) {
            assertThat(manager.get(path).statusCode()).as(path).isEqualTo(400);
        }
        assertThat(manager.get("/reports/2024-06?as-of=1").statusCode()).isEqualTo(422);
    }

    @Test
    void beforeAnythingWasKnownThereIsNothing() {
        String page = manager.get("/reports/2024-06?as-of=2001-01-01").body();
        assertThat(page).contains("Nothing was credited, returned or owed in this period.").contains("Provisional");
    }

}
