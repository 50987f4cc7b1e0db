package org.prorata.run;

import java.time.LocalDate;
import java.util.SortedMap;

import org.prorata.proof.Sha256;

/**
 * The control totals of a run and digests over everything it wrote. It holds no clock and
 * no machine: the same requests give the same certificate, however often the run was
 * killed on the way.
 *
 * @param businessDate the day the run worked for
 * @param counts how many of what it met
 * @param totals what it credited and returned, by currency code
 * @param digests SHA-256 over the rows that it wrote, by the table they are in
 */
public record Certificate(LocalDate businessDate, RunCounts counts, SortedMap<String, CurrencyTotals> totals,
        SortedMap<String, String> digests) {

    /** Writes what the hash is taken of: one fact a line, in a fixed order. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, "business_date", this.businessDate);
        line(text, "claimed", this.counts.claimed());
        line(text, "credited", this.counts.credited());
        line(text, "nothing_due", this.counts.nothingDue());
        line(text, "quarantined", this.counts.quarantined());
        line(text, "returned", this.counts.returned());
        line(text, "trials_expired", this.counts.trialsExpired());
        line(text, "trials_converted", this.counts.trialsConverted());
        line(text, "approvals_lapsed", this.counts.approvalsLapsed());
        this.totals.forEach((currency, total) -> {
            line(text, currency + " credited_net", total.net().getAmount().toPlainString());
            line(text, currency + " credited_tax", total.tax().getAmount().toPlainString());
            line(text, currency + " returned_by_card", total.returnedByCard().getAmount().toPlainString());
            line(text, currency + " returned_by_bank", total.returnedByBank().getAmount().toPlainString());
            line(text, currency + " returned_on_account", total.returnedOnAccount().getAmount().toPlainString());
        });
        this.digests.forEach((table, digest) -> line(text, "digest " + table, digest));
        return text.toString();
    }

    /** Returns {@code sha256:} and the hash of the text in hexadecimal. */
    public String hash() {
        return "sha256:" + Sha256.of(text());
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(' ').append(value).append('\n');
    }

}
