package org.prorata.db.importing;

import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;

/** Gives staged charges that say the same a name each, by counting them. */
final class RepeatedLines {

    private record Repeated(long line, String id) {
    }

    private final JdbcTemplate jdbc;

    RepeatedLines(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Renames the second and every further one of each name. */
    void rename() {
        List<Repeated> repeated = this.jdbc.query("""
                SELECT i.line_no, i.charge_id
                FROM import_duplicate d
                JOIN import_charge i ON i.charge_id = d.id
                WHERE i.line_no > d.first_line
                ORDER BY i.charge_id, i.line_no
                """, (row, n) -> new Repeated(row.getLong("line_no"), row.getString("charge_id")));
        String id = "";
        int occurrence = 1;
        for (Repeated each : repeated) {
            occurrence = each.id().equals(id) ? occurrence + 1 : 2;
            id = each.id();
            this.jdbc.update("UPDATE import_charge SET charge_id = ? WHERE line_no = ?",
                    PartnerCenterSheet.repeated(id, occurrence), each.line());
        }
    }

}
