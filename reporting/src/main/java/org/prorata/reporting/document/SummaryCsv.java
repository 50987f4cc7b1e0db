package org.prorata.reporting.document;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import de.siegmar.fastcsv.writer.CsvWriter;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Age;
import org.prorata.reporting.summary.RefundSummary.DaysToReturn;
import org.prorata.reporting.summary.RefundSummary.Group;
import org.prorata.reporting.summary.RefundSummary.Heading;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.prorata.reporting.summary.RefundSummary.RollForward;

/**
 * A summary as CSV: first a line for each currency, from what was owed to what is owed;
 * then, named in the column {@code measure}, a line for each group of credits in each
 * dimension and for each age of what is owed. What a measure does not have is empty.
 */
final class SummaryCsv {

    private static final List<String> NAMES = List.of("cycle", "currency", "opening_owed", "credits", "credited_net",
            "credited_tax", "credited_gross", "returns", "returned_cash", "returned_on_account", "returned_gross",
            "closing_owed", "balances", "measure", "item", "adjustments", "returned_by_card", "returned_by_bank",
            "failures", "failed", "credits_returned", "average_days", "percentile_95_days", "promise_kept",
            "promise_broken", "breaches", "forecast_credits", "forecast_owed", "view", "first_day", "last_day", "as_of",
            "status", "snapshot", "hash");

    private final RefundSummary summary;

    private final DocumentOptions options;

    SummaryCsv(RefundSummary summary, DocumentOptions options) {
        this.summary = summary;
        this.options = options;
    }

    void write(OutputStream out) throws IOException {
        try (CsvWriter csv = CsvTable.open(out, this.options)) {
            csv.writeRecord(NAMES);
            List<Line> lines = new ArrayList<>();
            this.summary.currencies().forEach(of -> lines.add(rollForward(of)));
            this.summary.currencies().forEach(of -> of.groups().forEach(group -> lines.add(group(of, group))));
            this.summary.currencies().forEach(of -> of.ageing().forEach(age -> lines.add(age(of, age))));
            lines.forEach(line -> csv.writeRecord(line.cells()));
            if (this.options.totals()) {
                String[] cells = new String[NAMES.size()];
                Arrays.fill(cells, "");
                cells[0] = CsvTable.TOTAL;
                cells[1] = Long.toString(lines.size());
                csv.writeRecord(cells);
            }
        }
    }

    private Line rollForward(OfCurrency of) {
        RollForward roll = of.rollForward();
        DaysToReturn days = of.days();
        return line(of, "ROLL_FORWARD", "").put("opening_owed", roll.opening())
            .put("credits", roll.credits())
            .put("credited_net", roll.net())
            .put("credited_tax", roll.tax())
            .put("credited_gross", roll.gross())
            .put("returns", roll.returns())
            .put("returned_cash", roll.returnedByCard().plus(roll.returnedByBank()))
            .put("returned_on_account", roll.returnedOnInvoice())
            .put("returned_gross", roll.returned())
            .put("closing_owed", roll.closing())
            .put("balances", roll.balances())
            .put("adjustments", roll.adjustments())
            .put("returned_by_card", roll.returnedByCard())
            .put("returned_by_bank", roll.returnedByBank())
            .put("failures", roll.failures())
            .put("failed", roll.failed())
            .put("credits_returned", days.returned())
            .put("average_days", (days.average() != null) ? days.average().toPlainString() : null)
            .put("percentile_95_days", days.percentile95())
            .put("promise_kept", days.kept())
            .put("promise_broken", days.broken())
            .put("breaches", of.breachCount())
            .put("forecast_credits", of.forecast().credits())
            .put("forecast_owed", of.forecast().owed());
    }

    private Line group(OfCurrency of, Group group) {
        return line(of, group.dimension().name(), group.value()).put("credits", group.credits())
            .put("credited_net", group.net())
            .put("credited_tax", group.tax())
            .put("credited_gross", group.gross());
    }

    private Line age(OfCurrency of, Age age) {
        return line(of, "AGE", (age.toDays() != null) ? age.fromDays() + ".." + age.toDays() : age.fromDays() + "..")
            .put("credits", age.credits())
            .put("closing_owed", age.owed());
    }

    private Line line(OfCurrency of, String measure, String item) {
        Heading heading = this.summary.heading();
        return new Line().put("cycle", heading.question().month())
            .put("currency", of.currency().getCode())
            .put("measure", measure)
            .put("item", FormulaGuard.safe(item))
            .put("view", heading.question().view())
            .put("first_day", heading.firstDay())
            .put("last_day", heading.lastDay())
            .put("as_of", heading.question().asOf())
            .put("status", heading.status())
            .put("snapshot", heading.snapshot())
            .put("hash", heading.hash());
    }

    /** The cells of a line; empty until put. */
    private static final class Line {

        private final List<String> cells = new ArrayList<>(Collections.nCopies(NAMES.size(), ""));

        Line put(String name, @Nullable Object value) {
            String cell = (value instanceof Money money) ? money.getAmount().toPlainString()
                    : Objects.toString(value, "");
            this.cells.set(NAMES.indexOf(name), cell);
            return this;
        }

        List<String> cells() {
            return this.cells;
        }

    }

}
