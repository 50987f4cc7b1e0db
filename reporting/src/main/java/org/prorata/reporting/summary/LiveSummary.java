package org.prorata.reporting.summary;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.prorata.billing.BillingCycle;
import org.prorata.reporting.summary.RefundSummary.Age;
import org.prorata.reporting.summary.RefundSummary.Breach;
import org.prorata.reporting.summary.RefundSummary.Day;
import org.prorata.reporting.summary.RefundSummary.DaysToReturn;
import org.prorata.reporting.summary.RefundSummary.Exceptions;
import org.prorata.reporting.summary.RefundSummary.Forecast;
import org.prorata.reporting.summary.RefundSummary.Group;
import org.prorata.reporting.summary.RefundSummary.Heading;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.prorata.reporting.summary.RefundSummary.Promise;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.RollForward;
import org.prorata.reporting.summary.RefundSummary.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Adds up a summary from the cells of the runs and the few credits whose return came
 * back, as it was known at the moment that is asked for.
 */
final class LiveSummary {

    /** The oldest of each band but the last. */
    private static final int[] AGES = { 7, 14, 30 };

    private static final int PROMISES = 12;

    private final JdbcClient jdbc;

    private final Question question;

    private final Period period;

    private final Cells cells;

    private final Map<Long, CorrectedCredit> corrected;

    /** The last day of which anything is known. */
    private final LocalDate latest;

    private LiveSummary(JdbcClient jdbc, Question question) {
        this.jdbc = jdbc;
        this.question = question;
        this.period = new Period(question.view(), question.month());
        this.cells = new Cells(jdbc, this.period, question.asOf());
        this.corrected = Corrections.knownAt(jdbc, question.asOf());
        this.latest = Knowledge.latestBusinessDate(jdbc, question.asOf()).orElse(this.period.first());
    }

    static RefundSummary of(JdbcClient jdbc, Question question) {
        return new LiveSummary(jdbc, question).summary();
    }

    private RefundSummary summary() {
        List<Cells.Grouped> groups = this.cells.groups();
        List<Cells.Owed> owed = this.cells.owed();
        List<Cells.Day> days = this.cells.days();
        List<Cells.Took> took = this.cells.took();
        List<OfCurrency> currencies = new ArrayList<>();
        for (Cells.Flow flow : this.cells.flows()) {
            CurrencyUnit currency = flow.currency();
            OfCurrency of = of(flow, groups.stream().filter(each -> each.currency().equals(currency)).toList(),
                    owed.stream().filter(each -> each.currency().equals(currency)).toList(),
                    days.stream().filter(each -> each.currency().equals(currency)).toList(),
                    took.stream().filter(each -> each.currency().equals(currency)).toList());
            RollForward roll = of.rollForward();
            if (!roll.opening().isZero() || !roll.closing().isZero()
                    || roll.credits() + roll.returns() + roll.failures() > 0) {
                currencies.add(of);
            }
        }
        List<String> policies = groups.stream()
            .filter(each -> each.dimension().equals("POLICY"))
            .map(Cells.Grouped::value)
            .distinct()
            .sorted()
            .toList();
        List<Integer> billingDays = this.cells.billingDays();
        LocalDate first = this.period.of(billingDays.isEmpty() ? 1 : billingDays.getFirst()).first();
        LocalDate last = this.period.of(billingDays.isEmpty() ? 1 : billingDays.getLast()).last();
        RefundSummary summary = new RefundSummary(
                new Heading(this.question, Status.PROVISIONAL, first, last, null, null, this.cells.runs(first, last),
                        policies, ""),
                currencies, new Decisions(this.jdbc, this.period, this.question.asOf()).approvals(), exceptions(),
                promises());
        return SummaryJson.withHash(summary);
    }

    private OfCurrency of(Cells.Flow flow, List<Cells.Grouped> groups, List<Cells.Owed> owed, List<Cells.Day> days,
            List<Cells.Took> took) {
        CurrencyUnit currency = flow.currency();
        List<CorrectedCredit> corrections = Corrections.of(currency, this.corrected);
        DaysToReturn daysToReturn = daysToReturn(took, corrections);
        long breachCount = daysToReturn.broken() + overdue(owed, corrections);
        return new OfCurrency(currency, rollForward(flow, corrections),
                groups.stream()
                    .filter(each -> !each.dimension().equals("POLICY"))
                    .map(Cells.Grouped::group)
                    .sorted(Comparator.comparing(Group::dimension))
                    .toList(),
                daysToReturn, (breachCount > 0) ? breaches(currency, corrections) : List.of(), breachCount,
                ageing(currency, owed, corrections), forecast(currency, corrections),
                daily(currency, days, corrections));
    }

    private BillingCycle cycle(CorrectedCredit credit) {
        return this.period.of(credit.billingDay());
    }

    private boolean isInside(CorrectedCredit credit, LocalDate date) {
        BillingCycle cycle = cycle(credit);
        return !date.isBefore(cycle.first()) && !date.isAfter(cycle.last());
    }

    private LocalDate reckoned(int billingDay) {
        LocalDate last = this.period.of(billingDay).last();
        return last.isBefore(this.latest) ? last : this.latest;
    }

    private RollForward rollForward(Cells.Flow flow, List<CorrectedCredit> corrections) {
        Money opening = flow.opening();
        Money closing = flow.closing();
        Money byCard = flow.byCard();
        Money byBank = flow.byBank();
        Money failed = Money.zero(flow.currency());
        long parts = flow.parts();
        long failures = 0;
        for (CorrectedCredit credit : corrections) {
            BillingCycle cycle = cycle(credit);
            opening = opening.plus(credit.correctedUntil(cycle.first().minusDays(1)));
            closing = closing.plus(credit.correctedUntil(cycle.last()));
            for (CorrectedCredit.Event event : inside(credit)) {
                if (event.failed()) {
                    failures++;
                    failed = failed.plus(event.amount());
                }
                else {
                    parts++;
                    byCard = credit.method().equals("CARD") ? byCard.plus(event.amount()) : byCard;
                    byBank = credit.method().equals("CARD") ? byBank : byBank.plus(event.amount());
                }
            }
        }
        return new RollForward(opening, flow.credits(), flow.net(), flow.tax(), Money.zero(flow.currency()), parts,
                byCard, byBank, flow.onAccount(), failures, failed, closing);
    }

    private List<CorrectedCredit.Event> inside(CorrectedCredit credit) {
        return credit.events().stream().filter(event -> isInside(credit, event.date())).toList();
    }

    /**
     * Whole days, and whether within the promise, of a corrected credit that was returned
     * in a cycle; null otherwise.
     */
    private static Cells.@Nullable Took took(CorrectedCredit credit, BillingCycle cycle) {
        LocalDate returned = credit.lastReturnedOn(cycle.last());
        return (returned == null || returned.isBefore(cycle.first())) ? null
                : new Cells.Took(credit.gross().getCurrencyUnit(),
                        (int) ChronoUnit.DAYS.between(credit.effective(), returned), !returned.isAfter(credit.dueBy()),
                        1);
    }

    /** What the cells hold of a corrected credit for a cycle, to be taken off. */
    private static Cells.@Nullable Took tookAtFirst(CorrectedCredit credit, BillingCycle cycle) {
        LocalDate returned = credit.returnedOn();
        return (returned.isBefore(cycle.first()) || returned.isAfter(cycle.last())) ? null
                : new Cells.Took(credit.gross().getCurrencyUnit(),
                        (int) ChronoUnit.DAYS.between(credit.effective(), returned), !returned.isAfter(credit.dueBy()),
                        -1);
    }

    private static Stream<Cells.Took> changes(CorrectedCredit credit, BillingCycle cycle) {
        return Stream.of(took(credit, cycle), tookAtFirst(credit, cycle)).filter(Objects::nonNull);
    }

    private DaysToReturn daysToReturn(List<Cells.Took> took, List<CorrectedCredit> corrections) {
        SortedMap<Integer, Long> credits = new TreeMap<>();
        long[] kept = { 0 };
        Stream.concat(took.stream(), corrections.stream().flatMap(credit -> changes(credit, cycle(credit))))
            .forEach(each -> {
                credits.merge(each.days(), each.credits(), Long::sum);
                kept[0] += each.kept() ? each.credits() : 0;
            });
        long returned = credits.values().stream().mapToLong(Long::longValue).sum();
        if (returned == 0) {
            return new DaysToReturn(0, null, null, 0);
        }
        BigDecimal sum = credits.entrySet()
            .stream()
            .map(each -> BigDecimal.valueOf(each.getKey()).multiply(BigDecimal.valueOf(each.getValue())))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
        long within = 0;
        int percentile = credits.lastKey();
        for (Map.Entry<Integer, Long> each : credits.entrySet()) {
            within += each.getValue();
            if (within * 100 >= returned * 95) {
                percentile = each.getKey();
                break;
            }
        }
        return new DaysToReturn(returned, sum.divide(BigDecimal.valueOf(returned), 1, RoundingMode.HALF_UP), percentile,
                kept[0]);
    }

    private boolean isOverdue(CorrectedCredit credit) {
        return !credit.dueBy().isAfter(reckoned(credit.billingDay()))
                && credit.owedOn(cycle(credit).last()).isPositive();
    }

    /** Counts the credits that are owed although their last day is over. */
    private long overdue(List<Cells.Owed> owed, List<CorrectedCredit> corrections) {
        long overdue = owed.stream()
            .filter(each -> !each.dueBy().isAfter(reckoned(each.billingDay())))
            .mapToLong(Cells.Owed::credits)
            .sum();
        for (CorrectedCredit credit : corrections) {
            overdue += isOverdue(credit) ? 1 : 0;
            overdue -= (isInCellsAsOwed(credit) && !credit.dueBy().isAfter(reckoned(credit.billingDay()))) ? 1 : 0;
        }
        return overdue;
    }

    private boolean isInCellsAsOwed(CorrectedCredit credit) {
        LocalDate last = cycle(credit).last();
        return !credit.issuedOn().isAfter(last) && !credit.isReturnedBy(last);
    }

    private List<Breach> breaches(CurrencyUnit currency, List<CorrectedCredit> corrections) {
        Stream<Breach> late = corrections.stream().map(credit -> {
            Cells.Took took = took(credit, cycle(credit));
            if (took != null && !took.kept()) {
                return breach(credit, credit.lastReturnedOn(cycle(credit).last()));
            }
            return isOverdue(credit) ? breach(credit, null) : null;
        }).filter(Objects::nonNull);
        return Stream
            .concat(Breaches.of(this.jdbc, currency, this.period, this.question.asOf(), this.latest).stream(), late)
            .sorted(Comparator.comparing(Breach::dueBy).thenComparing(Breach::creditNumber))
            .limit(Breaches.MOST)
            .toList();
    }

    private static Breach breach(CorrectedCredit credit, @Nullable LocalDate returnedOn) {
        return new Breach(credit.creditNumber(), credit.requestId(), credit.tenantId(), credit.dueBy(), returnedOn,
                credit.gross());
    }

    private List<Age> ageing(CurrencyUnit currency, List<Cells.Owed> owed, List<CorrectedCredit> corrections) {
        long[] credits = new long[AGES.length + 1];
        Money[] amounts = new Money[AGES.length + 1];
        java.util.Arrays.fill(amounts, Money.zero(currency));
        for (Cells.Owed each : owed) {
            int band = band(each.issuedOn(), each.billingDay());
            credits[band] += each.credits();
            amounts[band] = amounts[band].plus(each.owed());
        }
        for (CorrectedCredit credit : corrections) {
            LocalDate last = cycle(credit).last();
            int band = band(credit.issuedOn(), credit.billingDay());
            credits[band] += (credit.owedOn(last).isPositive() ? 1 : 0) - (isInCellsAsOwed(credit) ? 1 : 0);
            amounts[band] = amounts[band].plus(credit.correctedUntil(last));
        }
        List<Age> ages = new ArrayList<>();
        for (int band = 0; band < credits.length; band++) {
            ages.add(new Age((band == 0) ? 0 : AGES[band - 1] + 1, (band < AGES.length) ? AGES[band] : null,
                    credits[band], amounts[band]));
        }
        return ages;
    }

    private int band(LocalDate issuedOn, int billingDay) {
        long age = ChronoUnit.DAYS.between(issuedOn, reckoned(billingDay));
        int band = 0;
        while (band < AGES.length && age > AGES[band]) {
            band++;
        }
        return band;
    }

    private Forecast forecast(CurrencyUnit currency, List<CorrectedCredit> corrections) {
        long credits = 0;
        Money owed = Money.zero(currency);
        for (CorrectedCredit credit : corrections) {
            BillingCycle next = this.period.next().of(credit.billingDay());
            LocalDate last = cycle(credit).last();
            CorrectedCredit.Event standing = credit.standing(last);
            if (standing != null && !standing.isAskedAgain(this.question.asOf(), last)
                    && !credit.dueBy().isBefore(next.first()) && !credit.dueBy().isAfter(next.last())) {
                credits++;
                owed = owed.plus(credit.owedOn(last));
            }
        }
        return new Forecast(credits, owed);
    }

    private List<Day> daily(CurrencyUnit currency, List<Cells.Day> days, List<CorrectedCredit> corrections) {
        SortedMap<LocalDate, Day> daily = new TreeMap<>();
        Money zero = Money.zero(currency);
        days.forEach(each -> daily.put(each.date(),
                new Day(each.date(), each.credits(), each.issued(), each.returns(), each.returned())));
        for (CorrectedCredit credit : corrections) {
            inside(credit).stream()
                .filter(event -> !event.failed())
                .forEach(event -> daily.merge(event.date(), new Day(event.date(), 0, zero, 1, event.amount()),
                        (one, other) -> new Day(one.date(), one.credits() + other.credits(),
                                one.issued().plus(other.issued()), one.returns() + other.returns(),
                                one.returned().plus(other.returned()))));
        }
        return List.copyOf(daily.values());
    }

    private Exceptions exceptions() {
        List<Quarantines.Count> counts = Quarantines.of(this.jdbc, this.period, this.question.asOf());
        long failed = 0;
        long retries = 0;
        for (CorrectedCredit credit : this.corrected.values()) {
            for (CorrectedCredit.Event event : inside(credit)) {
                failed += event.failed() ? 1 : 0;
                retries += (event.failed() && event.isAskedAgain(this.question.asOf(), cycle(credit).last())) ? 1 : 0;
            }
        }
        return new Exceptions(counts.stream().map(Quarantines.Count::quarantined).toList(),
                counts.stream().mapToLong(Quarantines.Count::waiting).sum(), failed, retries);
    }

    private List<Promise> promises() {
        YearMonth first = this.question.month().minusMonths(PROMISES - 1L);
        Map<YearMonth, Cells.Kept> kept = new HashMap<>();
        this.cells.kept(first).forEach(each -> kept.put(each.month(), each));
        List<Promise> promises = new ArrayList<>();
        for (YearMonth month = first; !month.isAfter(this.question.month()); month = month.plusMonths(1)) {
            Period of = new Period(this.question.view(), month);
            Cells.Kept base = kept.getOrDefault(month, new Cells.Kept(month, 0, 0));
            List<Cells.Took> changes = this.corrected.values()
                .stream()
                .flatMap(credit -> changes(credit, of.of(credit.billingDay())))
                .toList();
            long within = base.kept() + changes.stream().filter(Cells.Took::kept).mapToLong(Cells.Took::credits).sum();
            long late = base.broken()
                    + changes.stream().filter(each -> !each.kept()).mapToLong(Cells.Took::credits).sum();
            if (!promises.isEmpty() || within + late > 0 || month.equals(this.question.month())) {
                promises.add(new Promise(month, within, late));
            }
        }
        return promises;
    }

}
