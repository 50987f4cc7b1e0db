package org.prorata.db.importing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.table.BadTableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("database")
class ImportProblemsTests {

    private static ImportWorld shared;

    @TempDir
    Path directory;

    private ImportWorld world;

    private Map<String, Object> before = Map.of();

    @BeforeEach
    void writeValidFiles() throws Exception {
        if (shared == null) {
            shared = ImportWorld.in(this.directory);
        }
        this.world = shared.other(this.directory, java.time.Duration.ofSeconds(30)).withSet();
        this.before = this.world.state();
        assertThat(this.before).containsEntry("tenant", 0L);
    }

    private void assertProblems(String... expected) throws Exception {
        assertThat(this.world.problems()).containsExactly(expected);
        assertThat(this.world.state()).as("nothing was written").isEqualTo(this.before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    Acme, Inc.  | ` `          | name: has blanks at its ends, found " ", accepted: 1 to 200 characters without them
                    EUR,5       | XXX,5        | currency: is not a currency, found "XXX", accepted: a code of ISO 4217 such as EUR
                    EUR,5       | eur,5        | currency: is not a currency, found "eur", accepted: a code of ISO 4217 such as EUR
                    LV,lv       | LA1,lv       | country: is not a country, found "LA1", accepted: a code of ISO 3166-1 such as LV
                    LV,lv       | LV,lv_LV     | locale: is not a language, found "lv_LV", accepted: a tag of BCP 47 such as zh-TW
                    Europe/Riga | Europe/Rigga | time_zone: is not a time zone, found "Europe/Rigga", accepted: an IANA zone such as Europe/Riga
                    EUR,5       | EUR,32       | billing_day: is out of range, found "32", accepted: a whole number from 1 to 31
                    T1,         | =T1,         | tenant_id: begins like a formula, found "=T1", accepted: 1 to 64 characters, the first not one of = + - @
                    """)
    void aBadCellOfATenantIsNamed(String part, String replacement, String message) throws Exception {
        this.world.without("subscriptions.csv").without("charges.csv").without("cancellations.csv");
        this.world.replacing("tenants.csv", part, replacement);
        assertProblems("tenants.csv:" + (part.startsWith("Acme") ? 3 : 2) + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-",
            textBlock = """
                    Basic,PAID,DIRECT   | Basic,FREE,DIRECT  | kind: is not known, found "FREE", accepted: PAID, TRIAL
                    Basic,PAID,DIRECT   | Basic,PAID,SHOP    | channel: is not known, found "SHOP", accepted: DIRECT, PARTNER, PRODUCT_KEY
                    Basic,PAID,DIRECT,, | Basic,PAID,DIRECT,x, | policy: is not known, found "x", accepted: nothing for microsoft-2020, or one of [csp-legacy, csp-nce, mca-2022, microsoft-2020, mosa-2022]
                    CARD,MONTHLY        | CASH,MONTHLY       | payment_method: is not known, found "CASH", accepted: NONE, CARD, INVOICE, BANK
                    CARD,MONTHLY        | CARD,DAILY         | billing_frequency: is not known, found "DAILY", accepted: MONTHLY, ANNUAL, TRIENNIAL
                    2024-06-30,24,24    | 2024-05-31,24,24   | term_end: is before the term starts, found "2024-05-31", accepted: a date from 2024-06-01 on
                    2024-06-30,24,24    | 2024-06-31,24,24   | term_end: is not a date, found "2024-06-31", accepted: a date such as 2024-12-31, from 1900 on
                    24,24,true          | -1,24,true         | purchased_licences: is out of range, found "-1", accepted: a whole number from 0 to 10000000
                    24,24,true          | 24,2.5,true        | assigned_licences: is not a whole number, found "2.5", accepted: a whole number from 0 to 10000000
                    24,24,true          | 24,24,yes          | auto_renew: is neither true nor false, found "yes", accepted: true or false
                    S1,T1               | S1,T9              | tenant_id: is not known, found "T9", accepted: a tenant that was imported, or is in the same set
                    """)
    void aBadCellOfASubscriptionIsNamedAndItsChargesAreNot(String part, String replacement, String message)
            throws Exception {
        this.world.replacing("subscriptions.csv",
                "S1,T1,Basic,PAID,DIRECT,,CARD,MONTHLY,2024-06-01,2024-06-30,24,24,true",
                "S1,T1,Basic,PAID,DIRECT,,CARD,MONTHLY,2024-06-01,2024-06-30,24,24,true".replace(part, replacement));
        assertProblems("subscriptions.csv:2: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    26,273.00,       | 0,273.00,        | quantity: is zero, found "0", accepted: a whole number other than 0
                    26,273.00,       | 1.5,273.00,      | quantity: is not a whole number, found "1.5", accepted: a whole number from -10000000 to 10000000
                    26,273.00,       | 26,273.001,      | net: has too many decimals, found "273.001", accepted: a plain decimal with a dot and up to 2 decimals, from -999999999999 to 999999999999
                    26,273.00,       | 26,1E3,          | net: is not a plain decimal, found "1E3", accepted: a plain decimal with a dot and up to 2 decimals, from -999999999999 to 999999999999
                    26,273.00,       | 26,-273.00,      | net: has another sign than the quantity, found "-273.00", accepted: 0 or more, as the quantity is positive
                    57.33,           | -57.33,          | tax: has another sign than the quantity, found "-57.33", accepted: 0 or more, as the quantity is positive
                    0.21,57.33       | 21,57.33         | tax_rate: is out of range, found "21", accepted: a plain decimal with a dot and up to 6 decimals, from 0 to 1
                    330.33           | 330.34           | paid: is not between nothing and net + tax, found "330.34", accepted: 0 to 330.33
                    330.33           | -0.01            | paid: is not between nothing and net + tax, found "-0.01", accepted: 0 to 330.33
                    10.5,26          | -10.5,26         | unit_price: is out of range, found "-10.5", accepted: a plain decimal with a dot and up to 6 decimals, from 0 to 999999999999
                    10.5,26          | 10.1234567,26    | unit_price: has too many decimals, found "10.1234567", accepted: a plain decimal with a dot and up to 6 decimals, from 0 to 999999999999
                    2024-06-30       | 2024-05-30       | service_to: is before the span starts, found "2024-05-30", accepted: a date from 2024-06-01 on
                    I1               | @I1              | invoice_number: begins like a formula, found "@I1", accepted: 1 to 64 characters, the first not one of = + - @
                    S1               | S9               | subscription_id: is not known, found "S9", accepted: a subscription that was imported, or is in the same set
                    EUR              | USD              | currency: CHARGE_CURRENCY_MISMATCH charge C1: its tenant T1 is billed in EUR, found "USD", accepted: EUR
                    EUR              | EURO             | currency: is not a currency, found "EURO", accepted: a code of ISO 4217 such as EUR
                    """)
    void aBadCellOfAChargeIsNamed(String part, String replacement, String message) throws Exception {
        String line = "C1,S1,I1,2024-06-01,2024-06-30,10.5,26,273.00,0.21,57.33,330.33,EUR";
        this.world.replacing("charges.csv", line, line.replace(part, replacement));
        assertProblems("charges.csv:2: " + message);
    }

    @Test
    void aReversalIsPaidBetweenItsGrossAndNothing() throws Exception {
        this.world.replacing("charges.csv", "-2.94,-16.94", "-2.94,1");
        assertProblems("charges.csv:3: paid: is not between nothing and net + tax, found \"1.00\", "
                + "accepted: -16.94 to 0");
    }

    @Test
    void theYenHasNoDecimals() throws Exception {
        this.world.replacing("charges.csv", "10000,0.1,1000,11000", "10000,0.1,1000.5,11000");
        assertProblems("charges.csv:6: tax: has too many decimals, found \"1000.5\", accepted: a plain decimal with a "
                + "dot and up to 0 decimals, from -999999999999 to 999999999999");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    S1,2024-06-10T09:00:00+03:00  | S1,2024-06-10T09:00:00       | requested_at: is not a time with an offset, found "2024-06-10T09:00:00", accepted: a time such as 2024-12-31T09:00:00Z
                    S1,2024-06-10T09:00:00+03:00  | S1,2035-06-10T09:00:00Z      | requested_at: is too far in the future, found "2035-06-10T09:00:00Z", accepted: a time up to 2034-06-15
                    anna@t1.lv,2024-06-15         | anna@t1.lv,2034-06-16        | effective_date: is more than 10 years from the day of the request, found "2034-06-16", accepted: a date from 2014-06-10 to 2034-06-10
                    anna@t1.lv                    | ``                           | requested_by: is missing, found "", accepted: 1 to 200 characters
                    R1,S1                         | R1,S8                        | subscription_id: is not known, found "S8", accepted: a subscription that was imported, or is in the same set
                    """)
    void aBadCellOfACancellationIsNamed(String part, String replacement, String message) throws Exception {
        this.world.replacing("cancellations.csv", part, replacement);
        if (message.contains("too far")) {
            this.world.replacing("cancellations.csv", "anna@t1.lv,2024-06-15", "anna@t1.lv,2035-06-15");
        }
        assertProblems("cancellations.csv:2: " + message);
    }

    @Test
    void anIdThatStandsTwiceIsNamedWithItsFirstLine() throws Exception {
        this.world.with("tenants.csv", ImportWorld.TENANTS + "T1,Again,LV,lv,Europe/Riga,EUR,5\n");
        this.world.with("charges.csv",
                ImportWorld.CHARGES + "C1,S1,I1,2024-06-01,2024-06-30,10.5,26,273.00,0.21,57.33,330.33,EUR\n");
        this.world.with("cancellations.csv",
                ImportWorld.CANCELLATIONS + "R2,S2,2024-06-10T09:00:00Z,bob@acme.com,2024-07-01,\n");
        assertProblems(
                "tenants.csv:5: tenant_id: stands in the file before, on line 2, found \"T1\", accepted: every tenant_id once",
                "charges.csv:7: charge_id: stands in the file before, on line 2, found \"C1\", accepted: every charge_id once",
                "cancellations.csv:8: request_id: stands in the file before, on line 3, found \"R2\", accepted: every request_id once");
    }

    @Test
    void theProblemsOfOneFileDoNotHideThoseOfAnother() throws Exception {
        this.world.replacing("tenants.csv", "EUR,5", "EUR,50")
            .replacing("subscriptions.csv", "S2,T2", "S2,T7")
            .replacing("charges.csv", "C5,S5", "C5,S7")
            .replacing("cancellations.csv", "R5,S6", "R5,S7");
        assertProblems(
                "tenants.csv:2: billing_day: is out of range, found \"50\", accepted: a whole number from 1 to 31",
                "subscriptions.csv:3: tenant_id: is not known, found \"T7\", accepted: a tenant that was imported, or is in the same set",
                "charges.csv:6: subscription_id: is not known, found \"S7\", accepted: a subscription that was imported, or is in the same set",
                "cancellations.csv:7: subscription_id: is not known, found \"S7\", accepted: a subscription that was imported, or is in the same set");
    }

    @Test
    void everyProblemOfALineIsNamed() throws Exception {
        this.world.with("charges.csv",
                ImportWorld.CHARGES.lines().findFirst().orElseThrow() + "\nC1,,,x,x,x,x,x,x,x,x,x\n");
        assertThat(this.world.problems()).hasSize(11).allMatch(line -> line.startsWith("charges.csv:2: "));
    }

    @Test
    void aFileThatCannotBeReadDoesNotMakeItsRowsUnknown() throws Exception {
        this.world.replacing("subscriptions.csv", "purchased_licences", "licences");
        assertProblems("subscriptions.csv:1: purchased_licences: is missing from the header, found "
                + "\"subscription_id,tenant_id,product,kind,channel,policy,paymen…\", accepted: [subscription_id, "
                + "tenant_id, product, kind, channel, policy, payment_method, billing_frequency, term_start, term_end, "
                + "purchased_licences, assigned_licences, auto_renew]");
    }

    @Test
    void aLineWithTheWrongNumberOfFieldsIsNamed() throws Exception {
        this.world.replacing("tenants.csv", "T3,山田商事,", "T3,山田商事,,");
        assertProblems("tenants.csv:4: -: has the wrong number of fields, found 8, accepted: 7 as in the header");
    }

    @Test
    void aFileInAnotherEncodingIsNamedWithTheLine() throws Exception {
        this.world.with("tenants.csv",
                ImportWorld.TENANTS.replace("山田商事", "Müller").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(this.world.problems()).hasSize(1).first().asString().startsWith("tenants.csv:").contains("UTF-8");
    }

    @Test
    void anIdBeyondTheBasicPlaneIsMeasuredAsTheBooksMeasureIt() throws Exception {
        this.world.replacing("cancellations.csv", "R1,", "😀".repeat(33) + ",");
        assertThat(this.world.problems()).hasSize(1)
            .first()
            .asString()
            .startsWith("cancellations.csv:2: request_id: is too long");
        this.world.replacing("cancellations.csv", "😀".repeat(33), "😀".repeat(65));
        assertThat(this.world.problems()).hasSize(1);
    }

    @Test
    void theFirstHundredProblemsAreShownAndTheRestCounted() throws Exception {
        StringBuilder charges = new StringBuilder(ImportWorld.CHARGES);
        for (int i = 0; i < 250; i++) {
            charges.append("X").append(i).append(",S1,I1,2024-06-01,2024-06-30,1,1,1,0,0,9,EUR\n");
            charges.append("Y").append(i).append(",NOWHERE,I1,2024-06-01,2024-06-30,1,1,1,0,0,0,EUR\n");
        }
        this.world.with("charges.csv", charges.toString());
        List<String> problems = this.world.problems();
        assertThat(problems).hasSize(101).last().isEqualTo("and 400 more problems");
        assertThat(this.world.state()).isEqualTo(this.before);
    }

    @Test
    void whatTheDeskRefusesRollsEverythingBack() throws Exception {
        this.world.with("cancellations.csv",
                ImportWorld.CANCELLATIONS + "R9,S1,2024-06-11T09:00:00Z,bob@acme.com,2024-07-01,\n");
        assertProblems("cancellations.csv:8: subscription_id: has another open request, found \"S1\", "
                + "accepted: one open request a subscription: withdraw the other, or wait until it is done");
    }

    @Test
    void whatIsInTheBooksCannotComeWithOtherContent(@TempDir Path own) throws Exception {
        ImportWorld books = ImportWorld.in(own).withSet();
        books.imported();
        Map<String, Object> imported = books.state();
        books.replacing("subscriptions.csv", "S2,T2", "S2,T1")
            .replacing("charges.csv", "100.123456,40,4004.94", "100.123456,40,4004.95")
            .replacing("charges.csv", "C5,S5", "C5,S6")
            .replacing("cancellations.csv", "anna@t1.lv,2024-06-15", "Anna@t1.lv,2024-06-15")
            .replacing("cancellations.csv", "2024-06-15,partner", "2024-06-16,partner");
        assertThat(books.problems()).containsExactly(
                "subscriptions.csv:3: tenant_id: is not the subscription's tenant in the books, found \"T1\", accepted: T2, as a subscription stays with its tenant",
                "charges.csv:4: net: charge_id C3 is in the books with other content, found \"4004.95\", accepted: the same content, or a new charge_id",
                "charges.csv:6: subscription_id: charge_id C5 is in the books with other content, found \"S6\", accepted: the same content, or a new charge_id",
                "cancellations.csv:2: requested_by: request_id R1 is in the books with other content, found \"Anna@t1.lv\", accepted: the same content, or a new request_id",
                "cancellations.csv:6: effective_date: request_id R4 is in the books with other content, found \"2024-06-16\", accepted: the same content, or a new request_id");
        assertThat(books.state()).isEqualTo(imported);
    }

    @Test
    void anAbsentFileForPartnerCenterIsAProblem() {
        assertThatThrownBy(() -> this.world.importedPartnerCenter("nowhere.csv")).isInstanceOf(BadTableException.class)
            .hasMessage("nowhere.csv:0: -: is not a file that can be read");
    }

}
