package org.prorata.web.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.DetailTable.Column;

/** A row of the credits by the names of its columns. */
public record CreditRow(List<@Nullable Object> values) {

    private static final List<String> NAMES = DetailTable.CREDITS.columns().stream().map(Column::name).toList();

    public String text(String column) {
        return String.valueOf(value(column));
    }

    public @Nullable LocalDate date(String column) {
        return (LocalDate) value(column);
    }

    public BigDecimal amount(String column) {
        return (value(column) instanceof BigDecimal amount) ? amount : BigDecimal.ZERO;
    }

    private @Nullable Object value(String column) {
        return this.values.get(NAMES.indexOf(column));
    }

}
