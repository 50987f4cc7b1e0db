package org.prorata.reporting.detail;

import java.util.List;

/**
 * What a table of details has in its columns; the names are those of machine formats.
 */
public enum DetailTable {

    /** A row for each credit, by its number. */
    CREDITS(List.of(Column.text("credit_number"), Column.text("request_id"), Column.text("tenant_id"),
            Column.text("tenant_name"), Column.text("country"), Column.text("subscription_id"), Column.text("product"),
            Column.text("billing_frequency"), Column.date("cycle_from"), Column.date("cycle_to"),
            Column.date("cancel_requested_on"), Column.date("cancel_effective"), Column.integer("counted_licences"),
            Column.text("route"), Column.text("policy"), Column.date("policy_effective_from"),
            Column.text("requested_by"), Column.text("approved_by"), Column.moment("approved_at"),
            Column.text("reason"), Column.date("issued_on"), Column.integer("run"), Column.text("currency"),
            Column.money("net"), Column.money("tax"), Column.money("gross"), Column.money("cash"),
            Column.money("on_account"), Column.text("return_method"), Column.date("return_on"), Column.date("due_by"),
            Column.date("returned_on"), Column.text("idempotency_key"), Column.integer("days_to_return"),
            Column.text("promise"), Column.money("owed"), Column.text("state"))),

    /** A row for each line of a credit, by its number and charge. */
    LINES(List.of(Column.text("credit_number"), Column.text("charge_id"), Column.text("invoice_number"),
            Column.date("service_from"), Column.date("service_to"), Column.decimal("unit_price"),
            Column.integer("quantity"), Column.integer("days_in_period"), Column.integer("days_unused"),
            Column.text("rounding"), Column.text("exact_net"), Column.text("currency"), Column.money("net"),
            Column.decimal("tax_rate"), Column.money("tax"), Column.money("gross"), Column.truth("capped"),
            Column.truth("tax_remainder")));

    @SuppressWarnings("ImmutableEnumChecker") // what List.of makes does not change
    private final List<Column> columns;

    DetailTable(List<Column> columns) {
        this.columns = columns;
    }

    public List<Column> columns() {
        return this.columns;
    }

    /** What a value is in Java; each may also be null, except in the first column. */
    public enum Kind {

        /** {@link String}. */
        TEXT,

        /** {@link java.time.LocalDate}. */
        DATE,

        /** {@link java.time.Instant}, to the second. */
        MOMENT,

        /** {@link Long}. */
        INTEGER,

        /** {@link java.math.BigDecimal}, a rate or a price. */
        DECIMAL,

        /** {@link java.math.BigDecimal} with the digits of the row's currency. */
        MONEY,

        /** {@link Boolean}. */
        TRUTH

    }

    /** A column and what is in it. */
    public record Column(String name, Kind kind) {

        static Column text(String name) {
            return new Column(name, Kind.TEXT);
        }

        static Column date(String name) {
            return new Column(name, Kind.DATE);
        }

        static Column moment(String name) {
            return new Column(name, Kind.MOMENT);
        }

        static Column integer(String name) {
            return new Column(name, Kind.INTEGER);
        }

        static Column decimal(String name) {
            return new Column(name, Kind.DECIMAL);
        }

        static Column money(String name) {
            return new Column(name, Kind.MONEY);
        }

        static Column truth(String name) {
            return new Column(name, Kind.TRUTH);
        }

    }

}
