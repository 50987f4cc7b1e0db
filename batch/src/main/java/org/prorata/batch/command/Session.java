package org.prorata.batch.command;

import java.sql.SQLException;
import java.util.Map;

import org.prorata.batch.ProrataApplication;
import org.prorata.batch.nightly.RunFailedException;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.ProrataProperties;
import org.prorata.db.schema.Schema;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The program's parts while a command uses them; the schema is brought up to date first.
 */
final class Session implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Session(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Session open() {
        return open(WebApplicationType.NONE, Map.of());
    }

    /** Opens a session with some settings that go before those of the environment. */
    static Session open(Map<String, Object> settings) {
        return open(WebApplicationType.NONE, settings);
    }

    static Session open(WebApplicationType type, Map<String, Object> settings) {
        ConfigurableApplicationContext context = ProrataApplication.start(type, settings, null);
        Session session = new Session(context);
        try {
            session.migrateIfNeeded();
        }
        catch (SQLException ex) {
            String url = session.get(DatabaseSettings.class).url().replaceFirst("\\?.*", "");
            context.close();
            throw new RunFailedException("the database " + url + " cannot be used: " + rootMessage(ex)
                    + ". Is it running, and are PRORATA_DATABASE_URL, _USER and _PASSWORD right?");
        }
        catch (RuntimeException ex) {
            context.close();
            throw ex;
        }
        return session;
    }

    /** Opens a session on a database that is not looked at. */
    static Session withoutDatabase(DatabaseSettings settings) {
        return new Session(ProrataApplication.start(WebApplicationType.NONE, Map.of(), settings));
    }

    private void migrateIfNeeded() throws SQLException {
        Schema schema = new Schema(get(DatabaseSettings.class));
        if (!schema.isCurrent()) {
            System.err.println("prorata: bringing the database up to date (release " + Schema.RELEASE + ")");
            schema.migrate();
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Returns how many buckets are worked on at a time. */
    int threads() {
        return get(ProrataProperties.class).threads();
    }

    <T> T get(Class<T> type) {
        return this.context.getBean(type);
    }

    @Override
    public void close() {
        this.context.close();
    }

}
