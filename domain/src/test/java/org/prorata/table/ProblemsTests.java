package org.prorata.table;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class ProblemsTests {

    private final Problems problems = new Problems();

    @Test
    void withoutAProblemNothingIsThrown() {
        assertThat(this.problems.isEmpty()).isTrue();
        assertThatNoException().isThrownBy(this.problems::throwIfAny);
    }

    @Test
    void theFirstHundredAreKeptAndTheRestIsCounted() {
        add(103);
        assertThat(this.problems.first()).hasSize(100);
        assertThat(this.problems.count()).isEqualTo(103);
        assertThatExceptionOfType(BadTableException.class).isThrownBy(this.problems::throwIfAny).satisfies(thrown -> {
            assertThat(thrown.toString().lines()).hasSize(101)
                .startsWith("org.prorata.table.BadTableException: t.csv:1: id: is wrong")
                .endsWith("and 3 more problems");
            assertThat(thrown.problems()).isSameAs(this.problems);
        });
    }

    @Test
    void aHundredNeedNoCount() {
        add(100);
        assertThatExceptionOfType(BadTableException.class).isThrownBy(this.problems::throwIfAny)
            .satisfies(
                    thrown -> assertThat(thrown.toString().lines()).hasSize(100).endsWith("t.csv:100: id: is wrong"));
    }

    @Test
    void whatWasFoundCannotDisturbTheTerminal() {
        assertThat(Cells.quoted("a\u001b[2Jb\n\u202e\u0000")).isEqualTo("\"a\\u001b[2Jb\\u000a\\u202e\\u0000\"");
        assertThat(Cells.quoted("\u0161\ud83d\ude00")).isEqualTo("\"\u0161\ud83d\ude00\"");
        assertThat(Cells.quoted("\ud83d")).isEqualTo("\"\\ud83d\"");
    }

    @Test
    void whatWasFoundIsShownUpTo60Characters() {
        assertThat(Cells.quoted("x".repeat(60))).isEqualTo("\"" + "x".repeat(60) + "\"");
        assertThat(Cells.quoted("\ud83d\ude00".repeat(61))).isEqualTo("\"" + "\ud83d\ude00".repeat(60) + "\u2026\"");
    }

    private void add(int count) {
        IntStream.rangeClosed(1, count)
            .forEach(line -> this.problems.add(new Problem("t.csv", line, "id", "is wrong")));
    }

}
