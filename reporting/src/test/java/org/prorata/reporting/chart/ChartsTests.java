package org.prorata.reporting.chart;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.Texts;
import org.prorata.reporting.summary.RefundSummary.Age;
import org.prorata.reporting.summary.RefundSummary.Day;
import org.prorata.reporting.summary.RefundSummary.DaysToReturn;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Forecast;
import org.prorata.reporting.summary.RefundSummary.Group;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.prorata.reporting.summary.RefundSummary.Promise;
import org.prorata.reporting.summary.RefundSummary.RollForward;
import org.w3c.dom.Document;

import static org.assertj.core.api.Assertions.assertThat;

class ChartsTests {

    private static final Texts TEXTS = new Texts(List.of("documents"));

    private final Charts charts = new Charts(TEXTS, Language.EN);

    @ParameterizedTest
    @EnumSource
    void aChartIsWellFormedNamedAndDescribedInEveryLanguage(Language language) throws Exception {
        for (Drawing drawing : all(new Charts(TEXTS, language), sample("EUR", "1250.00"))) {
            Document svg = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(drawing.svg().getBytes(StandardCharsets.UTF_8)));
            assertThat(svg.getDocumentElement().getAttribute("role")).isEqualTo("img");
            assertThat(svg.getDocumentElement().getAttribute("aria-labelledby"))
                .isEqualTo(drawing.name() + "-title " + drawing.name() + "-desc");
            assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(drawing.title());
            assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo(drawing.description());
            assertThat(drawing.svg()).doesNotContain(" style=", "<script", "href");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "1250.00", "0.00", "-1250.00", "0.01", "99999999999999.99" })
    void everyMarkIsInsideOfItsDrawing(String amount) {
        for (Drawing drawing : all(this.charts, sample("EUR", amount))) {
            for (Mark mark : drawing.marks()) {
                switch (mark) {
                    case Mark.Bar(int x, int y, int width, int height, Tone _) -> {
                        assertThat(width).isNotNegative();
                        assertThat(height).isNotNegative();
                        inside(drawing, x, y);
                        inside(drawing, x + width, y + height);
                    }
                    case Mark.Rule(int fromX, int fromY, int toX, int toY, Tone _) -> {
                        inside(drawing, fromX, fromY);
                        inside(drawing, toX, toY);
                    }
                    case Mark.Label(int x, int y, String _, Mark.Anchor _, int _, Tone _) -> inside(drawing, x, y);
                }
            }
        }
    }

    @Test
    void stepsOfTheWaterfallFollowEachOtherFromOpeningToClosing() {
        Drawing drawing = this.charts.waterfall(sample("EUR", "1250.00"));
        List<Mark.Bar> bars = bars(drawing).toList();
        assertThat(bars).extracting(Mark.Bar::tone)
            .containsExactly(Tone.TOTAL, Tone.IN, Tone.OUT, Tone.OUT, Tone.OUT, Tone.IN, Tone.TOTAL);
        // where opening ends, what was issued begins
        assertThat(bars.get(1).x()).isEqualTo(bars.get(0).x() + bars.get(0).width());
        assertThat(bars.get(2).x() + bars.get(2).width()).isEqualTo(bars.get(1).x() + bars.get(1).width());
        assertThat(drawing.description()).isEqualTo("Owed at the start €1,250.00; Issued +€9,950.00; "
                + "Returned by card -€6,000.00; Returned by bank -€1,500.00; On the next invoice -€450.00; "
                + "Sent back, owed again +€250.00; Owed at the end €3,500.00");
    }

    @Test
    void aWaterfallGoesBelowZero() {
        Drawing drawing = this.charts.waterfall(sample("EUR", "-12500.00"));
        Mark.Bar opening = bars(drawing).toList().getFirst();
        int zero = drawing.marks()
            .stream()
            .filter(Mark.Rule.class::isInstance)
            .map(Mark.Rule.class::cast)
            .findFirst()
            .orElseThrow()
            .fromX();
        assertThat(opening.x() + opening.width()).isEqualTo(zero);
    }

    @Test
    void oneBrokenPromiseOfAMillionIsSeen() {
        Drawing drawing = this.charts.promises(List.of(new Promise(YearMonth.of(2026, 12), 999_999, 1)));
        List<Mark.Bar> bars = bars(drawing).skip(2).toList();
        assertThat(bars.getLast().tone()).isEqualTo(Tone.BROKEN);
        assertThat(bars.getLast().width()).isGreaterThanOrEqualTo(3);
        assertThat(drawing.description()).isEqualTo("December 2026 99.9% (999,999 of 1,000,000)");
    }

    @Test
    void theReasonsAfterTheEighthAreOneBar() {
        List<Group> groups = new ArrayList<>();
        for (int reason = 1; reason <= 20; reason++) {
            groups.add(new Group(Dimension.REASON, "Reason " + reason, reason, Money.parse("EUR " + reason),
                    Money.parse("EUR 0")));
        }
        Drawing drawing = this.charts.reasons(sample("EUR", "0.00", groups));
        assertThat(bars(drawing)).hasSize(9);
        assertThat(drawing.description()).startsWith("Reason 20 €20.00 · 20 credits; ")
            .endsWith("12 others €78.00 · 78 credits");
    }

    @Test
    void wordsOfCustomersStayWords() {
        Drawing drawing = this.charts.reasons(sample("EUR", "0.00", List.of(new Group(Dimension.REASON,
                "</text><script>\u0000&\"'" + "x".repeat(500), 1, Money.parse("EUR 1"), Money.parse("EUR 0")))));
        assertThat(drawing.svg()).contains("&lt;/text&gt;&lt;script&gt;\ufffd&amp;&quot;&#39;")
            .doesNotContain("<script");
    }

    @Test
    void chartsOfTwelveCurrenciesHaveNamesOfTheirOwn() {
        assertThat(Stream.of("EUR", "JPY", "KWD", "USD", "GBP", "SEK", "BGN", "PLN", "CZK", "HUF", "CHF", "TWD")
            .flatMap(currency -> all(this.charts, sample(currency, "10")).stream())
            .map(Drawing::name)
            .filter(name -> !name.equals("promise"))).doesNotHaveDuplicates().hasSize(48);
    }

    private static Stream<Mark.Bar> bars(Drawing drawing) {
        return drawing.marks().stream().filter(Mark.Bar.class::isInstance).map(Mark.Bar.class::cast);
    }

    private static void inside(Drawing drawing, int x, int y) {
        assertThat(x).as(drawing.name()).isBetween(0, drawing.width());
        assertThat(y).as(drawing.name()).isBetween(0, drawing.height());
    }

    private static List<Drawing> all(Charts charts, OfCurrency of) {
        return List.of(charts.waterfall(of), charts.daily(of), charts.ageing(of), charts.reasons(of), charts
            .promises(List.of(new Promise(YearMonth.of(2026, 11), 0, 0), new Promise(YearMonth.of(2026, 12), 3, 1))));
    }

    private static OfCurrency sample(String code, String opening) {
        CurrencyUnit currency = CurrencyUnit.of(code);
        return sample(code, opening,
                List.of(new Group(Dimension.REASON, "", 1, money(currency, opening), money(currency, "1"))));
    }

    private static OfCurrency sample(String code, String opening, List<Group> groups) {
        CurrencyUnit currency = CurrencyUnit.of(code);
        Money start = money(currency, opening);
        RollForward roll = new RollForward(start, 100, money(currency, "8000"), money(currency, "1950"),
                Money.zero(currency), 95, money(currency, "6000"), money(currency, "1500"), money(currency, "450"), 3,
                money(currency, "250"), start.plus(money(currency, "2250")));
        return new OfCurrency(currency, roll, groups, new DaysToReturn(1, new BigDecimal("1.0"), 1, 1), List.of(), 0,
                List.of(new Age(0, 7, 1, start), new Age(31, null, 0, Money.zero(currency))),
                new Forecast(0, Money.zero(currency)),
                List.of(new Day(LocalDate.of(2026, 12, 1), 1, start, 1, Money.zero(currency)),
                        new Day(LocalDate.of(2027, 1, 30), 1, money(currency, "5"), 1, start)));
    }

    private static Money money(CurrencyUnit currency, String amount) {
        return Money.of(currency, new BigDecimal(amount), java.math.RoundingMode.DOWN);
    }

}
