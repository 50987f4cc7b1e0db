package org.prorata.db.people;

import java.security.SecureRandom;
import java.util.HexFormat;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps keys that only servers of this database know, one for each purpose. */
public final class SigningKeys {

    private final JdbcClient jdbc;

    public SigningKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Returns the key for a purpose; the first call on a database makes it.
     * @param purpose up to 20 characters
     */
    public byte[] key(String purpose) {
        byte[] fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        try {
            this.jdbc.sql("""
                    INSERT INTO signing_key (purpose, secret)
                    SELECT :purpose, :secret FROM (SELECT 1 AS x) one
                    WHERE NOT EXISTS (SELECT 1 FROM signing_key WHERE purpose = :purpose)
                    """).param("purpose", purpose).param("secret", HexFormat.of().formatHex(fresh)).update();
        }
        catch (DuplicateKeyException ex) {
            // another server was quicker: its key is the one
        }
        return HexFormat.of()
            .parseHex(this.jdbc.sql("SELECT secret FROM signing_key WHERE purpose = :purpose")
                .param("purpose", purpose)
                .query(String.class)
                .single());
    }

}
