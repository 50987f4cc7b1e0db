package org.prorata.batch.machines;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.prorata.db.schema.Schema;
import org.prorata.policy.Policies;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a worker must have in common with the manager, so that its credits are those that
 * the manager itself would write. The broker hands a bucket to no other worker.
 *
 * @param version the release of the program
 * @param database the server, by the identity it gave itself, and the schema
 * @param policies a hash of the rules
 */
record Terms(String version, String database, String policies) {

    private static final String VERSION = "prorataVersion";

    private static final String DATABASE = "prorataDatabase";

    private static final String POLICIES = "prorataPolicies";

    /** Returns those of this process. */
    static Terms of(JdbcClient jdbc, Policies policies) {
        // MySQL and MariaDB call it by different names
        String server = jdbc.sql("SHOW VARIABLES WHERE Variable_name IN ('server_uuid', 'server_uid')")
            .query((row, n) -> row.getString("Value"))
            .optional()
            .orElse("");
        String schema = jdbc.sql("SELECT DATABASE()").query(String.class).single();
        return new Terms(Schema.RELEASE, schema + " on server " + server, hash(policies));
    }

    private static String hash(Policies policies) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest((policies.defaultPolicy() + policies.all()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 16);
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("every Java has SHA-256", ex);
        }
    }

    void writeTo(Message message) throws JMSException {
        message.setStringProperty(VERSION, this.version);
        message.setStringProperty(DATABASE, this.database);
        message.setStringProperty(POLICIES, this.policies);
    }

    static Terms readFrom(Message message) throws JMSException {
        return new Terms(String.valueOf(message.getStringProperty(VERSION)),
                String.valueOf(message.getStringProperty(DATABASE)),
                String.valueOf(message.getStringProperty(POLICIES)));
    }

    /** Returns the JMS selector that only messages with these terms pass. */
    String selector() {
        return equal(VERSION, this.version) + " AND " + equal(DATABASE, this.database) + " AND "
                + equal(POLICIES, this.policies);
    }

    private static String equal(String property, String value) {
        return property + " = '" + value.replace("'", "''") + "'";
    }

    @Override
    public String toString() {
        return "release " + this.version + ", database " + this.database + ", policies " + this.policies;
    }

}
