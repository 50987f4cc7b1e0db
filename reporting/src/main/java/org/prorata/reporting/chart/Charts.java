package org.prorata.reporting.chart;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.LanguageFormats;
import org.prorata.reporting.language.Texts;
import org.prorata.reporting.summary.RefundSummary.Age;
import org.prorata.reporting.summary.RefundSummary.Day;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Group;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.prorata.reporting.summary.RefundSummary.Promise;
import org.prorata.reporting.summary.RefundSummary.RollForward;

/**
 * The charts of a summary in one language. Each is of one currency, or of counts: amounts
 * of two currencies never share an axis.
 */
public final class Charts {

    private static final int WIDTH = 680;

    private static final int TEXT = 12;

    private static final int SMALL = 11;

    private static final int HEAD = 30;

    private static final int LINE = 26;

    private static final int BAR = 16;

    private static final int NAMES = 190;

    private static final int MOST_REASONS = 8;

    private final Texts texts;

    private final Language language;

    private final LanguageFormats formats;

    /** Draws with the texts of the bundle {@code documents}. */
    public Charts(Texts texts, Language language) {
        this.texts = texts;
        this.language = language;
        this.formats = new LanguageFormats(language, ZoneOffset.UTC);
    }

    /** Draws the way from what was owed to what is owed. */
    public Drawing waterfall(OfCurrency of) {
        RollForward roll = of.rollForward();
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(text("doc.opening"), roll.opening(), true));
        steps.add(new Step(text("doc.issued"), roll.gross(), false));
        if (!roll.adjustments().isZero()) {
            steps.add(new Step(text("doc.adjustments"), roll.adjustments(), false));
        }
        steps.add(new Step(text("doc.returned.CARD"), roll.returnedByCard().negated(), false));
        steps.add(new Step(text("doc.returned.BANK"), roll.returnedByBank().negated(), false));
        steps.add(new Step(text("doc.returned.NEXT_INVOICE"), roll.returnedOnInvoice().negated(), false));
        steps.add(new Step(text("doc.failed"), roll.failed(), false));
        steps.add(new Step(text("doc.closing"), roll.closing(), true));

        Money level = Money.zero(of.currency());
        List<Money> ends = new ArrayList<>(List.of(level));
        for (Step step : steps) {
            level = step.level() ? step.amount() : level.plus(step.amount());
            ends.add(level);
        }
        Scale scale = Scale.over(ends, NAMES, plot(steps.stream().map(this::shown).toList()));

        Canvas canvas = new Canvas(text("chart.waterfall", of.currency().getCode()));
        canvas.rule(scale.zero(), HEAD, scale.zero(), HEAD + LINE * steps.size(), Tone.AXIS);
        Money before = Money.zero(of.currency());
        int y = HEAD;
        for (Step step : steps) {
            Money from = step.level() ? Money.zero(of.currency()) : before;
            Money to = step.level() ? step.amount() : before.plus(step.amount());
            Tone tone = step.level() ? Tone.TOTAL : step.amount().isNegative() ? Tone.OUT : Tone.IN;
            canvas.name(y, step.name());
            canvas.between(scale.at(from), scale.at(to), y, tone);
            canvas.value(y, shown(step));
            int x = scale.at(to);
            if (y < HEAD + LINE * (steps.size() - 1)) {
                canvas.rule(x, y + LINE - (LINE - BAR) / 2, x, y + LINE + (LINE - BAR) / 2, Tone.AXIS);
            }
            before = to;
            y += LINE;
        }
        String said = steps.stream().map(step -> step.name() + " " + shown(step)).collect(Collectors.joining("; "));
        return canvas.drawing("waterfall-" + code(of.currency()), said, y + 4);
    }

    /** Draws what was issued (upwards) and returned (downwards) day by day. */
    public Drawing daily(OfCurrency of) {
        CurrencyUnit currency = of.currency();
        Canvas canvas = new Canvas(text("chart.daily", currency.getCode()));
        String name = "daily-" + code(currency);
        if (of.daily().isEmpty()) {
            return canvas.nothing(name, text("chart.nothing"));
        }
        LocalDate first = of.daily().getFirst().date();
        LocalDate last = of.daily().getLast().date();
        int days = (int) ChronoUnit.DAYS.between(first, last) + 1;
        Money zero = Money.zero(currency);
        Money highest = zero;
        Money lowest = zero;
        for (Day day : of.daily()) {
            highest = larger(highest, larger(day.issued(), day.returned().negated()));
            lowest = smaller(lowest, smaller(day.issued(), day.returned().negated()));
        }
        int height = 150;
        int top = HEAD + 24;
        int left = 20 + Stream.of(highest, lowest.abs(), zero)
            .mapToInt(amount -> Letters.width(this.formats.money(amount), SMALL))
            .max()
            .orElse(0);
        int width = WIDTH - left - 10;
        Scale scale = Scale.over(List.of(highest, lowest), 0, height);
        int axis = top + height - scale.at(zero);

        canvas.legend(HEAD + 6, left, Tone.IN, text("chart.issued"), Tone.OUT, text("chart.returned"));
        canvas.rule(left, top + height - scale.at(highest), WIDTH - 10, top + height - scale.at(highest), Tone.GRID);
        canvas.rule(left, top + height - scale.at(lowest), WIDTH - 10, top + height - scale.at(lowest), Tone.GRID);
        if (!highest.isZero()) {
            canvas.scale(left, top + height - scale.at(highest), this.formats.money(highest));
        }
        canvas.scale(left, axis, this.formats.money(zero));
        if (!lowest.isZero()) {
            canvas.scale(left, top + height - scale.at(lowest), this.formats.money(lowest.abs()));
        }
        int slot = Math.min(24, Math.max(2, width / days));
        for (Day day : of.daily()) {
            int x = left + (int) ChronoUnit.DAYS.between(first, day.date()) * width / days;
            canvas.upright(x, axis, top + height - scale.at(day.issued()), slot, Tone.IN);
            canvas.upright(x, axis, top + height - scale.at(day.returned().negated()), slot, Tone.OUT);
        }
        canvas.rule(left, axis, WIDTH - 10, axis, Tone.AXIS);
        int apart = Math.max(1, (days + 7) / 8);
        for (int day = 0; day < days; day += apart) {
            canvas.marks.add(new Mark.Label(left + day * width / days, top + height + 16,
                    this.formats.dayOfMonth(first.plusDays(day)), Mark.Anchor.START, SMALL, Tone.QUIET));
        }
        Money issued = of.daily().stream().map(Day::issued).reduce(zero, Money::plus);
        Money returned = of.daily().stream().map(Day::returned).reduce(zero, Money::plus);
        return canvas.drawing(
                name, text("chart.daily.desc", this.formats.date(first), this.formats.date(last),
                        this.formats.money(issued), this.formats.money(returned), this.formats.money(highest)),
                top + height + 26);
    }

    /** Draws what is owed by its age. */
    public Drawing ageing(OfCurrency of) {
        Canvas canvas = new Canvas(text("chart.ageing", of.currency().getCode()));
        return bars(canvas, "ageing-" + code(of.currency()),
                of.ageing()
                    .stream()
                    .map(age -> new Item(band(age), age.owed(),
                            this.formats.money(age.owed()) + " · " + credits(age.credits())))
                    .toList(),
                Tone.TOTAL);
    }

    /** Draws the reasons that most was credited for; the rest is one bar. */
    public Drawing reasons(OfCurrency of) {
        List<Group> groups = of.by(Dimension.REASON)
            .stream()
            .sorted(Comparator.comparing(Group::gross).reversed().thenComparing(Group::value))
            .toList();
        List<Item> items = new ArrayList<>();
        groups.stream()
            .limit(MOST_REASONS)
            .forEach(group -> items.add(item(
                    group.value().isBlank() ? text("doc.reason.none") : group.value().strip().replaceAll("\\s+", " "),
                    group.gross(), group.credits())));
        if (groups.size() > MOST_REASONS) {
            List<Group> rest = groups.subList(MOST_REASONS, groups.size());
            items.add(item(text("doc.others", rest.size()),
                    rest.stream().map(Group::gross).reduce(Money.zero(of.currency()), Money::plus),
                    rest.stream().mapToLong(Group::credits).sum()));
        }
        return bars(new Canvas(text("chart.reasons", of.currency().getCode())), "reasons-" + code(of.currency()), items,
                Tone.IN);
    }

    /** Draws how many credits were returned in time, period by period. */
    public Drawing promises(List<Promise> promises) {
        Canvas canvas = new Canvas(text("chart.promise"));
        if (promises.isEmpty()) {
            return canvas.nothing("promise", text("chart.nothing"));
        }
        canvas.legend(HEAD + 6, NAMES, Tone.KEPT, text("doc.kept"), Tone.BROKEN, text("doc.broken"));
        int plot = plot(promises.stream().map(this::shown).toList());
        int y = HEAD + 20;
        List<String> said = new ArrayList<>();
        for (Promise promise : promises) {
            long all = promise.kept() + promise.broken();
            String month = this.formats.month(promise.month());
            String value = shown(promise);
            canvas.name(y, month);
            if (all > 0) {
                // whoever broke one promise of a million sees it, and whoever kept one,
                // too
                int kept = (int) (plot * promise.kept() / all);
                kept = (promise.broken() > 0) ? Math.min(kept, plot - 3) : kept;
                kept = (promise.kept() > 0) ? Math.max(kept, 3) : kept;
                if (kept > 0) {
                    canvas.between(NAMES, NAMES + kept, y, Tone.KEPT);
                }
                if (kept < plot) {
                    canvas.between(NAMES + kept, NAMES + plot, y, Tone.BROKEN);
                }
            }
            canvas.value(y, value);
            said.add(month + " " + value);
            y += LINE;
        }
        return canvas.drawing("promise", String.join("; ", said), y + 4);
    }

    /** Names a band of ages, such as "8–14 days". */
    public String band(Age age) {
        return (age.toDays() != null)
                ? text("doc.band", this.formats.number(age.fromDays()), this.formats.number(age.toDays()))
                : text("doc.band.over", this.formats.number(age.fromDays() - 1L));
    }

    private Drawing bars(Canvas canvas, String name, List<Item> items, Tone tone) {
        if (items.isEmpty()) {
            return canvas.nothing(name, text("chart.nothing"));
        }
        List<Money> amounts = new ArrayList<>(items.stream().map(Item::amount).toList());
        amounts.add(Money.zero(amounts.getFirst().getCurrencyUnit()));
        Scale scale = Scale.over(amounts, NAMES, plot(items.stream().map(Item::value).toList()));
        int y = HEAD;
        for (Item item : items) {
            canvas.name(y, item.name());
            canvas.between(scale.zero(), scale.at(item.amount()), y, tone);
            canvas.value(y, item.value());
            y += LINE;
        }
        canvas.rule(scale.zero(), HEAD, scale.zero(), y, Tone.AXIS);
        return canvas.drawing(name,
                items.stream().map(item -> item.name() + " " + item.value()).collect(Collectors.joining("; ")), y + 4);
    }

    private Item item(String name, Money amount, long credits) {
        return new Item(name, amount, this.formats.money(amount) + " · " + credits(credits));
    }

    private String credits(long credits) {
        return text("chart.credits", credits);
    }

    private String shown(Step step) {
        return ((step.amount().isPositive() && !step.level()) ? "+" : "") + this.formats.money(step.amount());
    }

    private String shown(Promise promise) {
        long all = promise.kept() + promise.broken();
        return (all == 0) ? text("chart.noreturns")
                : text("chart.promise.value", this.formats.percent(share(promise.kept(), all)),
                        this.formats.number(promise.kept()), this.formats.number(all));
    }

    /** What is left for the bars between names and values. */
    private static int plot(List<String> values) {
        return Math.max(60,
                WIDTH - NAMES - 12 - values.stream().mapToInt(value -> Letters.width(value, TEXT)).max().orElse(0));
    }

    private String text(String key, Object... arguments) {
        return this.texts.get(this.language, key, arguments);
    }

    private static BigDecimal share(long part, long all) {
        return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(all), 6, RoundingMode.DOWN);
    }

    private static String code(CurrencyUnit currency) {
        return currency.getCode().toLowerCase(Locale.ROOT);
    }

    private static Money larger(Money one, Money other) {
        return one.isGreaterThan(other) ? one : other;
    }

    private static Money smaller(Money one, Money other) {
        return one.isLessThan(other) ? one : other;
    }

    /**
     * @param level whether the amount is a level to stand on, not a step up or down
     */
    private record Step(String name, Money amount, boolean level) {
    }

    private record Item(String name, Money amount, String value) {
    }

    /** Where an amount is on an axis. */
    private record Scale(BigInteger lowest, BigInteger range, int from, int length) {

        static Scale over(List<Money> amounts, int from, int length) {
            BigInteger lowest = BigInteger.ZERO;
            BigInteger highest = BigInteger.ZERO;
            for (Money amount : amounts) {
                lowest = lowest.min(minor(amount));
                highest = highest.max(minor(amount));
            }
            return new Scale(lowest, highest.subtract(lowest).max(BigInteger.ONE), from, length);
        }

        int at(Money amount) {
            return this.from + minor(amount).subtract(this.lowest)
                .multiply(BigInteger.valueOf(this.length))
                .divide(this.range)
                .intValueExact();
        }

        int zero() {
            return this.from
                    + this.lowest.negate().multiply(BigInteger.valueOf(this.length)).divide(this.range).intValueExact();
        }

        private static BigInteger minor(Money amount) {
            return amount.getAmount().unscaledValue();
        }

    }

    /** Puts marks where all charts have them. */
    private static final class Canvas {

        private final String title;

        private final List<Mark> marks = new ArrayList<>();

        Canvas(String title) {
            this.title = title;
            this.marks.add(new Mark.Label(0, 16, title, Mark.Anchor.START, 14, Tone.TEXT));
        }

        void name(int y, String name) {
            this.marks.add(new Mark.Label(NAMES - 10, y + 17, Letters.fitting(name, NAMES - 12, TEXT), Mark.Anchor.END,
                    TEXT, Tone.TEXT));
        }

        void value(int y, String value) {
            this.marks.add(new Mark.Label(WIDTH, y + 17, value, Mark.Anchor.END, TEXT, Tone.TEXT));
        }

        void between(int oneX, int otherX, int y, Tone tone) {
            this.marks
                .add(new Mark.Bar(Math.min(oneX, otherX), y + (LINE - BAR) / 2, Math.abs(oneX - otherX), BAR, tone));
        }

        void upright(int x, int axis, int y, int slot, Tone tone) {
            if (y != axis) {
                this.marks.add(new Mark.Bar(x, Math.min(axis, y), Math.max(1, slot - 3), Math.abs(axis - y), tone));
            }
        }

        void scale(int left, int y, String text) {
            this.marks.add(new Mark.Label(left - 6, y + 4, text, Mark.Anchor.END, SMALL, Tone.QUIET));
        }

        void rule(int fromX, int fromY, int toX, int toY, Tone tone) {
            this.marks.add(new Mark.Rule(fromX, fromY, toX, toY, tone));
        }

        void legend(int y, int x, Tone one, String oneText, Tone other, String otherText) {
            this.marks.add(new Mark.Bar(x, y - 9, 10, 10, one));
            this.marks.add(new Mark.Label(x + 15, y, oneText, Mark.Anchor.START, SMALL, Tone.TEXT));
            int next = x + 40 + Letters.width(oneText, SMALL);
            this.marks.add(new Mark.Bar(next, y - 9, 10, 10, other));
            this.marks.add(new Mark.Label(next + 15, y, otherText, Mark.Anchor.START, SMALL, Tone.TEXT));
        }

        Drawing nothing(String name, String text) {
            this.marks.add(new Mark.Label(0, HEAD + 12, text, Mark.Anchor.START, TEXT, Tone.QUIET));
            return drawing(name, text, HEAD + 22);
        }

        Drawing drawing(String name, String description, int height) {
            return new Drawing(name, this.title, description, WIDTH, height, List.copyOf(this.marks));
        }

    }

}
