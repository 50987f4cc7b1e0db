package org.prorata.db.run;

import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedMap;

import org.prorata.credit.RefusalCode;
import org.prorata.run.CurrencyTotals;
import org.prorata.run.RunCounts;

/**
 * What the run of a business date would do if it began now.
 *
 * @param businessDate the day it would work for
 * @param madeAt when this was read from the books
 * @param due requests whose day has come
 * @param looked of those, how many were worked out; fewer where there are very many
 * @param backToApproval of those, how many do not pass the gate any more
 * @param counts how the others would end; claimed, credited, nothing due and quarantined
 * are of those that were worked out
 * @param retries failed returns that a person wants to be tried again
 * @param totals money by currency code
 * @param refusals how many would go to quarantine, by why
 */
public record Outlook(LocalDate businessDate, Instant madeAt, long due, long looked, long backToApproval,
        RunCounts counts, long retries, SortedMap<String, CurrencyTotals> totals,
        SortedMap<RefusalCode, Long> refusals) {

    /** Tells whether all due requests were worked out. */
    public boolean isComplete() {
        return this.looked == this.due;
    }

}
