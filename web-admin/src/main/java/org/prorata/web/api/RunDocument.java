package org.prorata.web.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.prorata.run.CurrencyTotals;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;
import org.prorata.run.RunState;

/**
 * A nightly run.
 *
 * @param attempts how often it was started
 * @param counts how many of what it met; final once it is balanced
 * @param totals what it credited and returned, by currency; complete once it is certified
 * @param certificate the hash of its certificate; left out until it is certified
 * @param finishedAt when it was certified
 * @param failure what stopped it the last time
 */
@Schema(name = "Run")
record RunDocument(LocalDate businessDate, RunState state, int attempts, CountsPart counts, List<TotalPart> totals,
        @Nullable String certificate, Instant startedAt, @Nullable Instant finishedAt, @Nullable String failure) {

    @Schema(name = "RunCounts")
    record CountsPart(long claimed, long credited, long nothingDue, long quarantined, long returned, long trialsExpired,
            long trialsConverted, long approvalsLapsed) {
    }

    @Schema(name = "RunTotal")
    record TotalPart(String currency, MoneyDocument creditedNet, MoneyDocument creditedTax,
            MoneyDocument returnedByCard, MoneyDocument returnedByBank, MoneyDocument returnedOnAccount) {

        static TotalPart of(String currency, CurrencyTotals totals) {
            return new TotalPart(currency, MoneyDocument.of(totals.net()), MoneyDocument.of(totals.tax()),
                    MoneyDocument.of(totals.returnedByCard()), MoneyDocument.of(totals.returnedByBank()),
                    MoneyDocument.of(totals.returnedOnAccount()));
        }

    }

    static RunDocument of(NightlyRun run) {
        RunCounts counts = run.counts();
        return new RunDocument(run.businessDate(), run.state(), run.attempts(),
                new CountsPart(counts.claimed(), counts.credited(), counts.nothingDue(), counts.quarantined(),
                        counts.returned(), counts.trialsExpired(), counts.trialsConverted(), counts.approvalsLapsed()),
                run.totals().entrySet().stream().map(each -> TotalPart.of(each.getKey(), each.getValue())).toList(),
                run.certificate(), run.startedAt(), run.finishedAt(), run.failure());
    }

}
