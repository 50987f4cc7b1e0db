package org.prorata.db;

import java.nio.file.Path;
import java.util.Map;

import org.prorata.db.embedded.EmbeddedDatabase;

/**
 * How to reach the database.
 *
 * @param url a JDBC URL of MySQL, with our defaults for the parameters it does not set
 * @param user the application's user
 * @param password its password
 * @param ownerUser the user that owns the schema and migrates it; may be the
 * application's
 * @param ownerPassword its password
 */
public record DatabaseSettings(String url, String user, String password, String ownerUser, String ownerPassword) {

    private static final Map<String, String> DEFAULTS = Map.of("rewriteBatchedStatements", "true", "cachePrepStmts",
            "true", "prepStmtCacheSize", "250", "prepStmtCacheSqlLimit", "4096", "connectionTimeZone", "UTC",
            "forceConnectionTimeZoneToSession", "true", "allowPublicKeyRetrieval", "true", "tcpKeepAlive", "true",
            "connectTimeout", "10000", "characterEncoding", "UTF-8");

    public DatabaseSettings {
        url = withDefaults(url);
    }

    /**
     * Reads the settings from the environment: {@code PRORATA_DATABASE_URL},
     * {@code _USER} and {@code _PASSWORD}, and {@code _OWNER_USER} and
     * {@code _OWNER_PASSWORD} where another user migrates. Without a URL the embedded
     * database of the given checkout is started, unless it runs already.
     * @throws IllegalArgumentException when a setting is missing or is not for MySQL
     */
    public static DatabaseSettings fromEnvironment(Map<String, String> environment, Path home) {
        String url = environment.getOrDefault("PRORATA_DATABASE_URL", "");
        if (url.isBlank()) {
            return EmbeddedDatabase.of(home).start();
        }
        if (!url.startsWith("jdbc:mysql:")) {
            throw new IllegalArgumentException("PRORATA_DATABASE_URL is \"" + url.replaceFirst("//.*", "//…")
                    + "\", accepted: a URL that begins with jdbc:mysql:, such as jdbc:mysql://localhost:3306/prorata");
        }
        String user = required(environment, "PRORATA_DATABASE_USER");
        String password = environment.getOrDefault("PRORATA_DATABASE_PASSWORD", "");
        String named = environment.getOrDefault("PRORATA_DATABASE_OWNER_USER", "");
        if (named.isBlank() || named.equals(user)) {
            return new DatabaseSettings(url, user, password, user, password);
        }
        return new DatabaseSettings(url, user, password, named,
                environment.getOrDefault("PRORATA_DATABASE_OWNER_PASSWORD", ""));
    }

    /**
     * Tells whether the schema belongs to another user than the application's, as it
     * should.
     */
    public boolean hasSeparateOwner() {
        return !this.user.equals(this.ownerUser);
    }

    /** Tells everything but the passwords. */
    @Override
    public String toString() {
        return this.user + ", owner " + this.ownerUser + ", at " + this.url;
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(
                    name + " is not set, accepted: the user that goes with PRORATA_DATABASE_URL");
        }
        return value;
    }

    private static String withDefaults(String url) {
        StringBuilder complete = new StringBuilder(url);
        DEFAULTS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(parameter -> {
            if (!url.contains(parameter.getKey() + "=")) {
                complete.append((complete.indexOf("?") < 0) ? '?' : '&')
                    .append(parameter.getKey())
                    .append('=')
                    .append(parameter.getValue());
            }
        });
        return complete.toString();
    }

}
