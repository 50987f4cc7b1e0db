package org.prorata.cancellation;

import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.sample.SampleCancellations;

import static org.assertj.core.api.Assertions.assertThat;

class CancellationTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            UTC,                 2024-01-31
            Europe/Riga,         2024-02-01
            America/Los_Angeles, 2024-01-31
            Pacific/Kiritimati,  2024-02-01
            """)
    void theDayItWasAskedIsTheTenants(ZoneId zone, String day) {
        assertThat(SampleCancellations.asked("2024-01-31T22:00:00Z", "2024-03-01").requestedOn(zone)).isEqualTo(day);
    }

    @Test
    void itCountsFromTheLaterOfRequestAndEffect() {
        ZoneId riga = ZoneId.of("Europe/Riga");
        assertThat(SampleCancellations.asked("2024-01-10T10:00:00Z", "2024-01-10").cancelledAt(riga))
            .isEqualTo("2024-01-10T12:00");
        assertThat(SampleCancellations.asked("2024-01-09T22:00:00Z", "2024-01-10").cancelledAt(riga))
            .isEqualTo("2024-01-10T00:00");
        assertThat(SampleCancellations.asked("2024-01-09T21:59:59Z", "2024-01-10").cancelledAt(riga))
            .isEqualTo("2024-01-10T00:00");
    }

    @Test
    void anActionSaysWhatToDo() {
        assertThat(new Action.RemoveLicences(7, "assigned").text())
            .isEqualTo("remove 7 assigned licences, then cancel online");
        assertThat(new Action.RemoveLicences(1, "purchased").text())
            .isEqualTo("remove 1 purchased licence, then cancel online");
        assertThat(new Action.AskToBeCalled().text()).isEqualTo("ask to be called back");
        assertThat(new Action.FileForApproval().text()).isEqualTo("file the request and wait for an approver");
        assertThat(new Action.AskThePartner().text()).isEqualTo("ask the partner who sold it to cancel and refund it");
    }

    @Test
    void anActionHasACode() {
        assertThat(new Action.RemoveLicences(7, "assigned").code()).isEqualTo("REMOVE_LICENCES");
        assertThat(new Action.AskToBeCalled().code()).isEqualTo("ASK_TO_BE_CALLED");
        assertThat(new Action.FileForApproval().code()).isEqualTo("FILE_FOR_APPROVAL");
        assertThat(new Action.AskThePartner().code()).isEqualTo("ASK_THE_PARTNER");
    }

}
