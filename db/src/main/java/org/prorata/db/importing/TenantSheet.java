package org.prorata.db.importing;

import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.prorata.proof.Sha256;
import org.prorata.table.Row;

/** {@code tenants.csv}. */
final class TenantSheet implements Sheet {

    static final String FILE = "tenants.csv";

    private static final Set<String> COLUMNS = Collections.unmodifiableSet(new LinkedHashSet<>(
            List.of("tenant_id", "name", "country", "locale", "time_zone", "currency", "billing_day")));

    @Override
    public Set<String> columns() {
        return COLUMNS;
    }

    @Override
    public Set<String> optionalColumns() {
        return Set.of();
    }

    @Override
    public String insert() {
        return """
                INSERT INTO import_tenant (line_no, bad, tenant_id, owner, name, country, locale, time_zone, currency,
                    billing_day, imported)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """;
    }

    @Override
    public int width() {
        return 11;
    }

    @Override
    public @Nullable StagedRow read(Row row) {
        String id = row.id("tenant_id");
        boolean named = !row.isBad();
        String name = row.text("name", 1, 200);
        String country = row.country("country");
        String locale = row.locale("locale");
        ZoneId timeZone = row.timeZone("time_zone");
        CurrencyUnit currency = row.currency("currency");
        long billingDay = row.wholeNumber("billing_day", 1, 31);
        String imported = Sha256.start()
            .add(name)
            .add(country)
            .add(locale)
            .add(timeZone.getId())
            .add(currency.getCode())
            .add(Long.toString(billingDay))
            .hex();
        return named ? StagedRow.of(row, id, null, name, country, locale, timeZone.getId(), currency.getCode(),
                billingDay, imported) : null;
    }

}
