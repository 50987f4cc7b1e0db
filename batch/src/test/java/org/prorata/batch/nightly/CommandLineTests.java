package org.prorata.batch.nightly;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.batch.Prorata;
import org.prorata.db.DatabaseSettings;
import picocli.CommandLine;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What the program says and with which exit code it ends. */
@Tag("database")
class CommandLineTests {

    private static final String NIGHT = "2024-03-15";

    private static TestBooks books;

    @BeforeAll
    static void open() {
        books = TestBooks.open();
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @BeforeEach
    void clear() {
        books.clear();
    }

    /** Runs the program as a process of its own on the test's database. */
    private static TestProcess.Ended prorata(Path settlements, String... arguments) {
        Map<String, String> environment = new HashMap<>(TestProcess.environment(books.database().settings()));
        environment.put("PRORATA_SETTLEMENTS", settlements.toString());
        return TestProcess.start(Prorata.class, environment, arguments).await();
    }

    private static TestProcess.Ended prorata(String... arguments) {
        return prorata(books.folder(), arguments);
    }

    /** Runs the program within the test; for what needs no database. */
    private static TestProcess.Ended here(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = Prorata.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = program.execute(arguments);
        program.getOut().flush();
        program.getErr().flush();
        return new TestProcess.Ended(exitCode, out.toString(), err.toString());
    }

    /** Reads exactly one document; anything more on standard output fails. */
    private static JsonNode document(TestProcess.Ended ended) {
        return JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readTree(ended.out());
    }

    private static void sell(String id, String currency) {
        books.add(TestSale.of(id)
            .billedOn(15)
            .charged("2024-03-01", "2024-03-31", "100.00", "21.00", "121.00", currency));
        books.file(id, NIGHT);
    }

    @Test
    void nightlyPrintsTheDocumentOfTheContractAndNothingElse() {
        sell("S1", "USD");
        sell("S2", "EUR");
        TestProcess.Ended ended = prorata("nightly", "--business-date", NIGHT, "--json");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode document = document(ended);
        assertThat(document.get("business_date").asString()).isEqualTo(NIGHT);
        assertThat(document.get("state").asString()).isEqualTo("COMPLETED");
        assertThat(document.get("balanced").asBoolean()).isTrue();
        assertThat(document.get("counts")).isEqualTo(JsonMapper.shared().readTree("""
                {"claimed": 2, "credited": 1, "nothing_due": 0, "quarantined": 1, "returned": 0,
                 "trials_expired": 0, "trials_converted": 0, "approvals_lapsed": 0}"""));
        assertThat(document.get("credited").toString())
            .isEqualTo("{\"USD\":{\"net\":\"54.84\",\"tax\":\"11.52\",\"gross\":\"66.36\"}}");
        assertThat(document.get("returned").get("USD").get("gross").asString()).isEqualTo("0.00");
        assertThat(document.get("certificate").asString()).matches("sha256:[0-9a-f]{64}")
            .isEqualTo(books.text("SELECT certificate FROM nightly_run"));
        assertThat(document.get("run").isInt()).isTrue();
        assertThat(document.get("seconds").isNumber()).isTrue();
        assertThat(ended.err()).contains("Balanced: 2 taken = 1 credited + 0 nothing due + 1 quarantined");
    }

    @Test
    void aRunThatFailsEndsWithOneAndSaysWhatToDo(@TempDir Path folder) throws IOException {
        books.add(TestSale.of("S1").billedOn(20).charged("2024-03-01", "2024-03-31", "100.00", "21.00"));
        books.file("S1", NIGHT);
        Path file = Files.createFile(folder.resolve("file"));
        TestProcess.Ended ended = prorata(file.resolve("in"), "nightly", "--business-date", "2024-03-20", "--json");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(document(ended).get("state").asString()).isEqualTo("FAILED");
        assertThat(document(ended).get("balanced").asBoolean()).isFalse();
        assertThat(ended.err()).contains("prorata: the settlement file").contains("PRORATA_SETTLEMENTS");
    }

    @Test
    void anotherRunsLeaseEndsWithThree() throws SQLException {
        DatabaseSettings settings = books.database().settings();
        try (Connection holder = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = holder.createStatement()) {
            statement.executeQuery("SELECT GET_LOCK(CONCAT(LEFT(DATABASE(), 40), ':prorata-nightly'), 0)");
            TestProcess.Ended ended = prorata("nightly", "--business-date", NIGHT);
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
            assertThat(ended.err()).contains("prorata: another run holds the lease");
            assertThat(books.count("nightly_run")).isZero();
        }
    }

    @Test
    void aTamperedLedgerFailsTheProof() {
        sell("S1", "USD");
        books.run(NIGHT);
        books.tamper("UPDATE ledger_entry SET deferred_revenue = deferred_revenue + 1, "
                + "refund_liability = refund_liability - 1");
        TestProcess.Ended ended = prorata("verify", "--json");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(document(ended).get("verified").asBoolean()).isFalse();
        assertThat(document(ended).get("problems").size()).isEqualTo(1);
        assertThat(ended.err()).contains("CHANGED: run ", "NOT verified");
    }

    @Test
    void creditsAreWrittenAsTheContractHasThem(@TempDir Path folder) throws IOException {
        sell("S1", "USD");
        long run = books.run(NIGHT).id();
        Path out = folder.resolve("credits.csv");
        TestProcess.Ended ended = prorata("credits", "--run", Long.toString(run), "--out", out.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readString(out)).isEqualToNormalizingNewlines(
                """
                        credit_number,request_id,subscription_id,tenant_id,run,policy,cancel_effective,currency,net,tax,gross,state,return_method,due_by,returned_on
                        CR-20240315-0000001,R-S1,S1,T-S1,%d,microsoft-2020,2024-03-15,USD,54.84,11.52,66.36,ISSUED,CARD,2024-05-14,
                        """
                    .formatted(run));
    }

    @Test
    void reportsAreWrittenAndTheSameRequestGivesTheSameBytes(@TempDir Path folder) throws IOException {
        sell("S1", "USD");
        books.run(NIGHT);
        TestProcess.Ended ended = prorata("report", "--month", "2024-03", "--format", "json", "--out",
                folder.toString(), "--json");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode usd = document(ended).get("currencies").get("USD");
        assertThat(usd.get("credited_gross").asString()).isEqualTo("66.36");
        assertThat(usd.get("balances").asBoolean()).isTrue();
        Path json = folder.resolve("refund-summary-month-2024-03.json");
        byte[] bytes = Files.readAllBytes(json);
        prorata("report", "--month", "2024-03", "--format", "json", "--out", folder.toString());
        assertThat(Files.readAllBytes(json)).isEqualTo(bytes);
        ended = prorata("report", "--cycle", "2024-03", "--format", "csv", "--detail", "credits", "--no-bom",
                "--totals", "--out", folder.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readString(folder.resolve("refund-credits-2024-03.csv"))).startsWith("credit_number,")
            .contains("CR-20240315-0000001,R-S1,T-S1");
        ended = prorata("report", "--cycle", "2024-03", "--format", "csv", "--as-of", "9000-01-01", "--out",
                folder.toString());
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("is not over yet");
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith(".draft"));
    }

    @Test
    void whatIsNotThereEndsWithTwo() {
        TestProcess.Ended ended = prorata("release", "NOBODY", "--by", "berta", "--reason", "why not", "--json");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains("prorata: request NOBODY is not known");
        assertThat(ended.out())
            .isEqualToIgnoringWhitespace("{ \"error\" : \"prorata: request NOBODY is not known\", \"exit_code\" : 2 }");
    }

    @Test
    void badUsageIsADocumentTooWhereOneIsAskedFor() {
        TestProcess.Ended ended = here(new String[] { "nightly", "--business-date", "tomorrow", "--json" });
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).contains("\"error\" :", "tomorrow", "\"exit_code\" : 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';',
            textBlock = """
                    nightly --business-date tomorrow; tomorrow
                    nightly --business-date 2024-03-15 --from 2024-03-16; accepted: a date up to it
                    nightly --business-date 2024-03-15 --from 2024-03-14 --dry-run; accepted: it without --from
                    nightly --max-bad-percent many; many
                    nightly --bussiness-date 2024-03-15; --bussiness-date
                    nigthly; nightly
                    quote --cases cases.csv; --out
                    report --cycle 2024-13 --format csv --out .; 2024-13
                    report --cycle 2024-03 --format doc --out .; csv
                    report --cycle 2024-03 --month 2024-03 --format csv --out .; mutually exclusive
                    report --format csv --out .; --cycle
                    report --cycle 1969-12 --format csv --out .; accepted: a month of the years 1970 to 9990
                    report --cycle 2024-03 --format csv --out . --as-of yesterday; accepted: a moment such as
                    report --cycle 2024-03 --format csv --out . --as-of 2024-02-30; accepted: a moment such as
                    report --cycle 2024-03 --format csv --out . --detail credits --detail lines; accepted: one table for csv and json
                    report --cycle 2024-03 --format csv --out . --detail cents; LINES
                    report --cycle 2024-03 --format csv --out . --separator x; or tab
                    report --cycle 2024-03 --format pdf --out . --totals; accepted: them with --format csv
                    report --cycle 2024-03 --format pdf --out . --language xx; zh-TW
                    runs --most 0; accepted: 1 or more
                    release R1 --by berta; --reason
                    why; SUBSCRIPTION_ID
                    database restart; restart
                    serve --cron never; accepted: six fields
                    """)
    void badUsageEndsWithTwoAndNamesWhatIsWrongOrAccepted(String line, String named) {
        TestProcess.Ended ended = here(line.split(" "));
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).startsWith("prorata: ").containsIgnoringCase(named);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void everyCommandHasHelpAndJson() {
        List<String> commands = new ArrayList<>();
        Prorata.commandLine().getSubcommands().forEach((name, command) -> {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                commands.add(name);
                assertThat(here(name, "--help").exitCode()).as(name).isZero();
                assertThat(here(name, "--help").out()).as(name).contains("Usage: prorata " + name).contains("--json");
            }
        });
        assertThat(commands).contains("demo", "import", "nightly", "runs", "quote", "why", "credits", "report",
                "serve");
        assertThat(here("--version").out()).startsWith("prorata ");
        assertThat(here().exitCode()).isEqualTo(2);
    }

    @Test
    void policiesPrintsOneDocument() {
        TestProcess.Ended ended = here("policies", "--json");
        assertThat(ended.exitCode()).isZero();
        assertThat(document(ended).get("file").asString()).startsWith("policy,effective_from");
    }

    @Test
    void quotePrintsOneDocumentAndEndsWithTwoWhereACaseIsBad(@TempDir Path folder) throws IOException {
        String columns = "case_id,rounding,unit_price,quantity,net,service_from,service_to,cancel_date,cancel_day,currency\n";
        String good = "1,EXACT_HALF_UP,100,1,,2024-03-01,2024-03-31,2024-03-15,CREDITED,USD\n";
        Path cases = folder.resolve("cases.csv");
        String[] command = { "quote", "--cases", cases.toString(), "--out", folder.resolve("out.csv").toString(),
                "--json" };
        Files.writeString(cases, columns + good);
        TestProcess.Ended ended = here(command);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(document(ended).get("cases").asInt()).isEqualTo(1);
        assertThat(document(ended).get("bad").asInt()).isZero();
        Files.writeString(cases, columns + good + good.replace("USD", "US"));
        ended = here(command);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(document(ended).get("bad").asInt()).isEqualTo(1);
        Files.writeString(cases, "case_id,rounding\n1,EXACT_HALF_UP\n");
        ended = here(Arrays.copyOf(command, 5));
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("unit_price", "Nothing was written");
    }

}
