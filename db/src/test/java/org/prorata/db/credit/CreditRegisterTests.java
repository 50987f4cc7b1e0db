package org.prorata.db.credit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;
import org.prorata.run.NightlyRun;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class CreditRegisterTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static TestBooks books;

    private static NightlyRun first;

    private static NightlyRun second;

    private final CreditRegister register = new CreditRegister(books.streaming());

    /**
     * R1 in euros with two charges and R2 in yen on one night, R3 in dinars on the next.
     */
    @BeforeAll
    static void threeCredits() {
        books = TestBooks.opened().tenant("T1", "EUR", 1).tenant("T2", "JPY", 1).tenant("T3", "KWD", 1);
        books.charged("T1", 1, "100.00", "21.00").charge("C0", "S1", "0.50", "0.11");
        books.charged("T2", 2, "3001", "300").charged("T3", 3, "10.001", "0.000");
        books.cancel("R1", "S1", NIGHT).cancel("R2", "S2", NIGHT).cancel("R3", "S3", NIGHT.plusDays(1));
        first = books.night(NIGHT);
        second = books.night(NIGHT.plusDays(1));
        books.night(LocalDate.of(2024, 7, 1));
        books.change("UPDATE credit SET state = 'ISSUED', returned_on = NULL WHERE currency = 'JPY'");
    }

    @Test
    void creditsAreListedByTheirNumber() {
        assertThat(credits(null)).containsExactly(
                "CR-20240616-0000001,R1,S1,T1," + first.id()
                        + ",microsoft-2020,2024-06-16,EUR,50.25,10.56,60.81,RETURNED,CARD,2024-07-31,2024-07-01",
                "CR-20240616-0000002,R2,S2,T2," + first.id()
                        + ",microsoft-2020,2024-06-16,JPY,1501,150,1651,ISSUED,CARD,2024-07-31,",
                "CR-20240617-0000001,R3,S3,T3," + second.id()
                        + ",microsoft-2020,2024-06-17,KWD,4.667,0.000,4.667,RETURNED,CARD,2024-07-31,2024-07-01");
    }

    @Test
    void linesAreListedByTheirCreditAndCharge() {
        assertThat(lines(null)).containsExactly(
                "CR-20240616-0000001,C0,2024-06-01,2024-06-30,30,15,EXACT_HALF_UP,1/4,0.25,0.06",
                "CR-20240616-0000001,C1,2024-06-01,2024-06-30,30,15,EXACT_HALF_UP,50/1,50.00,10.50",
                "CR-20240616-0000002,C2,2024-06-01,2024-06-30,30,15,EXACT_HALF_UP,3001/2,1501,150",
                "CR-20240617-0000001,C3,2024-06-01,2024-06-30,30,14,EXACT_HALF_UP,70007/15000,4.667,0.000");
    }

    @Test
    void theListOfARunHoldsItsCreditsOnly() {
        assertThat(credits(second.id())).singleElement().asString().startsWith("CR-20240617-0000001,");
        assertThat(lines(second.id())).singleElement().asString().startsWith("CR-20240617-0000001,");
        assertThat(credits(-1L)).isEmpty();
        assertThat(lines(-1L)).isEmpty();
    }

    @Test
    void aRowHasAValueForEveryColumn() {
        this.register.credits(null, row -> assertThat(row).hasSameSizeAs(CreditRegister.CREDIT_COLUMNS));
        this.register.lines(null, row -> assertThat(row).hasSameSizeAs(CreditRegister.LINE_COLUMNS));
    }

    private List<String> credits(Long run) {
        List<String> rows = new ArrayList<>();
        this.register.credits(run, row -> rows.add(String.join(",", row)));
        return rows;
    }

    private List<String> lines(Long run) {
        List<String> rows = new ArrayList<>();
        this.register.lines(run, row -> rows.add(String.join(",", row)));
        return rows;
    }

}
