package org.prorata.reporting.detail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.prorata.reporting.summary.RefundSummary.Group;
import org.prorata.reporting.summary.RefundSummary.OfCurrency;
import org.prorata.reporting.summary.RefundSummary.Question;
import org.prorata.reporting.summary.RefundSummary.View;

import static org.assertj.core.api.Assertions.assertThat;

/** Fourteen credits of two nights in June 2024, of tenants with seven billing days. */
@Tag("database")
class DetailsTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final Question JUNE = new Question(View.CYCLE, YearMonth.of(2024, 6),
            Instant.parse("2030-01-01T00:00:00Z"));

    private static final Question MAY = new Question(View.CYCLE, YearMonth.of(2024, 5), JUNE.asOf());

    private static TestBooks books;

    @BeforeAll
    static void fill() {
        books = TestBooks.opened();
        int number = 0;
        for (int day : new int[] { 1, 7, 15, 28, 29, 30, 31 }) {
            for (String currency : List.of("EUR", "JPY")) {
                number++;
                books.tenant("T" + number, currency, day).charged("T" + number, number, "3001", "300");
                books.charge("X" + number, "S" + number, "10", "0");
            }
        }
        books.change("UPDATE charge SET tax_rate = 0 WHERE charge_id LIKE 'X%'");
        books.change("UPDATE subscription SET assigned_licences = 31 WHERE subscription_no % 5 = 0");
        books
            .change("UPDATE subscription SET payment_method = 'BANK', product = 'Visio' WHERE subscription_no % 2 = 0");
        for (int i = 1; i <= number; i++) {
            books.cancel("R" + i, "S" + i, NIGHT.plusDays(i % 2));
        }
        for (String request : books
            .values("SELECT request_id FROM cancellation_request WHERE state = 'PENDING_APPROVAL'")) {
            books.approve(request);
        }
        books.change("UPDATE cancellation_request SET reason = 'too dear ' WHERE request_no % 3 = 0");
        books.night(NIGHT);
        books.night(NIGHT.plusDays(1));
        books.night(LocalDate.of(2024, 7, 1));
        books.returnDesk().noteFailed("CR-20240616-0000001", "no such account", "finance@example.com");
    }

    @Test
    void theRowsBehindEveryGroupAddUpToIt() {
        for (Question question : List.of(MAY, JUNE, new Question(View.MONTH, JUNE.month(), JUNE.asOf()))) {
            RefundSummary summary = new RefundSummaries(books.client(), books.database().transactions()).of(question);
            assertThat(summary.currencies()).hasSize(2);
            for (OfCurrency of : summary.currencies()) {
                for (Group group : of.groups()) {
                    Filter filter = Filter.of(of.currency(), group.dimension(), group.value());
                    List<Map<String, @Nullable Object>> credits = rows(DetailTable.CREDITS, question, filter);
                    List<Map<String, @Nullable Object>> lines = rows(DetailTable.LINES, question, filter);
                    assertThat(credits).as("%s", group).hasSize((int) group.credits());
                    assertThat(details().count(DetailTable.CREDITS, question, filter)).isEqualTo(group.credits());
                    assertThat(details().count(DetailTable.LINES, question, filter)).isEqualTo(lines.size());
                    assertThat(sum(lines, "gross")).as("%s", group).isEqualByComparingTo(group.gross().getAmount());
                    if (group.dimension() != Dimension.TAX_RATE) {
                        assertThat(sum(credits, "gross")).as("%s", group)
                            .isEqualByComparingTo(group.gross().getAmount());
                        assertThat(sum(credits, "net")).isEqualByComparingTo(group.net().getAmount());
                    }
                }
                List<Map<String, @Nullable Object>> all = rows(DetailTable.CREDITS, question, Filter.of(of.currency()));
                assertThat(sum(all, "gross")).isEqualByComparingTo(of.rollForward().gross().getAmount());
                assertThat(details().count(DetailTable.LINES, question, Filter.of(of.currency())))
                    .isEqualTo(rows(DetailTable.LINES, question, Filter.of(of.currency())).size());
            }
            assertThat(details().count(DetailTable.LINES, question, Filter.NONE))
                .isEqualTo(rows(DetailTable.LINES, question, Filter.NONE).size());
        }
    }

    @Test
    void aRowHasTheKindsOfItsColumnsAndTheNumbersGoUp() {
        List<Map<String, @Nullable Object>> credits = rows(DetailTable.CREDITS, JUNE, Filter.NONE);
        assertThat(credits).isNotEmpty();
        assertThat(credits.stream().map(row -> String.valueOf(row.get("credit_number"))).toList()).isSorted();
        for (DetailTable table : DetailTable.values()) {
            for (Map<String, @Nullable Object> row : rows(table, JUNE, Filter.NONE)) {
                assertThat(row.keySet())
                    .containsExactlyElementsOf(table.columns().stream().map(DetailTable.Column::name).toList());
                for (DetailTable.Column column : table.columns()) {
                    Object value = row.get(column.name());
                    if (value != null) {
                        assertThat(value).as(column.name()).isInstanceOf(switch (column.kind()) {
                            case TEXT -> String.class;
                            case DATE -> LocalDate.class;
                            case MOMENT -> Instant.class;
                            case INTEGER -> Long.class;
                            case DECIMAL, MONEY -> BigDecimal.class;
                            case TRUTH -> Boolean.class;
                        });
                    }
                    if (column.kind() == DetailTable.Kind.MONEY && value instanceof BigDecimal amount) {
                        assertThat(amount.scale()).isEqualTo("JPY".equals(row.get("currency")) ? 0 : 2);
                    }
                }
            }
        }
    }

    @Test
    void aCreditSaysWhoApprovedItWhenItWasReturnedAndByWhichKey() {
        Question month = new Question(View.MONTH, JUNE.month(), JUNE.asOf());
        List<Map<String, @Nullable Object>> rows = rows(DetailTable.CREDITS, month, Filter.NONE);
        assertThat(rows).hasSize(14);
        for (Map<String, @Nullable Object> row : rows) {
            assertThat(row.get("approved_by"))
                .isEqualTo("APPROVAL".equals(row.get("route")) ? "boss@example.com" : null);
            if (row.get("returned_on") != null) {
                assertThat(books.values("SELECT idempotency_key FROM credit_return"))
                    .contains(String.valueOf(row.get("idempotency_key")));
                assertThat(row.get("promise")).isEqualTo("KEPT");
            }
        }
        assertThat(rows.getFirst()).containsEntry("state", "RETURN_FAILED")
            .containsEntry("returned_on", null)
            .containsEntry("promise", "OPEN")
            .containsEntry("owed", rows.getFirst().get("cash"));
        Question before = new Question(View.MONTH, JUNE.month(), TestBooks.CLOCK.instant().minusSeconds(1));
        assertThat(rows(DetailTable.CREDITS, before, Filter.NONE)).as("no run was certified then").isEmpty();
    }

    @Test
    void aListGoesOnWhereItsPageEnded() {
        Question month = new Question(View.MONTH, JUNE.month(), JUNE.asOf());
        List<String> all = rows(DetailTable.CREDITS, month, Filter.NONE).stream()
            .map(row -> String.valueOf(row.get("credit_number")))
            .toList();
        List<String> paged = new ArrayList<>();
        String last = null;
        for (List<@Nullable Object[]> page = details().creditsAfter(month, Filter.NONE, last, 3); !page
            .isEmpty(); page = details().creditsAfter(month, Filter.NONE, last, 3)) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            page.forEach(row -> paged.add(String.valueOf(row[0])));
            last = paged.getLast();
        }
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void aRenamedTenantLeavesWhatWasKnownAlone() {
        List<Map<String, @Nullable Object>> before = rows(DetailTable.CREDITS, JUNE, Filter.NONE);
        books
            .change("""
                    INSERT INTO tenant_history (tenant_no, known_until, known_from, name, country, locale, time_zone, currency, billing_day)
                    SELECT tenant_no, '2024-08-01', '1970-01-01', name, country, locale, time_zone, currency, billing_day FROM tenant
                    """);
        books.change("""
                INSERT INTO subscription_history (subscription_no, known_until, known_from, product, billing_frequency)
                SELECT subscription_no, '2024-08-01', '1970-01-01', product, billing_frequency FROM subscription
                """);
        books.change("UPDATE tenant SET name = 'New', country = 'SE', billing_day = 3");
        books.change("UPDATE subscription SET product = 'New', billing_frequency = 'ANNUAL'");
        try {
            assertThat(rows(DetailTable.CREDITS, JUNE, Filter.NONE)).isEqualTo(before);
        }
        finally {
            books.change(
                    "UPDATE tenant t JOIN tenant_history h ON h.tenant_no = t.tenant_no SET t.name = h.name, t.country = h.country, t.billing_day = h.billing_day");
            books.change(
                    "UPDATE subscription s JOIN subscription_history h ON h.subscription_no = s.subscription_no SET s.product = h.product, s.billing_frequency = h.billing_frequency");
            books.change("DELETE FROM tenant_history").change("DELETE FROM subscription_history");
        }
    }

    private static Details details() {
        return new Details(books.client(), books.database().transactions());
    }

    private static BigDecimal sum(List<Map<String, @Nullable Object>> rows, String column) {
        return rows.stream()
            .map(row -> new BigDecimal(String.valueOf(row.get(column))))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<Map<String, @Nullable Object>> rows(DetailTable table, Question question, Filter filter) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try {
            details().rows(table, question, filter).forEach(values -> {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 0; i < values.length; i++) {
                    row.put(table.columns().get(i).name(), values[i]);
                }
                rows.add(row);
            });
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return rows;
    }

}
