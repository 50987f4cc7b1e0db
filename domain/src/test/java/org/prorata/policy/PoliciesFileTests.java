package org.prorata.policy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.table.BadTableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PoliciesFileTests {

    private static final List<String> COLUMNS = List.of("policy", "effective_from", "default_policy",
            "counted_licences", "self_service_limit", "limit_is_self_service", "scope", "full_refund",
            "prorated_refund", "window_starts", "cancel_day", "rounding", "return");

    private static final List<String> CELLS = List.of("house", "2024-01-01", "true", "ASSIGNED", "25", "false",
            "SUBSCRIPTION", "NEVER", "ALWAYS", "LAST_RENEWAL", "CREDITED", "EXACT_HALF_UP", "NEXT_CYCLE_START");

    private static final String GOOD = String.join(",", CELLS);

    private static final RefundLimit NEVER = new RefundLimit.Never();

    private static final RefundLimit ALWAYS = new RefundLimit.Always();

    @Test
    void theShippedPoliciesAreThoseOfTheContract() {
        Policies shipped = PoliciesFile.shipped();
        assertThat(shipped.defaultPolicy()).isEqualTo("microsoft-2020");
        assertThat(shipped.all()).containsExactlyInAnyOrder(
                new Policy(version("microsoft-2020", "2020-04-18"), CountedLicences.ASSIGNED, 25, false,
                        PolicyScope.SUBSCRIPTION, NEVER, ALWAYS, WindowStart.LAST_RENEWAL, CancelDay.CREDITED,
                        Rounding.EXACT_HALF_UP, ReturnTiming.NEXT_CYCLE_START),
                new Policy(version("mosa-2022", "2022-07-07"), CountedLicences.PURCHASED, 25, true,
                        PolicyScope.SUBSCRIPTION, NEVER, ALWAYS, WindowStart.LAST_RENEWAL, CancelDay.CREDITED,
                        Rounding.EXACT_HALF_UP, ReturnTiming.NEXT_CYCLE_START),
                new Policy(version("mca-2022", "2022-07-07"), CountedLicences.ASSIGNED, null, false,
                        PolicyScope.SUBSCRIPTION, NEVER, new RefundLimit.Days(7), WindowStart.LAST_RENEWAL,
                        CancelDay.CREDITED, Rounding.EXACT_HALF_UP, ReturnTiming.NEXT_CYCLE_START),
                new Policy(version("csp-legacy", "2017-07-18"), CountedLicences.ASSIGNED, null, false,
                        PolicyScope.SUBSCRIPTION, new RefundLimit.Days(30), ALWAYS, WindowStart.TERM_START,
                        CancelDay.CREDITED, Rounding.LEGACY_ROUND, ReturnTiming.NEXT_CYCLE_START),
                new Policy(version("csp-nce", "2023-07-27"), CountedLicences.ASSIGNED, null, false,
                        PolicyScope.SUBSCRIPTION, new RefundLimit.Elapsed(Duration.ofHours(24)),
                        new RefundLimit.Days(7), WindowStart.LAST_RENEWAL, CancelDay.CREDITED, Rounding.SEAT_ROUNDDOWN,
                        ReturnTiming.NEXT_CYCLE_START));
    }

    @Test
    void theShippedFileCanBeCopiedAndReadFromAnywhere(@TempDir Path folder) throws Exception {
        Path copy = folder.resolve("mine.csv");
        try (InputStream shipped = PoliciesFile.openShipped()) {
            Files.copy(shipped, copy);
        }
        assertThat(PoliciesFile.read(copy).all()).isEqualTo(PoliciesFile.shipped().all());
    }

    @Test
    void aFileThatIsNotThereIsNotABadFile(@TempDir Path folder) {
        assertThatExceptionOfType(NoSuchFileException.class)
            .isThrownBy(() -> PoliciesFile.read(folder.resolve("none.csv")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';',
            textBlock = """
                    policy;                '';            is missing, found "", accepted: 1 to 64 characters
                    policy;                =a;            begins like a formula, found "=a", accepted: 1 to 64 characters, the first not one of = + - @
                    effective_from;        soon;          is not a date, found "soon", accepted: a date such as 2024-12-31, from 1900 on
                    effective_from;        2023-02-29;    is not a date, found "2023-02-29", accepted: a date such as 2024-12-31, from 1900 on
                    default_policy;        yes;           is neither true nor false, found "yes", accepted: true or false
                    counted_licences;      SEATS;         is not known, found "SEATS", accepted: ASSIGNED, PURCHASED
                    self_service_limit;    0;             is out of range, found "0", accepted: a whole number from 1 to 2147483647
                    self_service_limit;    2147483648;    is out of range, found "2147483648", accepted: a whole number from 1 to 2147483647
                    self_service_limit;    none;          is not a whole number, found "none", accepted: a whole number from 1 to 2147483647
                    limit_is_self_service; '';            is neither true nor false, found "", accepted: true or false
                    scope;                 ALL;           is not known, found "ALL", accepted: SUBSCRIPTION, TENANT
                    window_starts;         PURCHASE;      is not known, found "PURCHASE", accepted: TERM_START, LAST_RENEWAL
                    cancel_day;            credited;      is not known, found "credited", accepted: CREDITED, CHARGED
                    rounding;              HALF_UP;       is not known, found "HALF_UP", accepted: EXACT_HALF_UP, EXACT_TRUNC, LEGACY_ROUND, DAILY_3DP, SEAT_ROUNDDOWN, UNIT_HALF_UP
                    return;                LATER;         is not known, found "LATER", accepted: NEXT_CYCLE_START, AT_ONCE
                    """)
    void aBadCellIsToldByItsLineAndColumn(String column, String cell, String wrong) {
        assertThatProblems(file(GOOD, with("house", "2025-01-01", column, cell)))
            .isEqualTo("policies.csv:3: " + column + ": " + wrong);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "never", "7", "7 days", "P-1D", "P1M", "P1Y", "P1W", "P1DT2H", "P12345D", "p7d",
            "pt24h", "PT", "PT-1H", "PT24H " })
    void aBadLengthOfTimeIsToldWithWhatIsAccepted(String cell) {
        for (String column : List.of("full_refund", "prorated_refund")) {
            assertThatProblems(file(with("house", "2024-01-01", column, cell)))
                .isEqualTo("policies.csv:2: " + column + ": is not a length of time, found \"" + cell
                        + "\", accepted: NEVER, ALWAYS, days such as P7D or hours such as PT24H");
        }
    }

    @Test
    void everyLengthOfTimeIsRead() throws Exception {
        assertThat(fullRefund("NEVER")).isEqualTo(NEVER);
        assertThat(fullRefund("ALWAYS")).isEqualTo(ALWAYS);
        assertThat(fullRefund("P0D")).isEqualTo(new RefundLimit.Days(0));
        assertThat(fullRefund("P9999D")).isEqualTo(new RefundLimit.Days(9999));
        assertThat(fullRefund("PT36H")).isEqualTo(new RefundLimit.Elapsed(Duration.ofHours(36)));
        assertThat(fullRefund("PT90M")).isEqualTo(new RefundLimit.Elapsed(Duration.ofMinutes(90)));
    }

    @Test
    void everyProblemOfTheFileIsTold() {
        assertThatProblems(file(with("house", "2024-01-01", "scope", "ALL"), "too,short",
                with("house", "2025-01-01", "rounding", "")))
            .isEqualTo("""
                    policies.csv:2: scope: is not known, found "ALL", accepted: SUBSCRIPTION, TENANT
                    policies.csv:3: -: has the wrong number of fields, found 2, accepted: 13 as in the header
                    policies.csv:4: rounding: is not known, found "", accepted: EXACT_HALF_UP, EXACT_TRUNC, \
                    LEGACY_ROUND, DAILY_3DP, SEAT_ROUNDDOWN, UNIT_HALF_UP""");
    }

    @Test
    void aVersionStandsOnlyOnce() {
        assertThatProblems(file(GOOD, with("house", "2024-01-01", "rounding", "EXACT_TRUNC"))).isEqualTo(
                "policies.csv:3: effective_from: stands twice for this policy, found \"house@2024-01-01\", accepted: "
                        + "one line a version");
    }

    @Test
    void twoBadDatesOfAPolicyAreNotTakenForTheSameVersion() {
        assertThatProblems(file(with("house", "soon", "policy", "house"), with("house", "later", "policy", "house")))
            .isEqualTo("""
                    policies.csv:2: effective_from: is not a date, found "soon", accepted: a date such as \
                    2024-12-31, from 1900 on
                    policies.csv:3: effective_from: is not a date, found "later", accepted: a date such as \
                    2024-12-31, from 1900 on""");
    }

    @Test
    void aFileWithoutADefaultIsRefused() {
        String wanted = "policies.csv:0: default_policy: names no single default policy, found [], accepted: true for "
                + "the lines of one policy";
        assertThatProblems(file(with("house", "2024-01-01", "default_policy", "false"))).isEqualTo(wanted);
        assertThatProblems(file()).isEqualTo(wanted);
    }

    @Test
    void aFileWithTwoDefaultsIsRefused() {
        assertThatProblems(file(GOOD, with("other", "2024-01-01", "default_policy", "true"))).isEqualTo(
                "policies.csv:0: default_policy: names no single default policy, found [house, other], accepted: true "
                        + "for the lines of one policy");
    }

    @Test
    void allVersionsOfTheDefaultMaySaySo() throws Exception {
        Policies policies = read(file(GOOD, with("house", "2025-01-01", "rounding", "EXACT_TRUNC")));
        assertThat(policies.defaultPolicy()).isEqualTo("house");
        assertThat(policies.inForce(null, LocalDate.of(2025, 6, 1)).rounding()).isEqualTo(Rounding.EXACT_TRUNC);
    }

    @Test
    void aMissingColumnIsNamed() {
        String withoutScope = file(GOOD).replace(",scope,", ",place,");
        assertThatProblems(withoutScope).isEqualTo("policies.csv:1: scope: is missing from the header, found \""
                + String.join(",", COLUMNS).replace("scope", "place").substring(0, 60) + "\u2026\", accepted: "
                + COLUMNS);
    }

    @Test
    void anotherEncodingIsRefused() {
        byte[] latin = file(with("house", "2024-01-01", "policy", "h\u00e4user")).getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(BadTableException.class).isThrownBy(() -> read(latin))
            .withMessage("policies.csv:2: -: is not UTF-8, found other bytes, accepted: UTF-8");
    }

    @Test
    void aBomAndWindowsLineEndsAreAccepted() throws Exception {
        assertThat(read("\uFEFF" + file(GOOD).replace("\n", "\r\n")).all()).isEqualTo(read(file(GOOD)).all());
    }

    @Test
    void columnsMayComeInAnyOrderAndWithOthersBetween() throws Exception {
        List<String> columns = new ArrayList<>(COLUMNS);
        List<String> cells = new ArrayList<>(CELLS);
        Collections.reverse(columns);
        Collections.reverse(cells);
        columns.add(3, "note");
        cells.add(3, "\"agreed, with finance\"");
        assertThat(read(String.join(",", columns) + "\n" + String.join(",", cells) + "\n").all())
            .isEqualTo(read(file(GOOD)).all());
    }

    private static RefundLimit fullRefund(String cell) throws Exception {
        return read(file(with("house", "2024-01-01", "full_refund", cell))).all().getFirst().fullRefund();
    }

    private static AbstractStringAssert<?> assertThatProblems(String file) {
        try {
            read(file);
        }
        catch (BadTableException ex) {
            return assertThat(ex.getMessage());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        throw new AssertionError("the file was accepted");
    }

    private static Policies read(String file) throws BadTableException, IOException {
        return read(file.getBytes(StandardCharsets.UTF_8));
    }

    private static Policies read(byte[] file) throws BadTableException, IOException {
        return PoliciesFile.read("policies.csv", () -> new ByteArrayInputStream(file));
    }

    private static String file(String... lines) {
        return String.join(",", COLUMNS) + "\n"
                + Stream.of(lines).map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String with(String policy, String effectiveFrom, String column, String cell) {
        List<String> cells = new ArrayList<>(CELLS);
        cells.set(COLUMNS.indexOf("policy"), policy);
        cells.set(COLUMNS.indexOf("effective_from"), effectiveFrom);
        cells.set(COLUMNS.indexOf(column), cell);
        return String.join(",", cells);
    }

    private static PolicyVersion version(String policy, String effectiveFrom) {
        return new PolicyVersion(policy, LocalDate.parse(effectiveFrom));
    }

}
