package org.prorata.web.security;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.DataSources;
import org.prorata.db.TestDatabase;
import org.prorata.web.TestWeb;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class SessionTablesTests {

    /** Compares with the script in the library's jar, so that an update of it is seen. */
    @Test
    void ourTablesAreThoseThatTheLibraryMakesItself() {
        TestDatabase theirs = TestDatabase.empty();
        new ResourceDatabasePopulator(new ClassPathResource("org/springframework/session/jdbc/schema-mysql.sql"))
            .execute(DataSources.single(theirs.settings().url(), theirs.settings().ownerUser(),
                    theirs.settings().ownerPassword()));
        TestDatabase ours = TestWeb.shared().database();
        assertThat(columns(ours)).isEqualTo(columns(theirs)).hasSize(10);
        assertThat(indexes(ours)).isEqualTo(indexes(theirs)).isNotEmpty();
        assertThat(references(ours)).isEqualTo(references(theirs)).hasSize(1);
    }

    private static List<String> columns(TestDatabase database) {
        return lines(database, """
                SELECT CONCAT_WS(' ', table_name, ordinal_position, column_name, column_type, is_nullable)
                FROM information_schema.columns
                WHERE table_schema = DATABASE() AND table_name LIKE 'SPRING_SESSION%'
                ORDER BY table_name, ordinal_position
                """);
    }

    private static List<String> indexes(TestDatabase database) {
        return lines(database, """
                SELECT CONCAT_WS(' ', table_name, index_name, seq_in_index, column_name, non_unique)
                FROM information_schema.statistics
                WHERE table_schema = DATABASE() AND table_name LIKE 'SPRING_SESSION%'
                ORDER BY table_name, index_name, seq_in_index
                """);
    }

    private static List<String> references(TestDatabase database) {
        return lines(database, """
                SELECT CONCAT_WS(' ', table_name, constraint_name, referenced_table_name, delete_rule)
                FROM information_schema.referential_constraints
                WHERE constraint_schema = DATABASE() AND table_name LIKE 'SPRING_SESSION%'
                """);
    }

    private static List<String> lines(TestDatabase database, String sql) {
        return database.asOwner()
            .sql(sql)
            .query(String.class)
            .list()
            .stream()
            .map(line -> line.toUpperCase(Locale.ROOT))
            .toList();
    }

}
