package org.prorata.db.importing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.table.BadTableException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spoils valid files in a thousand ways that happen to files. The number of the way is
 * its seed.
 */
@Tag("database")
class ImportMutationTests {

    private static final String PROBLEM = "[^:\\p{Cntrl}]+:[0-9]+: [^:\\p{Cntrl}]+: \\P{Cntrl}+|and [0-9]+ more problems";

    private static final List<String> NASTY = List.of("", " ", "=1+1", "+1", "-1", "@x", "0", "1e9", "NaN", "Infinity",
            "0x10", "1,5", "1.", ".5", "-0", "99999999999999999999", "0.000000000000000000000000000001",
            "999999999999.99", "2024-02-30", "31.12.2024", "6/30/2024", "0000-00-00", "-2024-01-01", "+12024-01-01",
            "9999-12-31", "1900-01-01", "1899-12-31", "2024-06-10T25:00:00Z", "2024-06-10T09:00:00+19:00",
            "9999-12-30T23:59:59-12:00", "1900-01-01T00:00:00Z", "2024-06-10T09:00:00.123456789Z", "\u0000", "a\u0000b",
            "😀".repeat(64), "a\u0301", "\uFFFE", "\u202Eabc", "true ", "TRUE", "null", "NULL", "\\", "\\'",
            "'; DROP TABLE tenant; --", "%s {0} ${x} ?", "\u2028", "٣", "x".repeat(65), "x".repeat(201),
            "x".repeat(2001), "é".repeat(2000), "a\r\nb", "a\rb", "\t", "T1", "S1", "t1", "USD", "KWD", "CLF", "XXX",
            "-1000001", "10000001", "-5", "2024-06-10");

    private static final List<String> FILES = List.of("tenants.csv", "subscriptions.csv", "charges.csv",
            "cancellations.csv");

    @TempDir
    Path directory;

    private final Map<String, Integer> outcomes = new TreeMap<>();

    @Test
    void aThousandSpoiledSetsAreRefusedOrImportedWhole() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        world.imported();
        Map<String, Object> before = world.state();
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            Map<String, byte[]> set = set((seed % 2 == 0) ? "" : "-" + seed);
            String spoiled = FILES.get(random.nextInt(FILES.size()));
            set.put(spoiled, mutate(set.getOrDefault(spoiled, new byte[0]), random));
            for (Map.Entry<String, byte[]> file : set.entrySet()) {
                world.with(file.getKey(), file.getValue());
            }
            before = importAndCheck(world, seed, before, world::imported);
        }
        assertThat(world.audit().verify().isWhole()).isTrue();
        assertThat(this.outcomes.get("refused")).isGreaterThan(300);
        assertThat(this.outcomes.get("imported")).isGreaterThan(100);
    }

    @Test
    void threeHundredSpoiledPartnerCenterFilesAreRefusedOrImportedWhole() throws Exception {
        ImportWorld world = ImportWorld.in(this.directory).withSet();
        world.imported();
        Map<String, Object> before = world.state();
        for (int seed = 0; seed < 300; seed++) {
            String file = """
                    InvoiceNumber,OrderId,ProductId,SkuId,ChargeType,Quantity,Subtotal,TaxTotal,Total,Currency,SubscriptionId,ChargeStartDate,ChargeEndDate,EffectiveUnitPrice,BillableQuantity,MeterDescription,ReferenceID
                    G-%1$d,o1,p1,0001,new,50,720,73,793,USD,S2,5/20/2021,6/19/2021,14.4,50,,r1
                    G-%1$d,o1,p1,0001,removeQuantity,-5,-72,-7.3,-79.3,USD,S2,5/25/2021 0:00,6/19/2021 23:59,14.4,,,"r,2"
                    G-%1$d,o1,p1,0001,new,1,0,0,0,USD,S3,2021-05-20,2021-06-19T00:00:00Z,0,1,,
                    """
                .formatted(seed);
            world.with("recon.csv", mutate(file.getBytes(StandardCharsets.UTF_8), new Random(seed)));
            before = importAndCheck(world, seed, before, () -> world.importedPartnerCenter("recon.csv"));
        }
        assertThat(this.outcomes.get("refused")).isGreaterThan(100);
        assertThat(this.outcomes.get("imported")).isGreaterThan(20);
    }

    private interface Import {

        ImportReport run() throws BadTableException, IOException;

    }

    /** Returns the state of the books afterwards. */
    private Map<String, Object> importAndCheck(ImportWorld world, int seed, Map<String, Object> before, Import work)
            throws IOException {
        long added = 0;
        boolean changed = false;
        try {
            ImportReport report = work.run();
            added = report.files().stream().mapToLong(ImportReport.FileReport::added).sum();
            changed = report.changedAnything();
            this.outcomes.merge("imported", 1, Integer::sum);
        }
        catch (BadTableException ex) {
            this.outcomes.merge("refused", 1, Integer::sum);
            assertThat(Arrays.asList(ex.getMessage().split("\n", -1))).as("seed %d", seed)
                .isNotEmpty()
                .allMatch(line -> line.matches(PROBLEM));
        }
        catch (RuntimeException ex) {
            throw new AssertionError("seed " + seed, ex);
        }
        Map<String, Object> after = world.state();
        if (!changed) {
            assertThat(after).as("seed %d", seed).isEqualTo(before);
        }
        else {
            assertThat(rows(after) - rows(before)).as("seed %d", seed).isEqualTo(added + 1);
        }
        return after;
    }

    private static long rows(Map<String, Object> state) {
        return state.entrySet()
            .stream()
            .filter(entry -> !entry.getKey().equals("revisions"))
            .mapToLong(entry -> (Long) entry.getValue())
            .sum();
    }

    private static Map<String, byte[]> set(String suffix) {
        Map<String, byte[]> set = new TreeMap<>();
        List<String> contents = List.of(ImportWorld.TENANTS, ImportWorld.SUBSCRIPTIONS, ImportWorld.CHARGES,
                ImportWorld.CANCELLATIONS);
        for (int i = 0; i < FILES.size(); i++) {
            set.put(FILES.get(i),
                    contents.get(i)
                        .replaceAll("(?m)(^|,)([TSCR][1-9])(?=,)", "$1$2" + suffix)
                        .getBytes(StandardCharsets.UTF_8));
        }
        return set;
    }

    private static byte[] mutate(byte[] content, Random random) {
        byte[] spoiled = content;
        int times = 1 + random.nextInt(3) / 2;
        for (int i = 0; i < times; i++) {
            spoiled = once(spoiled, random);
        }
        return spoiled;
    }

    private static byte[] once(byte[] content, Random random) {
        int at = random.nextInt(content.length + 1);
        String text = new String(content, StandardCharsets.UTF_8);
        return switch (random.nextInt(26)) {
            case 0 -> Arrays.copyOf(content, at);
            case 1 -> splice(content, at, 0, randomBytes(random, 1 + random.nextInt(20)));
            case 2 -> splice(content, at, 1, randomBytes(random, 1));
            case 3 -> splice(content, at, random.nextInt(30), new byte[0]);
            case 4 -> splice(content, at, 0, new byte[1 + random.nextInt(3)]);
            case 5 -> splice(content, at, 0, new byte[] { '"' });
            case 6 -> text.replace("\n", "\r").getBytes(StandardCharsets.UTF_8);
            case 7 -> text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            case 8 -> text.replace("\n", "\n\n").getBytes(StandardCharsets.UTF_8);
            case 9 -> text.getBytes(pick(random, StandardCharsets.UTF_16, StandardCharsets.UTF_16LE,
                    StandardCharsets.ISO_8859_1, Charset.forName("windows-1257")));
            case 10 -> ("\uFEFF".repeat(1 + random.nextInt(2)) + text).getBytes(StandardCharsets.UTF_8);
            case 11 -> splice(content, at, 0, "9".repeat(70_000).getBytes(StandardCharsets.UTF_8));
            case 12 -> splice(content, at, 0, "x".repeat(1_200_000).getBytes(StandardCharsets.UTF_8));
            case 13 -> text.replace(",", pick(random, ";", "\t", ", ")).getBytes(StandardCharsets.UTF_8);
            case 14 -> lines(text, random, (lines, n) -> lines.add(n, lines.get(n)));
            case 15 -> lines(text, random, List::remove);
            case 16 -> lines(text, random, (lines, n) -> lines.set(n, lines.get(n).replaceFirst(",[^,]*", "")));
            case 17 -> lines(text, random, (lines, n) -> lines.set(n, lines.get(n) + ",=cmd|' /C calc'!A0"));
            case 18 -> randomBytes(random, random.nextInt(300));
            default -> lines(text, random, (lines, n) -> lines.set(n, withNastyCell(lines.get(n), random)));
        };
    }

    private interface LineChange {

        void accept(List<String> lines, int n);

    }

    private static byte[] lines(String text, Random random, LineChange change) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (!lines.isEmpty()) {
            change.accept(lines, random.nextInt(lines.size()));
        }
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String withNastyCell(String line, Random random) {
        String[] cells = line.split(",", -1);
        String nasty = pick(random, NASTY.toArray(String[]::new));
        cells[random.nextInt(cells.length)] = random.nextBoolean() ? nasty : '"' + nasty.replace("\"", "\"\"") + '"';
        return String.join(",", cells);
    }

    private static byte[] splice(byte[] content, int at, int removed, byte[] inserted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(content, 0, at);
        out.writeBytes(inserted);
        int rest = Math.min(content.length, at + removed);
        out.write(content, rest, content.length - rest);
        return out.toByteArray();
    }

    private static byte[] randomBytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

}
