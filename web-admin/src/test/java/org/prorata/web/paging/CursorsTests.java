package org.prorata.web.paging;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CursorsTests {

    private static final Cursors CURSORS = new Cursors(new byte[32]);

    @Test
    void aCursorBringsBackThePlace() {
        String cursor = CURSORS.after("people", List.of("anna", "", "7"));
        assertThat(CURSORS.place("people", cursor, 3)).containsExactly("anna", "", "7");
    }

    @Test
    void aCursorIsOnlyGoodForItsListAndItsServers() {
        String cursor = CURSORS.after("approvals state=ALL", List.of("7"));
        assertThatThrownBy(() -> CURSORS.place("approvals state=MINE", cursor, 1))
            .isInstanceOf(BadCursorException.class);
        assertThatThrownBy(() -> new Cursors(new byte[] { 1 }).place("approvals state=ALL", cursor, 1))
            .isInstanceOf(BadCursorException.class);
        assertThatThrownBy(() -> CURSORS.place("approvals state=ALL", cursor, 2))
            .isInstanceOf(BadCursorException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "x", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
    void whatAnybodyMadeUpIsRefused(String cursor) {
        assertThatThrownBy(() -> CURSORS.place("people", cursor, 1)).isInstanceOf(BadCursorException.class);
    }

}
