package org.prorata.db.importing;

import java.time.Duration;
import java.util.List;

import org.prorata.cancellation.RefusedException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one import has of its connection: a named lock, so that imports go one after the
 * other, and the temporary tables in which the rows wait. Both outlive the transaction
 * that the import runs in, so they are given up after it, on the same connection.
 */
final class ImportSession implements TransactionSynchronization {

    private static final List<String> TABLES = List.of("""
            CREATE TEMPORARY TABLE import_tenant (
                line_no BIGINT NOT NULL,
                bad BOOLEAN NOT NULL,
                tenant_id VARCHAR(64) NOT NULL,
                owner VARCHAR(64) NULL,
                name VARCHAR(200) NULL,
                country CHAR(2) NULL,
                locale VARCHAR(35) NULL,
                time_zone VARCHAR(64) NULL,
                currency CHAR(3) NULL,
                billing_day INT NULL,
                imported CHAR(64) NULL,
                status VARCHAR(9) NULL,
                PRIMARY KEY (line_no),
                INDEX by_id (tenant_id)
            ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
            """, """
            CREATE TEMPORARY TABLE import_subscription (
                line_no BIGINT NOT NULL,
                bad BOOLEAN NOT NULL,
                subscription_id VARCHAR(64) NOT NULL,
                tenant_id VARCHAR(64) NULL,
                product VARCHAR(100) NULL,
                kind VARCHAR(8) NULL,
                channel VARCHAR(12) NULL,
                policy VARCHAR(64) NULL,
                payment_method VARCHAR(8) NULL,
                billing_frequency VARCHAR(10) NULL,
                first_term_start DATE NULL,
                term_start DATE NULL,
                term_end DATE NULL,
                purchased_licences INT NULL,
                assigned_licences INT NULL,
                auto_renew BOOLEAN NULL,
                imported CHAR(64) NULL,
                status VARCHAR(9) NULL,
                PRIMARY KEY (line_no),
                INDEX by_id (subscription_id)
            ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
            """, """
            CREATE TEMPORARY TABLE import_charge (
                line_no BIGINT NOT NULL,
                bad BOOLEAN NOT NULL,
                charge_id VARCHAR(64) NOT NULL,
                subscription_id VARCHAR(64) NULL,
                invoice_number VARCHAR(64) NULL,
                service_from DATE NULL,
                service_to DATE NULL,
                unit_price DECIMAL(18, 6) NULL,
                quantity INT NULL,
                net DECIMAL(19, 4) NULL,
                tax_rate DECIMAL(9, 6) NULL,
                tax DECIMAL(19, 4) NULL,
                paid DECIMAL(19, 4) NULL,
                currency CHAR(3) NULL,
                PRIMARY KEY (line_no),
                INDEX by_id (charge_id)
            ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
            """, """
            CREATE TEMPORARY TABLE import_cancellation (
                line_no BIGINT NOT NULL,
                bad BOOLEAN NOT NULL,
                request_id VARCHAR(64) NOT NULL,
                subscription_id VARCHAR(64) NULL,
                requested_at DATETIME(6) NULL,
                requested_by VARCHAR(200) NULL,
                effective_date DATE NULL,
                reason VARCHAR(2000) NULL,
                PRIMARY KEY (line_no),
                INDEX by_id (request_id)
            ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
            """, """
            CREATE TEMPORARY TABLE import_duplicate (
                file VARCHAR(40) NOT NULL,
                id VARCHAR(64) NOT NULL,
                first_line BIGINT NOT NULL,
                PRIMARY KEY (file, id)
            ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
            """, """
            CREATE TEMPORARY TABLE import_known_charge (
                line_no BIGINT NOT NULL,
                PRIMARY KEY (line_no)
            ) ENGINE = InnoDB
            """, """
            CREATE TEMPORARY TABLE import_earlier_tenant (
                tenant_no BIGINT NOT NULL,
                name VARCHAR(200) NOT NULL,
                country CHAR(2) NOT NULL,
                locale VARCHAR(35) NOT NULL,
                time_zone VARCHAR(64) NOT NULL,
                currency CHAR(3) NOT NULL,
                billing_day INT NOT NULL,
                PRIMARY KEY (tenant_no)
            ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
            """, """
            CREATE TEMPORARY TABLE import_earlier_subscription (
                subscription_no BIGINT NOT NULL,
                product VARCHAR(100) NOT NULL,
                billing_frequency VARCHAR(10) NOT NULL,
                PRIMARY KEY (subscription_no)
            ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
            """, """
            CREATE TEMPORARY TABLE import_changed_tenant (
                tenant_no BIGINT NOT NULL,
                PRIMARY KEY (tenant_no)
            ) ENGINE = InnoDB
            """);

    private final JdbcTemplate jdbc;

    private ImportSession(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Waits for its turn and makes the tables, on the connection of the current
     * transaction.
     * @throws RefusedException when another import goes on for longer than the patience
     */
    static void open(JdbcTemplate jdbc, Duration patience) {
        int granted = jdbc
            .query("SELECT COALESCE(GET_LOCK(LEFT(CONCAT('prorata:import:', DATABASE()), 64), ?), 0)",
                    (row, n) -> row.getInt(1), patience.toSeconds())
            .getFirst();
        if (granted != 1) {
            throw new RefusedException("another import is running and did not end within " + patience.toSeconds()
                    + " seconds, accepted: one import at a time; try again when it has ended");
        }
        ImportSession session = new ImportSession(jdbc);
        TransactionSynchronizationManager.registerSynchronization(session);
        session.dropTables();
        TABLES.forEach(jdbc::execute);
    }

    @Override
    public void afterCompletion(int status) {
        try {
            dropTables();
        }
        catch (DataAccessException ex) {
            // a broken connection has taken the tables and the lock with it
            return;
        }
        this.jdbc.query("SELECT RELEASE_LOCK(LEFT(CONCAT('prorata:import:', DATABASE()), 64))",
                (row, n) -> row.getInt(1));
    }

    private void dropTables() {
        this.jdbc.execute("""
                DROP TEMPORARY TABLE IF EXISTS import_tenant, import_subscription, import_charge, import_cancellation,
                    import_duplicate, import_known_charge, import_changed_tenant, import_earlier_tenant,
                    import_earlier_subscription
                """);
    }

}
