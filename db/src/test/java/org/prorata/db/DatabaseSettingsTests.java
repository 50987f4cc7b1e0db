package org.prorata.db;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Without a URL the embedded database is started: see {@link EmbeddedDatabaseTests}. */
class DatabaseSettingsTests {

    private static final Path HOME = Path.of(".");

    private static final String URL = "jdbc:mysql://db:3306/prorata";

    @Test
    void oneUserMayDoBoth() {
        DatabaseSettings settings = settings(
                Map.of("PRORATA_DATABASE_USER", "app", "PRORATA_DATABASE_PASSWORD", "secret"));
        assertThat(settings.user()).isEqualTo("app");
        assertThat(settings.password()).isEqualTo("secret");
        assertThat(settings.ownerUser()).isEqualTo("app");
        assertThat(settings.ownerPassword()).isEqualTo("secret");
        assertThat(settings.hasSeparateOwner()).isFalse();
    }

    @Test
    void theSchemaMayBelongToAnotherUser() {
        DatabaseSettings settings = settings(Map.of("PRORATA_DATABASE_USER", "app", "PRORATA_DATABASE_PASSWORD",
                "secret", "PRORATA_DATABASE_OWNER_USER", "owner", "PRORATA_DATABASE_OWNER_PASSWORD", "other"));
        assertThat(settings.ownerUser()).isEqualTo("owner");
        assertThat(settings.ownerPassword()).isEqualTo("other");
        assertThat(settings.hasSeparateOwner()).isTrue();
    }

    @Test
    void anotherUserNeverGetsTheApplicationsPassword() {
        assertThat(settings(Map.of("PRORATA_DATABASE_USER", "app", "PRORATA_DATABASE_PASSWORD", "secret",
                "PRORATA_DATABASE_OWNER_USER", "owner"))
            .ownerPassword()).isEmpty();
    }

    /** {@code compose.yaml} hands over what nobody set as an empty value. */
    @Test
    void anEmptyOwnerIsNoOwner() {
        DatabaseSettings settings = settings(Map.of("PRORATA_DATABASE_USER", "app", "PRORATA_DATABASE_PASSWORD",
                "secret", "PRORATA_DATABASE_OWNER_USER", "", "PRORATA_DATABASE_OWNER_PASSWORD", ""));
        assertThat(settings.ownerUser()).isEqualTo("app");
        assertThat(settings.ownerPassword()).isEqualTo("secret");
        assertThat(settings.hasSeparateOwner()).isFalse();
    }

    @Test
    void aUrlOfAnotherDatabaseIsRefused() {
        assertThatThrownBy(
                () -> DatabaseSettings.fromEnvironment(Map.of("PRORATA_DATABASE_URL", "jdbc:postgresql://…"), HOME))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("PRORATA_DATABASE_URL is \"jdbc:postgresql://…\", accepted: a URL that begins with "
                    + "jdbc:mysql:, such as jdbc:mysql://localhost:3306/prorata");
    }

    @Test
    void aUrlGoesWithAUser() {
        assertThatThrownBy(() -> settings(Map.of("PRORATA_DATABASE_USER", " ")))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("PRORATA_DATABASE_USER is not set, accepted: the user that goes with PRORATA_DATABASE_URL");
    }

    @Test
    void theUrlGetsOurDefaults() {
        assertThat(new DatabaseSettings(URL, "app", "", "app", "").url()).isEqualTo(URL
                + "?allowPublicKeyRetrieval=true&cachePrepStmts=true&characterEncoding=UTF-8&connectTimeout=10000"
                + "&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true&prepStmtCacheSize=250&prepStmtCacheSqlLimit=4096&rewriteBatchedStatements=true&tcpKeepAlive=true");
    }

    @Test
    void whatTheUrlSetsItselfStays() {
        String url = new DatabaseSettings(URL + "?sslMode=REQUIRED&connectTimeout=500", "app", "", "app", "").url();
        assertThat(url).startsWith(URL + "?sslMode=REQUIRED&connectTimeout=500&allowPublicKeyRetrieval=true&")
            .doesNotContain("connectTimeout=10000");
        assertThat(new DatabaseSettings(url, "app", "", "app", "").url()).isEqualTo(url);
    }

    @Test
    void passwordsAreNotInItsText() {
        assertThat(new DatabaseSettings(URL, "app", "secret", "owner", "other").toString())
            .contains("app", "owner", URL)
            .doesNotContain("secret", "other");
    }

    private static DatabaseSettings settings(Map<String, String> environment) {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("PRORATA_DATABASE_URL", URL);
        return DatabaseSettings.fromEnvironment(complete, HOME);
    }

}
