package org.prorata.batch.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.batch.sample.ReadSet.CancellationRow;
import org.prorata.cancellation.Gate;
import org.prorata.cancellation.Route;
import org.prorata.policy.PoliciesFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SampleDataTests {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 19);

    private static final List<String> FILES = List.of("tenants.csv", "subscriptions.csv", "charges.csv",
            "cancellations.csv");

    @TempDir
    private Path directory;

    @Test
    void theSameArgumentsGiveTheSameBytesOnAMachineWithOtherSettings() throws IOException {
        Map<String, String> here = write(SampleData.of(7, DAY, 60));
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertThat(write(SampleData.of(7, DAY, 60))).isEqualTo(here);
        }
        finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void anotherSeedGivesOtherFiles() throws IOException {
        Map<String, String> seven = write(SampleData.of(7, DAY, 60));
        Map<String, String> eight = write(SampleData.of(8, DAY, 60));
        assertThat(FILES).allSatisfy(file -> assertThat(seven.get(file)).isNotEqualTo(eight.get(file)));
    }

    @Test
    void aLargerSetBeginsWithTheSmallerOne() throws IOException {
        Map<String, String> small = write(SampleData.of(7, DAY, 20));
        Map<String, String> large = write(SampleData.of(7, DAY, 60));
        assertThat(FILES).allSatisfy(file -> assertThat(large.get(file)).startsWith(small.get(file)));
    }

    @Test
    void noTenantsGiveHeadersOnly() throws IOException {
        assertThat(write(SampleData.of(7, DAY, 0)).values()).allSatisfy(text -> assertThat(text.lines()).hasSize(1));
        assertThatIllegalArgumentException().isThrownBy(() -> SampleData.of(7, DAY, -1))
            .withMessageContaining("-1 tenants");
    }

    @Test
    void linesEndAsRfc4180Says() throws IOException {
        assertThat(write(SampleData.of(7, DAY, 5)).values())
            .allSatisfy(text -> assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r"));
    }

    @Test
    void halfOfTheDueRequestsThatWaitAreToBeApprovedBySomebodyElse() throws IOException {
        SampleData data = SampleData.of(7, DAY, 60);
        ReadSet set = ReadSet.of(data, this.directory);
        Gate gate = new Gate(PoliciesFile.shipped());
        List<String> waiting = set.cancellations.values()
            .stream()
            .filter(each -> !each.cancellation().effectiveDate().isAfter(DAY))
            .filter(each -> waits(each, set, gate))
            .map(each -> each.cancellation().id().value())
            .toList();
        List<String> approved = data.requestIdsToApprove();
        assertThat(approved).isEqualTo(SampleData.of(7, DAY, 60).requestIdsToApprove())
            .doesNotHaveDuplicates()
            .hasSize((waiting.size() + 1) / 2)
            .hasSizeGreaterThan(5);
        assertThat(new HashSet<>(waiting)).containsAll(approved);
        assertThat(set.cancellations.values()).extracting(each -> each.cancellation().requestedBy())
            .doesNotContain(SampleData.APPROVER);
    }

    private static boolean waits(CancellationRow row, ReadSet set, Gate gate) {
        return gate
            .ask(row.subscription().subscription(), set.subscriptionsOf(row.subscription().tenant()),
                    row.requestedAt().toLocalDate())
            .route() instanceof Route.Approval;
    }

    private Map<String, String> write(SampleData data) throws IOException {
        Path target = this.directory.resolve("a").resolve("set");
        data.writeTo(target);
        Map<String, String> texts = new TreeMap<>();
        for (String file : FILES) {
            texts.put(file, Files.readString(target.resolve(file)));
        }
        assertThat(target).isDirectoryNotContaining(path -> !FILES.contains(path.getFileName().toString()));
        return texts;
    }

}
