package org.prorata.run;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.joda.money.Money;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CertificateTests {

    private static final RunCounts COUNTS = new RunCounts(209, 201, 7, 1, 3, 4, 5, 6);

    private static final Certificate CERTIFICATE = certificate(COUNTS);

    @Test
    void itSaysOneFactALine() {
        assertThat(CERTIFICATE.text()).isEqualTo("""
                business_date 2024-12-31
                claimed 209
                credited 201
                nothing_due 7
                quarantined 1
                returned 3
                trials_expired 4
                trials_converted 5
                approvals_lapsed 6
                JPY credited_net 1600
                JPY credited_tax 160
                JPY returned_by_card 0
                JPY returned_by_bank 1000
                JPY returned_on_account 760
                USD credited_net 16.00
                USD credited_tax 3.20
                USD returned_by_card 19.20
                USD returned_by_bank 0.00
                USD returned_on_account 0.00
                digest credit aa
                digest ledger bb
                """);
    }

    @Test
    void itsHashIsTheOneOfItsTextByAnyTool() {
        assertThat(CERTIFICATE.hash())
            .isEqualTo("sha256:b8a9fc2d874dbbab898283d7d1f4b716b31b3dce09b299448af8f4d914896277");
    }

    @Test
    void theOrderInWhichItIsFilledDoesNotMatter() {
        SortedMap<String, CurrencyTotals> totals = new TreeMap<>();
        totals.put("USD", dollars());
        totals.put("JPY", yen());
        SortedMap<String, String> digests = new TreeMap<>();
        digests.put("ledger", "bb");
        digests.put("credit", "aa");
        Certificate other = new Certificate(LocalDate.of(2024, 12, 31), COUNTS, totals, digests);
        assertThat(other.text()).isEqualTo(CERTIFICATE.text());
        assertThat(other.hash()).isEqualTo(CERTIFICATE.hash());
    }

    @Test
    void anotherFactIsAnotherHash() {
        assertThat(certificate(COUNTS.plus(new RunCounts(0, 0, 0, 0, 1, 0, 0, 0))).hash())
            .isNotEqualTo(CERTIFICATE.hash());
    }

    @Test
    void aRunThatMetNothingHasACertificateToo() {
        Certificate empty = new Certificate(LocalDate.of(2024, 12, 31), RunCounts.NONE, Collections.emptySortedMap(),
                Collections.emptySortedMap());
        assertThat(empty.text()).startsWith("business_date 2024-12-31\nclaimed 0\n").endsWith("approvals_lapsed 0\n");
    }

    private static Certificate certificate(RunCounts counts) {
        return new Certificate(LocalDate.of(2024, 12, 31), counts,
                new TreeMap<>(Map.of("JPY", yen(), "USD", dollars())),
                new TreeMap<>(Map.of("credit", "aa", "ledger", "bb")));
    }

    private static CurrencyTotals dollars() {
        return new CurrencyTotals(Money.parse("USD 16.00"), Money.parse("USD 3.20"), Money.parse("USD 19.20"),
                Money.parse("USD 0.00"), Money.parse("USD 0.00"));
    }

    private static CurrencyTotals yen() {
        return new CurrencyTotals(Money.parse("JPY 1600"), Money.parse("JPY 160"), Money.parse("JPY 0"),
                Money.parse("JPY 1000"), Money.parse("JPY 760"));
    }

}
