package org.prorata.reporting.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DeliveryFolderTests {

    @TempDir
    private Path place;

    private Path source;

    private DeliveryFolder folder;

    @BeforeEach
    void write() throws IOException {
        this.source = Files.writeString(this.place.resolve("source"), "figures");
        this.folder = new DeliveryFolder(this.place.resolve("base"));
    }

    @Test
    void aFileIsThereWholeAndAloneAndTakesThePlaceOfItself() throws IOException {
        this.folder.put("finance", "refund-2024-06.csv", this.source);
        Files.writeString(this.source, "the same again");
        this.folder.put("finance", "refund-2024-06.csv", this.source);
        Path finance = this.place.resolve("base/finance");
        assertThat(finance).isDirectoryContaining("glob:**refund-2024-06.csv");
        try (var files = Files.list(finance)) {
            assertThat(files).hasSize(1);
        }
        assertThat(finance.resolve("refund-2024-06.csv")).hasContent("the same again");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", ".", "..", "../x", "a/b", "a\\b", "/etc", "-x", "_x", "a b", "a.b", "café", "a\u0000",
            "~root", "C:", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" })
    void nothingButAPlainNameIsAFolder(String name) {
        assertThat(DeliveryFolder.isName(name)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> this.folder.put(name, "a.csv", this.source));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "..", "../a.csv", "a/b.csv", ".hidden", "a\n.csv" })
    void nothingButAPlainNameIsAFile(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> this.folder.put("finance", name, this.source));
    }

    @Test
    void aLinkLeadsNowhere() throws IOException {
        Path elsewhere = Files.createDirectory(this.place.resolve("elsewhere"));
        Files.createDirectory(this.place.resolve("base"));
        Files.createSymbolicLink(this.place.resolve("base/finance"), elsewhere);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.folder.put("finance", "a.csv", this.source))
            .withMessageContaining("is a link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void theBaseMayBeALink() throws IOException {
        Path real = Files.createDirectory(this.place.resolve("real"));
        Files.createSymbolicLink(this.place.resolve("base"), real);
        this.folder.put("finance", "a.csv", this.source);
        assertThat(real.resolve("finance/a.csv")).hasContent("figures");
    }

}
