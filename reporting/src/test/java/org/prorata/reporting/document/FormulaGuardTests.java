package org.prorata.reporting.document;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FormulaGuardTests {

    @ParameterizedTest
    @ValueSource(strings = { "=1+1", "+1", "-1", "@SUM(A1)", "|calc", "\t=1", "\tx", "\r=1", "\n", "\u0000=1", " =1",
            "\u00a0=1", "\u3000=1", "\ufeff=1", "\u200b=1", "\u200b \u2060@x", "＝1", "＋1", "－1", "＠x", "｜x", "−1",
            " ＝cmd", "\u0001=1", "\u202e=1" })
    void whatMightBeAFormulaBeginsWithAnApostrophe(String text) {
        assertThat(FormulaGuard.safe(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = { "", " ", "Riga", "a=b", "1-2", "'=1", "\u3000臺灣", "(=1)", "\uD83D\uDE00=", "\uD800", "#TOTAL" })
    void anythingElseStaysAsItIs(String text) {
        assertThat(FormulaGuard.safe(text)).isEqualTo(text);
    }

}
