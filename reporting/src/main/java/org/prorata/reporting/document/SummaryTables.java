package org.prorata.reporting.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.Reconciled.Comparison;
import org.prorata.reporting.Reconciled.Line;
import org.prorata.reporting.Reconciled.Measure;
import org.prorata.reporting.chart.Charts;
import org.prorata.reporting.document.SummaryTable.Share;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Approvals;
import org.prorata.reporting.summary.RefundSummary.Breach;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Exceptions;
import org.prorata.reporting.summary.RefundSummary.Heading;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.prorata.reporting.summary.RefundSummary.RollForward;

/** The tables of a summary in one language, for workbooks and pages alike. */
final class SummaryTables {

    private final RefundSummary summary;

    private final @Nullable Comparison reconciliation;

    private final Wording wording;

    private final Charts charts;

    SummaryTables(RefundSummary summary, @Nullable Comparison reconciliation, Wording wording, Charts charts) {
        this.summary = summary;
        this.reconciliation = reconciliation;
        this.wording = wording;
        this.charts = charts;
    }

    /** Everything, in the order of a workbook. */
    List<SummaryTable> all() {
        List<SummaryTable> all = new ArrayList<>(List.of(rollForward()));
        for (Dimension dimension : Dimension.values()) {
            all.add(by(dimension));
        }
        all.addAll(List.of(days(), promises(), daily(), ageing(), forecast(), breaches(), approvals(), pairs(),
                exceptions(), quarantined()));
        if (this.reconciliation != null) {
            all.add(reconciled(this.reconciliation));
            all.add(differences(this.reconciliation));
        }
        return all;
    }

    SummaryTable rollForward() {
        SummaryTable table = table("summary", "currency", "opening", "credits", "net", "tax", "issued", "adjustments",
                "returns", "returned.CARD", "returned.BANK", "returned.NEXT_INVOICE", "returned", "failures", "failed",
                "closing", "check");
        for (OfCurrency of : this.summary.currencies()) {
            RollForward roll = of.rollForward();
            table.row(code(of), roll.opening(), roll.credits(), roll.net(), roll.tax(), roll.gross(),
                    roll.adjustments(), roll.returns(), roll.returnedByCard(), roll.returnedByBank(),
                    roll.returnedOnInvoice(), roll.returned(), roll.failures(), roll.failed(), roll.closing(),
                    balanced(roll));
        }
        return table;
    }

    String balanced(RollForward roll) {
        return text(roll.balances() ? "balanced" : "unbalanced");
    }

    SummaryTable by(Dimension dimension) {
        String key = dimension.name();
        SummaryTable table = SummaryTable.of(text("sheet." + key), text("by." + key), text("currency"), text(key),
                text("credits"), text("net"), text("tax"), text("gross"));
        for (OfCurrency of : this.summary.currencies()) {
            of.by(dimension)
                .forEach(group -> table.row(code(of), this.wording.member(dimension, group.value()), group.credits(),
                        group.net(), group.tax(), group.gross()));
        }
        // a credit with lines of two rates is counted under both
        return (dimension == Dimension.TAX_RATE) ? table.summing(3, 4, 5) : table.summing(2, 3, 4, 5);
    }

    SummaryTable days() {
        SummaryTable table = table("days", "currency", "days.returned", "days.average", "days.percentile", "kept",
                "broken", "share");
        for (OfCurrency of : this.summary.currencies()) {
            table.row(code(of), of.days().returned(), of.days().average(), of.days().percentile95(), of.days().kept(),
                    of.days().broken(), share(of.days().kept(), of.days().returned()));
        }
        return table;
    }

    SummaryTable promises() {
        SummaryTable table = table("promises", "month", "kept", "broken", "share");
        this.summary.promises()
            .forEach(promise -> table.row(this.wording.formats().month(promise.month()), promise.kept(),
                    promise.broken(), share(promise.kept(), promise.kept() + promise.broken())));
        return table;
    }

    SummaryTable daily() {
        SummaryTable table = table("daily", "currency", "date", "credits", "issued", "returns", "returned").summing(2,
                3, 4, 5);
        for (OfCurrency of : this.summary.currencies()) {
            of.daily()
                .forEach(day -> table.row(code(of), day.date(), day.credits(), day.issued(), day.returns(),
                        day.returned()));
        }
        return table;
    }

    SummaryTable ageing() {
        SummaryTable table = table("ageing", "currency", "age", "credits", "owed").summing(2, 3);
        for (OfCurrency of : this.summary.currencies()) {
            of.ageing().forEach(age -> table.row(code(of), this.charts.band(age), age.credits(), age.owed()));
        }
        return table;
    }

    SummaryTable forecast() {
        SummaryTable table = table("forecast", "currency", "credits", "owed");
        this.summary.currencies().forEach(of -> table.row(code(of), of.forecast().credits(), of.forecast().owed()));
        return table;
    }

    SummaryTable breaches() {
        SummaryTable table = table("breaches", "currency", "credit", "request", "tenant", "dueby", "returnedon",
                "gross");
        for (OfCurrency of : this.summary.currencies()) {
            for (Breach breach : of.breaches()) {
                table.row(code(of), breach.creditNumber(), breach.requestId(), breach.tenantId(), breach.dueBy(),
                        (breach.returnedOn() != null) ? breach.returnedOn() : text("owed"), breach.gross());
            }
        }
        return table;
    }

    SummaryTable approvals() {
        Approvals approvals = this.summary.approvals();
        return table("approvals", "requested", "approved", "rejected", "expired", "withdrawn", "time").row(
                approvals.requested(), approvals.approved(), approvals.rejected(), approvals.expired(),
                approvals.withdrawn(), approvals.averageTime());
    }

    SummaryTable pairs() {
        SummaryTable table = table("pairs", "requestedby", "decidedby", "approved", "rejected");
        this.summary.approvals()
            .pairs()
            .forEach(pair -> table.row(pair.requestedBy(), pair.decidedBy(), pair.approved(), pair.rejected()));
        return table;
    }

    SummaryTable exceptions() {
        Exceptions exceptions = this.summary.exceptions();
        return table("exceptions", "quarantined.count", "waiting", "failures", "retries").row(
                exceptions.quarantined().stream().mapToLong(RefundSummary.Quarantined::requests).sum(),
                exceptions.waiting(), exceptions.failedReturns(), exceptions.retries());
    }

    SummaryTable quarantined() {
        SummaryTable table = table("quarantined", "code", "requests");
        this.summary.exceptions().quarantined().forEach(each -> table.row(each.code(), each.requests()));
        return table;
    }

    @Nullable Comparison reconciliation() {
        return this.reconciliation;
    }

    /** Run by run, the four sides beside each other. */
    SummaryTable reconciled(Comparison comparison) {
        SummaryTable table = table("reconciled", "currency", "date", "run", "measure", "certificate", "side.credits",
                "side.ledger", "side.items", "check");
        comparison.lines()
            .forEach(line -> table.row(line.currency().getCode(), line.businessDate(), line.run(),
                    measure(line.measure()), line.certificate(), line.credits(), line.ledger(), line.items(),
                    text(line.agrees() ? "agrees" : "differs")));
        return table;
    }

    /** The four sides summed over the runs: in each currency a row for each measure. */
    SummaryTable reconciledInAll(Comparison comparison) {
        SummaryTable table = table("reconciled", "currency", "measure", "certificate", "side.credits", "side.ledger",
                "side.items", "check");
        SortedMap<String, CurrencyUnit> currencies = new TreeMap<>();
        comparison.lines().forEach(line -> currencies.put(line.currency().getCode(), line.currency()));
        currencies.values().forEach(currency -> {
            for (Measure measure : Measure.values()) {
                List<Line> lines = comparison.lines()
                    .stream()
                    .filter(line -> line.currency().equals(currency) && line.measure() == measure)
                    .toList();
                if (!lines.isEmpty()) {
                    table.row(currency.getCode(), measure(measure), sum(currency, lines, Line::certificate),
                            sum(currency, lines, Line::credits), sum(currency, lines, Line::ledger),
                            sum(currency, lines, Line::items),
                            text(lines.stream().allMatch(Line::agrees) ? "agrees" : "differs"));
                }
            }
        });
        return table;
    }

    /** Item by item what differs; nothing, as it should be. */
    SummaryTable differences(Comparison comparison) {
        SummaryTable table = table("differences", "currency", "run", "credit", "measure", "side.credits", "side.ledger",
                "side.items");
        comparison.differences()
            .forEach(each -> table.row(each.credit().getCurrencyUnit().getCode(), each.run(), each.creditNumber(),
                    measure(each.measure()), each.credit(), each.ledger(), each.items()));
        return table;
    }

    private String measure(Measure measure) {
        return switch (measure) {
            case NET -> text("net");
            case TAX -> text("tax");
            case CARD -> text("returned.CARD");
            case BANK -> text("returned.BANK");
            case NEXT_INVOICE -> text("returned.NEXT_INVOICE");
        };
    }

    private static Money sum(CurrencyUnit currency, List<Line> lines, Function<Line, Money> side) {
        return lines.stream().map(side).reduce(Money.zero(currency), Money::plus);
    }

    SummaryTable runs() {
        SummaryTable table = table("runs", "run", "date", "certificate");
        this.summary.heading().runs().forEach(run -> table.row(run.id(), run.businessDate(), run.certificate()));
        return table;
    }

    /** What the document is of, as pairs of a name and a value. */
    SummaryTable about() {
        Heading heading = this.summary.heading();
        SummaryTable table = table("about", "about.name", "about.value");
        table.row(text("period"), text("period.value", this.wording.formats().date(heading.firstDay()),
                this.wording.formats().date(heading.lastDay())));
        table.row(text("view"), text("view." + heading.question().view()));
        table.row(text("zone"), text("zone.value"));
        table.row(text("asof"), heading.question().asOf().toString());
        table.row(text("status"), text("status." + heading.status()));
        table.row(text("snapshot"), snapshot(heading));
        table.row(text("runs"), text("runs.count", heading.runs().size()));
        table.row(text("policies"), heading.policies().isEmpty() ? "–" : String.join(", ", heading.policies()));
        table.row(text("currencies"), text("currencies.value"));
        table.row(text("hash"), heading.hash());
        return table;
    }

    private String snapshot(Heading heading) {
        if (heading.snapshot() == null) {
            return text("snapshot.none");
        }
        return (heading.replaces() != null)
                ? text("snapshot.replaces", heading.snapshot().toString(), heading.replaces().toString())
                : heading.snapshot().toString();
    }

    private SummaryTable table(String name, String... labels) {
        String[] texts = new String[labels.length];
        for (int at = 0; at < labels.length; at++) {
            texts[at] = text(labels[at]);
        }
        return SummaryTable.of(text("sheet." + name), text("table." + name), texts);
    }

    private String text(String key, Object... arguments) {
        return this.wording.text(key, arguments);
    }

    private static String code(OfCurrency of) {
        return of.currency().getCode();
    }

    private static @Nullable Share share(long part, long all) {
        return (all == 0) ? null
                : new Share(BigDecimal.valueOf(part).divide(BigDecimal.valueOf(all), 6, RoundingMode.DOWN));
    }

}
