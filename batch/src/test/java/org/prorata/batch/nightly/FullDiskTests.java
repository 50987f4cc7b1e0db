package org.prorata.batch.nightly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.batch.Prorata;
import org.prorata.cancellation.Cancellation;
import org.prorata.subscription.PaymentMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * There is no room for the settlement files of a night: its card file is of some 30,000
 * bytes, its bank file of a few hundred.
 */
@Tag("database")
class FullDiskTests {

    private static final String NIGHT = "2024-03-15";

    private static final String BANK = "settlement-2024-03-15-bank.csv";

    private static final String CARD = "settlement-2024-03-15-card.csv";

    private static TestBooks books;

    private static SortedMap<String, Object> clean;

    @BeforeAll
    static void open() {
        books = TestBooks.open();
        enter();
        books.run(NIGHT);
        clean = books.outcome();
        assertThat(books.settlementFiles()).containsOnlyKeys(BANK, CARD);
        assertThat(books.settlementFiles().get(CARD)).hasSizeGreaterThan(24_000);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @BeforeEach
    void enterAnew() {
        enter();
    }

    private static void enter() {
        books.clear();
        List<TestSale> sales = new ArrayList<>();
        List<Cancellation> cancellations = new ArrayList<>();
        for (int i = 0; i < 405; i++) {
            String id = "D%03d".formatted(i);
            sales.add(TestSale.of(id)
                .billedOn(15)
                .paidBy((i < 400) ? PaymentMethod.CARD : PaymentMethod.BANK)
                .charged("2024-03-01", "2024-03-31", "100.00", "21.00"));
            cancellations.add(TestBooks.cancellation(id, "2024-03-10"));
        }
        books.add(sales);
        books.file(cancellations);
    }

    /**
     * A process that may write no file of more than 16 blocks of 512 bytes is told so by
     * the system in the middle of the file, as on a disk that is full; everybody may set
     * such a limit.
     */
    @Test
    void aRunThatCannotWriteItsSettlementFileSaysWhatToDoAndTheNextStartFinishesIt() {
        Map<String, String> environment = new HashMap<>(TestProcess.environment(books.database().settings()));
        environment
            .putAll(Map.of("PRORATA_SETTLEMENTS", books.folder().toString(), "JAVA_TOOL_OPTIONS", "-XX:-UsePerfData"));
        TestProcess.Ended ended = TestProcess
            .start(List.of("/bin/sh", "-c", "ulimit -f 16 && exec \"$@\"", "limited"), Prorata.class, environment,
                    "nightly", "--business-date", NIGHT)
            .await();
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err())
            .contains("the settlement file " + books.folder().resolve(CARD) + " cannot be written (File too large)")
            .contains("Make room or correct PRORATA_SETTLEMENTS, then start the run again: it goes on here")
            .doesNotContain("\tat ");
        assertNothingIsHalfWritten();
        assertThat(books.run(NIGHT).isCertified()).isTrue();
        assertThat(books.outcome()).isEqualTo(clean);
        assertThat(books.problems()).isEmpty();
    }

    private static void assertNothingIsHalfWritten() {
        assertThat(books.settlementFiles()).containsOnlyKeys(BANK).containsEntry(BANK, (String) clean.get(BANK));
        assertThat(books.text("SELECT state FROM nightly_run")).isEqualTo("FAILED");
        assertThat(books.count("credit WHERE state = 'RETURNED'")).isZero();
    }

    /** Only where the system lets the tests mount a small disk. */
    @Test
    void aDiskThatIsFullIsNamedAndTheRunGoesOnWhenThereIsRoom(@TempDir Path disk) throws Exception {
        Assumptions.assumeTrue(isDone("mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", disk.toString()),
                "mounting is not permitted here; the other test of a full disk needs no right");
        try (TestBooks small = books.another(Map.of("prorata.settlements", disk.toString()))) {
            assertThatThrownBy(() -> small.run(NIGHT)).isInstanceOf(RunFailedException.class)
                .hasMessageStartingWith("the settlement file " + disk.resolve(CARD)
                        + " cannot be written (No space left on device). Make room or correct PRORATA_SETTLEMENTS");
            assertThat(disk).isDirectoryContaining(file -> file.endsWith(BANK))
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith(CARD));
            assertThat(isDone("mount", "-o", "remount,size=1m", disk.toString())).isTrue();
            assertThat(small.run(NIGHT).isCertified()).isTrue();
            assertThat(disk.resolve(CARD)).hasContent((String) clean.get(CARD));
            assertThat(disk.resolve(BANK)).hasContent((String) clean.get(BANK));
            assertThat(disk.toFile().list()).containsExactlyInAnyOrder(BANK, CARD);
        }
        finally {
            assertThat(isDone("umount", disk.toString())).isTrue();
        }
        SortedMap<String, Object> elsewhere = books.outcome();
        elsewhere.put(BANK, clean.get(BANK));
        elsewhere.put(CARD, clean.get(CARD));
        assertThat(elsewhere).isEqualTo(clean);
        assertThat(books.problems()).isEmpty();
    }

    private static boolean isDone(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor() == 0;
        }
        catch (IOException ex) {
            return false;
        }
    }

}
