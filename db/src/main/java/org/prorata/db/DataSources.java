package org.prorata.db;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/**
 * Makes connections the way all of Prorata needs them: read committed, so that sessions
 * do not lock what they only read.
 */
public final class DataSources {

    private static final int MYSQL_CHECK_VIOLATED = 3819;

    private DataSources() {
    }

    /**
     * Makes a pool of the application's connections.
     * @param size how many at most: the parallel threads of a run and four more
     */
    public static HikariDataSource pooled(DatabaseSettings settings, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("prorata");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(15_000);
        return new PatientPool(config);
    }

    /**
     * Makes a template that tells a broken constraint for what it is: to MySQL a CHECK is
     * a general error, which nobody would catch, where MariaDB says what it was.
     */
    public static JdbcTemplate template(DataSource dataSource) {
        SQLExceptionSubclassTranslator translator = new SQLExceptionSubclassTranslator();
        translator.setCustomTranslator((task, sql, ex) -> (ex.getErrorCode() == MYSQL_CHECK_VIOLATED)
                ? new DataIntegrityViolationException(task + ": " + ex.getMessage(), ex) : null);
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setExceptionTranslator(translator);
        return template;
    }

    /** Makes connections one at a time, for a few statements by another user. */
    public static DataSource single(String url, String user, String password) {
        return new DriverManagerDataSource(url, user, password);
    }

}
