package org.prorata.db.approval;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.approval.Delegation;
import org.prorata.audit.AuditTrail;
import org.prorata.db.Times;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps approvers in {@code approver} with {@code approver_country} and
 * {@code approver_limit}, and delegations in {@code approver_delegation}.
 */
public final class JdbcApprovers implements Approvers {

    private record Row(String person, boolean enabled, boolean anyCountry, boolean anyAmount) {
    }

    private record CountryRow(String person, String country) {
    }

    private record LimitRow(String person, String currency, BigDecimal most) {
    }

    private final JdbcClient jdbc;

    private final AuditTrail audit;

    private final Clock clock;

    public JdbcApprovers(JdbcClient jdbc, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Optional<Approver> find(String person) {
        return select("a.person_id = :person", Map.of("person", person.strip())).stream().findFirst();
    }

    @Override
    public List<Approver> delegatorsOf(String person, LocalDate day) {
        return select("""
                a.enabled AND a.person_id IN (SELECT from_person FROM approver_delegation
                    WHERE to_person = :person AND :day BETWEEN from_day AND to_day AND ended_at IS NULL)
                """, Map.of("person", person.strip(), "day", day));
    }

    @Override
    public List<Approver> all() {
        return select("TRUE", Map.of());
    }

    private List<Approver> select(String which, Map<String, ?> parameters) {
        List<Row> rows = this.jdbc
            .sql("SELECT a.person_id, a.enabled, a.any_country, a.any_amount FROM approver a WHERE " + which
                    + " ORDER BY a.person_id")
            .params(parameters)
            .query((row, n) -> row(row))
            .list();
        // most are asked for at each page, and most have no bounds
        Map<String, Set<String>> countries = rows.stream().allMatch(Row::anyCountry) ? Map.of()
                : countries(which, parameters);
        Map<String, Map<String, BigDecimal>> limits = rows.stream().allMatch(Row::anyAmount) ? Map.of()
                : limits(which, parameters);
        return rows.stream()
            .map(row -> new Approver(row.person(), row.enabled(),
                    row.anyCountry() ? null : countries.getOrDefault(row.person(), Set.of()),
                    row.anyAmount() ? null : limits.getOrDefault(row.person(), Map.of())))
            .toList();
    }

    private Map<String, Set<String>> countries(String which, Map<String, ?> parameters) {
        Map<String, Set<String>> countries = new HashMap<>();
        this.jdbc.sql(
                "SELECT c.person_id, c.country FROM approver_country c JOIN approver a ON a.person_id = c.person_id WHERE "
                        + which)
            .params(parameters)
            .query((row, n) -> new CountryRow(row.getString("person_id"), row.getString("country")))
            .list()
            .forEach(row -> countries.computeIfAbsent(row.person(), key -> new TreeSet<>()).add(row.country()));
        return countries;
    }

    private Map<String, Map<String, BigDecimal>> limits(String which, Map<String, ?> parameters) {
        Map<String, Map<String, BigDecimal>> limits = new HashMap<>();
        this.jdbc.sql(
                "SELECT l.person_id, l.currency, l.most FROM approver_limit l JOIN approver a ON a.person_id = l.person_id WHERE "
                        + which)
            .params(parameters)
            .query((row, n) -> new LimitRow(row.getString("person_id"), row.getString("currency"),
                    row.getBigDecimal("most")))
            .list()
            .forEach(row -> limits.computeIfAbsent(row.person(), key -> new TreeMap<>())
                .put(row.currency(), row.most()));
        return limits;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getString("person_id"), row.getBoolean("enabled"), row.getBoolean("any_country"),
                row.getBoolean("any_amount"));
    }

    @Override
    public void appoint(Approver approver, String by) {
        String person = approver.person().strip();
        Set<String> countries = approver.countries();
        Map<String, BigDecimal> limits = approver.limits();
        this.jdbc.sql("""
                INSERT INTO approver (person_id, enabled, any_country, any_amount)
                VALUES (:person, :enabled, :anyCountry, :anyAmount)
                ON DUPLICATE KEY UPDATE enabled = :enabled, any_country = :anyCountry, any_amount = :anyAmount
                """)
            .param("person", person)
            .param("enabled", approver.enabled())
            .param("anyCountry", countries == null)
            .param("anyAmount", limits == null)
            .update();
        this.jdbc.sql("DELETE FROM approver_country WHERE person_id = :person").param("person", person).update();
        this.jdbc.sql("DELETE FROM approver_limit WHERE person_id = :person").param("person", person).update();
        if (countries != null) {
            countries.forEach(country -> this.jdbc
                .sql("INSERT INTO approver_country (person_id, country) VALUES (:person, :country)")
                .param("person", person)
                .param("country", country)
                .update());
        }
        if (limits != null) {
            limits.forEach((currency, most) -> this.jdbc
                .sql("INSERT INTO approver_limit (person_id, currency, most) VALUES (:person, :currency, :most)")
                .param("person", person)
                .param("currency", currency)
                .param("most", most)
                .update());
        }
        this.audit.append(by, "APPROVER_APPOINTED", "approvers",
                person + (approver.enabled() ? "" : ", not enabled") + "; countries "
                        + ((countries != null) ? new TreeSet<>(countries) : "all") + "; limits "
                        + ((limits != null) ? new TreeMap<>(limits) : "none"));
    }

    @Override
    public boolean dismiss(String person, String by) {
        boolean was = this.jdbc.sql("UPDATE approver SET enabled = FALSE WHERE person_id = :person AND enabled")
            .param("person", person.strip())
            .update() == 1;
        if (was) {
            this.audit.append(by, "APPROVER_DISMISSED", "approvers", person.strip());
        }
        return was;
    }

    @Override
    public long delegate(Delegation delegation, String by) {
        var key = new org.springframework.jdbc.support.GeneratedKeyHolder();
        this.jdbc.sql("""
                INSERT INTO approver_delegation (from_person, to_person, from_day, to_day, created_by, created_at)
                VALUES (:from, :to, :fromDay, :toDay, :by, :now)
                """)
            .param("from", delegation.from().strip())
            .param("to", delegation.to().strip())
            .param("fromDay", delegation.fromDay())
            .param("toDay", delegation.toDay())
            .param("by", by)
            .param("now", Times.column(this.clock.instant()))
            .update(key);
        this.audit.append(by, "APPROVALS_DELEGATED", "approvers", delegation.from() + " to " + delegation.to() + ", "
                + delegation.fromDay() + " to " + delegation.toDay());
        Number number = key.getKey();
        if (number == null) {
            throw new IllegalStateException("the database gave the delegation no number");
        }
        return number.longValue();
    }

    @Override
    public boolean endDelegation(long number, String by) {
        boolean was = this.jdbc
            .sql("UPDATE approver_delegation SET ended_at = :now WHERE delegation_no = :number AND ended_at IS NULL")
            .param("now", Times.column(this.clock.instant()))
            .param("number", number)
            .update() == 1;
        if (was) {
            this.audit.append(by, "DELEGATION_ENDED", "approvers", "delegation " + number);
        }
        return was;
    }

    @Override
    public List<Delegation> delegationsOf(String person) {
        return this.jdbc.sql("""
                SELECT delegation_no, from_person, to_person, from_day, to_day
                FROM approver_delegation
                WHERE ended_at IS NULL AND (from_person = :person OR to_person = :person)
                ORDER BY delegation_no
                """)
            .param("person", person.strip())
            .query((row, n) -> new Delegation(row.getLong("delegation_no"), row.getString("from_person"),
                    row.getString("to_person"), Times.date(row, "from_day"), Times.date(row, "to_day")))
            .list();
    }

}
