package org.prorata.db.approval;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.cancellation.ApprovalCase;
import org.prorata.cancellation.RequestId;
import org.prorata.db.Times;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists of approval cases, page by page by key, so that the last page of a million costs
 * what the first one does.
 */
public final class ApprovalLists {

    private static final int LARGEST_PAGE = 100;

    /** Which cases, and in which order. */
    public enum View {

        /** Those that the person may decide now, the first to lapse first. */
        WAITING_FOR_ME,

        /** Those that the person has asked for, the latest first. */
        MINE,

        /** All of them, the latest first. */
        ALL,

        /** The decided ones, the latest decision first. */
        DECIDED

    }

    /**
     * What else a case must be; {@code null} where it does not matter.
     *
     * @param tenant of the tenant of that id
     * @param country of tenants there
     * @param product of that product
     * @param currency of that currency
     * @param minRefund with at least that refund
     * @param maxRefund with at most that refund
     * @param openedBefore waiting since before that moment
     * @param dueBefore to be decided before that day
     */
    public record Filter(@Nullable String tenant, @Nullable String country, @Nullable String product,
            @Nullable String currency, @Nullable BigDecimal minRefund, @Nullable BigDecimal maxRefund,
            @Nullable Instant openedBefore, @Nullable LocalDate dueBefore) {

        public static final Filter NONE = new Filter(null, null, null, null, null, null, null, null);

    }

    /**
     * Where a page begins.
     *
     * @param key what the list is ordered by: a day for {@code WAITING_FOR_ME}, a UTC
     * time for {@code DECIDED}, empty for the others
     * @param number the case
     * @param forwards whether the page follows it, or goes before it
     */
    public record Cursor(String key, long number, boolean forwards) {

        Cursor backwards() {
            return new Cursor(this.key, this.number, false);
        }

    }

    /**
     * One line of a list.
     *
     * @param number the case, for the cursor
     * @param request the request
     * @param state where the case stands
     * @param version for a decision
     * @param figures for a decision; {@code null} until the request is opened
     * @param tenantId whose
     * @param tenantName what people call them
     * @param country of the tenant
     * @param product what is cancelled
     * @param licences counted ones
     * @param refund what comes back, gross, as of the figures
     * @param currency of the refund
     * @param requestedBy who asked
     * @param effectiveDate the first day without service
     * @param openedAt when it began to wait
     * @param approveBy the last day to decide
     * @param decidedAt when it was decided
     * @param given how many have said yes
     * @param needed how many have to
     */
    public record Item(long number, RequestId request, ApprovalCase.State state, long version, @Nullable String figures,
            String tenantId, String tenantName, String country, String product, long licences, BigDecimal refund,
            String currency, String requestedBy, LocalDate effectiveDate, Instant openedAt, LocalDate approveBy,
            @Nullable Instant decidedAt, int given, int needed) {
    }

    /** Some of a list, and where the pages beside it begin. */
    public record Page(List<Item> items, @Nullable Cursor previous, @Nullable Cursor next) {
    }

    /**
     * A number that is not counted to its end.
     *
     * @param value the number, or the cap
     * @param more whether there are more than that
     */
    public record Count(long value, boolean more) {
    }

    /** Some of a list, and how many there are in all. */
    public record Counted(Page page, Count count) {
    }

    private final JdbcClient jdbc;

    private final Approvers approvers;

    private final Clock clock;

    public ApprovalLists(JdbcClient jdbc, Approvers approvers, Clock clock) {
        this.jdbc = jdbc;
        this.approvers = approvers;
        this.clock = clock;
    }

    /**
     * Returns one page.
     * @param person who looks, as an id
     * @param at where it begins; {@code null} for the first page
     * @param size 1 to 100
     */
    public Page page(View view, String person, Filter filter, @Nullable Cursor at, int size) {
        return page(view, selection(view, person, filter), at, size);
    }

    /**
     * Returns one page, and counts all of them.
     * @param cap what is counted to
     * @see #page
     */
    public Counted counted(View view, String person, Filter filter, @Nullable Cursor at, int size, int cap) {
        Optional<Selection> selection = selection(view, person, filter);
        return new Counted(page(view, selection, at, size), count(selection, cap));
    }

    private Page page(View view, Optional<Selection> selection, @Nullable Cursor at, int size) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw new IllegalArgumentException("a page of " + size + ", accepted: 1 to " + LARGEST_PAGE);
        }
        if (selection.isEmpty()) {
            return new Page(List.of(), null, null);
        }
        boolean forwards = at == null || at.forwards();
        List<Item> items = new ArrayList<>(rows(view, selection.get(), at, size + 1));
        boolean more = items.size() > size;
        if (more) {
            items.removeLast();
        }
        if (!forwards) {
            items = new ArrayList<>(items.reversed());
        }
        if (items.isEmpty()) {
            return new Page(List.of(), null, null);
        }
        Cursor previous = (forwards ? at != null : more) ? cursor(view, items.getFirst()).backwards() : null;
        Cursor next = (forwards ? more : at != null) ? cursor(view, items.getLast()) : null;
        return new Page(List.copyOf(items), previous, next);
    }

    private Count count(Optional<Selection> selection, int cap) {
        if (selection.isEmpty()) {
            return new Count(0, false);
        }
        long counted = this.jdbc
            .sql("SELECT COUNT(*) AS n FROM (SELECT 1 FROM approval_case a WHERE %s LIMIT %d) some"
                .formatted(selection.get().where(), cap + 1))
            .params(selection.get().parameters())
            .query((row, n) -> row.getLong("n"))
            .single();
        return new Count(Math.min(counted, cap), counted > cap);
    }

    private record Selection(String where, Map<String, Object> parameters) {
    }

    private Optional<Selection> selection(View view, String person, Filter filter) {
        List<String> where = new ArrayList<>();
        Map<String, Object> parameters = new HashMap<>();
        switch (view) {
            case WAITING_FOR_ME -> {
                where.add("a.state = 'WAITING'");
                where.add("a.requested_by <> :me");
                where.add(
                        "NOT EXISTS (SELECT 1 FROM approval v WHERE v.request_no = a.request_no AND v.counts_for = :me)");
                parameters.put("me", person.strip());
                Optional<String> scope = scope(person, parameters);
                if (scope.isEmpty()) {
                    return Optional.empty();
                }
                where.add(scope.get());
            }
            case MINE -> {
                where.add("a.requested_by = :me");
                parameters.put("me", person.strip());
            }
            case ALL -> where.add("TRUE");
            case DECIDED -> where.add("a.decided_at IS NOT NULL");
        }
        add(where, parameters, "tenant", filter.tenant(),
                "a.tenant_no = (SELECT t.tenant_no FROM tenant t WHERE t.tenant_id = :tenant)");
        add(where, parameters, "country", filter.country(), "a.country = :country");
        add(where, parameters, "product", filter.product(), "a.product = :product");
        add(where, parameters, "currency", filter.currency(), "a.currency = :currency");
        add(where, parameters, "minRefund", filter.minRefund(), "a.refund >= :minRefund");
        add(where, parameters, "maxRefund", filter.maxRefund(), "a.refund <= :maxRefund");
        Instant opened = filter.openedBefore();
        add(where, parameters, "openedBefore", (opened != null) ? Times.column(opened) : null,
                "a.opened_at < :openedBefore");
        add(where, parameters, "dueBefore", filter.dueBefore(), "a.approve_by < :dueBefore");
        return Optional.of(new Selection(String.join(" AND ", where), parameters));
    }

    private static void add(List<String> where, Map<String, Object> parameters, String name, @Nullable Object value,
            String condition) {
        if (value != null) {
            where.add(condition);
            parameters.put(name, value);
        }
    }

    /** Says what a person may decide: an own scope, or that of somebody who lends it. */
    private Optional<String> scope(String person, Map<String, Object> parameters) {
        Optional<Approver> approver = this.approvers.find(person).filter(Approver::enabled);
        if (approver.isEmpty()) {
            return Optional.empty();
        }
        List<Approver> scopes = new ArrayList<>(List.of(approver.get()));
        scopes.addAll(this.approvers.delegatorsOf(person, LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC)));
        List<String> any = new ArrayList<>();
        for (int i = 0; i < scopes.size(); i++) {
            any.add(scope(scopes.get(i), i, parameters));
        }
        return Optional.of(any.contains("TRUE") ? "TRUE" : "(" + String.join(" OR ", any) + ")");
    }

    private static String scope(Approver approver, int number, Map<String, Object> parameters) {
        List<String> all = new ArrayList<>();
        if (number > 0) {
            all.add("a.requested_by <> :lender" + number);
            parameters.put("lender" + number, approver.person());
        }
        Set<String> countries = approver.countries();
        if (countries != null) {
            if (countries.isEmpty()) {
                return "FALSE";
            }
            all.add("a.country IN (:countries" + number + ")");
            parameters.put("countries" + number, countries);
        }
        Map<String, BigDecimal> limits = approver.limits();
        if (limits != null) {
            List<String> within = new ArrayList<>();
            limits.forEach((currency, most) -> {
                String name = number + currency;
                within.add("(a.currency = :currency" + name + " AND a.refund <= :most" + name + ")");
                parameters.put("currency" + name, currency);
                parameters.put("most" + name, most);
            });
            if (within.isEmpty()) {
                return "FALSE";
            }
            all.add("(" + String.join(" OR ", within) + ")");
        }
        return all.isEmpty() ? "TRUE" : "(" + String.join(" AND ", all) + ")";
    }

    private List<Item> rows(View view, Selection selection, @Nullable Cursor at, int size) {
        boolean forwards = at == null || at.forwards();
        boolean ascending = (view == View.WAITING_FOR_ME) == forwards;
        String direction = ascending ? " ASC" : " DESC";
        String beyond = ascending ? ">" : "<";
        String column = switch (view) {
            case WAITING_FOR_ME -> "a.approve_by";
            case DECIDED -> "a.decided_at";
            case MINE, ALL -> null;
        };
        Map<String, Object> parameters = new HashMap<>(selection.parameters());
        String from = "";
        if (at != null) {
            parameters.put("number", at.number());
            from = " AND a.request_no " + beyond + " :number";
            if (column != null) {
                parameters.put("key",
                        (view == View.DECIDED) ? LocalDateTime.parse(at.key()) : LocalDate.parse(at.key()));
                // two ranges of the index: what has the same key and comes earlier is not
                // read
                from = " AND (%1$s %2$s :key OR (%1$s = :key AND a.request_no %2$s :number))".formatted(column, beyond);
            }
        }
        String order = ((column != null) ? column + direction + ", " : "") + "a.request_no" + direction;
        // the page is cut first: only its rows are joined
        return this.jdbc
            .sql("""
                    SELECT a.request_no, r.request_id, a.state, a.version, a.figures, t.tenant_id, t.name, a.country, a.product, a.licences,
                           a.refund, a.currency, a.requested_by, r.effective_date, a.opened_at, a.approve_by, a.decided_at, a.given, a.needed
                    FROM (SELECT a.* FROM approval_case a WHERE %s%s ORDER BY %s LIMIT %d) a
                    JOIN cancellation_request r ON r.request_no = a.request_no
                    JOIN tenant t ON t.tenant_no = a.tenant_no
                    ORDER BY %s
                    """
                .formatted(selection.where(), from, order, size, order))
            .params(parameters)
            .query((row, n) -> item(row))
            .list();
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(row.getLong("request_no"), RequestId.of(row.getString("request_id")),
                ApprovalCase.State.valueOf(row.getString("state")), row.getLong("version"), row.getString("figures"),
                row.getString("tenant_id"), row.getString("name"), row.getString("country"), row.getString("product"),
                row.getLong("licences"), row.getBigDecimal("refund"), row.getString("currency"),
                row.getString("requested_by"), Times.date(row, "effective_date"), Times.instant(row, "opened_at"),
                Times.date(row, "approve_by"), Times.instantOrNull(row, "decided_at"), row.getInt("given"),
                row.getInt("needed"));
    }

    private static Cursor cursor(View view, Item item) {
        Instant decided = item.decidedAt();
        String key = switch (view) {
            case WAITING_FOR_ME -> item.approveBy().toString();
            case DECIDED -> (decided != null) ? Times.column(decided).toString() : "";
            case MINE, ALL -> "";
        };
        return new Cursor(key, item.number(), true);
    }

}
