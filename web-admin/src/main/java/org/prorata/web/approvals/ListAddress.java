package org.prorata.web.approvals;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.prorata.db.approval.ApprovalLists.Filter;
import org.prorata.db.approval.ApprovalLists.View;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.paging.Page;

/**
 * What the address of the list asks for, and the addresses of its neighbours: everything
 * that makes a list is in its address, so that it can be kept and sent to somebody.
 *
 * @param view which requests
 * @param filters what was typed, by the name of the field, without the empty ones
 * @param size rows a page
 * @param cursor where the page begins; empty for the first
 */
public record ListAddress(View view, Map<String, String> filters, int size, String cursor) {

    /** The fields of the filter, in their order. */
    static final List<String> FIELDS = List.of("tenant", "country", "product", "currency", "min", "max", "age", "due");

    /** For how many days a request has waited at least. */
    static final List<Integer> AGES = List.of(1, 3, 7, 14, 30);

    /** In how many days it is due at most; below zero is overdue. */
    static final List<Integer> DUES = List.of(-1, 0, 1, 3, 7);

    private static final String PATH = "/approvals";

    private static final int LONGEST = 200;

    private static final Map<String, View> VIEWS = Map.of("waiting", View.WAITING_FOR_ME, "mine", View.MINE, "all",
            View.ALL, "decided", View.DECIDED);

    /**
     * Reads an address.
     * @param otherwise the view where it names none
     */
    static ListAddress of(Map<String, String> parameters, View otherwise) {
        Map<String, String> filters = new LinkedHashMap<>();
        FIELDS.forEach(field -> {
            String value = parameters.getOrDefault(field, "").strip();
            if (!value.isEmpty()) {
                filters.put(field, (value.length() > LONGEST) ? value.substring(0, LONGEST) : value);
            }
        });
        String size = parameters.getOrDefault("size", "");
        return new ListAddress(VIEWS.getOrDefault(parameters.getOrDefault("view", ""), otherwise), filters,
                Page.size(size.matches("\\d{1,3}") ? Integer.valueOf(size) : null),
                parameters.getOrDefault("cursor", ""));
    }

    /** Returns the list as the signature of its cursors names it. */
    String list() {
        return "approvals " + this.view + " " + this.filters;
    }

    /** Returns a view's name in addresses. */
    public String name(View view) {
        return VIEWS.entrySet()
            .stream()
            .filter(entry -> entry.getValue() == view)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    }

    public String here() {
        return address(this.view, this.filters, this.cursor);
    }

    public String in(View other) {
        return address(other, this.filters, "");
    }

    public String without(String field) {
        Map<String, String> others = new LinkedHashMap<>(this.filters);
        others.remove(field);
        return address(this.view, others, "");
    }

    public String unfiltered() {
        return address(this.view, Map.of(), "");
    }

    /** Returns the days that a field names; zero where it names none. */
    public int days(String field) {
        String value = this.filters.getOrDefault(field, "");
        return value.matches("-?\\d{1,3}") ? Integer.parseInt(value) : 0;
    }

    public String at(String other) {
        return address(this.view, this.filters, other);
    }

    /** Returns the list of a tenant's requests. */
    static String ofTenant(String tenant) {
        return PATH + "?view=all&tenant=" + encoded(tenant);
    }

    private String address(View which, Map<String, String> filtered, String at) {
        StringBuilder address = new StringBuilder(PATH + "?view=" + name(which));
        filtered.forEach((field, value) -> address.append('&').append(field).append('=').append(encoded(value)));
        if (this.size != Page.SIZES.getFirst()) {
            address.append("&size=").append(this.size);
        }
        if (!at.isEmpty()) {
            address.append("&cursor=").append(encoded(at));
        }
        return address.toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Reads the filter, and notes in the errors what cannot be read. */
    Filter filter(Instant now, FormErrors errors) {
        String country = upper("country");
        String currency = upper("currency");
        if (country != null && !country.matches("[A-Z]{2}")) {
            errors.add("country", "approvals.problem.country");
        }
        if (currency != null && !currency.matches("[A-Z]{3}")) {
            errors.add("currency", "approvals.problem.currency");
        }
        BigDecimal min = amount("min", errors);
        BigDecimal max = amount("max", errors);
        Integer age = choice("age", AGES, errors);
        Integer due = choice("due", DUES, errors);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new Filter(this.filters.get("tenant"), country, this.filters.get("product"), currency, min, max,
                (age != null) ? now.minus(Duration.ofDays(age)) : null,
                (due != null) ? today.plusDays(due).plusDays(1) : null);
    }

    private @Nullable String upper(String field) {
        String value = this.filters.get(field);
        return (value != null) ? value.toUpperCase(Locale.ROOT) : null;
    }

    private @Nullable BigDecimal amount(String field, FormErrors errors) {
        String value = this.filters.get(field);
        if (value == null) {
            return null;
        }
        if (!value.matches("\\d{1,12}([.,]\\d{1,4})?")) {
            errors.add(field, "approvals.problem.amount");
            return null;
        }
        return new BigDecimal(value.replace(',', '.'));
    }

    private @Nullable Integer choice(String field, List<Integer> accepted, FormErrors errors) {
        String value = this.filters.get(field);
        if (value == null) {
            return null;
        }
        Set<String> known = accepted.stream().map(String::valueOf).collect(Collectors.toSet());
        if (!known.contains(value)) {
            errors.add(field, "approvals.problem.choice");
            return null;
        }
        return Integer.valueOf(value);
    }

}
