package org.prorata.reporting.summary;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.prorata.proof.Sha256;
import org.prorata.reporting.summary.RefundSummary.Age;
import org.prorata.reporting.summary.RefundSummary.Approvals;
import org.prorata.reporting.summary.RefundSummary.Breach;
import org.prorata.reporting.summary.RefundSummary.Day;
import org.prorata.reporting.summary.RefundSummary.DaysToReturn;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Exceptions;
import org.prorata.reporting.summary.RefundSummary.Forecast;
import org.prorata.reporting.summary.RefundSummary.Group;
import org.prorata.reporting.summary.RefundSummary.Heading;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.prorata.reporting.summary.RefundSummary.Pair;
import org.prorata.reporting.summary.RefundSummary.Promise;
import org.prorata.reporting.summary.RefundSummary.Quarantined;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.RollForward;
import org.prorata.reporting.summary.RefundSummary.Run;
import org.prorata.reporting.summary.RefundSummary.Status;
import org.prorata.reporting.summary.RefundSummary.View;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A summary as JSON in one form only: its members in a fixed order, money as text with
 * the currency's digits, moments in UTC, lines ended by a line feed. The same summary
 * gives the same bytes on every machine. The schema is {@code refund-summary.schema.json}
 * beside this class.
 */
public final class SummaryJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final ObjectWriter WRITER = MAPPER.writer()
        .with(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private SummaryJson() {
    }

    /** Returns the bytes, in UTF-8. */
    public static byte[] write(RefundSummary summary) {
        return text(tree(summary)).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the summary as maps, lists, texts and whole numbers. */
    public static Map<String, Object> tree(RefundSummary summary) {
        Heading heading = summary.heading();
        Map<String, Object> tree = new LinkedHashMap<>();
        period(tree, heading.question());
        tree.put("as_of", heading.question().asOf().toString());
        tree.put("status", heading.status().name());
        tree.put("first_day", heading.firstDay().toString());
        tree.put("last_day", heading.lastDay().toString());
        tree.put("snapshot", heading.snapshot());
        tree.put("replaces", heading.replaces());
        tree.put("hash", heading.hash());
        tree.put("runs", list(heading.runs(), run -> map("run", run.id(), "business_date",
                run.businessDate().toString(), "certificate", run.certificate())));
        tree.put("policies", heading.policies());
        figures(tree, summary);
        return tree;
    }

    /**
     * Returns the SHA-256 of the figures: of everything but the moment, the snapshot, the
     * runs and the policies.
     */
    static String hash(RefundSummary summary) {
        Map<String, Object> tree = new LinkedHashMap<>();
        period(tree, summary.heading().question());
        figures(tree, summary);
        return Sha256.of(text(tree));
    }

    static RefundSummary withHash(RefundSummary summary) {
        Heading heading = summary.heading();
        return with(summary, new Heading(heading.question(), heading.status(), heading.firstDay(), heading.lastDay(),
                heading.snapshot(), heading.replaces(), heading.runs(), heading.policies(), hash(summary)));
    }

    static RefundSummary with(RefundSummary summary, Heading heading) {
        return new RefundSummary(heading, summary.currencies(), summary.approvals(), summary.exceptions(),
                summary.promises());
    }

    private static String text(Map<String, Object> tree) {
        return WRITER.writeValueAsString(tree) + "\n";
    }

    private static void period(Map<String, Object> tree, Question question) {
        tree.put("view", question.view().name());
        tree.put("cycle", question.month().toString());
    }

    private static void figures(Map<String, Object> tree, RefundSummary summary) {
        Map<String, Object> currencies = new LinkedHashMap<>();
        summary.currencies().forEach(of -> currencies.put(of.currency().getCode(), currency(of)));
        tree.put("currencies", currencies);
        Approvals approvals = summary.approvals();
        Duration average = approvals.averageTime();
        tree.put("approvals",
                map("requested", approvals.requested(), "approved", approvals.approved(), "rejected",
                        approvals.rejected(), "expired", approvals.expired(), "withdrawn", approvals.withdrawn(),
                        "average_seconds", (average != null) ? average.toSeconds() : null, "pairs",
                        list(approvals.pairs(), pair -> map("requested_by", pair.requestedBy(), "decided_by",
                                pair.decidedBy(), "approved", pair.approved(), "rejected", pair.rejected()))));
        Exceptions exceptions = summary.exceptions();
        tree.put("exceptions",
                map("quarantined",
                        list(exceptions.quarantined(), each -> map("code", each.code(), "requests", each.requests())),
                        "waiting", exceptions.waiting(), "failed_returns", exceptions.failedReturns(), "retries",
                        exceptions.retries()));
        tree.put("promises", list(summary.promises(), promise -> map("cycle", promise.month().toString(), "kept",
                promise.kept(), "broken", promise.broken())));
    }

    private static Map<String, Object> currency(OfCurrency of) {
        RollForward roll = of.rollForward();
        Map<String, Object> tree = map("opening_owed", amount(roll.opening()), "credits", roll.credits(),
                "credited_net", amount(roll.net()), "credited_tax", amount(roll.tax()), "credited_gross",
                amount(roll.gross()), "adjustments", amount(roll.adjustments()), "returns", roll.returns(),
                "returned_by_card", amount(roll.returnedByCard()), "returned_by_bank", amount(roll.returnedByBank()),
                "returned_cash", amount(roll.returnedByCard().plus(roll.returnedByBank())), "returned_on_account",
                amount(roll.returnedOnInvoice()), "returned_gross", amount(roll.returned()), "failures",
                roll.failures(), "failed", amount(roll.failed()), "closing_owed", amount(roll.closing()), "balances",
                roll.balances());
        Map<String, Object> groups = new LinkedHashMap<>();
        for (Dimension dimension : Dimension.values()) {
            groups.put(dimension.name(),
                    list(of.by(dimension), group -> map("value", group.value(), "credits", group.credits(), "net",
                            amount(group.net()), "tax", amount(group.tax()), "gross", amount(group.gross()))));
        }
        tree.put("groups", groups);
        DaysToReturn days = of.days();
        BigDecimal average = days.average();
        tree.put("days_to_return",
                map("credits", days.returned(), "average", (average != null) ? average.toPlainString() : null,
                        "percentile_95", days.percentile95(), "kept", days.kept(), "broken", days.broken()));
        tree.put("breach_count", of.breachCount());
        tree.put("breaches",
                list(of.breaches(),
                        breach -> map("credit_number", breach.creditNumber(), "request_id", breach.requestId(),
                                "tenant_id", breach.tenantId(), "due_by", breach.dueBy().toString(), "returned_on",
                                text(breach.returnedOn()), "gross", amount(breach.gross()))));
        tree.put("ageing", list(of.ageing(), age -> map("from_days", age.fromDays(), "to_days", age.toDays(), "credits",
                age.credits(), "owed", amount(age.owed()))));
        tree.put("forecast", map("credits", of.forecast().credits(), "owed", amount(of.forecast().owed())));
        tree.put("daily", list(of.daily(), day -> map("date", day.date().toString(), "credits", day.credits(), "issued",
                amount(day.issued()), "returns", day.returns(), "returned", amount(day.returned()))));
        return tree;
    }

    private static String amount(Money money) {
        return money.getAmount().toPlainString();
    }

    private static @Nullable String text(@Nullable LocalDate date) {
        return (date != null) ? date.toString() : null;
    }

    private static Map<String, Object> map(@Nullable Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        List<@Nullable Object> each = Arrays.asList(namesAndValues);
        for (int i = 0; i < each.size(); i += 2) {
            put(map, String.valueOf(each.get(i)), each.get(i + 1));
        }
        return map;
    }

    @SuppressWarnings("NullAway") // absent figures are null in JSON
    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        map.put(name, value);
    }

    private static <T> List<Map<String, Object>> list(List<T> items, Function<T, Map<String, Object>> item) {
        return items.stream().map(item).toList();
    }

    /**
     * Reads a summary that was written.
     * @throws IllegalArgumentException when it is not one
     */
    public static RefundSummary read(byte[] json) {
        try {
            return read(MAPPER.readTree(json));
        }
        catch (RuntimeException ex) {
            throw new IllegalArgumentException("this is not a refund summary: " + ex.getMessage(), ex);
        }
    }

    private static RefundSummary read(JsonNode tree) {
        Question question = new Question(View.valueOf(string(tree, "view")), YearMonth.parse(string(tree, "cycle")),
                Instant.parse(string(tree, "as_of")));
        Heading heading = new Heading(question, Status.valueOf(string(tree, "status")), date(tree, "first_day"),
                date(tree, "last_day"), longOrNull(tree, "snapshot"), longOrNull(tree, "replaces"),
                items(tree, "runs",
                        run -> new Run(whole(run, "run"), date(run, "business_date"), string(run, "certificate"))),
                items(tree, "policies", JsonNode::asString), string(tree, "hash"));
        List<OfCurrency> currencies = new ArrayList<>();
        tree.required("currencies")
            .properties()
            .forEach(entry -> currencies.add(currency(CurrencyUnit.of(entry.getKey()), entry.getValue())));
        JsonNode approvals = tree.required("approvals");
        Long seconds = longOrNull(approvals, "average_seconds");
        JsonNode exceptions = tree.required("exceptions");
        return new RefundSummary(heading, currencies,
                new Approvals(whole(approvals, "requested"), whole(approvals, "approved"), whole(approvals, "rejected"),
                        whole(approvals, "expired"), whole(approvals, "withdrawn"),
                        (seconds != null) ? Duration.ofSeconds(seconds) : null,
                        items(approvals, "pairs",
                                pair -> new Pair(string(pair, "requested_by"), string(pair, "decided_by"),
                                        whole(pair, "approved"), whole(pair, "rejected")))),
                new Exceptions(
                        items(exceptions, "quarantined",
                                each -> new Quarantined(string(each, "code"), whole(each, "requests"))),
                        whole(exceptions, "waiting"), whole(exceptions, "failed_returns"),
                        whole(exceptions, "retries")),
                items(tree, "promises", promise -> new Promise(YearMonth.parse(string(promise, "cycle")),
                        whole(promise, "kept"), whole(promise, "broken"))));
    }

    private static OfCurrency currency(CurrencyUnit currency, JsonNode of) {
        RollForward roll = new RollForward(money(currency, of, "opening_owed"), whole(of, "credits"),
                money(currency, of, "credited_net"), money(currency, of, "credited_tax"),
                money(currency, of, "adjustments"), whole(of, "returns"), money(currency, of, "returned_by_card"),
                money(currency, of, "returned_by_bank"), money(currency, of, "returned_on_account"),
                whole(of, "failures"), money(currency, of, "failed"), money(currency, of, "closing_owed"));
        List<Group> groups = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            groups.addAll(
                    items(of.required("groups"), dimension.name(), group -> new Group(dimension, string(group, "value"),
                            whole(group, "credits"), money(currency, group, "net"), money(currency, group, "tax"))));
        }
        JsonNode days = of.required("days_to_return");
        Long percentile = longOrNull(days, "percentile_95");
        JsonNode forecast = of.required("forecast");
        return new OfCurrency(currency, roll, groups,
                new DaysToReturn(whole(days, "credits"),
                        days.required("average").isNull() ? null : new BigDecimal(string(days, "average")),
                        (percentile != null) ? Math.toIntExact(percentile) : null, whole(days, "kept")),
                items(of, "breaches",
                        breach -> new Breach(string(breach, "credit_number"), string(breach, "request_id"),
                                string(breach, "tenant_id"), date(breach, "due_by"),
                                breach.required("returned_on").isNull() ? null : date(breach, "returned_on"),
                                money(currency, breach, "gross"))),
                whole(of, "breach_count"), items(of, "ageing", age -> {
                    Long to = longOrNull(age, "to_days");
                    return new Age(Math.toIntExact(whole(age, "from_days")), (to != null) ? Math.toIntExact(to) : null,
                            whole(age, "credits"), money(currency, age, "owed"));
                }), new Forecast(whole(forecast, "credits"), money(currency, forecast, "owed")),
                items(of, "daily", day -> new Day(date(day, "date"), whole(day, "credits"),
                        money(currency, day, "issued"), whole(day, "returns"), money(currency, day, "returned"))));
    }

    private static String string(JsonNode node, String name) {
        return node.required(name).stringValue();
    }

    private static LocalDate date(JsonNode node, String name) {
        return LocalDate.parse(string(node, name));
    }

    private static long whole(JsonNode node, String name) {
        return node.required(name).longValue();
    }

    private static @Nullable Long longOrNull(JsonNode node, String name) {
        return node.required(name).isNull() ? null : whole(node, name);
    }

    private static Money money(CurrencyUnit currency, JsonNode node, String name) {
        return Money.of(currency, new BigDecimal(string(node, name)));
    }

    private static <T> List<T> items(JsonNode node, String name, Function<JsonNode, T> item) {
        List<T> items = new ArrayList<>();
        node.required(name).forEach(each -> items.add(item.apply(each)));
        return items;
    }

}
